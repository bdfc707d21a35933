// The reading side of a Node stream. An error is told when everything that came before it has been read, as the end is:
// destroy() would throw away what lies unread in the stream.

import type { Readable } from 'node:stream'
import type { OwnBytes } from '../stream/source.ts'
import type { Side } from './tap.ts'

/** The bytes that may lie unread before the source is paused, unless told otherwise: one read, as Node 22's own streams. */
export const HIGH_WATER_BYTES = 65_536

/** See the file's head. The stream calls {@link hasRead} after each read. */
export class NodeReadEnd implements Side {
  readonly #stream: Readable
  #failure: Error | undefined

  constructor(stream: Readable) {
    this.#stream = stream
  }

  allocate(size: number): OwnBytes {
    return Buffer.allocUnsafe(size)
  }

  deliver(piece: OwnBytes): boolean {
    return this.#stream.push(piece)
  }

  finish(): void {
    this.#stream.push(null)
  }

  fail(error: Error): void {
    const stream = this.#stream
    // Whoever aborts wants nothing more.
    if (stream.readableLength === 0 || error.name === 'AbortError') {
      stream.destroy(error)
      return
    }
    this.#failure = error
    // Whoever waits for more than there is has to ask again to be told.
    if (stream.listenerCount('readable') > 0) process.nextTick(emitReadable, stream)
  }

  /** `count` and `chunk` as read() was asked and answered. */
  hasRead(count: number | undefined, chunk: unknown): void {
    const failure = this.#failure
    if (failure === undefined) return
    const stream = this.#stream
    if (stream.readableLength > 0 && (chunk !== null || count === 0)) return
    this.#failure = undefined
    // What is being read now is told first.
    process.nextTick(destroy, stream, failure)
  }
}

function emitReadable(stream: Readable): void {
  stream.emit('readable')
}

function destroy(stream: Readable, error: Error): void {
  stream.destroy(error)
}
