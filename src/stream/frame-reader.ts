// Frames for an iterator, out of its own memory: a frame's data is a view of it, made when the frame is asked for. A read that
// finds nothing waiting is demultiplexed where it lies and then copied in one go, headers and chunks' framing with it.
// A small frame that reads have cut is put together again, so that the consumer sees the frames that the Engine wrote;
// a large one comes in pieces, so that no announced size is ever believed.

import { MAX_SLAB_BYTES, transferredError } from './byte-queue.ts'
import { Demuxer } from './demux.ts'
import { type StreamName, streamNames } from './mux.ts'
import type { OwnBytes } from './source.ts'
import type { Reader } from './source-iterator.ts'
import { copyBytes } from './store.ts'

/** A frame, or a piece of one larger than {@link MAX_JOINED_BYTES}. */
export interface Frame {
  stream: StreamName
  /** The payload; the consumer's own to keep and to change. */
  data: Uint8Array
}

/** A frame up to this size, 64 KiB, comes whole: the Engine's log records are at most 16 KiB, its attach frames 32 KiB. */
export const MAX_JOINED_BYTES = 65_536

/** Ranges of fewer bytes are read where they lie. Longer ones are copied as they come: cut frames are then joined in the queue's memory. */
const NOTE_BYTES = 4096

// What the demuxer is in the middle of.
const WHOLE = 0
const JOINING = 1
const LARGE = 2
/** The start of a frame that was put together: it does not lie in the batch's memory. */
const JOINED = -1
const NOTHING = new Uint8Array(0)

/** Frames of a multiplexed stream. */
export class FrameReader implements Reader<Frame> {
  ready = 0
  readonly batchBytes = MAX_SLAB_BYTES
  readonly lends = true
  readonly noteBytes = NOTE_BYTES
  #demuxer = new Demuxer((kind, bytes, start, end) => this.#add(kind, bytes, start, end))
  // The batch: ranges of one memory, as numbers until they are asked for. `#base` is where in them that memory begins.
  #memory = new Uint8Array(0)
  #buffer = this.#memory.buffer
  #base = 0
  #kinds: number[] = []
  #starts: number[] = []
  #ends: number[] = []
  #count = 0
  #next = 0
  /** While a read is noted: the memory it lies in, and how far. */
  #noted: Uint8Array | undefined
  #notedEnd = 0
  #cut: number = WHOLE
  // The frame that is being put together: what it has so far lies in `#join`, which is a slab or, once it lies in two, its own.
  #join: Uint8Array = this.#memory
  #joinOwn = false
  #joinKind = 0
  #joinStart = 0
  #joinEnd = 0
  /** Those of the batch that were, in order. */
  #joined: Uint8Array[] = []

  push(bytes: OwnBytes, start: number, end: number): void {
    this.#begin(bytes, 0)
    this.#demuxer.push(bytes, start, end)
  }

  note(bytes: Uint8Array, start: number, end: number): void {
    if (this.#noted === undefined) {
      this.#noted = bytes
      this.#begin(NOTHING, start)
    }
    this.#notedEnd = end
    this.#demuxer.push(bytes, start, end)
  }

  keep(): void {
    const bytes = this.#noted
    this.#noted = undefined
    if (bytes === undefined || this.ready === this.#joined.length) return
    const base = this.#base
    const memory = new Uint8Array(this.#notedEnd - base)
    copyBytes(memory, 0, bytes, base, this.#notedEnd)
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
    if (this.#cut === JOINING) this.#giveJoined()
    if (clean) this.#demuxer.end()
  }

  #begin(memory: OwnBytes, base: number): void {
    this.#memory = memory
    this.#buffer = memory.buffer
    this.#base = base
    this.#count = this.#next = 0
  }

  #add(kind: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#cut !== WHOLE || this.#demuxer.missing > 0) this.#addPiece(kind, bytes, start, end)
    else this.#addRange(kind, start, end)
  }

  #addRange(kind: number, start: number, end: number): void {
    const at = this.#count++
    this.#kinds[at] = kind
    this.#starts[at] = start
    this.#ends[at] = end
    this.ready++
  }

  /** A piece of a cut frame. */
  #addPiece(kind: number, bytes: Uint8Array, start: number, end: number): void {
    const missing = this.#demuxer.missing
    const size = end - start + missing
    if (this.#cut === LARGE || (this.#cut === WHOLE && size > MAX_JOINED_BYTES)) {
      this.#cut = missing > 0 ? LARGE : WHOLE
      this.#addRange(kind, start, end)
    } else if (this.#cut === WHOLE) {
      this.#cut = JOINING
      this.#join = bytes
      this.#joinOwn = false
      this.#joinKind = kind
      this.#joinStart = start
      this.#joinEnd = end
      if (this.#noted !== undefined) this.#ownJoin(missing)
    } else if (bytes === this.#join && start === this.#joinEnd) {
      this.#joinEnd = end
      if (missing > 0) return
      this.#cut = WHOLE
      this.#addRange(kind, this.#joinStart, end)
    } else {
      if (!this.#joinOwn) this.#ownJoin(size)
      copyBytes(this.#join, this.#joinEnd, bytes, start, end)
      this.#joinEnd += end - start
      if (missing === 0) this.#giveJoined()
    }
  }

  /** Moves the beginning of a frame to memory that also has room for the `rest` bytes to come. */
  #ownJoin(rest: number): void {
    if (this.#join.length === 0) throw transferredError()
    const length = this.#joinEnd - this.#joinStart
    const own = new Uint8Array(length + rest)
    copyBytes(own, 0, this.#join, this.#joinStart, this.#joinEnd)
    this.#join = own
    this.#joinOwn = true
    this.#joinStart = 0
    this.#joinEnd = length
  }

  #giveJoined(): void {
    if (this.#join.length === 0) throw transferredError()
    this.#joined.push(this.#join.subarray(this.#joinStart, this.#joinEnd))
    this.#cut = WHOLE
    this.#addRange(this.#joinKind, JOINED, JOINED)
  }
}
