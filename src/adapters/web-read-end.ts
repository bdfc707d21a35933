// The reading side of a web stream: a byte stream (WHATWG Streams §4.7) that asks for nothing until it is read.
// An error is told when everything that came before it has been read, as the end is: controller.error() would throw away
// what lies in the queue. Pieces are given away: the stream transfers their memory.

import type { OwnBytes } from '../stream/source.ts'
import type { Branch, Side, Tap } from './tap.ts'

/** The bytes that may lie unread before the source is paused, unless told otherwise: one read. */
export const HIGH_WATER_BYTES = 65_536

/** Options of the web streams. */
export interface WebStreamOptions {
  /** The bytes that may lie unread before the source is paused; at most one read of 64 KiB more. Default 65,536. */
  highWaterMark?: number | undefined
}

/** What an error is told as. */
export type Told = (error: Error) => unknown

/** A ReadableStream over a tap's next branch. */
export function streamOf(tap: Tap, options: WebStreamOptions, told: Told = itself): ReadableStream<Uint8Array> {
  const end = new WebReadEnd(tap, options.highWaterMark ?? HIGH_WATER_BYTES, told)
  // With a mark of 0 the stream pulls only when somebody waits, so that what nobody reads is not begun.
  return new ReadableStream(end, { highWaterMark: 0 })
}

/** See the file's head. */
class WebReadEnd implements Side {
  readonly type = 'bytes'
  readonly #branch: Branch
  readonly #limit: number
  readonly #told: Told
  #controller: ReadableByteStreamController | undefined
  #failure: Error | undefined

  constructor(tap: Tap, limit: number, told: Told) {
    this.#branch = tap.branch(this)
    this.#limit = limit
    this.#told = told
  }

  // — as the stream's source —

  start(controller: ReadableByteStreamController): void {
    this.#controller = controller
  }

  /** Somebody waits, and the queue is empty. */
  pull(): void {
    const failure = this.#failure
    if (failure === undefined) this.#branch.want()
    else this.#controller?.error(this.#told(failure))
  }

  cancel(reason: unknown): void {
    this.#branch.leave(reason)
  }

  // — as the tap's side —

  /** Of its own, since the stream transfers it. */
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
      // Whoever waits with memory of their own hears of the end only so.
      controller.byobRequest?.respond(0)
    } catch {
      // A reader that wants wider elements than bytes, and whose last one is not whole: the stream is errored with that.
    }
  }

  fail(error: Error): void {
    // Whoever aborts wants nothing more.
    if (this.#unread() === 0 || error.name === 'AbortError') this.#controller?.error(this.#told(error))
    else this.#failure = error
  }

  #unread(): number {
    return -(this.#controller?.desiredSize ?? 0)
  }
}

function itself(error: Error): Error {
  return error
}
