// Frames that reads have cut, joined again, so that the consumer sees the frames that the Engine wrote. A frame above
// MAX_JOINED_BYTES passes in pieces, so that memory is never allocated for an announced size beyond that.

import type { FrameHandler } from '../parse/demux.ts'
import { copyBytes } from '../parse/store.ts'
import { transferredError } from './byte-queue.ts'

/** A frame up to this size, 64 KiB, comes whole: the Engine's log records are at most 16 KiB, its attach frames 32 KiB. */
export const MAX_JOINED_BYTES = 65_536

const WHOLE = 0
const JOINING = 1
const LARGE = 2

/** Joins the pieces of a cut frame. The owner passes whole frames by while {@link pending} is false. */
export class FrameJoiner {
  readonly #onFrame: FrameHandler
  readonly #allocate: (size: number) => Uint8Array
  #state: number = WHOLE
  #kind = 0
  // The frame so far: in the memory of its first piece, or in its own.
  #bytes: Uint8Array | undefined
  #isOwn = false
  #start = 0
  #end = 0

  /** @param onFrame receives joined frames, and the pieces of large ones. @param allocate memory for one frame. */
  constructor(onFrame: FrameHandler, allocate: (size: number) => Uint8Array) {
    this.#onFrame = onFrame
    this.#allocate = allocate
  }

  /** Whether a frame is incomplete: the next piece belongs to it. */
  get pending(): boolean {
    return this.#state !== WHOLE
  }

  /**
   * Takes a piece of a frame of which `missing` bytes are still to come.
   * @param stays `bytes` keeps its content after this call, so that a copy is only made if the next piece lies elsewhere
   */
  add(kind: number, bytes: Uint8Array, start: number, end: number, missing: number, stays: boolean): void {
    const size = end - start + missing
    if (this.#state === JOINING) {
      this.#append(bytes, start, end, size)
      if (missing === 0) this.flush()
    } else if (this.#state === LARGE || size > MAX_JOINED_BYTES) {
      this.#state = missing > 0 ? LARGE : WHOLE
      this.#onFrame(kind, bytes, start, end)
    } else {
      this.#state = JOINING
      this.#kind = kind
      this.#bytes = bytes
      this.#isOwn = false
      this.#start = start
      this.#end = end
      if (!stays) this.#move(missing)
    }
  }

  /** Passes on what has come of a joined frame, though it may be incomplete. */
  flush(): void {
    if (this.#state !== JOINING) return
    const bytes = this.#bytes as Uint8Array
    this.#state = WHOLE
    this.#bytes = undefined
    this.#onFrame(this.#kind, bytes, this.#start, this.#end)
  }

  /** @param size bytes of the frame from `start` on */
  #append(bytes: Uint8Array, start: number, end: number, size: number): void {
    if (bytes !== this.#bytes || start !== this.#end) {
      if (!this.#isOwn) this.#move(size)
      copyBytes(this.#bytes as Uint8Array, this.#end, bytes, start, end)
    }
    this.#end += end - start
  }

  /** Moves the frame's beginning to memory that also has room for the `rest` bytes to come. */
  #move(rest: number): void {
    const bytes = this.#bytes as Uint8Array
    if (bytes.length === 0) throw transferredError()
    const length = this.#end - this.#start
    const own = this.#allocate(length + rest)
    copyBytes(own, 0, bytes, this.#start, this.#end)
    this.#bytes = own
    this.#isOwn = true
    this.#start = 0
    this.#end = length
  }
}
