// The ranges of one read that a handler wants to keep: noted as numbers while the read goes on, copied together when it is over.
// Small ones go through a scratch: one copy of the whole stretch, then moves within it, at half the price of a view for each.
// Owns nothing but the scratch, which all share: it is written and read within one call.

import { copyBytes } from './store.ts'

/** The longest stretch that goes through the scratch: one socket read, 64 KiB. */
const STRETCH_BYTES = 65_536
/** Ranges of fewer bytes than this, on average, go through it; above, two more passes over the bytes cost more than the views. */
const SMALL_BYTES = 512
const NOTHING: Uint8Array = new Uint8Array(0)

/** The stretch as it was read, and after it the ranges of one list. */
let scratch = NOTHING

/** Ranges of one memory, in its order. */
export class Ranges {
  /** Bytes in all of them. */
  size = 0
  #bytes = NOTHING
  /** Start, end, start, end …; only `#count` of them count. */
  #edges: number[] = []
  #count = 0

  /**
   * Copies the ranges of all lists to `to`, list after list from `at` on, and forgets them. All lie in one memory, readable still.
   */
  static move(lists: readonly Ranges[], to: Uint8Array, at: number): void {
    let size = 0
    let count = 0
    let first = Number.MAX_SAFE_INTEGER
    let last = 0
    for (const list of lists) {
      if (list.size === 0) continue
      size += list.size
      count += list.#count >> 1
      first = Math.min(first, list.#edges[0]!)
      last = Math.max(last, list.#edges[list.#count - 1]!)
    }
    const small = size < count * SMALL_BYTES && last - first <= STRETCH_BYTES
    let loaded = false
    let next = at
    for (const list of lists) {
      if (list.size === 0) continue
      if (small && !loaded) load(list.#bytes, first, last)
      loaded = true
      if (small) list.#moveSmall(to, next, first)
      else list.#moveEach(to, next)
      next += list.size
      list.clear()
    }
  }

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

  clear(): void {
    this.size = this.#count = 0
    this.#bytes = NOTHING
  }

  #moveEach(to: Uint8Array, at: number): void {
    const edges = this.#edges
    const count = this.#count
    let next = at
    for (let i = 0; i < count; i += 2) {
      const start = edges[i]!
      const end = edges[i + 1]!
      copyBytes(to, next, this.#bytes, start, end)
      next += end - start
    }
  }

  /** Out of the scratch, which holds the stretch from `first` on. */
  #moveSmall(to: Uint8Array, at: number, first: number): void {
    const joined = scratch
    const edges = this.#edges
    const count = this.#count
    let next = STRETCH_BYTES
    for (let i = 0; i < count; i += 2) {
      const start = edges[i]! - first
      const end = edges[i + 1]! - first
      joined.copyWithin(next, start, end)
      next += end - start
    }
    copyBytes(to, at, joined, STRETCH_BYTES, next)
  }
}

function load(bytes: Uint8Array, first: number, last: number): void {
  if (scratch.length === 0) scratch = new Uint8Array(2 * STRETCH_BYTES)
  copyBytes(scratch, 0, bytes, first, last)
}
