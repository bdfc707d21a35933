// What a source delivered and an iterator has not read yet, copied once: many small ranges share a slab, large ones have memory
// of their own. Ranges that follow each other in a slab are read as one. The queue owns its memory, except what a reader
// lends to the consumer: memory that was lent is never written again.

import { FairleadError } from '../error.ts'
import { copyBytes } from './store.ts'

/** The largest slab, and so the most memory that a kept small frame keeps. Node's own pool is 8 KiB; a socket read 64 KiB. */
export const MAX_SLAB_BYTES = 65_536
/** The first slab, so that a thousand quiet streams do not hold 64 KiB each; then they double. */
const FIRST_SLAB_BYTES = 2048
/** Ranges from this size on get memory of their own. */
const OWN_BYTES = 16_384

interface Slab {
  bytes: Uint8Array<ArrayBuffer>
  /** Read up to here, */
  start: number
  /** and written up to here. */
  end: number
  next: Slab | undefined
}

/** First in, first out, by the byte. */
export class ByteQueue {
  /** Bytes waiting. */
  size = 0
  #lends: boolean
  #slabBytes = FIRST_SLAB_BYTES
  #head: Slab | undefined
  #tail: Slab | undefined

  /** `lends`: the reader hands parts of the queue's memory to the consumer, so that none is used twice. */
  constructor(lends: boolean) {
    this.#lends = lends
  }

  append(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start
    let slab = this.#tail
    if (slab === undefined || slab.bytes.length - slab.end < length) slab = this.#add(length)
    copyBytes(slab.bytes, slab.end, bytes, start, end)
    slab.end += length
    this.size += length
  }

  /** Hands the oldest bytes to `reader`, as many as lie together, at most `most`. The queue must not be empty. */
  read(most: number, reader: { push(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): void }): void {
    const slab = this.#head!
    const { bytes, start } = slab
    const end = Math.min(slab.end, start + most)
    if (bytes.length < end) throw transferredError()
    slab.start = end
    this.size -= end - start
    const last = slab === this.#tail
    if (end === slab.end && !last) this.#head = slab.next
    reader.push(bytes, start, end)
    if (!last || slab.start < slab.end) return
    if (!this.#lends) slab.start = slab.end = 0
    else if (end === bytes.length) this.clear()
  }

  clear(): void {
    this.#head = this.#tail = undefined
    this.size = 0
  }

  /** A slab with room for `length` bytes, behind the others. */
  #add(length: number): Slab {
    let capacity = length
    if (length < OWN_BYTES) {
      capacity = Math.max(length, this.#slabBytes)
      this.#slabBytes = Math.min(MAX_SLAB_BYTES, this.#slabBytes * 2)
    }
    const slab: Slab = { bytes: new Uint8Array(capacity), start: 0, end: 0, next: undefined }
    const tail = this.#tail
    if (tail === undefined || tail.start === tail.end) this.#head = slab
    else tail.next = slab
    this.#tail = slab
    return slab
  }
}

/** The consumer transferred (detached) memory that it was lent, and with it what it had not read yet. */
export function transferredError(): FairleadError {
  return new FairleadError(
    'ERR_BODY_TAKEN',
    'the memory of an earlier frame was transferred, and with it frames that were not read yet: copy data before you transfer it',
  )
}
