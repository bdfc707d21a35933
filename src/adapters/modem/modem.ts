// docker-modem's Modem over an Engine: the fields and methods that dockerode uses. docs/migrating-from-dockerode.md lists each
// difference and its reason. Paths are sent as given, without a version unless `version` is set, so nothing is negotiated.

import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import type { Engine } from '../../engine/engine.ts'
import type { Method, Timeouts } from '../../engine/request/options.ts'
import type { RegistryConfig } from '../../engine/request/registry-auth.ts'
import { versionInFront } from '../../engine/request/target.ts'
import { nextTick } from '../../net/base/timers.ts'
import {
  type BodyInput,
  dataOf,
  type Fields,
  type FileBody,
  fieldsOf,
  type ModemAuth,
  registryAuth,
  registryConfig,
  uploadOf,
} from './body.ts'
import { type DemuxInput, type DemuxOptions, demuxStream } from './demux.ts'
import { EngineCache, type EngineWithPrefix } from './endpoint.ts'
import { type StatusCodes, toModemError } from './errors.ts'
import { completeOptions, type ModemOptions } from './options.ts'
import type { DemuxOutput } from './outlet.ts'
import { reportPayload } from './payload.ts'
import { followProgress } from './progress.ts'
import { type Expected, settle } from './settle.ts'
import { buildQuerystring, targetOf } from './target.ts'

/** Options of {@link Modem.dial}: the request, and the form in which its response is wanted. */
export interface DialOptions extends Omit<BodyInput, 'method'>, Expected {
  /** Default: GET. */
  method?: string | undefined
  /** Replace the modem's headers. */
  headers?: Fields | undefined
  authconfig?: ModemAuth | undefined
  registryconfig?: RegistryConfig | undefined
  abortSignal?: AbortSignal | null | undefined
  statusCodes?: StatusCodes | undefined
}

/** A request for {@link Modem.buildRequest}, as dial() makes it. */
export interface ModemRequest {
  method: string
  /** Path and query, as sent. */
  path: string
  headers: Fields
  signal?: AbortSignal | undefined
  socketPath?: string | undefined
}

/** Receives the outcome of a call once: an error, or null and the data. The type of `data` depends on the call. */
// biome-ignore lint/suspicious/noExplicitAny: the data's type depends on the call
export type DialCallback = (error: any, data?: any) => void

/** A modem's state between calls. Stored under a symbol, so that a Proxy of a modem and Object.create(modem) work as modems. */
interface ModemState {
  engine: Engine | undefined
  cache: EngineCache
  foundPath: { finder: unknown; path: Promise<string> } | undefined
}

const STATE: unique symbol = Symbol('fairlead.modem')

/**
 * docker-modem's class over fairlead, for `new Docker({ modem: new Modem() })`. Takes docker-modem's options, and `engine`, an Engine
 * of connect(). Its fields may be changed between calls.
 */
export class Modem {
  host: string | undefined
  socketPath: ModemOptions['socketPath']
  port: number | string | undefined
  protocol: 'http' | 'https' | 'ssh'
  pathPrefix: string | undefined
  username: string | undefined
  password: string | undefined
  version: string | undefined
  key: ModemOptions['key']
  cert: ModemOptions['cert']
  ca: ModemOptions['ca']
  serverName: string | undefined
  timeout: number | undefined
  connectionTimeout: number | undefined
  checkServerIdentity: ModemOptions['checkServerIdentity']
  agent: Agent | undefined
  headers: Record<string, string>
  sshOptions: Record<string, unknown>
  /** The Promise class of dockerode's promises; dockerode sets it. */
  Promise: PromiseConstructorLike
  declare private readonly [STATE]: ModemState

  /** @throws FairleadError ERR_ENDPOINT or ERR_CONTEXT when the environment names an unusable Engine, ERR_OPTION for a misspelt option. */
  constructor(options: ModemOptions = {}) {
    const all = completeOptions(options ?? {}, process.env)
    this.host = all.host
    this.socketPath = all.host === undefined ? all.socketPath : undefined
    this.port = all.port
    this.protocol = all.protocol ?? 'http'
    this.pathPrefix = all.pathPrefix
    this.username = all.username
    this.password = all.password
    this.version = all.version
    this.key = all.key
    this.cert = all.cert
    this.ca = all.ca
    this.serverName = all.serverName
    this.timeout = all.timeout
    this.connectionTimeout = all.connectionTimeout
    this.checkServerIdentity = all.checkServerIdentity
    this.agent = all.agent
    this.headers = all.headers ?? {}
    this.sshOptions = all.sshOptions ?? {}
    this.Promise = all.Promise ?? globalThis.Promise
    const state: ModemState = { engine: all.engine, cache: new EngineCache(), foundPath: undefined }
    // Not enumerable: users who print or copy a modem do not see it.
    Object.defineProperty(this, STATE, { value: state })
  }

