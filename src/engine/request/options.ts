// The options of connect() and of a request: checked, with defaults. Pure: the environment is an argument.
// A default that switches a limit off says why.

import { ANY, BOOLEAN, COUNT, type Kinds, MS, OBJECT, SIGNAL, TEXT } from '../../check.ts'
import { checkConnectOptions } from '../../endpoint/connect-options.ts'
import { dockerHeaders, overlay } from '../../endpoint/headers.ts'
import type { Endpoint } from '../../endpoint/parse.ts'
import { chooseProxy } from '../../endpoint/proxy.ts'
import { type Resolved, resolveEndpoint } from '../../endpoint/resolve.ts'
import type { SshOptions } from '../../endpoint/ssh.ts'
import type { TlsOptions } from '../../endpoint/tls.ts'
import { FairleadError } from '../../error.ts'
import type { PoolLimits, PoolOptions } from '../../net/pool.ts'
import type { DialFunction } from '../../net/socket/dial-custom.ts'
import type { RequestFacts } from '../../net/trace/trace-events.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { NEWEST_API_VERSION, pinnedVersion } from '../api-version/api-version.ts'

import type { AuthConfig, RegistryConfig } from './registry-auth.ts'
import type { PathParameters, Query } from './url.ts'

/** How long a response's body may wait for a reader, in ms, before its connection is closed. A body that waits for a minute has been forgotten. */
export const UNTAKEN_MS = 60_000

const MODES = ['ping', 'optimistic', 'off'] as const

/** How the API version is agreed on: 'ping', 'optimistic' or 'off'. {@link ConnectOptions.negotiation} explains them. */
export type NegotiationMode = (typeof MODES)[number]

/** The HTTP methods of the Engine API. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'

/** Returns the API version that a request needs, such as '1.44'; undefined when any version will do. `path` is the path of the API document, its `{parameters}` included. See {@link ConnectOptions.requires}. */
export type RequiresFunction = (method: Method, path: string, request: RequestOptions) => string | undefined

/** A request as {@link BeforeFunction} sees it. Its headers include credentials. */
export interface BeforeRequest extends Readonly<RequestFacts> {
  /** The query as it is sent: `?all=1`, or `''`. */
  readonly query: string
  /** The fields of this request, without the engine's. Fields that are added, replaced or deleted here are sent that way. Framing fields are rejected. */
  headers: Record<string, string | readonly string[]>
  readonly hasBody: boolean
  /** The Upgrade field of a request for a tunnel: 'tcp', 'h2c', 'websocket'; undefined for others. */
  readonly upgrade: string | undefined
  /** The API version that it is sent in, when that is known already. */
  readonly apiVersion: string | undefined
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined
}

/** Looks at a request before it is sent, and may change its headers. If it throws or its promise rejects, the call fails with that error and nothing is sent. */
export type BeforeFunction = (request: BeforeRequest) => void | PromiseLike<void>

/** Returns the field traceparent of a request (W3C Trace Context, §3.2), or undefined for none. Called in the caller's async context. */
export type TraceparentFunction = () => string | undefined

/** The hooks that run before every request. */
export interface Hooks {
  before: BeforeFunction | undefined
  traceparent: TraceparentFunction | undefined
}

/** Limits of one call's phases, in ms; 0 switches one off. */
export interface Timeouts {
  /** From the request's last byte to the response's head, in ms. Default 0: a stop, a wait or a commit may take long. */
  head?: number | undefined
  /** Without a byte in either direction within a body, in ms. Default 0: a quiet log is not a dead one. */
  idle?: number | undefined
}

