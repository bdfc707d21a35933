// The JSON records of one answer, from the moment the request is made: what events, stats and progress have in common.
// The request goes out when the stream is made; records wait on the connection until they are asked for.
// Leaving the loop, close() and the signal close the connection, in whatever phase it is.

import type { RecordResponse } from '../engine/replies.ts'
import { Scope } from './scope.ts'

/** For one consumer. What the request or the stream fails with is told by the iteration, after the records before it. */
export class RecordStream<T> implements AsyncIterableIterator<T>, AsyncDisposable {
  readonly #scope: Scope
  readonly #response: Promise<RecordResponse<T>>
  readonly #records: Promise<AsyncIterator<T>>
  #closed = false

  /** @param open sends the request under the signal it is given. */
  constructor(open: (signal: AbortSignal) => Promise<RecordResponse<T>>, signal: AbortSignal | undefined) {
    this.#scope = new Scope(signal)
    this.#response = open(this.#scope.signal)
    this.#records = this.#response.then((response) => response.records())
    this.#records.catch(ignore)
  }

  /** Resolves when the Engine's answer has begun: from then on nothing is missed. Rejects as the request does. */
  async ready(): Promise<this> {
    await this.#response
    return this
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (this.#closed) return { value: undefined, done: true }
    try {
      const records = await this.#records
      return (await records.next()) as IteratorResult<T, undefined>
    } catch (error) {
      if (this.#closed) return { value: undefined, done: true }
      throw error
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.close()
    return { value: undefined, done: true }
  }

  async throw(error: unknown): Promise<IteratorResult<T, undefined>> {
    this.close()
    throw error
  }

  /** Gives up: closes the connection unless the answer is complete. Whoever waits for a record hears of the end. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#scope.abort(undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** Once the answer has begun, this stream alone keeps the process alive no more. */
  unref(): this {
    this.#response.then((response) => response.unref(), ignore)
    return this
  }

  ref(): this {
    this.#response.then((response) => response.ref(), ignore)
    return this
  }
}

function ignore(): void {}
