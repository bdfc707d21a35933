// Which Engine is meant, in the docker CLI's order: the argument, DOCKER_HOST, DOCKER_CONTEXT, the current context, the
// known sockets. A host that is given takes nothing from the environment, TLS included. Opens no connection.

import { FairleadError } from '../error.ts'
import { configFolder, currentContext, type Environment } from './config.ts'
import { type Context, readContext } from './context.ts'
import { isSocket, knownSockets } from './known.ts'
import { discreet, readMaterial } from './material.ts'
import { DEFAULT_PIPE, DEFAULT_SOCKET, DEFAULT_TLS_PORT, type Endpoint, formatEndpoint, parseHost } from './parse.ts'
import type { TlsOptions } from './tls.ts'

/** Names an Engine; ConnectOptions are of this shape. */
export interface EndpointOptions {
  /** `unix:///path`, `tcp://host:port` …; not together with `context`. */
  host?: string | undefined
  /** The name of a docker context; `default` is what DOCKER_HOST says, else the default socket. */
  context?: string | undefined
  /** Speak TLS to a tcp host, and how; `true`: verified against the system's authorities; `false`: not, whatever the environment says. */
  tls?: TlsOptions | boolean | undefined
}

/** An endpoint and why it was chosen. */
export interface Resolved {
  endpoint: Endpoint
  /** undefined: no TLS. What was read from files does not show itself when it is printed. */
  tls: TlsOptions | undefined
  /** In words, for messages: 'the host option', 'DOCKER_HOST', "DOCKER_CONTEXT, the context 'prod'". */
  reason: string
}

/** What is known of the machine; a parameter for the tests' sake. */
export interface Machine {
  platform: string
  uid: number | undefined
  isSocket(path: string): boolean
}

/**
 * The Engine that `connect()` would dial with the same options, and why that one.
 * @param options a host, or options of which `host`, `context` and `tls` count.
 * @param env in place of process.env.
 * @throws FairleadError ERR_ENDPOINT, ERR_CONTEXT, ERR_OPTION when what was chosen cannot be used: nothing is passed over.
 */
export function resolveEndpoint(options: string | EndpointOptions = {}, env: Environment = process.env): Resolved {
  const machine = { platform: process.platform, uid: process.getuid?.(), isSocket }
  return resolveOn(machine, typeof options === 'string' ? { host: options } : options, env)
}

/** As {@link resolveEndpoint}, on a machine. */
export function resolveOn(machine: Machine, options: EndpointOptions, env: Environment): Resolved {
  check(options)
  const { endpoint, tls, reason } = choose(machine, options, env)
  dialable(endpoint, machine.platform)
  return { endpoint, tls: decideTls(endpoint, options.tls, tls, reason), reason }
}

type Choice = Resolved

function check({ host, context, tls }: EndpointOptions): void {
  if (host !== undefined && context !== undefined) throw wrong('host and context name an Engine each: give one')
  if (context !== undefined && (typeof context !== 'string' || context === '')) throw wrong('context: expected a name')
  if (tls !== undefined && typeof tls !== 'boolean' && (typeof tls !== 'object' || tls === null)) {
    throw wrong('tls: expected true, false or an object')
  }
}

function choose(machine: Machine, options: EndpointOptions, env: Environment): Choice {
  const { host, context } = options
  if (host !== undefined) return { endpoint: parseHost(host), tls: undefined, reason: 'the host option' }
  if (context !== undefined) return named(machine, options, env, context, 'the context option')
  // As the CLI has it, a DOCKER_HOST that is set counts even if it is blank: then it means the default.
  if (env.DOCKER_HOST) return fromEnvironment(machine, options, env, ', as DOCKER_HOST is blank')
  if (env.DOCKER_CONTEXT) return named(machine, options, env, env.DOCKER_CONTEXT, 'DOCKER_CONTEXT')
  const { context: current, file, unread } = currentContext(configFolder(env))
  if (current !== undefined) return named(machine, options, env, current, `currentContext of ${file}`)
  const choice = unnamed(machine, options, env)
  return unread === undefined ? choice : { ...choice, reason: `${choice.reason}; ${file} cannot be read (${unread})` }
}

/** A context; `by` is who named it. */
function named(machine: Machine, options: EndpointOptions, env: Environment, name: string, by: string): Choice {
  const reason = `${by}, the context ${JSON.stringify(name).replace(/^"(.*)"$/, "'$1'")}`
  if (name === 'default') {
    const choice = fromEnvironment(machine, options, env, '')
    return { ...choice, reason: `${reason}: ${choice.reason}` }
  }
  const context: Context = readContext(configFolder(env), name, by)
  return { endpoint: context.endpoint ?? platformDefault(machine), tls: context.tls, reason }
}

