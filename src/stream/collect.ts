// A whole body in memory, under a limit.
// The result is memory of its own, of exactly the body's length.

import { FairleadError } from '../error.ts'
import type { ByteHandler, ByteSource } from './source.ts'
import { Store } from './store.ts'

export { decodeUtf8 } from './utf8.ts'

/** No more than this is set aside on the word of a length that was only announced: 16 MiB, then it grows with what comes. */
export const MAX_ANNOUNCED_BYTES = 16_777_216

/** Keeps everything a source delivers, and settles a promise with it. */
export class Collector implements ByteHandler {
  #source: ByteSource
  #limit: number
  #store: Store
  #resolve: (bytes: Uint8Array) => void
  #reject: (error: unknown) => void

  constructor(
    source: ByteSource,
    limit: number,
    lengthHint: number,
    resolve: (bytes: Uint8Array) => void,
    reject: (error: unknown) => void,
  ) {
    this.#source = source
    this.#limit = limit
    this.#store = new Store(Math.min(lengthHint, limit, MAX_ANNOUNCED_BYTES))
    this.#resolve = resolve
    this.#reject = reject
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    const store = this.#store
    if (store.length + (end - start) > this.#limit) this.refuse()
    else store.append(bytes, start, end)
  }

  onEnd(): void {
    const { bytes, length } = this.#store
    this.#resolve(length === bytes.length ? bytes : bytes.slice(0, length))
  }

  onFail(error: Error): void {
    this.#reject(error)
  }

  /** Gives up because of the limit. */
  refuse(): void {
    const error = new FairleadError('ERR_BODY_TOO_LARGE', `the body is longer than the limit of ${this.#limit} bytes`)
    this.#store.clear()
    this.#source.cancel(error)
    this.#reject(error)
  }
}

/**
 * The whole body of `source`.
 *
 * @param limit the most bytes to take, `Infinity` for no limit
 * @param lengthHint the length that was announced; with it, and at most 16 MiB, there is one allocation. A wrong one does no harm.
 * @throws FairleadError ERR_BODY_TOO_LARGE over the limit (the source is cancelled, at once where the hint is over it), and whatever the source fails with
 */
export function collect(source: ByteSource, limit: number, lengthHint = 0): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const collector = new Collector(source, limit, lengthHint, resolve, reject)
    if (lengthHint > limit) collector.refuse()
    else source.start(collector)
  })
}
