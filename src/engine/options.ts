// What connect() and a request may be told, checked and with defaults. Pure: the environment is handed in.
// A default that switches a limit off says why.

import { dockerHeaders, overlay } from '../endpoint/headers.ts'
import type { Endpoint } from '../endpoint/parse.ts'
import { chooseProxy } from '../endpoint/proxy.ts'
import { type Resolved, resolveEndpoint } from '../endpoint/resolve.ts'
import type { TlsOptions } from '../endpoint/tls.ts'
import { FairleadError } from '../error.ts'
import type { DialFunction } from '../net/dial-custom.ts'
import type { PoolOptions } from '../net/pool.ts'
import type { UploadBody } from '../stream/upload.ts'
import type { BeforeFunction, Hooks, TraceparentFunction } from './before.ts'
import type { AuthConfig, RegistryConfig } from './registry-auth.ts'
import type { PathParameters, Query } from './url.ts'
import { NEWEST_API_VERSION, pinnedVersion } from './version.ts'

/** How long a response's body may lie untaken, in ms, before its connection is closed: nobody forgets a response for a minute on purpose. */
export const UNTAKEN_MS = 60_000

const MODES = ['ping', 'optimistic', 'off'] as const

/** See {@link ConnectOptions.negotiation}. */
export type NegotiationMode = (typeof MODES)[number]

/** Methods of the Engine API. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'

/** See {@link ConnectOptions.requires}. `path` is the path of the API document, its `{parameters}` included; undefined: any version will do. */
export type RequiresFunction = (method: Method, path: string, request: RequestOptions) => string | undefined

/** Limits of one call's phases, in ms; 0 switches one off. */
export interface Timeouts {
  /** From the request's last byte to the answer's head. Default 0: a stop, a wait or a commit may take its time. */
  head?: number | undefined
  /** Without a byte in either direction within a body. Default 0: a quiet log is not a dead one. */
  idle?: number | undefined
}

/** Options of {@link connect}. */
export interface ConnectOptions {
  /** `unix:///path`, `tcp://host:port` and others: docs/endpoints.md. Default: what `docker` would choose. */
  host?: string | undefined
  /** Dials a stream of bytes to the Engine, in place of a host: any Duplex, which is fairlead's own from then on. Called for every connection. */
  dial?: DialFunction | undefined
  /** The name of a docker context, in place of `host`. */
  context?: string | undefined
  /** Speak TLS to a `tcp://` host, and how; `true`: verified against the system's authorities. Default: not with `host`, else as the context or the environment says. */
  tls?: TlsOptions | boolean | undefined
  /** The HTTP proxy to a tcp host, `http://user:password@host:port`; false: none. Default: HTTP_PROXY, with TLS HTTPS_PROXY, but for what NO_PROXY has. */
  proxy?: string | false | undefined
  /** Speak this API version, such as '1.41', and ask nobody. Default: DOCKER_API_VERSION, else the newest that both sides know. */
  apiVersion?: string | undefined
  /**
   * How the API version is agreed on where none is given. 'ping', the default: by a ping before the first request.
   * 'optimistic': a first GET or HEAD goes out at once in the newest version, and again in an older one where that is
   * refused; any other request pings. 'off': the newest version is spoken, whatever the Engine says.
   */
  negotiation?: NegotiationMode | undefined
  /**
   * Says which API version a request needs, for those that do not say it by themselves: `requiresOf` of fairlead/versions knows
   * it of every operation, parameter and field. Default: nothing is asked for, since Engines ignore what they do not know.
   */
  requires?: RequiresFunction | undefined
  /** Fields added to every request; they replace those of DOCKER_CUSTOM_HEADERS and of HttpHeaders in config.json, and User-Agent. */
  headers?: Readonly<Record<string, string>> | undefined
  /**
   * Every request passes it before anything is sent for it, those of recipes and the pings that ask for the API version
   * included: refuses it by throwing, or adds to its headers. It may give a promise; what it throws is what the call fails with.
   */
  before?: BeforeFunction | undefined
  /** Gives the field `traceparent` of each request (W3C Trace Context), or undefined for none; one that `headers` of the call has stays. */
  traceparent?: TraceparentFunction | undefined
  /** Limits of the phases of every call. `connect`: ms a dial may take, default 10,000. `untaken`: ms a body may wait to be read, default {@link UNTAKEN_MS}. */
  timeouts?: (Timeouts & { connect?: number | undefined; untaken?: number | undefined }) | undefined
  /** See PoolOptions. */
  pool?: Omit<PoolOptions, 'connectMs' | 'dial' | 'proxy' | 'tls' | 'reason'> | undefined
}

