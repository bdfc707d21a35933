// One result of a stream with one consumer: an iteration reads to it, or done() does. The first of them decides.
// The result is settled by the stream itself, from within the function that reads on.

import { FairleadError, located } from '../../error.ts'

/** The result that a stream of `T` ends with. */
export class Outcome<T, R> {
  readonly #what: string
  readonly #advance: () => Promise<IteratorResult<T, undefined>>
  readonly #result: Promise<R>
  #resolve: (result: R) => void = ignore
  #reject: (error: unknown) => void = ignore
  #consumer: 'none' | 'iteration' | 'done' = 'none'

  /**
   * @param what is read, for the error
   * @param advance reads on. It settles the outcome when the stream ends, and when it rejects.
   */
  constructor(what: string, advance: () => Promise<IteratorResult<T, undefined>>) {
    this.#what = what
    this.#advance = advance
    this.#result = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // done() reports the error to its caller; an iteration has reported it already.
    this.#result.catch(ignore)
  }

  /** Without effect once the outcome is settled. */
  resolve(result: R): void {
    this.#resolve(result)
  }

  /** Without effect once the outcome is settled. */
  reject(error: unknown): void {
    this.#reject(error)
  }

  /** Reads on for an iteration. Rejects with ERR_BODY_TAKEN once {@link done} reads. */
  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#consumer === 'done') {
      const message = `done() is already reading the ${this.#what}: begin to iterate before calling done()`
      return Promise.reject(new FairleadError('ERR_BODY_TAKEN', message))
    }
    this.#consumer = 'iteration'
    return this.#advance()
  }

  /** The result. Reads the stream to its end unless an iteration has begun. */
  async done(): Promise<R> {
    if (this.#consumer === 'none') {
      this.#consumer = 'done'
      void this.#drain()
    }
    try {
      return await this.#result
    } catch (error) {
      throw located(error)
    }
  }

  async #drain(): Promise<void> {
    try {
      while (!(await this.#advance()).done);
    } catch {
      // The result rejects with it.
    }
  }
}

function ignore(): void {}
