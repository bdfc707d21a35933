// The request API: a method and a path in, a response or a value out. Its parts: dispatch.ts sends a request, net/pool.ts has the
// connections, response.ts and body-readers.ts read the body.

import { checkOptions, type Kinds } from '../check.ts'
import type { PoolCounts } from '../net/pool.ts'
import { isTwoWay } from '../wire/framing.ts'
import type { Head } from '../wire/head.ts'
import { Aftermath } from './aftermath.ts'
import { compareVersions, pinnedVersion } from './api-version/api-version.ts'
import type { CheckedPath, CheckedValuePath, NoOptions, WithoutOptions } from './path-advice.ts'
import { Dispatch, type RequestMode } from './request/dispatch.ts'
import {
  type ConnectOptions,
  type Method,
  REQUEST,
  type RequestOptions,
  readOptions,
  type Settings,
} from './request/options.ts'
import type { Upgrade } from './request/prepare.ts'
import { type RawOptions, readTarget, TARGET, type TargetOptions } from './request/target.ts'
import { ttyByInspect, ttyByRequest, ttyByType } from './request/tty.ts'
import { expand } from './request/url.ts'
import type { EngineResponse } from './response/response.ts'
import {
  HeadHandler,
  type OpenedStream,
  ResponseBodyHandler,
  TunnelHandler,
  ValueHandler,
} from './response/response-handlers.ts'
import { hasStream, noStream } from './response/shape.ts'
import { readOnly, Tunnel } from './response/tunnel.ts'
import type {
  Arguments,
  OptionsOf,
  OtherPath,
  PathOf,
  RequestTable,
  ResponseOf,
  TunnelOf,
  TunnelPath,
  TunnelTable,
  UpgradeOf,
  UpgradePath,
  UpgradeTable,
  ValueArguments,
  ValuePath,
  ValueResult,
  ValueTable,
} from './types.ts'
import {
  TUNNEL,
  type TunnelOptions,
  type UntypedEngine,
  UPGRADE,
  type Upgraded,
  type UpgradeOptions,
} from './untyped.ts'
import { clientVersion, readServerVersion, type Versions } from './version-report.ts'

const LASTING: RequestMode = { lasting: true }
type VersionOptions = Pick<RequestOptions, 'signal' | 'timeouts'>
const VERSION: Kinds<VersionOptions> = { signal: REQUEST.signal, timeouts: REQUEST.timeouts }

/**
 * Creates an Engine. It does not connect yet: the first request dials.
 * @param options a host such as `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`, or ConnectOptions.
 * @throws FairleadError ERR_ENDPOINT, ERR_CONTEXT, ERR_OPTION, ERR_REQUEST_SYNTAX.
 */
export function connect(options: string | ConnectOptions = {}): Engine {
  return new Engine(readOptions(options, process.env))
}

/** One Docker Engine and the connections to it. Created by {@link connect}. */
export class Engine implements AsyncDisposable {
  readonly #settings: Settings
  readonly #dispatch: Dispatch
  readonly #aftermath = new Aftermath()
  #unreffed = false

  constructor(settings: Settings) {
    this.#settings = settings
    this.#dispatch = new Dispatch(settings)
  }

  /** The API version in use; undefined until it is agreed on. */
  get apiVersion(): string | undefined {
    return this.#dispatch.negotiation.version
  }

  /** Why this version is used: 'DOCKER_API_VERSION', 'the apiVersion option', "negotiation: 'off' …" or 'agreed on with the Engine'; undefined until it is agreed on. */
  get apiVersionReason(): string | undefined {
    return this.#dispatch.apiVersionReason
  }

  /** The number of connections in each state. */
  get connections(): PoolCounts {
    return this.#dispatch.pool.counts
  }

  /** This engine for what the API document lacks, such as Podman's own paths: any path, any options, and a response type that the caller chooses. */
  get untyped(): UntypedEngine {
    return this as unknown as UntypedEngine
  }

