// Frames for an iterator. A frame's data is a view of the iterator's own memory, made when the frame is taken. If nothing waits,
// a read is demultiplexed in place and then copied in one go, including headers and chunk framing.
// A small frame that was cut by reads is joined, so that the consumer sees the frames that the Engine wrote.
// A large one comes in pieces, so that memory is never allocated for an announced size.

import { Demuxer } from '../parse/demux.ts'
import { type StreamName, streamNames } from '../parse/mux.ts'
import { copyBytes } from '../parse/store.ts'
import type { OwnBytes } from '../source.ts'
import { MAX_SLAB_BYTES, transferredError } from './byte-queue.ts'
import { FrameJoiner } from './frame-joiner.ts'
import type { ItemParser } from './source-iterator.ts'

/** A frame, or a piece of one larger than 64 KiB. */
export interface Frame {
  /** The output that the frame belongs to; `system` for the daemon's own messages. */
  stream: StreamName
  /** The payload. The consumer may keep and change it; small frames share one ArrayBuffer. */
  data: OwnBytes
}

/** Ranges of fewer bytes are parsed in place. Longer ones are copied as they come: cut frames are then joined in the queue's memory. */
const IN_PLACE_BYTES = 4096

/** The start of a joined frame: it does not lie in the batch's memory. */
const JOINED = -1
const NOTHING = new Uint8Array(0)

function allocate(size: number): OwnBytes {
  return new Uint8Array(size)
}

/** Frames of a multiplexed stream. */
export class FrameParser implements ItemParser<Frame> {
  ready = 0
  readonly batchBytes = MAX_SLAB_BYTES
  readonly aliasesInput = true
  readonly inPlaceLimit = IN_PLACE_BYTES
  #demuxer = new Demuxer((kind, bytes, start, end) => this.#add(kind, bytes, start, end))
  // The batch: ranges of one memory, kept as numbers until they are taken. `#base` is the index at which `#memory` begins.
  #memory = new Uint8Array(0)
  #buffer = this.#memory.buffer
  #base = 0
  #kinds: number[] = []
  #starts: number[] = []
  #ends: number[] = []
  #count = 0
  #next = 0
  /** While a read is parsed in place: its memory, and the end of what was parsed. */
  #input: Uint8Array | undefined
  #inputEnd = 0
  /** The joiner is in the middle of a frame. */
  #isCut = false
  /** Made at the first cut frame: most streams have none. */
  #joiner: FrameJoiner | undefined
  /** The joined frames of the batch, in order. */
  #joined: OwnBytes[] = []

  push(bytes: OwnBytes, start: number, end: number): void {
    this.#begin(bytes, 0)
    this.#demuxer.push(bytes, start, end)
  }

  parseInPlace(bytes: Uint8Array, start: number, end: number): void {
    if (this.#input === undefined) {
      this.#input = bytes
      this.#begin(NOTHING, start)
    }
    this.#inputEnd = end
    this.#demuxer.push(bytes, start, end)
  }

  detach(): void {
    const bytes = this.#input
    this.#input = undefined
    if (bytes === undefined || this.ready === this.#joined.length) return
    const base = this.#base
    const memory = new Uint8Array(this.#inputEnd - base)
    copyBytes(memory, 0, bytes, base, this.#inputEnd)
    this.#memory = memory
    this.#buffer = memory.buffer
  }

  take(): Frame {
    this.ready--
    const at = this.#next++
    const stream = streamNames[this.#kinds[at]!]!
    const start = this.#starts[at]!
    if (start === JOINED) return { stream, data: this.#joined.shift()! }
    if (this.#memory.length === 0) throw transferredError()
    return { stream, data: new Uint8Array(this.#buffer, start - this.#base, this.#ends[at]! - start) }
  }

  end(clean: boolean): void {
    this.#joiner?.flush()
    if (clean) this.#demuxer.end()
  }

  #begin(memory: OwnBytes, base: number): void {
    this.#memory = memory
    this.#buffer = memory.buffer
    this.#base = base
    this.#count = this.#next = 0
  }

  #add(kind: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#isCut || this.#demuxer.missing > 0) this.#addPiece(kind, bytes, start, end)
    else this.#addRange(kind, start, end)
  }

  #addRange(kind: number, start: number, end: number): void {
    const at = this.#count++
    this.#kinds[at] = kind
    this.#starts[at] = start
    this.#ends[at] = end
    this.ready++
  }

  /** Adds a piece of a cut frame. */
  #addPiece(kind: number, bytes: Uint8Array, start: number, end: number): void {
    this.#joiner ??= new FrameJoiner((frame, data, from, to) => this.#addJoined(frame, data, from, to), allocate)
    this.#joiner.add(kind, bytes, start, end, this.#demuxer.missing, this.#input === undefined)
    this.#isCut = this.#joiner.pending
  }

  /** Adds a joined frame, or a piece of a large one. */
  #addJoined(kind: number, bytes: Uint8Array, start: number, end: number): void {
    if (bytes === (this.#input ?? this.#memory)) return this.#addRange(kind, start, end)
    if (bytes.length === 0) throw transferredError()
    this.#joined.push((bytes as OwnBytes).subarray(start, end))
    this.#addRange(kind, JOINED, JOINED)
  }
}