/** What every call may be told, whatever it asks for. */
export interface CallOptions {
  /** Fields added to this request; they replace the engine's of the same name. */
  headers?: Readonly<Record<string, string>> | undefined
  /** Covers connecting, head, body and iteration. */
  signal?: AbortSignal | undefined
  timeouts?: Timeouts | undefined
  /** The API version, such as '1.44', that first has what is asked for: with an older one it is refused here (ERR_API_VERSION), not sent. */
  requires?: string | undefined
}

/** Header parameters of the API that carry credentials. */
export interface CredentialOptions {
  /** Credentials for the registry, sent as X-Registry-Auth; `{}` says that there are none. */
  auth?: AuthConfig | undefined
  /** Credentials by registry, sent as X-Registry-Config. */
  registryConfig?: RegistryConfig | undefined
}

/** Options of a request whose path is not looked at: of {@link Engine.untyped}. */
export interface RequestOptions extends CallOptions, CredentialOptions {
  /** Values of the path's `{parameters}`. */
  path?: PathParameters | undefined
  query?: Query | undefined
  /** A plain object or array is sent as JSON; bytes, text, Blobs and streams as they are, under `application/x-tar` unless `headers` says otherwise. */
  body?: UploadBody | object | undefined
  /** Length of a `body` that is a stream, in bytes, where it is known; else it goes in chunks. */
  bodyLength?: number | undefined
}

/** ConnectOptions, read and complete. */
export interface Settings extends Hooks {
  endpoint: Endpoint
  /** To be spoken whatever the Engine says. */
  apiVersion: string | undefined
  optimistic: boolean
  requires: RequiresFunction | undefined
  headers: Readonly<Record<string, string>>
  headLimit: number
  idleLimit: number
  untakenLimit: number
  pool: PoolOptions
}

/** @throws FairleadError ERR_ENDPOINT, ERR_CONTEXT, ERR_OPTION. */
export function readOptions(
  options: string | ConnectOptions,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const told: ConnectOptions = typeof options === 'string' ? { host: options } : options
  const { headers = {}, timeouts = {}, pool = {} } = told
  const { endpoint, tls, reason } = told.dial === undefined ? resolveEndpoint(told, env) : custom(told)
  return {
    endpoint,
    apiVersion: unasked(told, env.DOCKER_API_VERSION),
    optimistic: told.negotiation === 'optimistic',
    requires: functionOrNone('requires', told.requires),
    before: functionOrNone('before', told.before),
    traceparent: functionOrNone('traceparent', told.traceparent),
    headers: overlay(dockerHeaders(env), headers),
    headLimit: limit('timeouts.head', timeouts.head) ?? 0,
    idleLimit: limit('timeouts.idle', timeouts.idle) ?? 0,
    untakenLimit: limit('timeouts.untaken', timeouts.untaken) ?? UNTAKEN_MS,
    pool: {
      tls,
      proxy: chooseProxy(endpoint, tls !== undefined, told.proxy, env),
      dial: told.dial,
      reason,
      connectMs: limit('timeouts.connect', timeouts.connect),
      connections: positive('pool.connections', pool.connections),
      idle: limit('pool.idle', pool.idle),
      idleMs: limit('pool.idleMs', pool.idleMs),
    },
  }
}

function custom({
  dial,
  host,
  context,
  tls,
}: ConnectOptions): Omit<Partial<Resolved>, 'endpoint'> & { endpoint: Endpoint } {
  if (typeof dial !== 'function') throw new FairleadError('ERR_OPTION', 'dial: expected a function')
  if (host !== undefined || context !== undefined || tls) {
    throw new FairleadError(
      'ERR_OPTION',
      'dial: it gives the stream itself, and stands alone: without host, context and tls',
    )
  }
  return { endpoint: { kind: 'custom' } }
}

function functionOrNone<F>(name: string, value: F | undefined): F | undefined {
  if (value === undefined || typeof value === 'function') return value
  throw new FairleadError('ERR_OPTION', `${name}: expected a function`)
}

function pinned(option: string | undefined, variable: string | undefined): string | undefined {
  if (option !== undefined) return pinnedVersion(option, 'apiVersion')
  return variable?.trim() ? pinnedVersion(variable, 'DOCKER_API_VERSION') : undefined
}

/** The version to speak without asking. */
function unasked({ apiVersion, negotiation = 'ping' }: ConnectOptions, variable: string | undefined) {
  if (!MODES.includes(negotiation)) {
    throw new FairleadError('ERR_OPTION', `negotiation: expected one of ${MODES.join(', ')}`)
  }
  return pinned(apiVersion, variable) ?? (negotiation === 'off' ? NEWEST_API_VERSION : undefined)
}

/** A number of ms or of things: 0 or more, at most what a timer takes. */
export function limit(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (value >= 0 && value <= 2_147_483_647)) return value
  throw new FairleadError('ERR_OPTION', `${name}: expected a number from 0 to 2147483647`)
}

function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || value >= 1) return value
  throw new FairleadError('ERR_OPTION', `${name}: expected a number of 1 or more`)
}
