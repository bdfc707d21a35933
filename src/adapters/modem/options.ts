// The options of docker-modem's constructor, and its environment variables, read when no option names an Engine: DOCKER_HOST,
// DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, DOCKER_CLIENT_TIMEOUT, DOCKER_PATH_PREFIX. Like docker-modem, this reads no contexts and no
// known sockets; for these, pass an `engine`. The environment never overrides an option.

import { existsSync, readFileSync } from 'node:fs'
import type { Agent } from 'node:http'
import path from 'node:path'
import type { PeerCertificate } from 'node:tls'
import { ANY, checkOptions, checkValue, type Kinds, MS, nearest } from '../../check.ts'
import { homeFolder } from '../../endpoint/config.ts'
import { CONNECT } from '../../endpoint/connect-options.ts'
import { DEFAULT_PIPE, DEFAULT_SOCKET, DEFAULT_TLS_PORT } from '../../endpoint/parse.ts'
import type { Engine } from '../../engine/engine.ts'
import { FairleadError } from '../../error.ts'

type Pem = string | Uint8Array

/** docker-modem's options, and two of fairlead's: `engine` and `serverName`. */
export interface ModemOptions {
  /** An Engine of connect(), in place of all options that name one. Its connections are shared; close() leaves it open. */
  engine?: Engine | undefined
  /** The path of a unix socket or named pipe, or a function that finds it at the first request. Ignored when `host` is set. */
  socketPath?: string | (() => string | Promise<string>) | undefined
  /** A host name, an IP address, or a URL such as `https://build.example`. */
  host?: string | undefined
  /** Default: 80; with TLS, 443. */
  port?: number | string | undefined
  /** Default: 'https' if `ca`, `cert` and `key` are all given, else 'http'. */
  protocol?: 'http' | 'https' | 'ssh' | undefined
  /** Put before every path, for a proxy that serves the Engine under a path of its own. */
  pathPrefix?: string | undefined
  /** The API version of every path, such as 'v1.41'. Default: none; the Engine then uses its newest. */
  version?: string | undefined
  /** The user for ssh. */
  username?: string | undefined
  /** The password for ssh. Needs the package ssh2. */
  password?: string | undefined
  /** Header fields of every request that sets no headers itself. */
  headers?: Record<string, string> | undefined
  ca?: Pem | readonly Pem[] | undefined
  cert?: Pem | undefined
  key?: Pem | undefined
  /** The name that the server's certificate must have. Default: the host. */
  serverName?: string | undefined
  checkServerIdentity?: ((host: string, certificate: PeerCertificate) => Error | undefined) | undefined
  /** ms without a byte, before the response's head and within its body; 0: no limit. Default: no limit, or the limits of `engine`. */
  timeout?: number | undefined
  /** ms that connecting may take. Default 10,000; 0: no limit. */
  connectionTimeout?: number | undefined
  /** An agent of node:http. If it opens connections itself, it dials for fairlead; else only its maxSockets counts. */
  agent?: Agent | undefined
  /** Options of ssh2. Any but `agent`, `agentForward`, `host`, `port` and `username` need the package ssh2. */
  sshOptions?: Record<string, unknown> | undefined
  agentForward?: boolean | undefined
  /** The Promise class of dockerode's promises. Default: the global one. */
  Promise?: PromiseConstructorLike | undefined
}

const KNOWN: Kinds<ModemOptions> = {
  engine: ANY,
  socketPath: ANY,
  host: ANY,
  port: ANY,
  protocol: ANY,
  pathPrefix: ANY,
  version: ANY,
  username: ANY,
  password: ANY,
  headers: ANY,
  ca: ANY,
  cert: ANY,
  key: ANY,
  serverName: ANY,
  checkServerIdentity: ANY,
  timeout: ANY,
  connectionTimeout: ANY,
  agent: ANY,
  sshOptions: ANY,
  agentForward: ANY,
  Promise: ANY,
}

/**
 * Programs rely on docker-modem ignoring unknown options. Only a name that is nearly a known one, or one of connect()'s, is an error,
 * since it was meant to have an effect. null counts as absent, as in docker-modem.
 */
