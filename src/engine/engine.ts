// The request API: a method and a path in, a Response or a value out. The parts are elsewhere: the target in url.ts,
// the head in request-head.ts, the connection in net/pool.ts, the readings in response.ts.

import { abortError } from '../error.ts'
import { unwatchSignal, watchSignal } from '../net/abort.ts'
import { type Asker, Call } from '../net/call.ts'
import { Pool, type PoolCounts } from '../net/pool.ts'
import type { Head } from '../wire/head.ts'
import { HeadAsker, ResponseAsker, ValueAsker } from './askers.ts'
import { type Body, toBody } from './body.ts'
import { Negotiation } from './negotiation.ts'
import { type ConnectOptions, limit, type RequestOptions, readOptions, type Settings } from './options.ts'
import { HeadWriter } from './request-head.ts'
import type { RequestFacts, Response } from './response.ts'
import { expand, queryString } from './url.ts'

/** Methods of the Engine API. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'

/**
 * An Engine, not yet connected: the first request dials.
 * @param options a host such as `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`, or ConnectOptions.
 * @throws FairleadError ERR_ENDPOINT, ERR_OPTION, ERR_REQUEST_SYNTAX.
 */
export function connect(options: string | ConnectOptions = {}): Engine {
  return new Engine(readOptions(options, process.env))
}

/** One Engine and the connections to it. Made by {@link connect}. */
export class Engine implements AsyncDisposable {
  readonly #settings: Settings
  readonly #pool: Pool
  readonly #heads: HeadWriter
  readonly #negotiation: Negotiation

  constructor(settings: Settings) {
    this.#settings = settings
    this.#pool = new Pool(settings.endpoint, settings.pool)
    this.#heads = new HeadWriter(settings.endpoint, settings.headers)
    this.#negotiation = new Negotiation({ probe: (method, path) => this.#probe(method, path) }, settings.apiVersion)
  }

  /** The API version spoken, once it is agreed on. */
  get apiVersion(): string | undefined {
    return this.#negotiation.version
  }

  /** How many connections are in which state. */
  get connections(): PoolCounts {
    return this.#pool.counts
  }

  /**
   * Any answer with its readings. Rejects with an EngineError on a status other than 2xx and 304.
   * @param path a path of the API document, `{parameters}` included, without the version.
   */
  request(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#ask(method, path, options, reject, (facts) => new ResponseAsker(facts, resolve, reject))
    })
  }

  /** The answer's value: JSON parsed, other text as a string, undefined where there is no body. */
  get<T = unknown>(path: string, options?: RequestOptions): Promise<T> {
    return this.#value('GET', path, options)
  }

  /** As {@link get}, for operations that change something. */
  post<T = unknown>(path: string, options?: RequestOptions): Promise<T> {
    return this.#value('POST', path, options)
  }

  /** As {@link post}. */
  put<T = unknown>(path: string, options?: RequestOptions): Promise<T> {
    return this.#value('PUT', path, options)
  }

  /** As {@link post}. */
  delete<T = unknown>(path: string, options?: RequestOptions): Promise<T> {
    return this.#value('DELETE', path, options)
  }

  /** The answer's head to a HEAD request. */
  head(path: string, options: RequestOptions = {}): Promise<Head> {
    return new Promise((resolve, reject) => {
      this.#ask('HEAD', path, options, reject, (facts) => new HeadAsker(facts, resolve, reject))
    })
  }

  /** Closes every connection; calls under way and later ones reject with ERR_CLOSED. */
  async close(): Promise<void> {
    this.#pool.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Nothing of this engine keeps the process alive, open streams included. */
  unref(): this {
    this.#pool.unref()
    return this
  }

  ref(): this {
    this.#pool.ref()
    return this
  }

  #value<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#ask(
        method,
        path,
        options,
        reject,
        (facts) => new ValueAsker(facts, resolve as (value: unknown) => void, reject),
      )
    })
  }

  /** Sends the request as soon as the version is known. What is wrong with it is told before anything is sent. */
  #ask(
    method: Method,
    path: string,
    options: RequestOptions,
    reject: (error: Error) => void,
    asker: (facts: RequestFacts) => Asker,
  ): void {
    const { signal } = options
    if (signal?.aborted) return reject(abortError(signal.reason))
    let expanded: string
    let query: string
    let body: Body | undefined
    try {
      expanded = expand(path, options.path)
      query = options.query === undefined ? '' : queryString(options.query)
      body = options.body === undefined ? undefined : toBody(options.body, options.bodyLength)
    } catch (error) {
      return reject(error as Error)
    }
    const send = (version: string): void => {
      const target = `/v${version}${expanded}${query}`
      this.#send(method, target, options, body, asker({ method, path: expanded, version }))
    }
    const { version } = this.#negotiation
    if (version !== undefined) return send(version)
    const waiting = { abort: (reason: unknown) => reject(abortError(reason)) }
    if (signal !== undefined) watchSignal(signal, waiting)
    const settle = (next: () => void): void => {
      if (signal !== undefined) unwatchSignal(signal, waiting)
      if (!signal?.aborted) next()
    }
    this.#negotiation.agree().then(
      (agreed) => settle(() => send(agreed)),
      (error: Error) => settle(() => reject(error)),
    )
  }

  #send(method: Method, target: string, options: RequestOptions, body: Body | undefined, asker: Asker): void {
    const { endpoint, headLimit, idleLimit, untakenLimit } = this.#settings
    try {
      const full = endpoint.kind === 'tcp' ? endpoint.basePath + target : target
      const call = new Call(
        {
          method,
          head: this.#heads.head(method, full, options.headers, body?.type, body?.upload),
          body: body?.upload,
          signal: options.signal,
          headLimit: limit('timeouts.head', options.timeouts?.head) ?? headLimit,
          idleLimit: limit('timeouts.idle', options.timeouts?.idle) ?? idleLimit,
          untakenLimit,
        },
        asker,
        this.#pool,
      )
      this.#pool.submit(call)
    } catch (error) {
      asker.onFail(error as Error)
    }
  }

  #probe(method: 'HEAD' | 'GET', path: string): Promise<Head> {
    return new Promise((resolve, reject) => {
      this.#send(method, path, {}, undefined, new HeadAsker({ method, path, version: '' }, resolve, reject))
    })
  }
}
