// Records that wait to be taken: numbers over the memory that holds their bytes, so that nothing is made for one record. Pure.
// A block is what one read brought, one line that was joined, or one record that came apart from the others.

import { decoders } from '../../bytes.ts'
import { Store } from '../../stream/parse/store.ts'
import type { OwnBytes } from '../../stream/source.ts'
import type { Fingerprint } from './anchor.ts'
import type { LogSource } from './log-source.ts'
import { TimestampReader } from './timestamp-reader.ts'

/** Numbers per record: kind, start, stamp, text, end, and its order behind the block's first one. */
export const FIELDS = 6
/** Numbers per note of dropped records: the index of the record before them, their kind, their count. */
export const DROPPED_FIELDS = 3

/** A line of which pieces came. */
export interface OpenLine {
  readonly store: Store
  readonly stamp: number
  readonly text: number
  /** The order of its first piece, and of the others; and what they look like. */
  readonly orders: number[]
  readonly prints: Fingerprint[]
  truncated: boolean
  /** The records before its first piece, and how many of each stream came before it. */
  readonly before: readonly Fingerprint[]
  /** The same, where the record before its first piece is not remembered. */
  readonly context?: readonly Fingerprint[] | undefined
  readonly receivedBefore: readonly number[]
  /** The filter dropped its first piece, and so the whole line. */
  readonly isDropped: boolean
}

/** What a line has that was truncated and consists of one record. */
export const CUT_LINE: Omit<OpenLine, 'orders' | 'prints'> = {
  store: new Store(),
  stamp: 0,
  text: 0,
  truncated: true,
  before: [],
  receivedBefore: [],
  isDropped: false,
}

/** The most bytes that are decoded at once: a text that is kept retains so many characters. */
const WINDOW_BYTES = 8192
/** As many at first, and where the one that is asked for is far from the last. */
const NEAR_BYTES = 256
const NONE: readonly number[] = []

/** What a block is made of. */
export interface RecordBlockParts {
  readonly source: LogSource
  readonly memory: OwnBytes
  /** What the fields are ahead of `memory`. */
  readonly base: number
  /** {@link FIELDS} numbers for each record. */
  readonly fields: Int32Array
  /** The place of the first record in the order of delivery. */
  readonly firstOrder: number
  /** {@link DROPPED_FIELDS} numbers for each run of records that the filter dropped behind a record of the block. */
  readonly dropped?: readonly number[] | undefined
  /** The one record's line, where it was joined or truncated. */
  readonly line?: OpenLine | undefined
  readonly pieces?: number
  readonly truncated?: boolean
}

/** Records in the order in which they are to be taken. */
export class RecordBlock {
  readonly kind = 'block'
  readonly source: LogSource
  readonly memory: OwnBytes
  /** What the memory is a view of: to ask for it each time costs as much as a view. */
  readonly buffer: ArrayBuffer
  readonly base: number
  readonly fields: Int32Array
  readonly firstOrder: number
  readonly count: number
  /** Bytes of all payloads, and of all records with their prefixes. */
  readonly payload: number
  readonly bytes: number
  /** By kind of frame: how many records with a timestamp there are, of which those here were joined. */
  readonly kinds: readonly number[]
  readonly line: OpenLine | undefined
  readonly pieces: number
  /** The index of the first record that was not taken. */
  next = 0
  readonly #dropped: readonly number[]
  #nextDropped = 0
  readonly truncated: boolean
  #times: TimestampReader | undefined
  /** The text that was decoded last, where it begins in the memory, and how much was to be decoded. */
  #text = ''
  #textStart = 0
  #textSize = NEAR_BYTES
  /** Not every byte of the memory is a character. */
  #isMixed = false

  constructor(parts: RecordBlockParts) {
    const { source, memory, base, fields, firstOrder, dropped = NONE, line, pieces = 1, truncated = false } = parts
    this.source = source
    this.memory = memory
    this.buffer = memory.buffer
    this.base = base
    this.fields = fields
    this.firstOrder = firstOrder
    this.count = fields.length / FIELDS
    let payload = 0
    let bytes = 0
    const kinds = [0, 0, 0, 0]
    for (let at = 0; at < fields.length; at += FIELDS) {
      const start = fields[at + 1]!
      const end = fields[at + 4]!
      payload += end - fields[at + 3]!
      bytes += end - start
      if (fields[at + 2]! > start) kinds[fields[at]!]! += pieces
    }
    this.payload = payload
    this.bytes = bytes
    this.kinds = kinds
    this.line = line
    this.pieces = pieces
    this.#dropped = dropped
    this.truncated = truncated
  }

  /** Reads the timestamps of its records. */
  get times(): TimestampReader {
    this.#times ??= new TimestampReader(this.memory)
    return this.#times
  }

  /**
   * The bytes `[start, end)` of its memory as text. Those that are asked for one behind the other are decoded together, as long as each
   * of them is one character: a slice of that costs less.
   */
  textOf(start: number, end: number): string {
    const from = this.#textStart
    if (start >= from && end <= from + this.#text.length) return this.#text.slice(start - from, end - from)
    const { memory } = this
    // Twice as many where the last text led up to here.
    const isNear = start >= from && start - from - this.#text.length < NEAR_BYTES
    const size = isNear ? Math.min(this.#textSize * 2, WINDOW_BYTES) : NEAR_BYTES
    const to = Math.min(start + size, memory.length)
    if (end > to || this.#isMixed) return decoders.utf8(memory, start, end)
    const text = decoders.utf8(memory, start, to)
    if (text.length < to - start) {
      this.#isMixed = true
      return decoders.utf8(memory, start, end)
    }
    this.#text = text
    this.#textStart = start
    this.#textSize = size
    return text.slice(0, end - start)
  }

  /** The place of the record at `index` in the order of delivery. */
  orderOf(index: number): number {
    return this.firstOrder + this.fields[index * FIELDS + 5]!
  }

  /** Calls back for the records that the filter dropped before the first record that was not taken; once for each. */
  passDropped(onDropped: (kind: number, count: number) => void): void {
    const dropped = this.#dropped
    if (dropped.length === 0) return
    let at = this.#nextDropped
    for (; at < dropped.length && dropped[at]! < this.next; at += DROPPED_FIELDS)
      onDropped(dropped[at + 1]!, dropped[at + 2]!)
    this.#nextDropped = at
  }
}

/** Records of one block that follow each other: `[from, to)`. */
export interface RecordSpan {
  readonly block: RecordBlock
  readonly from: number
  to: number
}
