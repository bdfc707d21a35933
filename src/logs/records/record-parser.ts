// The body of `GET /containers/{id}/logs?timestamps=1` → the Engine's records. Cut anywhere; only a record that was cut is copied.
// Engine facts: each record is one frame, `<timestamp> [<details> ]<payload>`. A TTY's log has no frames: there a record ends with
// its LF, or after exactly 16,384 bytes of payload, and each one has its prefix again.

import { Demuxer } from '../../stream/parse/demux.ts'
import { frameKinds } from '../../stream/parse/mux.ts'
import { Store } from '../../stream/parse/store.ts'
import { PIECE_BYTES } from './joiner.ts'
import { type Instant, readTimestamp } from './timestamps.ts'

/**
 * Called for each record. `kind` is the frame's: 1 stdout, 2 stderr, 3 the daemon's own words. `bytes[start..stamp)` is the timestamp,
 * `bytes[text..end)` the payload with its LF; with details, `bytes[stamp + 1..text - 1)` holds them. `stamp === start` means that the
 * record has no timestamp. Where `stays`, the bytes stay readable until the end of the present read; else until the call returns.
 */
export type RecordHandler = (
  kind: number,
  bytes: Uint8Array,
  start: number,
  stamp: number,
  text: number,
  end: number,
  stays: boolean,
) => void

/** How the records of a log are read. */
export interface RecordParserOptions {
  /** The container has a TTY: no frames. */
  tty: boolean
  /** The log was asked for with `details=1`. */
  details: boolean
}

const LF = 0x0a
const SPACE = 0x20
const UPPER_Z = 0x5a
/** Bytes of Docker's timestamps, `2006-01-02T15:04:05.000000000Z`. */
const STAMP_BYTES = 30
/** No timestamp is longer: nanoseconds and a zone's offset. */
const MAX_STAMP_BYTES = 40
/** No prefix with details is longer. What has no space by then has no prefix. */
const MAX_PREFIX_BYTES = 65_536
/** A frame's payload beyond this is not kept: the Engine's records are far shorter, and no announced size is believed. */
export const MAX_RECORD_BYTES = 1_048_576 + MAX_PREFIX_BYTES

/** Takes a log apart. @throws FairleadError ERR_FRAME_TYPE, ERR_TRUNCATED_FRAME: see Demuxer. */
export class RecordParser {
  /** Inside the handler: payload bytes of this record beyond {@link MAX_RECORD_BYTES}, which are not in the range. */
  dropped = 0
  readonly #onRecord: RecordHandler
  readonly #details: boolean
  readonly #demuxer: Demuxer | undefined
  /** A record that was cut, as far as it came. */
  readonly #cut = new Store()
  /** Whether what is passed on lies in the pushed memory, and not in `#cut`. */
  #stays = true
  readonly #instant: Instant = { seconds: 0, nanos: 0 }
  readonly #other: Instant = { seconds: 0, nanos: 0 }

  constructor(onRecord: RecordHandler, { tty, details }: RecordParserOptions) {
    this.#onRecord = onRecord
    this.#details = details
    this.#demuxer = tty ? undefined : new Demuxer((kind, bytes, start, end) => this.#onFrame(kind, bytes, start, end))
  }

  /** Nothing of a record is waiting for its rest. */
  get isWhole(): boolean {
    return this.#cut.length === 0 && this.#demuxer?.done !== false
  }

  /** Reads `bytes[start..end)` of the body. */
  push(bytes: Uint8Array, start: number, end: number): void {
    if (this.#demuxer === undefined) this.#pushRaw(bytes, start, end)
    else this.#demuxer.push(bytes, start, end)
  }

  /** The body ended. What was cut is passed on only where a TTY's log ended `clean`: its last record may have no LF. */
  end(clean: boolean): void {
    if (!clean) return
    if (this.#demuxer !== undefined) return this.#demuxer.end()
    const { bytes, length } = this.#cut
    this.#stays = false
    for (let at = 0; at < length; ) {
      const stamp = stampEnd(bytes, at, length)
      const text = stamp < 0 ? at : this.#textOf(bytes, stamp, length)
      const to = this.#nextPrefix(bytes, at, stamp, text, length)
      this.#passRaw(bytes, at, to)
      at = to
    }
    this.#cut.clear()
  }

  #onFrame(kind: number, bytes: Uint8Array, start: number, end: number): void {
    const { missing } = this.#demuxer!
    const cut = this.#cut
    if (missing === 0 && cut.length === 0) return this.#pass(kind, bytes, start, end)
    const room = MAX_RECORD_BYTES - cut.length
    const kept = Math.min(end, start + room)
    cut.append(bytes, start, kept)
    this.dropped += end - kept
    if (missing > 0) return
    const { length } = cut
    this.#stays = false
    this.#pass(kind, cut.bytes, 0, length)
    this.#stays = true
    cut.clear()
    this.dropped = 0
  }

  #pass(kind: number, bytes: Uint8Array, start: number, end: number): void {
    if (kind === frameKinds.system) return this.#onRecord(kind, bytes, start, start, start, end, this.#stays)
    const stamp = stampEnd(bytes, start, end)
    if (stamp < 0) return this.#onRecord(kind, bytes, start, start, start, end, this.#stays)
    this.#onRecord(kind, bytes, start, stamp, this.#textOf(bytes, stamp, end), end, this.#stays)
  }

