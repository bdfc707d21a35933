// Which Engine is meant, in order: the argument, DOCKER_HOST, the platform's default socket.
// An argument is never overridden by the environment.

import { DEFAULT_SOCKET, type Endpoint, parseHost } from './parse.ts'

/** An endpoint and why it was chosen. */
export interface Resolved {
  endpoint: Endpoint
  /** For messages: 'the host option', 'DOCKER_HOST', 'the default socket'. */
  reason: string
}

/** @throws FairleadError ERR_ENDPOINT when what was chosen cannot be read. */
export function resolveEndpoint(host: string | undefined, env: Readonly<Record<string, string | undefined>>): Resolved {
  if (host !== undefined) return { endpoint: parseHost(host), reason: 'the host option' }
  const fromEnv = env.DOCKER_HOST?.trim()
  if (fromEnv) return { endpoint: parseHost(fromEnv), reason: 'DOCKER_HOST' }
  return { endpoint: { kind: 'unix', path: DEFAULT_SOCKET }, reason: 'the default socket' }
}
