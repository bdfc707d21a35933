// What docker-modem's constructor is told, and what it takes from the environment where it is told no Engine: DOCKER_HOST,
// DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, DOCKER_CLIENT_TIMEOUT, DOCKER_PATH_PREFIX. Contexts and known sockets are not looked
// at, as there; who wants them passes an `engine`. What is given is never overridden by the environment.

import { existsSync, readFileSync } from 'node:fs'
import type { Agent } from 'node:http'
import { homedir } from 'node:os'
import path from 'node:path'
import type { PeerCertificate } from 'node:tls'
import { DEFAULT_PIPE, DEFAULT_SOCKET, DEFAULT_TLS_PORT } from '../endpoint/parse.ts'
import type { Engine } from '../engine/engine.ts'
import { FairleadError } from '../error.ts'

type Pem = string | Uint8Array

/** docker-modem's options, and `engine`. */
export interface ModemOptions {
  /** An Engine of yours, in place of everything that says where one is. */
  engine?: Engine | undefined
  /** A unix socket's or named pipe's path, or what finds it when it is first needed. Not used where there is a `host`. */
  socketPath?: string | (() => string | Promise<string>) | undefined
  /** A name, an address, or a URL such as `https://build.example`. */
  host?: string | undefined
  /** Default: 80, with TLS 443. */
  port?: number | string | undefined
  /** Default: 'https' where `ca`, `cert` and `key` are all given, else 'http'. */
  protocol?: 'http' | 'https' | 'ssh' | undefined
  /** Comes before every path: for a proxy that has the Engine under one. */
  pathPrefix?: string | undefined
  /** The API version of every path, such as 'v1.41'. Default: none, and the Engine speaks its newest. */
  version?: string | undefined
  /** Of ssh. */
  username?: string | undefined
  /** Of ssh; needs the package ssh2. */
  password?: string | undefined
  /** Fields of every request that has none of its own. */
  headers?: Record<string, string> | undefined
  ca?: Pem | readonly Pem[] | undefined
  cert?: Pem | undefined
  key?: Pem | undefined
  /** The name that the server's certificate must have. Default: the host. */
  serverName?: string | undefined
  checkServerIdentity?: ((host: string, certificate: PeerCertificate) => Error | undefined) | undefined
  /** ms without a byte, before the answer's head and within its body. Default: no limit. */
  timeout?: number | undefined
  /** ms that connecting may take. Default 10,000; 0: no limit. */
  connectionTimeout?: number | undefined
  /** An agent of node:http: one with a way to connect of its own is dialled through. */
  agent?: Agent | undefined
  /** Options of ssh2. Those that the user's own ssh has no use for need the package ssh2. */
  sshOptions?: Record<string, unknown> | undefined
  agentForward?: boolean | undefined
  /** The Promise that dockerode makes promises of. Default: the global one. */
  Promise?: PromiseConstructorLike | undefined
}

/** The variables that count. */
type Environment = Readonly<Record<string, string | undefined>>

/** The options with what the environment adds. @throws FairleadError ERR_ENDPOINT, ERR_CONTEXT when the environment cannot be used. */
export function completeOptions(given: ModemOptions, env: Environment): ModemOptions {
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ModemOptions
  const named = told.host !== undefined || told.socketPath !== undefined || told.engine !== undefined
  const found = named ? {} : fromEnvironment(env)
  const sshOptions = { agentForward: told.agentForward, ...found.sshOptions, ...told.sshOptions }
  const all: ModemOptions = { ...found, ...told, sshOptions }
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
    throw new FairleadError('ERR_ENDPOINT', 'DOCKER_HOST: expected something like tcp://localhost:2375')
  }
  const { hostname: host, port } = url
  const where = { host, ...(port === '' ? {} : { port }) }
  const timeout = Number.parseInt(env.DOCKER_CLIENT_TIMEOUT ?? '', 10)
  const rest = {
    pathPrefix: env.DOCKER_PATH_PREFIX || '/',
    ...certificates(env.DOCKER_CERT_PATH),
    ...(Number.isNaN(timeout) ? {} : { timeout }),
  }
  if (url.protocol === 'ssh:') {
    const sshOptions = { agent: env.SSH_AUTH_SOCK }
    return { ...where, protocol: 'ssh', username: decodeURIComponent(url.username), sshOptions, ...rest }
  }
  const secure = Boolean(env.DOCKER_TLS_VERIFY) || port === String(DEFAULT_TLS_PORT) || url.protocol === 'https:'
  return { ...where, protocol: secure ? 'https' : 'http', ...rest }
}

function withScheme(text: string): string {
  return text.includes('//') ? text : `tcp://${text}`
}

/** Docker Desktop's own socket where it is there. */
function defaultSocket(): string {
  const own = path.join(homedir(), '.docker', 'run', 'docker.sock')
  return existsSync(own) ? own : DEFAULT_SOCKET
}

function certificates(folder: string | undefined): Pick<ModemOptions, 'ca' | 'cert' | 'key'> {
  if (!folder) return {}
  const read = (name: string): string => {
    try {
      return readFileSync(path.join(folder, name), 'utf8')
    } catch (cause) {
      throw new FairleadError('ERR_CONTEXT', `DOCKER_CERT_PATH: ${name} in it cannot be read`, { cause })
    }
  }
  const ca = read('ca.pem').match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)
  return { ca: ca ?? [], cert: read('cert.pem'), key: read('key.pem') }
}
