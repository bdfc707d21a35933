// The request API: a method and a path in, a Response or a value out. The parts are elsewhere: the way of a request in
// dispatch.ts, the connection in net/pool.ts, the readings in response.ts.

import type { PoolCounts } from '../net/pool.ts'
import type { Head } from '../wire/head.ts'
import { AnswerAsker, HeadAsker, type Opened, ResponseAsker, TunnelAsker, ValueAsker } from './askers.ts'
import { Dispatch, type Manner } from './dispatch.ts'
import { type ConnectOptions, type Method, type RequestOptions, readOptions, type Settings } from './options.ts'
import type { Upgrade } from './prepare.ts'
import { RawAsker, type RawOptions } from './raw.ts'
import type { Response } from './response.ts'
import { readTarget, type TargetOptions } from './target.ts'
import { ttyByInspect, ttyByRequest, ttyByType } from './tty.ts'
import { isTwoWay, readOnly, Tunnel } from './tunnel.ts'
import type {
  AnswerOf,
  Arguments,
  OptionsOf,
  PathOf,
  RequestTable,
  ResponseOf,
  TunnelOf,
  TunnelPath,
  UpgradeOf,
  UpgradePath,
  ValuePath,
} from './types.ts'
import type { TunnelOptions, UntypedEngine, Upgraded, UpgradeOptions } from './untyped.ts'
import { expand } from './url.ts'
import { compareVersions, pinnedVersion } from './version.ts'
import { clientVersion, type Versions } from './version-report.ts'

const URGENT: Manner = { urgent: true }

/**
 * An Engine, not yet connected: the first request dials.
 * @param options a host such as `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`, or ConnectOptions.
 * @throws FairleadError ERR_ENDPOINT, ERR_CONTEXT, ERR_OPTION, ERR_REQUEST_SYNTAX.
 */
export function connect(options: string | ConnectOptions = {}): Engine {
  return new Engine(readOptions(options, process.env))
}

/** One Engine and the connections to it. Made by {@link connect}. */
export class Engine implements AsyncDisposable {
  readonly #dispatch: Dispatch

  constructor(settings: Settings) {
    this.#dispatch = new Dispatch(settings)
  }

  /** The API version spoken, once it is agreed on. */
  get apiVersion(): string | undefined {
    return this.#dispatch.negotiation.version
  }

  /** How many connections are in which state. */
  get connections(): PoolCounts {
    return this.#dispatch.pool.counts
  }

  /**
   * This engine for what the API document does not have, such as Podman's own paths: any path, any options, and an answer
   * that is what the caller says it is.
   */
  get untyped(): UntypedEngine {
    return this as unknown as UntypedEngine
  }