  /**
   * Sends a request, and resolves with its response at the head; the body waits for a reader. Rejects with an EngineError for a
   * status other than 2xx and 304.
   * @param path a path of the API document, `{parameters}` included, without the version.
   */
  request<M extends Method, const P extends PathOf<M> | OtherPath>(
    method: M,
    path: CheckedPath<M, P>,
    ...options: P extends PathOf<M> ? Arguments<RequestTable[M][P]> : [options?: unknown]
  ): Promise<P extends PathOf<M> ? ResponseOf<M, P> : never>
  /** Without the options that the path requires: does not compile. */
  request<M extends Method, const P extends PathOf<M> | OtherPath>(
    method: M,
    path: WithoutOptions<RequestTable[M], P>,
    ...none: NoOptions<RequestTable[M], P>
  ): never
  request(method: Method, path: string, options: RequestOptions = {}): Promise<unknown> {
    return new Promise<EngineResponse>((resolve) => {
      this.#dispatch.send(method, path, options, new ResponseBodyHandler(resolve))
    })
  }

  /** The response's value: JSON parsed, other text as a string, undefined without a body. Rejects with an EngineError for a status other than 2xx and 304. */
  get<const P extends ValuePath<'GET'> | OtherPath>(
    path: CheckedValuePath<'GET', P>,
    ...options: ValueArguments<'GET', P>
  ): Promise<ValueResult<'GET', P>>
  /** Without the options that the path requires: does not compile. */
  get<const P extends ValuePath<'GET'> | OtherPath>(
    path: WithoutOptions<ValueTable['GET'], P>,
    ...none: NoOptions<ValueTable['GET'], P>
  ): never
  get(path: string, options?: RequestOptions): Promise<unknown> {
    return this.#value('GET', path, options)
  }

  /** As {@link get}, with POST. */
  post<const P extends ValuePath<'POST'> | OtherPath>(
    path: CheckedValuePath<'POST', P>,
    ...options: ValueArguments<'POST', P>
  ): Promise<ValueResult<'POST', P>>
  /** Without the options that the path requires: does not compile. */
  post<const P extends ValuePath<'POST'> | OtherPath>(
    path: WithoutOptions<ValueTable['POST'], P>,
    ...none: NoOptions<ValueTable['POST'], P>
  ): never
  post(path: string, options?: RequestOptions): Promise<unknown> {
    return this.#value('POST', path, options)
  }

  /** As {@link get}, with PUT. */
  put<const P extends ValuePath<'PUT'> | OtherPath>(
    path: CheckedValuePath<'PUT', P>,
    ...options: ValueArguments<'PUT', P>
  ): Promise<ValueResult<'PUT', P>>
  /** Without the options that the path requires: does not compile. */
  put<const P extends ValuePath<'PUT'> | OtherPath>(
    path: WithoutOptions<ValueTable['PUT'], P>,
    ...none: NoOptions<ValueTable['PUT'], P>
  ): never
  put(path: string, options?: RequestOptions): Promise<unknown> {
    return this.#value('PUT', path, options)
  }

  /** As {@link get}, with DELETE. */
  delete<const P extends ValuePath<'DELETE'> | OtherPath>(
    path: CheckedValuePath<'DELETE', P>,
    ...options: ValueArguments<'DELETE', P>
  ): Promise<ValueResult<'DELETE', P>>
  /** Without the options that the path requires: does not compile. */
  delete<const P extends ValuePath<'DELETE'> | OtherPath>(
    path: WithoutOptions<ValueTable['DELETE'], P>,
    ...none: NoOptions<ValueTable['DELETE'], P>
  ): never
  delete(path: string, options?: RequestOptions): Promise<unknown> {
    return this.#value('DELETE', path, options)
  }

  /** The head of the response to a HEAD request. */
  head<P extends PathOf<'HEAD'>>(path: P, ...options: Arguments<OptionsOf<'HEAD', P>>): Promise<Head>
  /** Without the options that the path requires: does not compile. */
  head<const P extends string>(
    path: WithoutOptions<RequestTable['HEAD'], P>,
    ...none: NoOptions<RequestTable['HEAD'], P>
  ): never
  head(path: string, options: RequestOptions = {}): Promise<Head> {
    return new Promise((resolve) => {
      this.#dispatch.send('HEAD', path, options, new HeadHandler(resolve))
    })
  }

