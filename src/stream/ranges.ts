// The ranges of one read that a handler wants to keep: noted as numbers while the read goes on, copied together when it is over.
// Small ones go through a scratch: one copy of the whole stretch, then moves within it, at half the price of a view for each.
// Owns nothing but the scratch, which all share: it is written and read within one call.

import { copyBytes } from './store.ts'

/** The longest stretch that goes through the scratch: one socket read, 64 KiB. */
const SCRATCH_BYTES = 65_536
/** Ranges of fewer bytes than this, on average, go through it; above, two more passes over the bytes cost more than the views. */
const SMALL_BYTES = 512
const NOTHING = new Uint8Array(0)

let scratch = NOTHING

/** Ranges of one memory, in its order. */
export class Ranges {
  /** Bytes in all of them. */
  size = 0
  #bytes = NOTHING as Uint8Array
  /** Start, end, start, end …; only `#count` of them count. */
  #edges: number[] = []
  #count = 0

  /** An empty range is none: it would outlive its read. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return
    const edges = this.#edges
    const at = this.#count
    edges[at] = start
    edges[at + 1] = end
    this.#count = at + 2
    this.size += end - start
    this.#bytes = bytes
  }

  /** Copies them to `to`, one after the other from `at` on, and forgets them. They must be readable still. */
  moveTo(to: Uint8Array, at: number): void {
    const bytes = this.#bytes
    const edges = this.#edges
    const count = this.#count
    const size = this.size
    this.clear()
    const first = edges[0]!
    const stretch = edges[count - 1]! - first
    if (size >= (count >> 1) * SMALL_BYTES || stretch > SCRATCH_BYTES) {
      let next = at
      for (let i = 0; i < count; i += 2) {
        const start = edges[i]!
        const end = edges[i + 1]!
        copyBytes(to, next, bytes, start, end)
        next += end - start
      }
      return
    }
    if (scratch.length === 0) scratch = new Uint8Array(SCRATCH_BYTES)
    const joined = scratch
    copyBytes(joined, 0, bytes, first, first + stretch)
    let next = edges[1]! - first
    for (let i = 2; i < count; i += 2) {
      const start = edges[i]! - first
      const end = edges[i + 1]! - first
      joined.copyWithin(next, start, end)
      next += end - start
    }
    copyBytes(to, at, joined, 0, size)
  }

  clear(): void {
    this.size = this.#count = 0
    this.#bytes = NOTHING
  }
}
