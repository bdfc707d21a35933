// Decodes a body whose length is known in advance (RFC 9112 §6.2).
// Ownership: the sink gets the caller's own ranges, cut at the body's end; between calls only numbers are kept.

import { FairleadError } from '../error.ts'
import type { BodyDecoder, BodySink } from './body-decoder.ts'

const FAILED = -1

/** Decodes bodies of `Content-Length` bytes, one at a time. Before the first `reset` the body is empty and done. */
export class LengthDecoder implements BodyDecoder {
  readonly #sink: BodySink
  #length = 0
  #left = 0

  constructor(sink: BodySink) {
    this.#sink = sink
  }

  /** Prepares for a body of `length` bytes, 0 to 2^53-1. */
  reset(length: number): void {
    this.#length = length
    this.#left = length
  }

  get done(): boolean {
    return this.#left === 0
  }

  /** @throws FairleadError ERR_CLOSED after the sink threw; and what the sink throws */
  push(bytes: Uint8Array, start: number, end: number): number {
    const left = this.#left
    if (left === FAILED)
      throw new FairleadError('ERR_CLOSED', 'bytes were pushed into a body decoder after an error: call reset() first')
    const stop = end - start > left ? start + left : end
    if (start < stop) {
      this.#left = FAILED // stays so if the sink throws
      this.#sink.onData(bytes, start, stop)
      this.#left = left - (stop - start)
    }
    return stop
  }

  end(): void {
    if (this.#left === 0) return
    const got = this.#left === FAILED ? 'inside' : `after ${this.#length - this.#left} bytes of`
    throw new FairleadError('ERR_TRUNCATED_BODY', `the connection ended ${got} a body of ${this.#length} bytes`)
  }
}