  /**
   * Sends a request whose target is given whole, and resolves with its response, also for an error status: for adapters that have a URL,
   * as `fairlead/fetch` does.
   * @param target path and query, percent-encoded: `/containers/json?all=1`. With a version in front it is sent in that version,
   * otherwise in the one agreed on. It is sent once.
   * @throws FairleadError ERR_PATH, and as {@link request}, but no EngineError.
   */
  requestTarget(method: Method, target: string, options: TargetOptions = {}): Promise<EngineResponse> {
    return new Promise((resolve) => {
      const whole = readTarget(target)
      const handler = new ResponseBodyHandler(resolve, 'pass')
      this.#dispatch.send(method, whole.path, options, handler, { whole, kinds: TARGET })
    })
  }

  /**
   * Opens a hijacked connection: attach, exec start. Nothing is written to it before the response's head arrives, since the Engine
   * drops what it receives before that. Rejects with an EngineError with the daemon's message for an error response.
   *
   * Whether the stream is a TTY's is decided by `tty`, by Content-Type, by the exec's `Tty`, or by inspecting the container.
   */
  tunnel<P extends TunnelPath>(path: P, ...options: Arguments<TunnelOf<P>>): Promise<Tunnel>
  /** Without the options that the path requires: does not compile. */
  tunnel<const P extends string>(path: WithoutOptions<TunnelTable, P>, ...none: NoOptions<TunnelTable, P>): never
  async tunnel(path: string, options: TunnelOptions = {}): Promise<Tunnel> {
    const { head, call, framing } = await this.#open(path, options, { protocol: 'tcp', detachable: false }, TUNNEL)
    try {
      if (!hasStream(head)) throw noStream(`POST ${path}`, head.status)
      const expanded = expand(path, options.path)
      const inspect = (containerPath: string, inspectOptions: RequestOptions): Promise<unknown> =>
        this.#value('GET', containerPath, { ...inspectOptions, urgent: true })
      const tty = options.tty ?? ttyByType(head) ?? ttyByRequest(expanded, options.body)
      return new Tunnel(head, call, framing, tty ?? (await ttyByInspect(expanded, options.signal, inspect)))
    } catch (error) {
      call.cancel()
      throw error
    }
  }

  /**
   * As {@link tunnel}, but resolves with a real `net.Socket`: for gRPC over `/session`, and for other clients. The caller owns the
   * socket; bytes that came after the head are put back in front. Closing the engine does not close it.
   * The `protocol` option is the Upgrade field: 'tcp' for attach and exec, 'h2c' for `/session`.
   * @throws FairleadError ERR_TUNNEL_READ_ONLY when the response has a length or is chunked.
   */
  upgrade<P extends UpgradePath>(path: P, ...options: Arguments<UpgradeOf<P>>): Promise<Upgraded>
  /** Without the options that the path requires: does not compile. */
  upgrade<const P extends string>(path: WithoutOptions<UpgradeTable, P>, ...none: NoOptions<UpgradeTable, P>): never
  async upgrade(path: string, options: UpgradeOptions = {}): Promise<Upgraded> {
    const protocol = options?.protocol ?? 'tcp'
    const { head, call, framing } = await this.#open(path, options, { protocol, detachable: true }, UPGRADE)
    if (!isTwoWay(framing)) {
      call.cancel()
      throw readOnly()
    }
    const { socket, held } = call.handOver()
    if (held.length > 0) socket.unshift(held)
    return { status: head.status, headers: head, socket }
  }

  /**
   * Sends a target as it is, and resolves with the response as it came, also for an error status: for adapters that keep another
   * client's contract. No version is negotiated. The body waits until the call is started.
   * @param target path and query, percent-encoded, with a version in front if one is wanted.
   * @throws FairleadError as {@link request}, but no EngineError.
   * @internal
   */
  requestRaw(method: Method, target: string, options: RawOptions = {}): Promise<OpenedStream> {
    return new Promise((resolve) => {
      this.#dispatch.sendRaw(method, target, options, new TunnelHandler(resolve, 'pass'))
    })
  }

