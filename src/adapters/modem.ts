// docker-modem's Modem over an Engine: what dockerode calls, field by field. docs/migrating-from-dockerode.md has each place
// where it differs, and why. Paths go out as they come, without a version unless `version` is set, so nothing is negotiated.

import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import type { Engine } from '../engine/engine.ts'
import type { Method } from '../engine/options.ts'
import type { RegistryConfig } from '../engine/registry-auth.ts'
import {
  type Bodied,
  dataOf,
  type Fields,
  type FileBody,
  fieldsOf,
  type ModemAuth,
  registryAuth,
  registryConfig,
  uploadOf,
} from './modem-body.ts'
import { type DemuxInput, type DemuxOptions, type DemuxOutput, demuxStream } from './modem-demux.ts'
import { EngineKeeper, type Reached } from './modem-endpoint.ts'
import { familiar, type StatusCodes } from './modem-errors.ts'
import { completeOptions, type ModemOptions } from './modem-options.ts'
import { tellPayload } from './modem-payload.ts'
import { followProgress } from './modem-progress.ts'
import { type Expected, settle } from './modem-settle.ts'
import { buildQuerystring, targetOf } from './modem-target.ts'

/** What {@link Modem.dial} is told. */
export interface DialOptions extends Omit<Bodied, 'method'>, Expected {
  /** Default: GET. */
  method?: string | undefined
  /** In place of the modem's headers. */
  headers?: Fields | undefined
  authconfig?: ModemAuth | undefined
  registryconfig?: RegistryConfig | undefined
  abortSignal?: AbortSignal | null | undefined
  statusCodes?: StatusCodes | undefined
}

/** What {@link Modem.buildRequest} is told. */
export interface ModemRequest {
  method: string
  /** Path and query as they are sent. */
  path: string
  headers: Fields
  signal?: AbortSignal | undefined
  socketPath?: string | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: what comes is what the call asked for, which no type here can say
export type DialCallback = (error: any, data?: any) => void

/** What a modem keeps from call to call. Under a symbol, so that a Proxy of a modem and an Object.create() of one are modems. */
interface Kept {
  engine: Engine | undefined
  keeper: EngineKeeper
  foundPath: { by: unknown; path: Promise<string> } | undefined
}

const KEPT: unique symbol = Symbol('fairlead.modem')

/** See the file's head. */
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
  /** Makes the promises of dockerode, which sets it. */
  Promise: PromiseConstructorLike
  declare private readonly [KEPT]: Kept

  /** @throws FairleadError ERR_ENDPOINT, ERR_CONTEXT when the environment names an Engine that cannot be used. */
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
    const kept: Kept = { engine: all.engine, keeper: new EngineKeeper(), foundPath: undefined }
    // Not among what is seen of a modem.
    Object.defineProperty(this, KEPT, { value: kept })
  }

  /**
   * One request. Calls back once, later: with an error, or with null and what `isStream`, `openStdin` and `hijack` ask
   * for, or else the body's value. Without a callback it gives a promise.
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
    // dockerode has null for none.
    const asked = options.options ?? undefined
    let request: ModemRequest
    let data: FileBody | undefined
    try {
      const path = targetOf(method, options.path, asked, (query) => this.buildQuerystring(query))
      const headers: Fields = { ...(options.headers ?? this.headers) }
      if (options.authconfig) headers['X-Registry-Auth'] = registryAuth(options.authconfig)
      if (options.registryconfig) headers['X-Registry-Config'] = registryConfig(options.registryconfig)
      const body = dataOf({ ...options, method, path, options: asked })
      if (body.type !== undefined) headers['Content-Type'] = options.headers?.['Content-Type'] ?? body.type
      data = body.data
      const prefix = this.version ? `/${this.version}` : ''
      request = { method, path: `${prefix}${path}`, headers, signal: options.abortSignal ?? undefined }
    } catch (error) {
      process.nextTick(callback, error, null)
      return undefined
    }
    if (typeof this.socketPath !== 'function') {
      this.buildRequest({ ...request, socketPath: this.socketPath }, options, data, callback)
      return undefined
    }
    const found = this.getSocketPath() as Promise<string>
    found.then(
      (socketPath) => this.buildRequest({ ...request, socketPath }, options, data, callback),
      (error) => process.nextTick(callback, error, null),
    )
    return undefined
  }

  /** Resolves with the socket's path, asked for once where it is a function; undefined where there is a host. */
  getSocketPath(): Promise<string> | undefined {
    const { socketPath } = this
    if (!socketPath) return undefined
    const kept = this[KEPT]
    if (kept.foundPath?.by === socketPath) return kept.foundPath.path
    const find = async (): Promise<string> => (typeof socketPath === 'function' ? socketPath() : socketPath)
    const path = find()
    kept.foundPath = { by: socketPath, path }
    // One that failed is asked again.
    path.catch(() => {
      kept.foundPath = undefined
    })
    return path
  }

  /** Sends what {@link dial} made of a call, and calls back. */
  buildRequest(request: ModemRequest, context: Expected, data: FileBody | undefined, callback: DialCallback): void {
    const { engine, keeper } = this[KEPT]
    const reach = (): Reached => (engine === undefined ? keeper.at(this, request.socketPath) : { engine, prefix: '' })
    // Outside of the promise, so that what the callback throws is nobody else's.
    send(reach, this.timeout || 0, request, context, data).then(
      (value) => process.nextTick(callback, null, value),
      (error) => process.nextTick(callback, familiar(error), null),
    )
  }

  /** Tells an answer of node:http, which was asked for in another way, as {@link dial} tells its own. */
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
    tellPayload(error, isStream, statusCodes, openStdin, req, res, json, callback)
  }

  /** The outputs of an attach, exec or log without a TTY, apart. Ends them when the stream has ended. */
  demuxStream(stream: DemuxInput, stdout: DemuxOutput, stderr?: DemuxOutput, options?: DemuxOptions): void {
    demuxStream(stream, stdout, stderr, options)
  }

  /** The records of a pull, push or build: each to `onProgress`, and at the end all to `onFinished`, with the error in them. */
  followProgress(
    stream: NodeJS.ReadableStream,
    onFinished: (error: Error | null, output: unknown[]) => void,
    // biome-ignore lint/suspicious/noExplicitAny: whatever the Engine says
    onProgress?: (record: any) => void,
  ): void {
    followProgress(stream, onFinished, onProgress)
  }

  /** The options as a query: objects as JSON, lists as repeated keys. */
  buildQuerystring(options: Record<string, unknown>): string {
    return buildQuerystring(options)
  }

  /** Closes every connection of this modem; an engine that was given stays open. */
  close(): Promise<void> {
    return this[KEPT].keeper.close()
  }
}

async function send(
  reach: () => Reached,
  limit: number,
  request: ModemRequest,
  context: Expected,
  data: FileBody | undefined,
): Promise<unknown> {
  const { engine, prefix } = reach()
  const { signal } = request
  const { headers, upgrade, length } = fieldsOf(request.headers)
  const wantsSocket = context.hijack === true
  const protocol = wantsSocket || context.openStdin ? (upgrade ?? 'tcp') : undefined
  const opened = await engine.raw(request.method as Method, `${prefix}${request.path}`, {
    headers,
    body: uploadOf(data),
    bodyLength: typeof data === 'string' ? undefined : length,
    signal,
    timeouts: { head: limit, idle: limit },
    upgrade: protocol === undefined ? undefined : { protocol, plain: wantsSocket },
  })
  return settle(opened, context, request.path, signal)
}