/** Options of {@link connect}. */
export interface ConnectOptions {
  /** Where the Engine is: `unix:///path`, `tcp://host:port` and others, see docs/endpoints.md. Default: what `docker` would choose. */
  host?: string | undefined
  /** Opens a byte stream to the Engine, in place of a host: any Duplex, which fairlead owns from then on. Called once per connection. */
  dial?: DialFunction | undefined
  /** The name of a docker context, in place of `host`. */
  context?: string | undefined
  /** TLS to a `tcp://` host; `true`: verified against the system's certificate authorities. Default: off with `host`, else as the context or the environment says. */
  tls?: TlsOptions | boolean | undefined
  /** For an `ssh://` host: the private key, and options of ssh. Default: the user's ssh configuration. */
  ssh?: SshOptions | undefined
  /** The HTTP proxy to a tcp host, `http://user:password@host:port`; false: none. Default: HTTP_PROXY, with TLS HTTPS_PROXY, except for hosts in NO_PROXY. */
  proxy?: string | false | undefined
  /** Use this API version, such as '1.41', without negotiation. Default: the newest that both sides know. DOCKER_API_VERSION overrides it. */
  apiVersion?: string | undefined
  /**
   * How the API version is agreed on when none is given. 'ping', the default: by a ping before the first request.
   * 'optimistic': a first GET or HEAD is sent at once, in the version last agreed on with this endpoint in this process, or else
   * in the newest; if the Engine rejects that version, it is sent again in one that the Engine accepts. Any other request pings.
   * 'off': the newest version is used, even if the Engine is older.
   */
  negotiation?: NegotiationMode | undefined
  /**
   * Returns the API version that a request needs, for requests without `requires`. `requiresOf` of fairlead/versions knows it for
   * every operation, parameter and field. Default: no version is required; Engines ignore parameters that they do not know.
   */
  requires?: RequiresFunction | undefined
  /** Fields added to every request. They replace those of DOCKER_CUSTOM_HEADERS and of HttpHeaders in config.json, and User-Agent. */
  headers?: Readonly<Record<string, string>> | undefined
  /**
   * Called for every request before anything is sent for it, those of recipes and the pings for the API version included. It may
   * add headers, or reject the request by throwing. It may return a promise. The call fails with the error that it throws.
   */
  before?: BeforeFunction | undefined
  /** Returns the field `traceparent` of each request (W3C Trace Context), or undefined for none. A traceparent in the call's own `headers` wins. */
  traceparent?: TraceparentFunction | undefined
  /** Limits of the phases of every call, in ms. `connect`: how long a dial may take, default 10,000. `untaken`: how long a body may wait for a reader, default {@link UNTAKEN_MS}. `error`: how long the body of an error response may take, default 10,000. */
  timeouts?:
    | (Timeouts & { connect?: number | undefined; untaken?: number | undefined; error?: number | undefined })
    | undefined
  /** Limits of the engine's connections. */
  pool?: PoolLimits | undefined
  /** Whether a stream of small, frequent reads is read at most once a millisecond, which saves CPU time and delays a byte by at most that. Default true; false: every read at once. Also an option of each request. */
  pacing?: boolean | undefined
}

/** Options of every call. */
export interface CallOptions {
  /** Fields added to this request; they replace the engine's of the same name. An array is one field line per value. */
  headers?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** Aborts the call while it connects, waits for the head, or reads the body. */
  signal?: AbortSignal | undefined
  timeouts?: Timeouts | undefined
  /** False: the response is read at once, however small and frequent its reads are. Default: the `pacing` of {@link connect}. */
  pacing?: boolean | undefined
  /**
   * Opens a connection beyond `pool.connections` if all are busy. For a call that another call waits for, such as the kill of a
   * container that is waited for. The extra connection closes afterwards. Default false. Recipes set it by themselves.
   */
  urgent?: boolean | undefined
  /** The API version, such as '1.44', that the request needs. If the version in use is older, the call fails with ERR_API_VERSION and nothing is sent. */
  requires?: string | undefined
}

/** The API's header parameters that carry credentials. */
export interface CredentialOptions {
  /** Credentials for the registry, sent as X-Registry-Auth; `{}` means none. */
  auth?: AuthConfig | undefined
  /** Credentials by registry host, sent as X-Registry-Config. */
  registryConfig?: RegistryConfig | undefined
}

/** Options of an untyped request, see {@link Engine.untyped}. */
export interface RequestOptions extends CallOptions, CredentialOptions {
  /** Values of the path's `{parameters}`, by name. */
  path?: PathParameters | undefined
  query?: Query | undefined
  /** A plain object or array is sent as JSON. Bytes, text, Blobs and streams are sent as they are, as `application/x-tar` unless `headers` has another Content-Type. */
  body?: UploadBody | object | undefined
  /** Length in bytes of a `body` that is a stream, if known; without it the body is chunked. */
  bodyLength?: number | undefined
}

