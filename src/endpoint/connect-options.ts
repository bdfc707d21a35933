// The options of connect() and their kinds, and advice for docker-modem's and Node's names of them.
// They are here, not beside ConnectOptions, since resolveEndpoint() takes the same object. A house test compares them with the type.

import {
  ANY,
  BOOLEAN,
  COUNT,
  checkOptions,
  FUNCTION,
  type Hints,
  type Kinds,
  MS,
  OBJECT,
  POSITIVE,
  TEXT,
} from '../check.ts'
import { checkSsh, type SshOptions } from './ssh.ts'
import type { TlsOptions } from './tls.ts'

/** The kinds of connect()'s options. */
export const CONNECT = {
  host: TEXT,
  context: TEXT,
  dial: FUNCTION,
  tls: ANY,
  ssh: OBJECT,
  proxy: ANY,
  apiVersion: TEXT,
  negotiation: TEXT,
  headers: OBJECT,
  timeouts: OBJECT,
  pool: OBJECT,
  pacing: BOOLEAN,
  before: FUNCTION,
  traceparent: FUNCTION,
  requires: FUNCTION,
} as const

/** The kinds of `timeouts`. */
export const CONNECT_TIMEOUTS = { connect: MS, head: MS, idle: MS, untaken: MS, error: MS } as const
/** The kinds of `pool`. */
export const POOL = { connections: POSITIVE, idle: COUNT, idleMs: MS, waitMs: MS } as const

/** The kinds of `tls`, if it is an object. */
export const TLS: Kinds<TlsOptions> = {
  ca: ANY,
  cert: ANY,
  key: ANY,
  servername: TEXT,
  rejectUnauthorized: BOOLEAN,
  checkServerIdentity: FUNCTION,
}

const TLS_HINT = "it is an option of 'tls': write tls: { ca, cert, key }"
const SSH_HINT = "ssh reads it from its own configuration: write host: 'ssh://user@host:port'"
const LIMITS_HINT = "limits are in 'timeouts': write timeouts: { connect, head, idle }"

/** Advice for docker-modem's names, and Node's. */
const HINTS: Hints = {
  socketPath: "write host: 'unix:///path/of/docker.sock'",
  protocol: "it is a part of the host: write host: 'https://host:port', 'tcp://host:port' or 'ssh://user@host'",
  port: "it is a part of the host: write host: 'tcp://host:port'",
  pathPrefix: "it is a part of the host: write host: 'tcp://host:port/prefix'",
  username: "it is a part of the host: write host: 'ssh://user@host'",
  password: SSH_HINT,
  sshOptions: 'write ssh: { identity, options }',
  sshAuthAgent: SSH_HINT,
  agentForward: SSH_HINT,
  ca: TLS_HINT,
  cert: TLS_HINT,
  key: TLS_HINT,
  serverName: 'write tls: { servername }',
  servername: 'write tls: { servername }',
  checkServerIdentity: 'write tls: { checkServerIdentity }',
  rejectUnauthorized: 'write tls: { rejectUnauthorized }',
  version: "write apiVersion: '1.41'",
  timeout: LIMITS_HINT,
  connectionTimeout: 'write timeouts: { connect }',
  agent: "fairlead keeps connections itself: see 'pool', or 'dial' to open your own",
  Promise: "fairlead returns the platform's promises",
  url: "write host: 'tcp://host:port'",
  baseURL: "write host: 'tcp://host:port'",
}

/** Checks all options except the syntax of host, proxy and version. @throws FairleadError ERR_OPTION */
export function checkConnectOptions(where: string, options: object): void {
  checkOptions(where, options, CONNECT, '', HINTS)
  const { timeouts, pool, tls, ssh } = options as {
    timeouts?: object
    pool?: object
    tls?: unknown
    ssh?: SshOptions
  }
  if (timeouts !== undefined) checkOptions(where, timeouts, CONNECT_TIMEOUTS, 'timeouts.')
  if (pool !== undefined) checkOptions(where, pool, POOL, 'pool.')
  if (ssh !== undefined) checkSsh(where, ssh)
  if (typeof tls === 'object' && tls !== null)
    checkOptions(where, tls, TLS, 'tls.', { serverName: "write 'tls.servername'" })
}
