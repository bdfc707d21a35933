// A buffer for bytes that are kept, which grows by doubling. It owns its memory: appended bytes are copied.
// Holds split lines and records, and collected bodies.

import type { OwnBytes } from '../source.ts'

/** Up to this many bytes, a loop copies faster than `set` with a new view. */
const LOOP_BYTES = 24
const FIRST_BYTES = 256
/** `clear` frees a buffer larger than this, so that one long line does not stay in memory. */
const KEPT_BYTES = 65_536

/** Copies `from[start..end)` to `to` at `at`. */
export function copyBytes(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number): void {
  if (end - start > LOOP_BYTES) {
    // Half the time of `subarray`, which looks up the species.
    to.set(new Uint8Array(from.buffer, from.byteOffset + start, end - start), at)
  } else {
    for (let i = start, j = at; i < end; i++, j++) to[j] = from[i]!
  }
}

/** A copy of `bytes[start..end)` in its own memory. (`Buffer.slice` is a view.) */
export function copyOf(bytes: Uint8Array, start: number, end: number): OwnBytes {
  const own = new Uint8Array(end - start)
  copyBytes(own, 0, bytes, start, end)
  return own
}

/** A growing sequence of bytes. */
export class Store {
  /** The memory; `[0, length)` of it is in use. An `append` that grows replaces it. */
  bytes: OwnBytes
  /** Bytes in use. */
  length = 0
  readonly #most: number

  /** @param most the most bytes that will be appended: the memory grows no further */
  constructor(capacity = 0, most = Number.POSITIVE_INFINITY) {
    this.bytes = new Uint8Array(capacity)
    this.#most = most
  }

  /** Copies `bytes[start..end)` to the end. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const length = this.length + (end - start)
    if (length > this.bytes.length) {
      const doubled = Math.min(this.bytes.length * 2, this.#most)
      const grown = new Uint8Array(Math.max(length, doubled, FIRST_BYTES))
      copyBytes(grown, 0, this.bytes, 0, this.length)
      this.bytes = grown
    }
    copyBytes(this.bytes, this.length, bytes, start, end)
    this.length = length
  }

  /** Removes the first `count` bytes. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.length)
    this.length -= count
  }

  /** Removes all bytes. */
  clear(): void {
    this.length = 0
    if (this.bytes.length > KEPT_BYTES) this.bytes = new Uint8Array(0)
  }
}
