// A modem's fields → the Engine that they name. The fields are docker-modem's. They may change between calls and are read at
// every call. Nothing else is read: no environment, no config.json, no proxy.

import { devNull } from 'node:os'
import { checkDialable } from '../../endpoint/dialable.ts'
import { authority, type Endpoint, parseHost } from '../../endpoint/parse.ts'
import type { TlsOptions } from '../../endpoint/tls.ts'
import { Engine } from '../../engine/engine.ts'
import { readOptions } from '../../engine/request/options.ts'
import { FairleadError } from '../../error.ts'
import { CONNECT_MS } from '../../net/pool.ts'
import type { DialFunction } from '../../net/socket/dial-custom.ts'
import { dialsItself, dialThrough } from './agent.ts'
import type { ModemOptions } from './options.ts'
import { dialWithSsh2, needsSsh2 } from './ssh2.ts'

/** A modem's fields that name an Engine and how to reach it. */
export type Fields = Omit<ModemOptions, 'socketPath'>

/** The same, with the socket path resolved. */
export type Address = Fields & { socketPath?: string | undefined }

/** The fields that an engine is made of: it is kept until one of them changes. */
const ENGINE_FIELDS = [
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

/** An engine, and the path prefix that its requests need; the engine does not add it itself. */
export interface EngineWithPrefix {
  engine: Engine
  prefix: string
}

/** Makes and keeps the engine of a modem. */
export class EngineCache {
  readonly #engines = new Set<Engine>()
  #fields: readonly unknown[] = []
  #socketPath: string | undefined
  #current: EngineWithPrefix | undefined

  /** The engine for these fields, kept or new. @throws FairleadError ERR_ENDPOINT, ERR_OPTION. */
  at(fields: Fields, socketPath: string | undefined): EngineWithPrefix {
    const used = this.#fields
    const current = this.#current
    if (
      current !== undefined &&
      this.#socketPath === socketPath &&
      ENGINE_FIELDS.every((name, i) => fields[name] === used[i])
    ) {
      return current
    }
    const fresh = makeEngine({ ...fields, socketPath })
    this.#fields = ENGINE_FIELDS.map((name) => fields[name])
    this.#socketPath = socketPath
    this.#current = fresh
    // The former engine may still have open streams; its idle connections close by themselves.
    this.#engines.add(fresh.engine)
    return fresh
  }

  /** Closes every engine that was made. */
  async close(): Promise<void> {
    for (const engine of this.#engines) await engine.close()
    this.#engines.clear()
    this.#current = undefined
  }
}

/** An environment in which `connect` finds no configuration. */
const NO_ENVIRONMENT = { DOCKER_CONFIG: devNull }

function makeEngine(address: Address): EngineWithPrefix {
  const { agent } = address
  const connectMs = address.connectionTimeout ?? undefined
  const { endpoint, secure } = endpointOf(address)
  checkDialable(endpoint, process.platform, reasonOf(address))
  const settings = readOptions(
    { host: 'unix:///unused', negotiation: 'off', timeouts: { connect: connectMs } },
    NO_ENVIRONMENT,
  )
  const tls = secure ? tlsOf(address) : undefined
  const connections = agent !== undefined && Number.isFinite(agent.maxSockets) ? agent.maxSockets : undefined
  const pool = { ...settings.pool, reason: reasonOf(address), connections }
  let dial: DialFunction | undefined
  if (agent !== undefined && dialsItself(agent)) dial = dialThrough(agent, endpoint, tls, connectMs ?? CONNECT_MS)
  else if (endpoint.kind === 'ssh' && needsSsh2(address)) dial = dialWithSsh2(address, endpoint)
  if (dial === undefined) return { engine: new Engine({ ...settings, endpoint, pool: { ...pool, tls } }), prefix: '' }
  const [headers, prefix] =
    endpoint.kind === 'tcp' ? [{ Host: authority(endpoint) }, endpoint.basePath] : [settings.headers, '']
  const custom: Endpoint = { kind: 'custom' }
  return { engine: new Engine({ ...settings, endpoint: custom, headers, pool: { ...pool, dial } }), prefix }
}

function reasonOf({ host }: Address): string {
  return host === undefined ? "the modem's socketPath" : "the modem's host"
}

/** The endpoint of these fields, and whether it uses TLS. @throws FairleadError ERR_ENDPOINT. */
export function endpointOf(address: Address): { endpoint: Endpoint; secure: boolean } {
  const { host, socketPath, protocol, port, username } = address
  if (host === undefined) {
    if (!socketPath)
      throw new FairleadError('ERR_ENDPOINT', 'the modem has neither a host nor a socketPath: set one of them')
    // Node writes an abstract socket's name with a NUL in front.
    const path = socketPath.replace(/^(unix|npipe):\/\//, '').replace(/^\0/, '@')
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
  const base = `${rest.slice(authority.length).replace(/\/+$/, '')}/${address.pathPrefix ?? ''}`.replaceAll(/\/+/g, '/')
  const endpoint = parseHost(`${secure ? 'https' : 'http'}://${withPort(authority, port)}${base}`)
  return { endpoint, secure }
}

/** Adds `port` to `name`, `name:port` or an IPv6 address that has none. */
function withPort(authority: string, port: number | string | undefined): string {
  const isBare6 = authority.includes(':') && /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(authority)
  const name = isBare6 ? `[${authority}]` : authority
  return port === undefined || port === '' || /:\d+$/.test(name.replace(/^\[.*\]/, '')) ? name : `${name}:${port}`
}

function tlsOf(address: Address): TlsOptions {
  const { ca, cert, key, serverName, checkServerIdentity } = address
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(checkServerIdentity === undefined ? {} : { checkServerIdentity }),
  }
}
