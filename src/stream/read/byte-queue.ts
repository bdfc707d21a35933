// Bytes that a source delivered and an iterator has not read yet, copied once. Small ranges share a slab; large ones have their
// own memory. Adjacent ranges in a slab are read as one. The queue owns its memory, except parts that the parser's items
// alias: those are never written again.

import { FairleadError } from '../../error.ts'
import { copyBytes } from '../parse/store.ts'
import type { OwnBytes } from '../source.ts'
import { Ranges } from './ranges.ts'

/** The largest slab, and so the most memory that a kept small frame retains. Node's own pool is 8 KiB; a socket read 64 KiB. */
export const MAX_SLAB_BYTES = 65_536
/** The first slab's size; later slabs double. A thousand quiet streams then do not hold 64 KiB each. */
const FIRST_SLAB_BYTES = 2048
/** A range that items alias and that is at least this large gets its own memory. */
const OWN_BYTES = 16_384

/** Queued bytes: a run in a slab, or a large range in its own memory. */
interface Run {
  bytes: OwnBytes
  start: number
  end: number
  next: Run | undefined
}

/** A first-in, first-out queue of bytes. */
export class ByteQueue {
  /** Bytes in the queue. */
  size = 0
  #isAliased: boolean
  #head: Run | undefined
  #tail: Run | undefined
  #slab = new Uint8Array(0)
  #used = 0

  /** @param isAliased the parser's items are views of the queue's memory, so that none is used twice */
  constructor(isAliased: boolean) {
    this.#isAliased = isAliased
  }

  /** Copies `bytes[start..end)` to the end of the queue. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const at = this.#reserve(end - start)
    copyBytes(this.#tail!.bytes, at, bytes, start, end)
  }

  /** Moves all of the ranges to the end of the queue; there must be at least one. */
  appendRanges(ranges: Ranges): void {
    const at = this.#reserve(ranges.size)
    Ranges.move([ranges], this.#tail!.bytes, at)
  }

  /** Adds room for `length` bytes to the last run. @returns the index in it at which to write them */
  #reserve(length: number): number {
    this.size += length
    if (this.#isAliased && length >= OWN_BYTES) {
      this.#push(new Uint8Array(length), 0, length)
      return 0
    }
    // A transferred slab has length 0, and so no room.
    if (this.#slab.length - this.#used < length) {
      const capacity = Math.max(FIRST_SLAB_BYTES, Math.min(this.#slab.length * 2, MAX_SLAB_BYTES), length)
      this.#slab = new Uint8Array(capacity)
      this.#used = 0
    }
    const slab = this.#slab
    const used = this.#used
    this.#used = used + length
    const tail = this.#tail
    if (tail !== undefined && tail.bytes === slab && tail.end === used) tail.end += length
    else this.#push(slab, used, used + length)
    return used
  }

  /** Removes the oldest bytes, as many as lie together, at most `most`, and pushes them to `parser`. The queue must not be empty. */
  read(most: number, parser: { push(bytes: OwnBytes, start: number, end: number): void }): void {
    const run = this.#head!
    const { bytes, start } = run
    const end = Math.min(run.end, start + most)
    if (bytes.length < end) throw transferredError()
    this.size -= end - start
    run.start = end
    if (end === run.end) {
      this.#head = run.next
      if (run.next === undefined) this.#tail = undefined
    }
    parser.push(bytes, start, end)
    if (!this.#isAliased && this.size === 0) this.#used = 0
  }

  /** Removes all bytes. */
  clear(): void {
    this.#head = this.#tail = undefined
    this.size = 0
  }

  #push(bytes: OwnBytes, start: number, end: number): void {
    const run: Run = { bytes, start, end, next: undefined }
    if (this.#tail === undefined) this.#head = run
    else this.#tail.next = run
    this.#tail = run
  }
}

/** The error after the consumer transferred (detached) memory that still held unread frames. */
export function transferredError(): FairleadError {
  return new FairleadError(
    'ERR_BODY_TAKEN',
    'the memory of an earlier frame was transferred, and with it frames that were not read yet: copy data before you transfer it',
  )
}