  /** Where the payload begins, behind the prefix. */
  #textOf(bytes: Uint8Array, stamp: number, end: number): number {
    if (!this.#details) return stamp + 1
    const to = Math.min(end, stamp + 1 + MAX_PREFIX_BYTES)
    for (let at = stamp + 1; at < to; at++) if (bytes[at] === SPACE) return at + 1
    return stamp + 1
  }

  // — a TTY's log —

  #pushRaw(bytes: Uint8Array, start: number, end: number): void {
    const cut = this.#cut
    let at = start
    if (cut.length > 0) {
      // The beginning of a record is kept already: its end is looked for in both together.
      const before = cut.length
      const added = Math.min(end, start + PIECE_BYTES + MAX_PREFIX_BYTES)
      cut.append(bytes, start, added)
      let from = 0
      this.#stays = false
      while (from < before) {
        const to = this.#recordEnd(cut.bytes, from, cut.length)
        if (to < 0) break
        this.#passRaw(cut.bytes, from, to)
        from = to
      }
      this.#stays = true
      if (from < before) {
        cut.drop(from)
        if (added < end) this.#overlong()
        return
      }
      cut.length = 0
      at = start + (from - before)
    }
    while (at < end) {
      const to = this.#recordEnd(bytes, at, end)
      if (to < 0) break
      this.#passRaw(bytes, at, to)
      at = to
    }
    if (at < end) cut.append(bytes, at, end)
  }

  /** No record is that long: pass on what there is, as a record without a timestamp. */
  #overlong(): void {
    const { bytes, length } = this.#cut
    this.#onRecord(frameKinds.stdout, bytes, 0, 0, 0, length, false)
    this.#cut.clear()
  }

  /** Where the record that begins at `start` ends, or -1 where that has not come yet. */
  #recordEnd(bytes: Uint8Array, start: number, end: number): number {
    const stamp = stampEnd(bytes, start, end)
    if (stamp < 0 && end - start < MAX_STAMP_BYTES && !bytes.subarray(start, end).includes(LF)) return -1
    const text = stamp < 0 ? start : this.#textOf(bytes, stamp, end)
    const most = Math.min(end, text + PIECE_BYTES)
    for (let at = text; at < most; at++) {
      if (bytes[at] === LF) return this.#nextPrefix(bytes, start, stamp, text, at + 1)
    }
    return most === text + PIECE_BYTES ? this.#nextPrefix(bytes, start, stamp, text, most) : -1
  }

  #passRaw(bytes: Uint8Array, start: number, end: number): void {
    const stamp = stampEnd(bytes, start, end)
    const text = stamp < 0 ? start : this.#textOf(bytes, stamp, end)
    this.#onRecord(frameKinds.stdout, bytes, start, stamp < 0 ? start : stamp, text, end, this.#stays)
  }

  /**
   * Where a later prefix begins inside `bytes[text..end)`, or `end`: what a process leaves without an LF is followed by the next
   * record's prefix. Such a prefix is later than the record's own. A timestamp that the program itself writes is earlier: it was
   * written before the record was.
   */
  #nextPrefix(bytes: Uint8Array, start: number, stamp: number, text: number, end: number): number {
    const own = this.#instant
    const other = this.#other
    if (stamp < 0) return end
    let at = bytes.indexOf(UPPER_Z, text + STAMP_BYTES - 1)
    if (at < 0 || at >= end || !readTimestamp(bytes, start, stamp, own)) return end
    for (; at >= 0 && at < end - 1; at = bytes.indexOf(UPPER_Z, at + 1)) {
      const begin = at + 1 - STAMP_BYTES
      if (bytes[at + 1] !== SPACE || !readTimestamp(bytes, begin, at + 1, other)) continue
      if (other.seconds > own.seconds || (other.seconds === own.seconds && other.nanos > own.nanos)) return begin
    }
    return end
  }
}

/** Where the timestamp at the beginning of a record ends, which is where its space is; -1 where there is none. */
function stampEnd(bytes: Uint8Array, start: number, end: number): number {
  // Docker's own length first: it is right nearly always.
  if (start + STAMP_BYTES < end && bytes[start + STAMP_BYTES] === SPACE && bytes[start + STAMP_BYTES - 1] === UPPER_Z) {
    return start + STAMP_BYTES
  }
  const to = Math.min(end, start + MAX_STAMP_BYTES)
  for (let at = start; at < to; at++) {
    if (bytes[at] === SPACE) return readTimestamp(bytes, start, at, scratch) ? at : -1
  }
  return -1
}

const scratch: Instant = { seconds: 0, nanos: 0 }
