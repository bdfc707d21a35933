// Collects a whole body in memory, under a limit.
// The result has its own memory, of exactly the body's length.

import { checkLimit } from '../../check.ts'
import { FairleadError, thrown } from '../../error.ts'
import { Store } from '../parse/store.ts'
import { type ByteHandler, type ByteSource, type OwnBytes, unclaimed } from '../source.ts'

export { decodeUtf8 } from '../parse/utf8.ts'

/** The most bytes allocated for an announced length, 16 MiB. Beyond it the memory grows with what is received. */
export const MAX_ANNOUNCED_BYTES = 16_777_216

/** Collects everything a source delivers, and settles a promise with it. {@link collect} is the usual way to use it. */
export class Collector implements ByteHandler {
  #source: ByteSource
  #limit: number
  #store: Store
  #resolve: (bytes: OwnBytes) => void
  #reject: (error: unknown) => void

  constructor(
    source: ByteSource,
    limit: number,
    lengthHint: number,
    resolve: (bytes: OwnBytes) => void,
    reject: (error: unknown) => void,
  ) {
    this.#source = source
    this.#limit = limit
    this.#store = new Store(Math.min(lengthHint, limit, MAX_ANNOUNCED_BYTES), limit)
    this.#resolve = resolve
    this.#reject = reject
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    const store = this.#store
    if (store.length + (end - start) > this.#limit) this.failOverLimit()
    else store.append(bytes, start, end)
  }

  onEnd(): void {
    const { bytes, length } = this.#store
    this.#resolve(length === bytes.length ? bytes : bytes.slice(0, length))
  }

  onFail(error: Error): void {
    this.#reject(error)
  }

  /** Cancels the source and rejects with ERR_BODY_TOO_LARGE. */
  failOverLimit(): void {
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
 * @param lengthHint the announced length: up to 16 MiB, memory is then allocated once. A wrong one does no harm.
 * @throws FairleadError ERR_BODY_TOO_LARGE over the limit (the source is cancelled; at once if the hint is over it), and the source's error
 */
export function collect(source: ByteSource, limit: number, lengthHint = 0): Promise<OwnBytes> {
  return new Promise((resolve) => {
    checkLimit('limit', limit)
    const own = unclaimed(source)
    const collector = new Collector(own, limit, lengthHint, resolve, (error) => resolve(thrown(error)))
    // If another reader has the source, start() rejects with that reason, and the other reader goes on.
    if (lengthHint > limit && own === source) collector.failOverLimit()
    else own.start(collector)
  })
}
