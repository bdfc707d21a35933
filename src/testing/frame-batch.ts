// Frames, or bare bytes of a TTY, gathered for a hijacked connection: as many as are ready go out in one write. Owns its
// memory until `take`, which gives it away.

import { FRAME_HEADER_BYTES, writeFrameHeader } from '../stream/mux.ts'

/** A batch that holds this much should be taken. */
const BATCH_BYTES = 64 * 1024
/** moby pkg/pools buffer32K: what one read of a process's output, and so one frame, holds at most. */
export const FRAME_PAYLOAD_BYTES = 32 * 1024

/** Where log records are written: a batch of an answer's chunks, or of frames. */
export interface RecordBatch {
  /** Written bytes end here; whoever writes moves it on. */
  at: number
  /** Room for what was announced to `openChunk`, from `at`. */
  readonly bytes: Buffer
  readonly full: boolean
  openChunk(size: number): void
  closeChunk(): void
}

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

  /** Copies `payload` in, framed in pieces or bare. */
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

  /** What was gathered; undefined for nothing. */
  take(): Uint8Array | undefined {
    if (this.at === 0) return undefined
    const taken = this.bytes.subarray(0, this.at)
    this.bytes = Buffer.allocUnsafe(this.at > 4096 ? BATCH_BYTES : 1024)
    this.at = 0
    return taken
  }
}
