// Where a modem's fields say that the Engine is → an Engine on it. The fields are docker-modem's, may be changed between
// calls, and are looked at for every call; nothing else is: no environment, no config.json, no proxy.

import { devNull } from 'node:os'
import { authority, type Endpoint, parseHost } from '../endpoint/parse.ts'
import type { TlsOptions } from '../endpoint/tls.ts'
import { Engine } from '../engine/engine.ts'
import { readOptions } from '../engine/options.ts'
import { FairleadError } from '../error.ts'
import type { DialFunction } from '../net/dial-custom.ts'
import { dialsItself, dialThrough } from './modem-agent.ts'
import type { ModemOptions } from './modem-options.ts'
import { dialWithSsh2, needsSsh2 } from './modem-ssh2.ts'

/** A modem's fields that say where and how. */
export type Fields = Omit<ModemOptions, 'socketPath'>

/** The same, with the path that was found. */
export type Place = Fields & { socketPath?: string | undefined }

/** What an engine was made of: as long as none of it changes, the engine is kept. */
const PARTS = [
  'host',
  'port',
  'protocol',
  'pathPrefix',
  'username',
  'password',
  'ca',
  'cert',
  'key',
  'serverName',
  'checkServerIdentity',
  'connectionTimeout',
  'agent',
  'sshOptions',
] as const satisfies (keyof Fields)[]

/** An engine, and what it does not put before a path by itself. */
export interface Reached {
  engine: Engine
  prefix: string
}

/** Keeps the engine of a modem. */
export class EngineKeeper {
  readonly #engines = new Set<Engine>()
  #parts: readonly unknown[] = []
  #socketPath: string | undefined
  #reached: Reached | undefined

  /** The engine at that place. @throws FairleadError ERR_ENDPOINT, ERR_OPTION. */
  at(fields: Fields, socketPath: string | undefined): Reached {
    const kept = this.#parts
    const reached = this.#reached
    if (
      reached !== undefined &&
      this.#socketPath === socketPath &&
      PARTS.every((part, i) => fields[part] === kept[i])
    ) {
      return reached
    }
    const fresh = reach({ ...fields, socketPath })
    this.#parts = PARTS.map((part) => fields[part])
    this.#socketPath = socketPath
    this.#reached = fresh
    // One that was left behind has its streams still; what is idle of it closes by itself.
    this.#engines.add(fresh.engine)
    return fresh
  }

  /** Closes every one. */
  async close(): Promise<void> {
    for (const engine of this.#engines) await engine.close()
    this.#engines.clear()
    this.#reached = undefined
  }
}

/** Nothing that `connect` would look up is found there. */
const NOWHERE = { DOCKER_CONFIG: devNull }

function reach(place: Place): Reached {
  const { agent, connectionTimeout: connect } = place
  const { endpoint, secure } = endpointOf(place)
  const settings = readOptions({ host: 'unix:///unused', negotiation: 'off', timeouts: { connect } }, NOWHERE)
  const tls = secure ? tlsOf(place) : undefined
  const connections = agent !== undefined && Number.isFinite(agent.maxSockets) ? agent.maxSockets : undefined
  const pool = { ...settings.pool, reason: reasonOf(place), connections }
  let dial: DialFunction | undefined
  if (agent !== undefined && dialsItself(agent)) dial = dialThrough(agent, endpoint, tls)
  else if (endpoint.kind === 'ssh' && needsSsh2(place)) dial = dialWithSsh2(place, endpoint)
  if (dial === undefined) return { engine: new Engine({ ...settings, endpoint, pool: { ...pool, tls } }), prefix: '' }
  const [headers, prefix] =
    endpoint.kind === 'tcp' ? [{ Host: authority(endpoint) }, endpoint.basePath] : [settings.headers, '']
  const custom: Endpoint = { kind: 'custom' }
  return { engine: new Engine({ ...settings, endpoint: custom, headers, pool: { ...pool, dial } }), prefix }
}

function reasonOf({ host }: Place): string {
  return host === undefined ? "the modem's socketPath" : "the modem's host"
}

/** The endpoint, and whether TLS is spoken. @throws FairleadError ERR_ENDPOINT. */
export function endpointOf(place: Place): { endpoint: Endpoint; secure: boolean } {
  const { host, socketPath, protocol, port, username } = place
  if (host === undefined) {
    if (!socketPath) throw new FairleadError('ERR_ENDPOINT', 'the modem has neither a host nor a socketPath')
    const path = socketPath.replace(/^(unix|npipe):\/\//, '')
    const isPipe = process.platform === 'win32' && /^[\\/]{2}/.test(path)
    return { endpoint: { kind: isPipe ? 'npipe' : 'unix', path }, secure: false }
  }
  const [, scheme, rest = host] = /^([a-z]+):\/\/(.*)$/s.exec(host) ?? []
  if (scheme === 'unix' || scheme === 'npipe') return { endpoint: parseHost(host), secure: false }
  if (protocol === 'ssh' || scheme === 'ssh') {
    const user = username ? `${encodeURIComponent(username)}@` : ''
    const endpoint = parseHost(`ssh://${rest.includes('@') ? '' : user}${withPort(rest, port)}`)
    return { endpoint, secure: false }
  }
  const secure = protocol === 'https' || scheme === 'https'
  const authority = rest.replace(/\/.*$/s, '')
  const base = `${rest.slice(authority.length).replace(/\/+$/, '')}/${place.pathPrefix ?? ''}`.replaceAll(/\/+/g, '/')
  const endpoint = parseHost(`${secure ? 'https' : 'http'}://${withPort(authority, port)}${base}`)
  return { endpoint, secure }
}

/** `name`, `name:port` or an IPv6 address, with `port` where it has none. */
function withPort(authority: string, port: number | string | undefined): string {
  const isBare6 = authority.includes(':') && /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(authority)
  const name = isBare6 ? `[${authority}]` : authority
  return port === undefined || port === '' || /:\d+$/.test(name.replace(/^\[.*\]/, '')) ? name : `${name}:${port}`
}

function tlsOf(place: Place): TlsOptions {
  const { ca, cert, key, serverName, checkServerIdentity } = place
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(checkServerIdentity === undefined ? {} : { checkServerIdentity }),
  }
}
