// The reading side of a web stream over a tap: a byte stream (WHATWG Streams §4.7) that pulls nothing until it is read.
// An error is passed on once everything that came before it has been read, as the end is: controller.error() alone would discard
// the queue. Pieces are given away: the stream transfers their memory.

import { type Kinds, LIMIT } from '../../check.ts'
import type { OwnBytes } from '../../stream/source.ts'
import type { Branch, BranchStream, Tap } from './tap.ts'

/** Default number of unread bytes at which the source is paused: one socket read. */
export const HIGH_WATER_BYTES = 65_536

/** Options of the web streams. */
export interface WebStreamOptions {
  /** Number of unread bytes at which the source is paused. One read of up to 64 KiB may still follow. Default 65,536. */
  highWaterMark?: number | undefined
}

/** The kinds of {@link WebStreamOptions}. */
export const STREAM: Kinds<WebStreamOptions> = { highWaterMark: LIMIT }

/** Maps a source's error to the one that the stream rejects with. */
export type ErrorMapper = (error: Error) => unknown

/** A ReadableStream over a tap's next branch. */
export function streamOf(
  tap: Tap,
  options: WebStreamOptions,
  mapError: ErrorMapper = itself,
): ReadableStream<OwnBytes> {
  const end = new WebReadEnd(tap, options.highWaterMark ?? HIGH_WATER_BYTES, mapError)
  // With a mark of 0 the stream pulls only while a read waits, so that an unread stream never starts its source.
  return new ReadableStream(end, { highWaterMark: 0 }) as ReadableStream<OwnBytes>
}

/** The underlying byte source of a ReadableStream, fed by a branch. */
class WebReadEnd implements BranchStream {
  readonly type = 'bytes'
  readonly #branch: Branch
  readonly #limit: number
  readonly #mapError: ErrorMapper
  #controller: ReadableByteStreamController | undefined
  #failure: Error | undefined

  constructor(tap: Tap, limit: number, mapError: ErrorMapper) {
    this.#branch = tap.branch(this)
    this.#limit = limit
    this.#mapError = mapError
  }

  // The stream's underlying source

  start(controller: ReadableByteStreamController): void {
    this.#controller = controller
  }

  /** Called when a read waits and the queue is empty. */
  pull(): void {
    const failure = this.#failure
    if (failure === undefined) this.#branch.want()
    else this.#controller?.error(this.#mapError(failure))
  }

  cancel(reason: unknown): void {
    this.#branch.leave(reason)
  }

  // The tap's BranchStream

  /** Not pooled, since the stream transfers it. */
  allocate(size: number): OwnBytes {
    return new Uint8Array(size)
  }

  deliver(piece: OwnBytes): boolean {
    const controller = this.#controller as ReadableByteStreamController
    controller.enqueue(piece)
    return this.#unread() < this.#limit
  }

  finish(): void {
    const controller = this.#controller as ReadableByteStreamController
    try {
      controller.close()
      // A waiting BYOB read ends only by this.
      controller.byobRequest?.respond(0)
    } catch {
      // A BYOB reader of wider elements whose last element is incomplete: close() has errored the stream.
    }
  }

  fail(error: Error): void {
    // After an abort the caller wants no more bytes.
    if (this.#unread() === 0 || error.name === 'AbortError') this.#controller?.error(this.#mapError(error))
    else this.#failure = error
  }

  #unread(): number {
    return -(this.#controller?.desiredSize ?? 0)
  }
}

function itself(error: Error): Error {
  return error
}
