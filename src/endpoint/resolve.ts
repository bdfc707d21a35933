// Chooses the Engine, in the docker CLI's order: the argument, DOCKER_HOST, DOCKER_CONTEXT, the current context, the known
// sockets. With a host option, nothing comes from the environment, TLS included. Opens no connection.

import { FairleadError } from '../error.ts'
import { configFolder, currentContext, type Environment, neededFolder } from './config.ts'
import { checkConnectOptions } from './connect-options.ts'
import { type Context, readContext } from './context.ts'
import { checkDialable } from './dialable.ts'
import { isSocket, knownSockets } from './known-sockets.ts'
import { DEFAULT_PIPE, DEFAULT_SOCKET, DEFAULT_TLS_PORT, type Endpoint, formatEndpoint, parseHost } from './parse.ts'
import type { TlsOptions } from './tls.ts'
import { readTlsFiles, redacted } from './tls-files.ts'

/** Options that name an Engine; ConnectOptions extends them. */
export interface EndpointOptions {
  /** `unix:///path`, `tcp://host:port` …; cannot be combined with `context`. */
  host?: string | undefined
  /** The name of a docker context; `default` means DOCKER_HOST, else the default socket. */
  context?: string | undefined
  /** TLS to a tcp host. `true`: verified against the system's authorities; `false`: no TLS, regardless of the environment. */
  tls?: TlsOptions | boolean | undefined
}

/** An endpoint and why it was chosen. */
export interface Resolved {
  endpoint: Endpoint
  /** undefined: no TLS. Printing it does not show what was read from files. */
  tls: TlsOptions | undefined
  /** Why the endpoint was chosen, in words: 'the host option', 'DOCKER_HOST', "DOCKER_CONTEXT, the context 'prod'". */
  reason: string
}

/** Facts about the machine; a parameter so that tests can set them. */
export interface Machine {
  /** As `process.platform`. */
  platform: string
  /** The user's id; undefined on Windows. */
  uid: number | undefined
  /** Whether a socket exists at that path. */
  isSocket(path: string): boolean
}

/**
 * The Engine that `connect()` would dial with the same options, and why it was chosen.
 * @param options a host, or options; only `host`, `context` and `tls` matter
 * @param env replaces `process.env`
 * @throws FairleadError ERR_ENDPOINT, ERR_CONTEXT, ERR_OPTION if the choice cannot be used; no other is tried
 */
export function resolveEndpoint(options: string | EndpointOptions = {}, env: Environment = process.env): Resolved {
  const machine = { platform: process.platform, uid: process.getuid?.(), isSocket }
  const given = typeof options === 'string' ? { host: options } : options
  checkConnectOptions('resolveEndpoint()', given)
  return resolveOn(machine, given, env)
}

/** As {@link resolveEndpoint}, with the facts of a machine. */
export function resolveOn(machine: Machine, options: EndpointOptions, env: Environment): Resolved {
  check(options)
  const { endpoint, tls, reason } = choose(machine, options, env)
  checkDialable(endpoint, machine.platform, reason)
  return { endpoint, tls: decideTls(endpoint, options.tls, tls, reason), reason }
}

type Choice = Resolved

function check({ host, context, tls }: EndpointOptions): void {
  if (host !== undefined && context !== undefined)
    throw optionError('host and context cannot be combined: set one of them')
  if (context !== undefined && (typeof context !== 'string' || context === ''))
    throw optionError('context: expected a name')
  if (tls !== undefined && typeof tls !== 'boolean' && (typeof tls !== 'object' || tls === null)) {
    throw optionError('tls: expected true, false or an object')
  }
}

function choose(machine: Machine, options: EndpointOptions, env: Environment): Choice {
  const { host, context } = options
  if (host !== undefined) return { endpoint: parseHost(host), tls: undefined, reason: 'the host option' }
  if (context !== undefined) return named(machine, options, env, context, 'the context option')
  // As in the CLI, a DOCKER_HOST of white space counts: it means the default.
  if (env.DOCKER_HOST) return fromEnvironment(machine, options, env, ', as DOCKER_HOST is blank')
  if (env.DOCKER_CONTEXT) return named(machine, options, env, env.DOCKER_CONTEXT, 'DOCKER_CONTEXT')
  const { context: current, file, unread } = currentContext(configFolder(env))
  if (current !== undefined) return named(machine, options, env, current, `currentContext of ${file}`)
  const choice = unnamed(machine, options, env)
  return unread === undefined ? choice : { ...choice, reason: `${choice.reason}; ${file} cannot be read (${unread})` }
}