/** What the CLI calls the default context: DOCKER_HOST, else the default socket, or port with TLS. */
function fromEnvironment(machine: Machine, options: EndpointOptions, env: Environment, blank: string): Choice {
  const host = env.DOCKER_HOST?.trim()
  if (!host) {
    return defaultTls(options, env) ?? plain(platformDefault(machine), `the default socket${blank}`)
  }
  const endpoint = parseHost(host)
  const tls = endpoint.kind === 'tcp' && options.tls === undefined ? environmentTls(env) : undefined
  return { endpoint, tls, reason: 'DOCKER_HOST' }
}

/** Nothing is named: with TLS its port, else the first known socket that is there. */
function unnamed(machine: Machine, options: EndpointOptions, env: Environment): Choice {
  const secured = defaultTls(options, env)
  if (secured !== undefined) return secured
  const standard = platformDefault(machine)
  if (machine.platform === 'win32') return plain(standard, 'the default pipe')
  const found = knownSockets(env, machine.uid).find((path) => machine.isSocket(path))
  if (found === undefined) return plain(standard, 'the default socket, as no known one is there')
  if (found === DEFAULT_SOCKET) return plain(standard, 'the default socket')
  return plain({ kind: 'unix', path: found }, 'a known socket, as the default one is not there')
}

function defaultTls(options: EndpointOptions, env: Environment): Choice | undefined {
  const tls = options.tls === undefined ? environmentTls(env) : undefined
  if (tls === undefined && !options.tls) return undefined
  const endpoint: Endpoint = { kind: 'tcp', host: 'localhost', port: DEFAULT_TLS_PORT, basePath: '' }
  return { endpoint, tls, reason: `the default with TLS, which ${tls ? variable(env) : 'the tls option'} asks for` }
}

function variable(env: Environment): string {
  return env.DOCKER_TLS_VERIFY ? 'DOCKER_TLS_VERIFY' : 'DOCKER_TLS'
}

/** TLS as the variables ask for it: any text but the empty one does, `0` included. */
function environmentTls(env: Environment): TlsOptions | undefined {
  if (!env.DOCKER_TLS_VERIFY && !env.DOCKER_TLS) return undefined
  const folder = env.DOCKER_CERT_PATH || configFolder(env)
  const material = readMaterial(folder)
  if (material?.ca === undefined) {
    const where = env.DOCKER_CERT_PATH ? 'DOCKER_CERT_PATH' : "Docker's configuration folder"
    throw new FairleadError('ERR_CONTEXT', `${variable(env)} is set, and ${where} has no ca.pem: ${folder}`)
  }
  return discreet({ ...material, ...(env.DOCKER_TLS_VERIFY ? {} : { rejectUnauthorized: false }) })
}

function platformDefault({ platform }: Machine): Endpoint {
  return platform === 'win32' ? { kind: 'npipe', path: DEFAULT_PIPE } : { kind: 'unix', path: DEFAULT_SOCKET }
}

function plain(endpoint: Endpoint, reason: string): Choice {
  return { endpoint, tls: undefined, reason }
}

/** The option's word counts; `found` is what the context or the environment has. */
function decideTls(
  endpoint: Endpoint,
  told: TlsOptions | boolean | undefined,
  found: TlsOptions | undefined,
  reason: string,
): TlsOptions | undefined {
  const secure = endpoint.kind === 'tcp' && endpoint.secure === true
  if (told === undefined) return endpoint.kind === 'tcp' ? (found ?? (secure ? {} : undefined)) : undefined
  if (told === false) {
    if (secure) throw wrong(`tls: false, and the host asks for TLS: ${formatEndpoint(endpoint)} (${reason})`)
    return undefined
  }
  if (endpoint.kind !== 'tcp') {
    throw wrong(`tls: only a tcp:// host can speak it, not ${formatEndpoint(endpoint)} (${reason})`)
  }
  return told === true ? {} : told
}

/** Refuses what this machine, or this version, has no way to. */
function dialable(endpoint: Endpoint, platform: string): void {
  if (endpoint.kind === 'npipe' && platform !== 'win32') {
    throw new FairleadError('ERR_ENDPOINT', `${formatEndpoint(endpoint)}: named pipes are there on Windows only`)
  }
}

function wrong(message: string): FairleadError {
  return new FairleadError('ERR_OPTION', message)
}
