// The JSON records of one response: what events, stats and progress have in common.
// The request goes out when the stream is created; records wait on the connection until they are read.
// Leaving the loop, close() and the signal close the connection in any phase.

import type { ResponseHead } from '../../engine/response/response-types.ts'
import { field, streaming } from '../../engine/response/shape.ts'
import { FairleadError, located } from '../../error.ts'
import type { Head } from '../../wire/head.ts'
import { LinkedSignal } from './linked-signal.ts'

/** A response as far as its records go: one of HTTP, or of another protocol. */
export interface RecordSource<T> extends Partial<ResponseHead> {
  readonly status: number
  records(): AsyncIterableIterator<T>
  close(): void
  ref(): unknown
  unref(): unknown
}

/** The reason of an abort by {@link RecordStream.close}. */
const CLOSED = Symbol('closed')

/**
 * The JSON records of one response, for one consumer. The request goes out when the stream is created. Leaving the loop,
 * {@link close} and the signal close the connection.
 *
 * An error of the request or the stream rejects the iteration, after the records that came before it.
 */
export class RecordStream<T> implements AsyncIterableIterator<T>, AsyncDisposable {
  /** The request, for errors: `GET /events`. */
  protected readonly from: string
  readonly #linked: LinkedSignal
  readonly #response: Promise<RecordSource<T>>
  /** The response, once it has begun. */
  #begun: RecordSource<T> | undefined
  #records: AsyncIterator<T> | undefined
  #closed = false

  /** @param open sends the request with the signal it receives. */
  constructor(from: string, open: (signal: AbortSignal) => Promise<RecordSource<T>>, signal: AbortSignal | undefined) {
    this.from = from
    let signalError: unknown
    try {
      this.#linked = new LinkedSignal(signal)
    } catch (error) {
      signalError = error
      this.#linked = new LinkedSignal(undefined)
    }
    const response = signalError === undefined ? open(this.#linked.signal) : Promise.reject(signalError)
    this.#response = response.then((response) => {
      this.#linked.releaseAtEnd()
      this.#begun = streaming(from, response)
      return response
    })
    this.#response.catch(() => this.#linked.release())
  }

  /**
   * Resolves when the Engine's response has begun: from then on no record is missed, and `status` and `headers` are set. Rejects
   * with the request's error, such as an EngineError of status 404, and with ERR_CLOSED when {@link close} came first.
   */
  async ready(): Promise<this & ResponseHead> {
    try {
      await this.#response
    } catch (error) {
      if ((error as Error).cause === CLOSED)
        throw new FairleadError('ERR_CLOSED', 'the stream was closed before its response began')
      throw located(error)
    }
    return this as this & ResponseHead
  }

  /** The response's HTTP status. undefined until the response has begun. */
  get status(): number | undefined {
    return this.#begun?.status
  }

  /** The response's head. undefined until the response has begun. */
  get headers(): Head | undefined {
    return this.#begun?.headers
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next record. Rejects with the error of the request or the stream, and with ERR_RECORD_SYNTAX for a record that is not an object. */
  async next(): Promise<IteratorResult<T, undefined>> {
    if (this.#closed) return { value: undefined, done: true }
    try {
      const response = await this.#response
      this.#records ??= response.records()
      const next = (await this.#records.next()) as IteratorResult<T, undefined>
      if (!next.done) field(this.from, next.value, '', 'object')
      return next
    } catch (error) {
      if (this.#closed) return { value: undefined, done: true }
      this.#cancel()
      throw located(error)
    }
  }

  /** Ends the iteration and closes the connection, as {@link close} does. */
  async return(): Promise<IteratorResult<T, undefined>> {
    this.close()
    return { value: undefined, done: true }
  }

  /** Closes the connection and rejects with `error`. */
  async throw(error: unknown): Promise<IteratorResult<T, undefined>> {
    this.close()
    throw error
  }

  /** Closes the connection unless the response is complete. A pending `next()` resolves as done. */
  close(): void {
    this.#cancel()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  #cancel(): void {
    if (this.#closed) return
    this.#closed = true
    this.#linked.abort(CLOSED)
  }

  /** Once the response has begun, this stream alone no longer keeps the process alive. */
  unref(): this {
    this.#response.then((response) => response.unref(), ignore)
    return this
  }

  /** Undoes {@link unref}. */
  ref(): this {
    this.#response.then((response) => response.ref(), ignore)
    return this
  }
}

function ignore(): void {}
