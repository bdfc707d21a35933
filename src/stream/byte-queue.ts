// What a source delivered and an iterator has not read yet, copied once: many small ranges share a slab, large ones have memory
// of their own. Ranges that follow each other in a slab are read as one. The queue owns its memory, except what a reader
// lends to the consumer: memory that was lent is never written again.

import { FairleadError } from '../error.ts'
import { Ranges } from './ranges.ts'
import type { OwnBytes } from './source.ts'
import { copyBytes } from './store.ts'

/** The largest slab, and so the most memory that a kept small frame keeps. Node's own pool is 8 KiB; a socket read 64 KiB. */
export const MAX_SLAB_BYTES = 65_536
/** The first slab, so that a thousand quiet streams do not hold 64 KiB each; then they double. */
const FIRST_SLAB_BYTES = 2048
/** What is lent and at least this large gets memory of its own. */
const OWN_BYTES = 16_384

/** Bytes that wait: a run in a slab, or a large range in its own memory. */
interface Run {
  bytes: OwnBytes
  start: number
  end: number
  next: Run | undefined
}

/** First in, first out, by the byte. */
export class ByteQueue {
  /** Bytes waiting. */
  size = 0
  #lends: boolean
  #head: Run | undefined
  #tail: Run | undefined
  #slab = new Uint8Array(0)
  #used = 0

  /** `lends`: the reader hands parts of the queue's memory to the consumer, so that none is used twice. */
  constructor(lends: boolean) {
    this.#lends = lends
  }

  append(bytes: Uint8Array, start: number, end: number): void {
    const at = this.#reserve(end - start)
    copyBytes(this.#tail!.bytes, at, bytes, start, end)
  }

  /** Takes all of the ranges, of which there must be some, and forgets them there. */
  appendRanges(ranges: Ranges): void {
    const at = this.#reserve(ranges.size)
    Ranges.move([ranges], this.#tail!.bytes, at)
  }

  /** Sees to room for `length` bytes and counts them in. They belong into the last run, from the index on that is returned. */
  #reserve(length: number): number {
    this.size += length
    if (this.#lends && length >= OWN_BYTES) {
      this.#push(new Uint8Array(length), 0, length)
      return 0
    }
    // A slab that was transferred has no length, and so no room.
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

  /** Hands the oldest bytes to `reader`, as many as lie together, at most `most`. The queue must not be empty. */
  read(most: number, reader: { push(bytes: OwnBytes, start: number, end: number): void }): void {
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
    reader.push(bytes, start, end)
    if (!this.#lends && this.size === 0) this.#used = 0
  }

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

/** The consumer transferred (detached) memory that it was lent, and with it what it had not read yet. */
export function transferredError(): FairleadError {
  return new FairleadError(
    'ERR_BODY_TAKEN',
    'the memory of an earlier frame was transferred, and with it frames that were not read yet: copy data before you transfer it',
  )
}