  /**
   * Any answer with the readings that make sense of it. Rejects with an EngineError on a status other than 2xx and 304.
   * @param path a path of the API document, `{parameters}` included, without the version.
   */
  request<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...options: Arguments<RequestTable[M][P]>
  ): Promise<ResponseOf<M, P>>
  request(method: Method, path: string, options: RequestOptions = {}): Promise<unknown> {
    return new Promise<Response>((resolve, reject) => {
      this.#dispatch.ask(method, path, options, new ResponseAsker(resolve, reject))
    })
  }

  /** The answer's value: JSON parsed, other text as a string, undefined where there is no body. */
  get<P extends ValuePath<'GET'>>(path: P, ...options: Arguments<OptionsOf<'GET', P>>): Promise<AnswerOf<'GET', P>>
  get(path: string, options?: RequestOptions): Promise<unknown> {
    return this.#value('GET', path, options)
  }

  /** As {@link get}, for operations that change something. */
  post<P extends ValuePath<'POST'>>(path: P, ...options: Arguments<OptionsOf<'POST', P>>): Promise<AnswerOf<'POST', P>>
  post(path: string, options?: RequestOptions): Promise<unknown> {
    return this.#value('POST', path, options)
  }

  /** As {@link post}. */
  put<P extends ValuePath<'PUT'>>(path: P, ...options: Arguments<OptionsOf<'PUT', P>>): Promise<AnswerOf<'PUT', P>>
  put(path: string, options?: RequestOptions): Promise<unknown> {
    return this.#value('PUT', path, options)
  }

  /** As {@link post}. */
  delete<P extends ValuePath<'DELETE'>>(
    path: P,
    ...options: Arguments<OptionsOf<'DELETE', P>>
  ): Promise<AnswerOf<'DELETE', P>>
  delete(path: string, options?: RequestOptions): Promise<unknown> {
    return this.#value('DELETE', path, options)
  }

  /** The answer's head to a HEAD request. */
  head<P extends PathOf<'HEAD'>>(path: P, ...options: Arguments<OptionsOf<'HEAD', P>>): Promise<Head>
  head(path: string, options: RequestOptions = {}): Promise<Head> {
    return new Promise((resolve, reject) => {
      this.#dispatch.ask('HEAD', path, options, new HeadAsker(resolve, reject))
    })
  }

  /**
   * Any answer, a refusal too, to a request target given whole: for adapters that have a URL, as `fairlead/fetch` does.
   * @param target path and query as they are to be sent: `/containers/json?all=1`. One with a version in front goes out in
   * that version, any other in the one agreed on; it goes out once, whatever the answer.
   * @throws FairleadError ERR_PATH, and what {@link request} throws but for refusals.
   */
  answer(method: Method, target: string, options: TargetOptions = {}): Promise<Response> {
    return new Promise((resolve, reject) => {
      const whole = readTarget(target)
      this.#dispatch.ask(method, whole.path, options, new AnswerAsker(resolve, reject), { whole })
    })
  }

  /**
   * A hijacked connection: attach, exec start. Nothing is written to it before the answer's head is there, since what the
   * Engine gets before that is lost. Rejects with an EngineError in the daemon's words when it refuses.
   *
   * Whether the stream is a TTY's is told by `tty`, by Content-Type, by the exec's `Tty`, or by inspecting the container.
   */
  tunnel<P extends TunnelPath>(path: P, ...options: Arguments<TunnelOf<P>>): Promise<Tunnel>
  async tunnel(path: string, options: TunnelOptions = {}): Promise<Tunnel> {
    const { head, call, framing } = await this.#open(path, options, { protocol: 'tcp', plain: false })
    try {
      const expanded = expand(path, options.path)
      const inspect = <T>(where: string, how: RequestOptions): Promise<T> => this.#value('GET', where, how, true)
      const told = options.tty ?? ttyByType(head) ?? ttyByRequest(expanded, options.body)
      return new Tunnel(head, call, framing, told ?? (await ttyByInspect(expanded, options.signal, inspect)))
    } catch (error) {
      call.cancel()
      throw error
    }
  }

  /**
   * As {@link tunnel}, for those who need a real `net.Socket`: gRPC over `/session`, other clients. The socket is the
   * caller's from then on, with what came after the head put back in front; only `close()` of its own ends it.
   * @throws FairleadError ERR_TUNNEL_READ_ONLY where the answer is one that ends by itself.
   * @param protocol the Upgrade field: 'tcp' for attach and exec, 'h2c' for `/session`.
   */
  upgrade<P extends UpgradePath>(path: P, ...options: Arguments<UpgradeOf<P>>): Promise<Upgraded>
  async upgrade(path: string, options: UpgradeOptions = {}): Promise<Upgraded> {
    const { head, call, framing } = await this.#open(path, options, {
      protocol: options.protocol ?? 'tcp',
      plain: true,
    })
    if (!isTwoWay(framing)) {
      call.cancel()
      throw readOnly()
    }
    const { socket, held } = call.handOver()
    if (held.length > 0) socket.unshift(held)
    return { status: head.status, headers: head, socket }
  }

  /**
   * Any answer as it came, a refusal included: for adapters that keep another client's contract. Nothing is negotiated.
   * @param target path and query as they are to be sent, a version included where one is wanted.
   * @throws FairleadError as {@link request}, but no EngineError.
   * @internal
   */
  raw(method: Method, target: string, options: RawOptions = {}): Promise<Opened> {
    return new Promise((resolve, reject) => {
      this.#dispatch.askRaw(method, target, options, new RawAsker(resolve, reject))
    })
  }

  /** Whether this API version, such as '1.44', can be spoken with the Engine; asks it where that is not known yet. @throws FairleadError ERR_OPTION, and what asking fails with. */
  async supports(apiVersion: string): Promise<boolean> {
    const wanted = pinnedVersion(apiVersion, 'supports')
    const ask = (resolve: (version: string) => void, reject: (error: Error) => void): void =>
      this.#dispatch.negotiation.ask(undefined, resolve, reject)
    return compareVersions(this.#dispatch.negotiation.version ?? (await new Promise<string>(ask)), wanted) >= 0
  }

  /** Both sides' versions, as `docker version` tells them. */
  async version(options: Pick<RequestOptions, 'signal' | 'timeouts'> = {}): Promise<Versions> {
    const server = await this.#value<Versions['server']>('GET', '/version', options)
    return { client: clientVersion(this.#dispatch.negotiation.version ?? server.ApiVersion), server }
  }

  /** Closes every connection; calls under way and later ones reject with ERR_CLOSED. */
  async close(): Promise<void> {
    this.#dispatch.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Nothing of this engine keeps the process alive, open streams included. */
  unref(): this {
    this.#dispatch.pool.unref()
    return this
  }

  ref(): this {
    this.#dispatch.pool.ref()
    return this
  }

  #open(path: string, options: RequestOptions, how: Upgrade): Promise<Opened> {
    return new Promise((resolve, reject) => {
      const method = how.protocol === 'websocket' ? 'GET' : 'POST'
      this.#dispatch.ask(method, path, options, new TunnelAsker(resolve, reject), { upgrade: how })
    })
  }

  #value<T>(method: Method, path: string, options: RequestOptions = {}, urgent = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const asker = new ValueAsker(resolve as (value: unknown) => void, reject)
      this.#dispatch.ask(method, path, options, asker, urgent ? URGENT : undefined)
    })
  }
}
