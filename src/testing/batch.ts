// What an answer has written and the socket has not been given yet: the head, and the body in chunks (RFC 9112 §7.1).
// Owns its memory until it is taken; the one who takes it must not give it back.

import type { FaultPlan } from './faults.ts'

/** A batch is handed to the socket when it holds this much. */
export const BATCH_BYTES = 64 * 1024
/** Room for a batch and one record of 16 KiB with its details. */
const BATCH_ROOM = BATCH_BYTES + 32 * 1024
/** A batch smaller than this is copied out, so that its memory can be used again. */
const COPY_BYTES = 8 * 1024
/** A chunk's size line and line end: at most 8 digits and two CRLFs. */
const CHUNK_ROOM = 12

const HEX = Buffer.from('0123456789abcdef')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

export class Batch {
  /** For those who write a chunk's content: from `at`, which is theirs to move on. */
  bytes = Buffer.allocUnsafe(4096)
  at = 0
  /** The body is chunked; set when the head is written. */
  chunked = false
  /** A fault: the size of every chunk. */
  readonly #rechunk: number
  /** A fault: added to the first chunk's announced size, then 0. */
  #wrong: number
  /** Where the bytes begin that are still to be rechunked. */
  #bare = 0

  constructor(plan: FaultPlan | undefined) {
    this.#rechunk = plan?.rechunk ?? 0
    this.#wrong = plan?.wrongLength ?? 0
  }

  /** It is large enough to be taken. */
  get full(): boolean {
    return this.at >= BATCH_BYTES
  }

  /** Writes `bytes` as they are, chunked or not: a head, a body that is whole. */
  raw(bytes: Uint8Array): void {
    this.#copy(bytes)
    this.#bare = this.at
  }

  /** Writes `body` as one chunk, or bare where the body is not chunked. */
  chunk(body: Uint8Array): void {
    this.openChunk(body.length)
    this.#copy(body)
    this.closeChunk()
  }

  /** Starts a chunk of `size` bytes, more than 0: they are to be written into `bytes` from `at`, then `closeChunk`. */
  openChunk(size: number): void {
    this.#reserve(size + CHUNK_ROOM)
    if (this.chunked && this.#rechunk === 0) this.#sizeLine(size)
  }

  closeChunk(): void {
    if (this.chunked && this.#rechunk === 0) this.#lineEnd()
  }

  /** Writes the end of a chunked body. */
  last(): void {
    this.#cut()
    if (this.chunked) this.raw(LAST_CHUNK)
  }

  /** What was written since the last time; `undefined` where that is nothing. */
  take(): Uint8Array | undefined {
    this.#cut()
    const { at, bytes } = this
    this.at = this.#bare = 0
    if (at === 0) return undefined
    if (at < COPY_BYTES) return Buffer.from(bytes.subarray(0, at))
    this.bytes = Buffer.allocUnsafeSlow(BATCH_ROOM)
    return bytes.subarray(0, at)
  }

  #copy(bytes: Uint8Array): void {
    this.#reserve(bytes.length + CHUNK_ROOM)
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  #reserve(size: number): void {
    const need = this.at + size
    if (need <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(need, BATCH_ROOM))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
  }

  #sizeLine(given: number): void {
    const size = Math.max(0, given + this.#wrong)
    this.#wrong = 0
    const { bytes } = this
    let { at } = this
    let shift = 0
    while (size >>> shift > 15) shift += 4
    for (; shift >= 0; shift -= 4) bytes[at++] = HEX[(size >>> shift) & 15]!
    this.at = at
    this.#lineEnd()
  }

  #lineEnd(): void {
    this.bytes[this.at++] = 13
    this.bytes[this.at++] = 10
  }

  /** Cuts the bare bytes into chunks of the fault's size. */
  #cut(): void {
    if (this.#rechunk === 0 || !this.chunked) return
    const bare = Buffer.from(this.bytes.subarray(this.#bare, this.at))
    this.at = this.#bare
    for (let from = 0; from < bare.length; from += this.#rechunk) {
      const piece = bare.subarray(from, from + this.#rechunk)
      this.#reserve(piece.length + CHUNK_ROOM)
      this.#sizeLine(piece.length)
      this.#copy(piece)
      this.#lineEnd()
    }
    this.#bare = this.at
  }
}
