// The bytes of a response that are not yet passed to the socket: the head, and the body in chunks (RFC 9112 §7.1).
// The batch owns its memory until `take`; then the caller owns it.

import type { FaultPlan } from './faults.ts'

/** A batch of this size is full and should be sent. */
export const BATCH_BYTES = 64 * 1024
/** Enough for a full batch and one record of 16 KiB with its details. */
const BATCH_ROOM = BATCH_BYTES + 32 * 1024
/** A smaller batch is copied by `take`, so that its memory is reused. */
const COPY_BYTES = 8 * 1024
/** Enough for a chunk's size line and line end: at most 8 digits and two CRLFs. */
const CHUNK_ROOM = 12

const HEX = Buffer.from('0123456789abcdef')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/** Gathers the head and the chunks of one response. */
export class Batch {
  /** The memory. After `openChunk` the caller writes at `at` and advances it. */
  bytes = Buffer.allocUnsafe(4096)
  at = 0
  /** Whether the body is chunked; set with the head. */
  chunked = false
  /** The fault `rechunk`: the size of every chunk; 0 without the fault. */
  readonly #rechunk: number
  /** The fault `wrongLength`: added to the first chunk's announced size, then 0. */
  #wrong: number
  /** Where the body bytes without a size line begin, with the fault `rechunk`. */
  #unchunked = 0

  constructor(plan: FaultPlan | undefined) {
    this.#rechunk = plan?.rechunk ?? 0
    this.#wrong = plan?.wrongLength ?? 0
  }

  /** Whether the batch should be sent. */
  get full(): boolean {
    return this.at >= BATCH_BYTES
  }

  /** Writes `bytes` without a size line: a head, a last chunk. */
  raw(bytes: Uint8Array): void {
    this.#copy(bytes)
    this.#unchunked = this.at
  }

  /** Writes `body` as one chunk, or without a size line if the body is not chunked. */
  chunk(body: Uint8Array): void {
    this.openChunk(body.length)
    this.#copy(body)
    this.closeChunk()
  }

  /** Starts a chunk of `size` bytes, more than 0. The caller writes them into `bytes` from `at`, then calls `closeChunk`. */
  openChunk(size: number): void {
    this.#reserve(size + CHUNK_ROOM)
    if (this.chunked && this.#rechunk === 0) this.#sizeLine(size)
  }

  /** Ends the chunk that `openChunk` started. */
  closeChunk(): void {
    if (this.chunked && this.#rechunk === 0) this.#lineEnd()
  }

  /** Writes the end of a chunked body. */
  last(): void {
    this.#cut()
    if (this.chunked) this.raw(LAST_CHUNK)
  }

  /** The bytes written since the last `take`; `undefined` if none. */
  take(): Uint8Array | undefined {
    this.#cut()
    const { at, bytes } = this
    this.at = this.#unchunked = 0
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

  /** With the fault `rechunk`, splits the bytes without a size line into chunks of its size. */
  #cut(): void {
    if (this.#rechunk === 0 || !this.chunked) return
    const body = Buffer.from(this.bytes.subarray(this.#unchunked, this.at))
    this.at = this.#unchunked
    for (let from = 0; from < body.length; from += this.#rechunk) {
      const piece = body.subarray(from, from + this.#rechunk)
      this.#reserve(piece.length + CHUNK_ROOM)
      this.#sizeLine(piece.length)
      this.#copy(piece)
      this.#lineEnd()
    }
    this.#unchunked = this.at
  }
}
