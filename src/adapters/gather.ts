// Bytes on their way into a stream of Node's or of the web's: copied once, handed on in few pieces however small they came.
// A range comes with memory that is its reader's; what is handed on has memory of its own, at most half of it unused, so
// that a stream may keep it or transfer it.

import type { OwnBytes } from '../stream/source.ts'
import { copyBytes } from '../stream/store.ts'

/** The most that is gathered to one piece: one read. */
export const PIECE_BYTES = 65_536
/** The first memory of a stream, so that a thousand quiet ones hold little; then it doubles. */
const FIRST_BYTES = 1024
/** From this size on a range is a piece of its own. */
const OWN_BYTES = 16_384

/** See the file's head. */
export class Gather {
  /** Pieces that are complete, oldest first. */
  #pieces: OwnBytes[] = []
  #memory = new Uint8Array(0)
  #used = 0

  /** Copies `bytes[start..end)`. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start
    if (size >= OWN_BYTES) {
      this.#seal()
      const own = new Uint8Array(size)
      copyBytes(own, 0, bytes, start, end)
      this.#pieces.push(own)
      return
    }
    const used = this.#used
    if (this.#memory.length - used < size) this.#makeRoom(size)
    copyBytes(this.#memory, this.#used, bytes, start, end)
    this.#used += size
  }

  /** What was added since the last call; the caller's own. */
  take(): OwnBytes[] {
    this.#seal()
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  clear(): void {
    this.#pieces = []
    this.#memory = new Uint8Array(0)
    this.#used = 0
  }

  #makeRoom(size: number): void {
    const memory = this.#memory
    const length = Math.max(FIRST_BYTES, memory.length)
    if (this.#used + size > PIECE_BYTES) {
      this.#seal()
      if (this.#memory.length >= size) return
    }
    const used = this.#used
    let capacity = length
    while (capacity < used + size) capacity *= 2
    this.#memory = new Uint8Array(capacity)
    copyBytes(this.#memory, 0, memory, 0, used)
  }

  /** Makes a piece of what lies gathered: its memory is given away where it is well used, and kept where it is not. */
  #seal(): void {
    const used = this.#used
    if (used === 0) return
    const memory = this.#memory
    this.#used = 0
    if (used * 2 < memory.length) {
      this.#pieces.push(memory.slice(0, used))
    } else {
      this.#pieces.push(memory.subarray(0, used))
      this.#memory = new Uint8Array(memory.length)
    }
  }
}
