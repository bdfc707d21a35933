// The ranges of one read that a handler keeps: recorded as numbers during the read, copied together at its end.
// Small ranges go through a scratch buffer: one copy of the whole span, then moves within it, at half the cost of a view per range.
// Owns only the scratch buffer. All instances share it: each call writes and reads it before it returns.

import { copyBytes } from '../parse/store.ts'

/** The longest span that goes through the scratch buffer: one socket read, 64 KiB. */
const SPAN_BYTES = 65_536
/** Ranges of fewer bytes than this, on average, go through it. Above, two more passes over the bytes cost more than the views. */
const SMALL_BYTES = 512
const NOTHING: Uint8Array = new Uint8Array(0)

/** `clear` frees a list of more edges than this, so that one read of tiny ranges does not stay in memory. */
const KEPT_EDGES = 4096

/** The span as it was read, followed by the ranges of one list. */
let scratch = NOTHING

/** Ranges of one memory, in ascending order. */
export class Ranges {
  /** Bytes in all of them. */
  size = 0
  #bytes = NOTHING
  /** Start, end, start, end …; the first `#count` are in use. */
  #edges: number[] = []
  #count = 0

  /**
   * Copies the ranges of all lists to `to`, list after list from `at` on, and clears the lists. All must lie in one memory.
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
    const small = size < count * SMALL_BYTES && last - first <= SPAN_BYTES
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

  /** Records `bytes[start..end)`. */
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

  /** The memory that they lie in. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** Number of ranges. */
  get count(): number {
    return this.#count >> 1
  }

  /** The index of the first range's first byte. */
  get first(): number {
    return this.#edges[0]!
  }

  /** The index after the last range's last byte. */
  get last(): number {
    return this.#edges[this.#count - 1]!
  }

  /** Calls `use` with each range, and clears the list. */
  take(use: (start: number, end: number) => void): void {
    const edges = this.#edges
    const count = this.#count
    for (let i = 0; i < count; i += 2) use(edges[i]!, edges[i + 1]!)
    this.clear()
  }

  /** Copies the ranges to `at` on in `memory`, at whose beginning their own memory lies, and clears the list. `at` must be beyond them. */
  gather(memory: Uint8Array, at: number): void {
    const edges = this.#edges
    const count = this.#count
    let next = at
    for (let i = 0; i < count; i += 2) {
      const start = edges[i]!
      const end = edges[i + 1]!
      memory.copyWithin(next, start, end)
      next += end - start
    }
    this.clear()
  }

  /** Removes all ranges. */
  clear(): void {
    if (this.#count > KEPT_EDGES) this.#edges = []
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

  /** Copies by way of the scratch buffer, which holds the span from `first` on. */
  #moveSmall(to: Uint8Array, at: number, first: number): void {
    const joined = scratch
    const edges = this.#edges
    const count = this.#count
    let next = SPAN_BYTES
    for (let i = 0; i < count; i += 2) {
      const start = edges[i]! - first
      const end = edges[i + 1]! - first
      joined.copyWithin(next, start, end)
      next += end - start
    }
    copyBytes(to, at, joined, SPAN_BYTES, next)
  }
}

function load(bytes: Uint8Array, first: number, last: number): void {
  if (scratch.length === 0) scratch = new Uint8Array(2 * SPAN_BYTES)
  copyBytes(scratch, 0, bytes, first, last)
}