/** The choice of a context; `by` is the source of its name. */
function named(machine: Machine, options: EndpointOptions, env: Environment, name: string, by: string): Choice {
  const reason = `${by}, the context ${JSON.stringify(name).replace(/^"(.*)"$/, "'$1'")}`
  if (name === 'default') {
    const choice = fromEnvironment(machine, options, env, '')
    return { ...choice, reason: `${reason}: ${choice.reason}` }
  }
  const context: Context = readContext(neededFolder(env, `context ${JSON.stringify(name)} (${by})`), name, by)
  return { endpoint: context.endpoint ?? platformDefault(machine), tls: context.tls, reason }
}

/** The CLI's default context: DOCKER_HOST, else the default socket; with TLS, the default port. */
function fromEnvironment(machine: Machine, options: EndpointOptions, env: Environment, blank: string): Choice {
  const host = env.DOCKER_HOST?.trim()
  if (!host) {
    return defaultTls(options, env) ?? withoutTls(platformDefault(machine), `the default socket${blank}`)
  }
  const endpoint = parseHost(host)
  const tls = endpoint.kind === 'tcp' && options.tls === undefined ? environmentTls(env) : undefined
  return { endpoint, tls, reason: 'DOCKER_HOST' }
}

/** The choice if nothing is named: with TLS the default port, else the first known socket that exists. */
function unnamed(machine: Machine, options: EndpointOptions, env: Environment): Choice {
  const secured = defaultTls(options, env)
  if (secured !== undefined) return secured
  const standard = platformDefault(machine)
  if (machine.platform === 'win32') return withoutTls(standard, 'the default pipe')
  const found = knownSockets(env, machine.uid).find((path) => machine.isSocket(path))
  if (found === undefined) return withoutTls(standard, 'the default socket; no other known socket exists')
  if (found === DEFAULT_SOCKET) return withoutTls(standard, 'the default socket')
  return withoutTls({ kind: 'unix', path: found }, 'a known socket; the default one does not exist')
}

function defaultTls(options: EndpointOptions, env: Environment): Choice | undefined {
  const tls = options.tls === undefined ? environmentTls(env) : undefined
  if (tls === undefined && !options.tls) return undefined
  const endpoint: Endpoint = { kind: 'tcp', host: 'localhost', port: DEFAULT_TLS_PORT, basePath: '' }
  return { endpoint, tls, reason: `the default with TLS, because of ${tls ? variable(env) : 'the tls option'}` }
}

function variable(env: Environment): string {
  return env.DOCKER_TLS_VERIFY ? 'DOCKER_TLS_VERIFY' : 'DOCKER_TLS'
}

/** TLS by the variables: any non-empty value turns it on, also `0`. */
function environmentTls(env: Environment): TlsOptions | undefined {
  if (!env.DOCKER_TLS_VERIFY && !env.DOCKER_TLS) return undefined
  const folder = env.DOCKER_CERT_PATH || neededFolder(env, `${variable(env)} is set`)
  const files = readTlsFiles(folder)
  if (files?.ca === undefined) {
    const where = env.DOCKER_CERT_PATH ? 'DOCKER_CERT_PATH' : "Docker's configuration folder"
    throw new FairleadError('ERR_CONTEXT', `${variable(env)} is set, and ${where} has no ca.pem: ${folder}`)
  }
  return redacted({ ...files, ...(env.DOCKER_TLS_VERIFY ? {} : { rejectUnauthorized: false }) })
}

function platformDefault({ platform }: Machine): Endpoint {
  return platform === 'win32' ? { kind: 'npipe', path: DEFAULT_PIPE } : { kind: 'unix', path: DEFAULT_SOCKET }
}

function withoutTls(endpoint: Endpoint, reason: string): Choice {
  return { endpoint, tls: undefined, reason }
}

/** The TLS to use: by the option, else `found`, from the context or the environment. */
function decideTls(
  endpoint: Endpoint,
  option: TlsOptions | boolean | undefined,
  found: TlsOptions | undefined,
  reason: string,
): TlsOptions | undefined {
  const secure = endpoint.kind === 'tcp' && endpoint.secure === true
  if (option === undefined) return endpoint.kind === 'tcp' ? (found ?? (secure ? {} : undefined)) : undefined
  if (option === false) {
    if (secure)
      throw optionError(`tls: false contradicts the host, which means TLS: ${formatEndpoint(endpoint)} (${reason})`)
    return undefined
  }
  if (endpoint.kind !== 'tcp') {
    throw optionError(`tls: expected a tcp:// host, not ${formatEndpoint(endpoint)} (${reason})`)
  }
  return option === true ? {} : option
}

function optionError(message: string): FairleadError {
  return new FairleadError('ERR_OPTION', message)
}
