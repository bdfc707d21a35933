// Which Engine is meant, in order: the argument, DOCKER_HOST, the platform's default socket.
// An argument is never overridden by the environment.

import { FairleadError } from '../error.ts'
import { DEFAULT_SOCKET, type Endpoint, formatEndpoint, parseHost } from './parse.ts'

/** An endpoint and why it was chosen. */
export interface Resolved {
  endpoint: Endpoint
  /** For messages: 'the host option', 'DOCKER_HOST', 'the default socket'. */
  reason: string
}

/** @throws FairleadError ERR_ENDPOINT when what was chosen cannot be read. */
export function resolveEndpoint(host: string | undefined, env: Readonly<Record<string, string | undefined>>): Resolved {
  if (host !== undefined) return { endpoint: dialable(parseHost(host)), reason: 'the host option' }
  const fromEnv = env.DOCKER_HOST?.trim()
  if (fromEnv) return { endpoint: dialable(parseHost(fromEnv)), reason: 'DOCKER_HOST' }
  return { endpoint: { kind: 'unix', path: DEFAULT_SOCKET }, reason: 'the default socket' }
}

/** Refuses what this machine, or this version, has no way to. */
function dialable(endpoint: Endpoint): Endpoint {
  if (endpoint.kind === 'npipe' && process.platform !== 'win32') {
    throw new FairleadError('ERR_ENDPOINT', `${formatEndpoint(endpoint)}: named pipes are there on Windows only`)
  }
  return endpoint
}
