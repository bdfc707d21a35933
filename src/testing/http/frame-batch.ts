// Gathers frames, or the raw bytes of a TTY, for a hijacked connection, so that all that are ready go out in one write. The batch
// owns its memory until `take`; then the caller owns it.

import { FRAME_HEADER_BYTES, writeFrameHeader } from '../../stream/parse/mux.ts'

/** A batch of this size is full and should be sent. */
const BATCH_BYTES = 64 * 1024
/** moby pkg/pools buffer32K: the most that one read of a process's output, and so one frame, holds. */
export const FRAME_PAYLOAD_BYTES = 32 * 1024

/** A batch that log records are written into: of a response's chunks, or of frames. */
export interface RecordBatch {
  /** Where the written bytes end. The writer advances it. */
  at: number
  /** The memory; from `at` it has room for the size given to `openChunk`. */
  readonly bytes: Buffer
  /** Whether the batch should be sent. */
  readonly full: boolean
  /** Makes room for `size` bytes and starts a chunk. */
  openChunk(size: number): void
  /** Ends the chunk. */
  closeChunk(): void
}

/** A batch of frames. */
export class FrameBatch implements RecordBatch {
  bytes = Buffer.allocUnsafe(1024)
  at = 0

  get full(): boolean {
    return this.at >= BATCH_BYTES
  }

  openChunk(size: number): void {
    const need = this.at + size
    if (need <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(need, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
  }

  closeChunk(): void {}

  /** Copies `payload`: as frames of at most {@link FRAME_PAYLOAD_BYTES}, or as raw bytes. */
  add(kind: number, payload: Uint8Array, framed: boolean): void {
    for (let from = 0; from < payload.length; from += FRAME_PAYLOAD_BYTES) {
      const size = Math.min(FRAME_PAYLOAD_BYTES, payload.length - from)
      this.openChunk(size + FRAME_HEADER_BYTES)
      if (framed) {
        writeFrameHeader(this.bytes, this.at, kind, size)
        this.at += FRAME_HEADER_BYTES
      }
      this.bytes.set(size === payload.length ? payload : payload.subarray(from, from + size), this.at)
      this.at += size
    }
  }

  /** The bytes written since the last `take`; undefined if none. */
  take(): Uint8Array | undefined {
    if (this.at === 0) return undefined
    const taken = this.bytes.subarray(0, this.at)
    this.bytes = Buffer.allocUnsafe(this.at > 4096 ? BATCH_BYTES : 1024)
    this.at = 0
    return taken
  }
}