/** ConnectOptions after checks and defaults. */
export interface Settings extends Hooks {
  endpoint: Endpoint
  /** The version to use without negotiation; undefined: negotiate. */
  apiVersion: string | undefined
  /** Which option or variable set it, in words. */
  apiVersionReason: string | undefined
  optimistic: boolean
  requires: RequiresFunction | undefined
  headers: Readonly<Record<string, string>>
  headLimit: number
  idleLimit: number
  untakenLimit: number
  errorLimit: number | undefined
  pacing: boolean
  pool: PoolOptions
}

/** The kinds of {@link Timeouts}. */
export const TIMEOUTS: Kinds<Timeouts> = { head: MS, idle: MS }
const CALL: Kinds<CallOptions> = {
  headers: OBJECT,
  signal: SIGNAL,
  timeouts: OBJECT,
  requires: TEXT,
  urgent: BOOLEAN,
  pacing: BOOLEAN,
}
const CREDENTIALS: Kinds<CredentialOptions> = { auth: OBJECT, registryConfig: OBJECT }
/** The kinds of {@link RequestOptions}. */
export const REQUEST: Kinds<RequestOptions> = {
  path: OBJECT,
  query: OBJECT,
  body: ANY,
  bodyLength: COUNT,
  ...CALL,
  ...CREDENTIALS,
}

/** Checks the options of connect() and fills in the defaults. @throws FairleadError ERR_ENDPOINT, ERR_CONTEXT, ERR_OPTION. */
export function readOptions(
  options: string | ConnectOptions,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const given: ConnectOptions = typeof options === 'string' ? { host: options } : options
  checkConnectOptions('connect()', given)
  const { headers = {}, timeouts = {}, pool = {} } = given
  const { endpoint, tls, reason } = given.dial === undefined ? resolveEndpoint(given, env) : customEndpoint(given)
  if (given.ssh !== undefined && endpoint.kind !== 'ssh') {
    throw new FairleadError('ERR_OPTION', "ssh: expected host: 'ssh://…'")
  }
  return {
    endpoint,
    ...fixedVersion(given, env.DOCKER_API_VERSION),
    optimistic: given.negotiation === 'optimistic',
    requires: given.requires,
    before: given.before,
    traceparent: given.traceparent,
    headers: overlay(dockerHeaders(env), headers),
    headLimit: timeouts.head ?? 0,
    idleLimit: timeouts.idle ?? 0,
    untakenLimit: timeouts.untaken ?? UNTAKEN_MS,
    errorLimit: timeouts.error,
    pacing: given.pacing ?? true,
    pool: {
      tls,
      proxy: chooseProxy(endpoint, tls !== undefined, given.proxy, env),
      dial: given.dial,
      ssh: given.ssh,
      reason,
      connectMs: timeouts.connect,
      connections: pool.connections,
      idle: pool.idle,
      idleMs: pool.idleMs,
      waitMs: pool.waitMs,
    },
  }
}

type CustomEndpoint = Omit<Partial<Resolved>, 'endpoint'> & { endpoint: Endpoint }

function customEndpoint({ host, context, tls }: ConnectOptions): CustomEndpoint {
  if (host !== undefined || context !== undefined || tls) {
    throw new FairleadError('ERR_OPTION', 'dial cannot be combined with host, context or tls: leave them out')
  }
  return { endpoint: { kind: 'custom' } }
}

/** The version to use without negotiation, and what set it. As in Docker's own clients, the variable overrides the program. */
function fixedVersion(
  { apiVersion, negotiation = 'ping' }: ConnectOptions,
  variable: string | undefined,
): Pick<Settings, 'apiVersion' | 'apiVersionReason'> {
  if (!MODES.includes(negotiation)) {
    throw new FairleadError('ERR_OPTION', `negotiation: expected one of ${MODES.join(', ')}`)
  }
  const option = apiVersion === undefined ? undefined : pinnedVersion(apiVersion, 'apiVersion')
  if (variable?.trim()) {
    return { apiVersion: pinnedVersion(variable, 'DOCKER_API_VERSION'), apiVersionReason: 'DOCKER_API_VERSION' }
  }
  if (option !== undefined) return { apiVersion: option, apiVersionReason: 'the apiVersion option' }
  if (negotiation !== 'off') return { apiVersion: undefined, apiVersionReason: undefined }
  return { apiVersion: NEWEST_API_VERSION, apiVersionReason: "negotiation: 'off', the newest that fairlead knows" }
}
