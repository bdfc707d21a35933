// The records that the present read has brought, as numbers over its memory, until they are copied out of it. Pure.
// One copy per read; where a filter dropped most of it, the records are copied next to each other.

import { copyBytes, copyOf } from '../../stream/parse/store.ts'
import type { OwnBytes } from '../../stream/source.ts'
import type { LogSource } from './log-source.ts'
import { DROPPED_FIELDS, FIELDS, RecordBlock } from './record-block.ts'
import { giveNumbers, takeNumbers } from './spare-numbers.ts'
import type { Waiting } from './waiting.ts'

const NO_NUMBERS = new Int32Array(0)
/** What was noted spans more than so many times its records: they are copied one by one, to stand next to each other. */
const SPARSE = 2

/** The notes of one read after another. */
export class ReadNotes {
  #memory: Uint8Array | undefined
  /** The records' numbers, while there are any. */
  #noted: Int32Array = NO_NUMBERS
  /** How much of it is in use, and the order of the first record in it. */
  #length = 0
  #firstOrder = 0
  /** Bytes of the records in it. */
  #kept = 0
  #dropped: number[] = []

  /** Nothing is noted. */
  get isEmpty(): boolean {
    return this.#length === 0 && this.#dropped.length === 0
  }

  /** A record: see RecordHandler. `order` is its place in the order of delivery. */
  add(kind: number, bytes: Uint8Array, start: number, stamp: number, text: number, end: number, order: number): void {
    const at = this.#length
    if (at + FIELDS > this.#noted.length) this.#grow()
    const noted = this.#noted
    if (at === 0) {
      this.#memory = bytes
      this.#firstOrder = order
    }
    noted[at] = kind
    noted[at + 1] = start
    noted[at + 2] = stamp
    noted[at + 3] = text
    noted[at + 4] = end
    noted[at + 5] = order - this.#firstOrder
    this.#length = at + FIELDS
    this.#kept += end - start
  }

  #grow(): void {
    const small = this.#noted
    if (small.length === 0) {
      this.#noted = takeNumbers()
      return
    }
    const grown = new Int32Array(small.length * 2)
    grown.set(small)
    // The small one is not given back: it would be the next read's, which grows again.
    this.#noted = grown
  }

  /** The filter dropped a record of the present read. */
  addDropped(kind: number): void {
    const dropped = this.#dropped
    const before = this.#length / FIELDS - 1
    const last = dropped.length - DROPPED_FIELDS
    if (last >= 0 && dropped[last] === before && dropped[last + 1] === kind) dropped[last + 2]!++
    else dropped.push(before, kind, 1)
  }

  /** Copies what the present read has brought so far: in one piece, or record by record where most of it was dropped. */
  copyTo(waiting: Waiting, source: () => LogSource): void {
    const noted = this.#dropped
    let behind = 0
    for (; behind < noted.length && noted[behind]! < 0; behind += DROPPED_FIELDS)
      waiting.drop(noted[behind + 1]!, noted[behind + 2]!)
    if (noted.length > 0) this.#dropped = []
    if (this.#length === 0) return
    const fields = this.#noted.slice(0, this.#length)
    giveNumbers(this.#noted)
    this.#noted = NO_NUMBERS
    const bytes = this.#memory!
    this.#length = 0
    this.#memory = undefined
    const base = fields[1]!
    const last = fields[fields.length - 2]!
    const kept = this.#kept
    this.#kept = 0
    const isSparse = last - base > kept * SPARSE
    const parts = {
      source: source(),
      memory: isSparse ? gathered(bytes, fields, kept) : copyOf(bytes, base, last),
      base: isSparse ? 0 : base,
      fields,
      firstOrder: this.#firstOrder,
      dropped: behind < noted.length ? noted.slice(behind) : undefined,
    }
    waiting.add(new RecordBlock(parts))
  }
}

/** The records' own bytes, next to each other; `fields` are changed to fit. */
function gathered(bytes: Uint8Array, fields: Int32Array, length: number): OwnBytes {
  const memory = new Uint8Array(length)
  let to = 0
  for (let at = 0; at < fields.length; at += FIELDS) {
    const start = fields[at + 1]!
    const end = fields[at + 4]!
    copyBytes(memory, to, bytes, start, end)
    for (let field = at + 1; field <= at + 4; field++) fields[field]! += to - start
    to += end - start
  }
  return memory
}