  /**
   * Sends one request. Calls back once, asynchronously: with an error, or with null and the stream or socket that `isStream`,
   * `openStdin` or `hijack` select, else the body's value. Without a callback it returns a promise.
   */
  dial(options: DialOptions): PromiseLike<unknown>
  dial(options: DialOptions, callback: DialCallback): void
  dial(options: DialOptions, callback?: DialCallback): PromiseLike<unknown> | undefined {
    if (callback === undefined) {
      return new this.Promise((resolve, reject) => {
        this.dial(options, (error, data) => (error ? reject(error) : resolve(data)))
      })
    }
    const method = (options.method ?? 'GET').toUpperCase()
    // dockerode passes null for no options.
    const given = options.options ?? undefined
    let request: ModemRequest
    let data: FileBody | undefined
    try {
      const path = targetOf(method, options.path, given, (query) => this.buildQuerystring(query))
      const headers: Fields = { ...(options.headers ?? this.headers) }
      if (options.authconfig) headers['X-Registry-Auth'] = registryAuth(options.authconfig)
      if (options.registryconfig) headers['X-Registry-Config'] = registryConfig(options.registryconfig)
      const body = dataOf({ ...options, method, path, options: given })
      if (body.type !== undefined) headers['Content-Type'] = options.headers?.['Content-Type'] ?? body.type
      data = body.data
      const prefix =
        this.version && versionInFront(path) === undefined ? `/${this.version.replace(/^(?=\d)/, 'v')}` : ''
      request = { method, path: `${prefix}${path}`, headers, signal: options.abortSignal ?? undefined }
    } catch (error) {
      nextTick(callback, error, null)
      return undefined
    }
    if (typeof this.socketPath !== 'function') {
      this.buildRequest({ ...request, socketPath: this.socketPath }, options, data, callback)
      return undefined
    }
    const found = this.getSocketPath() as Promise<string>
    found.then(
      (socketPath) => this.buildRequest({ ...request, socketPath }, options, data, callback),
      (error) => nextTick(callback, error, null),
    )
    return undefined
  }

  /** The socket's path; undefined when the modem has a host. A function is called once, and again after it failed. */
  getSocketPath(): Promise<string> | undefined {
    const { socketPath } = this
    if (!socketPath) return undefined
    const state = this[STATE]
    if (state.foundPath?.finder === socketPath) return state.foundPath.path
    const find = async (): Promise<string> => (typeof socketPath === 'function' ? socketPath() : socketPath)
    const path = find()
    state.foundPath = { finder: socketPath, path }
    // After a failure the function is called again.
    path.catch(() => {
      state.foundPath = undefined
    })
    return path
  }

  /** Sends a request that {@link dial} prepared, and calls back. */
  buildRequest(request: ModemRequest, context: Expected, data: FileBody | undefined, callback: DialCallback): void {
    const { engine, cache } = this[STATE]
    const engineOf = (): EngineWithPrefix =>
      engine === undefined ? cache.at(this, request.socketPath) : { engine, prefix: '' }
    // The callback runs outside of the promise, so that its exceptions are uncaught ones, as with docker-modem.
    send(engineOf, limitsOf(this.timeout), request, context, data).then(
      (value) => nextTick(callback, null, value),
      (error) => nextTick(callback, toModemError(error), null),
    )
  }

  /** Reports a node:http response, of a request that the program sent itself, to a callback the way {@link dial} does. */
  buildPayload(
    error: Error | null,
    isStream: boolean | undefined,
    statusCodes: StatusCodes | undefined,
    openStdin: boolean | undefined,
    req: ClientRequest,
    res: IncomingMessage,
    json: unknown,
    callback: DialCallback,
  ): void {
    reportPayload(error, isStream, statusCodes, openStdin, req, res, json, callback)
  }

  /** Separates the outputs of an attach, exec or log without a TTY. Ends them when the stream has ended, unless `end: false`. */
  demuxStream(stream: DemuxInput, stdout: DemuxOutput, stderr?: DemuxOutput, options?: DemuxOptions): void {
    demuxStream(stream, stdout, stderr, options)
  }

  /** Reads the records of a pull, push or build. `onProgress` receives each one; `onFinished` the error among them or null, and all records. */
  followProgress(
    stream: NodeJS.ReadableStream,
    onFinished: (error: Error | null, output: unknown[]) => void,
    // biome-ignore lint/suspicious/noExplicitAny: any JSON of the Engine
    onProgress?: (record: any) => void,
  ): void {
    followProgress(stream, onFinished, onProgress)
  }

  /** Options as a query string: objects as JSON, lists as repeated keys. */
  buildQuerystring(options: Record<string, unknown>): string {
    return buildQuerystring(options)
  }

  /** Closes every connection of this modem. An Engine passed as `engine` stays open. */
  close(): Promise<void> {
    return this[STATE].cache.close()
  }
}

/** The modem's `timeout` as a limit for the head and for silence; undefined: the engine's own limits apply. */
function limitsOf(timeout: unknown): Timeouts | undefined {
  const ms = Number(timeout ?? Number.NaN)
  return Number.isNaN(ms) ? undefined : { head: ms, idle: ms }
}

async function send(
  engineOf: () => EngineWithPrefix,
  timeouts: Timeouts | undefined,
  request: ModemRequest,
  context: Expected,
  data: FileBody | undefined,
): Promise<unknown> {
  const { engine, prefix } = engineOf()
  const { signal } = request
  const { headers, upgrade, length } = fieldsOf(request.headers)
  const wantsSocket = context.hijack === true
  const protocol = wantsSocket || context.openStdin ? (upgrade ?? 'tcp') : undefined
  const opened = await engine.requestRaw(request.method as Method, `${prefix}${request.path}`, {
    headers,
    body: uploadOf(data),
    bodyLength: typeof data === 'string' ? undefined : length,
    signal,
    timeouts,
    upgrade: protocol === undefined ? undefined : { protocol, detachable: wantsSocket },
  })
  return settle(opened, context, request.path, signal)
}