function check(given: ModemOptions): void {
  for (const name in given) {
    if (Object.hasOwn(KNOWN, name) || HARMLESS.has(name)) continue
    if (Object.hasOwn(CONNECT, name) || nearest(name, Object.keys(KNOWN)) !== undefined) {
      checkOptions('the modem', { [name]: given[name as keyof ModemOptions] }, KNOWN)
    }
  }
  for (const name of ['timeout', 'connectionTimeout'] as const) {
    if (given[name] !== undefined && given[name] !== null) checkValue(name, given[name], MS)
  }
}

/** Options of other versions of docker-modem. */
const HARMLESS = new Set(['sshAuthAgent', 'keepAlive', 'maxSockets'])

/** The environment's variables. */
type Environment = Readonly<Record<string, string | undefined>>

/** The options completed from the environment. @throws FairleadError ERR_ENDPOINT, ERR_CONTEXT when the environment cannot be used. */
export function completeOptions(given: ModemOptions, env: Environment): ModemOptions {
  check(given)
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ModemOptions
  const namesEngine = defined.host !== undefined || defined.socketPath !== undefined || defined.engine !== undefined
  const found = namesEngine ? {} : fromEnvironment(env)
  const sshOptions = { agentForward: defined.agentForward, ...found.sshOptions, ...defined.sshOptions }
  const all: ModemOptions = { ...found, ...defined, sshOptions }
  const secured = all.ca !== undefined && all.cert !== undefined && all.key !== undefined
  return { ...all, protocol: all.protocol ?? (secured ? 'https' : 'http') }
}

function fromEnvironment(env: Environment): ModemOptions {
  const text = env.DOCKER_HOST
  if (!text) return { socketPath: process.platform === 'win32' ? DEFAULT_PIPE : defaultSocket }
  if (text.startsWith('unix://')) return { socketPath: text.slice('unix://'.length) || defaultSocket }
  if (text.startsWith('npipe://')) return { socketPath: text.slice('npipe://'.length) || DEFAULT_PIPE }
  const url = URL.canParse(withScheme(text)) ? new URL(withScheme(text)) : undefined
  if (url === undefined || url.hostname === '') {
    throw new FairleadError(
      'ERR_ENDPOINT',
      'DOCKER_HOST has no host name: expected something like tcp://localhost:2375',
    )
  }
  const { hostname: host, port } = url
  const address = { host, ...(port === '' ? {} : { port }) }
  const timeout = Number.parseInt(env.DOCKER_CLIENT_TIMEOUT ?? '', 10)
  if (!Number.isNaN(timeout)) checkValue('DOCKER_CLIENT_TIMEOUT', timeout, MS)
  const rest = {
    pathPrefix: env.DOCKER_PATH_PREFIX || '/',
    ...certificates(env.DOCKER_CERT_PATH),
    ...(Number.isNaN(timeout) ? {} : { timeout }),
  }
  if (url.protocol === 'ssh:') {
    const sshOptions = { agent: env.SSH_AUTH_SOCK }
    return { ...address, protocol: 'ssh', username: decodeURIComponent(url.username), sshOptions, ...rest }
  }
  const secure = Boolean(env.DOCKER_TLS_VERIFY) || port === String(DEFAULT_TLS_PORT) || url.protocol === 'https:'
  return { ...address, protocol: secure ? 'https' : 'http', ...rest }
}

function withScheme(text: string): string {
  return text.includes('//') ? text : `tcp://${text}`
}

/** Docker Desktop's own socket if it exists, else /var/run/docker.sock. */
function defaultSocket(): string {
  const home = homeFolder(process.env)
  const own = home && path.join(home, '.docker', 'run', 'docker.sock')
  return own && existsSync(own) ? own : DEFAULT_SOCKET
}

function certificates(folder: string | undefined): Pick<ModemOptions, 'ca' | 'cert' | 'key'> {
  if (!folder) return {}
  const read = (name: string): string => {
    try {
      return readFileSync(path.join(folder, name), 'utf8')
    } catch (cause) {
      throw new FairleadError('ERR_CONTEXT', `DOCKER_CERT_PATH: its ${name} cannot be read`, { cause })
    }
  }
  const ca = read('ca.pem').match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)
  return { ca: ca ?? [], cert: read('cert.pem'), key: read('key.pem') }
}