  /** Whether the Engine's responses say that it is Podman. @internal */
  get isPodman(): boolean {
    return this.#dispatch.negotiation.isPodman
  }

  /** Whether the version in use is this API version, such as '1.44', or a newer one. Pings the Engine if no version is agreed on yet. @throws FairleadError ERR_OPTION, and the ping's errors. */
  async supports(apiVersion: string): Promise<boolean> {
    const wanted = pinnedVersion(apiVersion, 'supports')
    const { negotiation } = this.#dispatch
    const negotiate = (resolve: (version: string) => void, reject: (error: Error) => void): void =>
      negotiation.negotiate(undefined, resolve, reject)
    return compareVersions(negotiation.version ?? (await new Promise<string>(negotiate)), wanted) >= 0
  }

  /** The versions of both sides, as `docker version` shows them. */
  async version(options: VersionOptions = {}): Promise<Versions> {
    checkOptions('version()', options, VERSION)
    const server = readServerVersion(await this.#value<unknown>('GET', '/version', options))
    return { client: clientVersion(this.#dispatch.negotiation.version ?? server.ApiVersion), server }
  }

  /**
   * Closes every connection. Current and later calls reject with ERR_CLOSED. Resolves when the containers of current run() calls
   * have been removed, over connections of their own, within 30 s.
   */
  async close(): Promise<void> {
    this.#dispatch.close()
    await this.#aftermath.close()
  }

  /**
   * Makes {@link close} wait until the function that this returns is called.
   * @param onClose called if the engine is closed before that.
   * @internal
   */
  hold(onClose: () => void): () => void {
    return this.#aftermath.hold(onClose)
  }

  /** How this engine connects, and whether that keeps the process alive: for connections to the same Engine that are not this engine's. @internal */
  get settings(): Settings & { readonly unreffed: boolean } {
    return { ...this.#settings, apiVersion: this.apiVersion ?? this.#settings.apiVersion, unreffed: this.#unreffed }
  }

  /** As {@link post}, but the response is awaited even if this engine is closed meanwhile. @internal */
  postThrough(path: string, options: RequestOptions): Promise<unknown> {
    return this.#value('POST', path, options, LASTING)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** What `console.log(engine)` shows: where the Engine is, the version in use and why, the connections. It contains no secret. */
  [Symbol.for('nodejs.util.inspect.custom')](
    _: number,
    options: object,
    inspect?: (value: object, options: object) => string,
  ) {
    const { apiVersion, apiVersionReason, connections } = this
    const facts = { ...this.#dispatch.where, apiVersion, apiVersionReason, connections }
    return inspect === undefined ? facts : `Engine ${inspect(facts, options)}`
  }

  /** Where the Engine is, as text: `tcp://host:2375`. @internal */
  get endpoint(): string {
    return this.#dispatch.where.endpoint
  }

  /** Lets the process exit while only this engine's connections are open, streams included. */
  unref(): this {
    this.#unreffed = true
    this.#dispatch.pool.unref()
    return this
  }

  ref(): this {
    this.#unreffed = false
    this.#dispatch.pool.ref()
    return this
  }

  #open(path: string, options: RequestOptions, upgrade: Upgrade, kinds: object): Promise<OpenedStream> {
    return new Promise((resolve) => {
      const method = upgrade.protocol === 'websocket' ? 'GET' : 'POST'
      this.#dispatch.send(method, path, options, new TunnelHandler(resolve), { upgrade, kinds })
    })
  }

  #value<T>(method: Method, path: string, options: RequestOptions = {}, mode?: RequestMode): Promise<T> {
    return new Promise((resolve) => {
      const handler = new ValueHandler(resolve as (value: unknown) => void)
      this.#dispatch.send(method, path, options, handler, mode)
    })
  }
}
