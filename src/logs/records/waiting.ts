// What waits to be taken from a followed log: blocks of records, and the notices between them, in order; counted in bytes. Pure.
// What is taken is noted for the cursor at once. Records that a filter dropped count as taken with the item before them.

import type { Consumed } from './consumed.ts'
import { LogRecord } from './log-record.ts'
import type { FollowNotice } from './notices.ts'
import { FIELDS, type RecordBlock, type RecordSpan } from './record-block.ts'

/** The memory of a record besides its bytes, about. */
const RECORD_BYTES = 100
/** The memory of the fingerprints before a record, about. */
const CONTEXT_BYTES = 1000

/** So many items that were taken are kept at most, in a queue that is never empty. */
const FORGOTTEN = 32

/** Records that the filter dropped between two items, by kind. */
interface Dropped {
  readonly kind: 'dropped'
  readonly counts: number[]
}

/** Some of what waited: the records stand behind the notices. */
export interface WaitingBatch {
  readonly notices: readonly FollowNotice[]
  readonly spans: readonly RecordSpan[]
  /** Records. */
  readonly length: number
}

/** The items of one queue. */
export class Waiting {
  /** Bytes that wait; records and notices that do. */
  bytes = 0
  records = 0
  notices = 0
  /** Records taken, and their payload in bytes. */
  taken = 0
  takenBytes = 0
  readonly #consumed: Consumed
  #items: (RecordBlock | FollowNotice | Dropped)[] = []
  #next = 0

  readonly #onDropped: (kind: number, count: number) => void

  constructor(consumed: Consumed) {
    this.#consumed = consumed
    this.#onDropped = (kind, count) => consumed.count(kind, count)
  }

  get isEmpty(): boolean {
    return this.#next === this.#items.length
  }

  add(block: RecordBlock): void {
    this.bytes += this.#bytesOf(block, 0, block.count)
    this.records += block.count
    this.#items.push(block)
  }

  addNotice(notice: FollowNotice): void {
    this.notices++
    this.#items.push(notice)
  }

  /** The filter dropped `count` records behind the last item. */
  drop(kind: number, count: number): void {
    if (this.isEmpty) return this.#consumed.count(kind, count)
    const last = this.#items.at(-1)
    if (last?.kind === 'dropped') {
      last.counts[kind]! += count
      return
    }
    const counts = [0, 0, 0, 0]
    counts[kind] = count
    this.#items.push({ kind: 'dropped', counts })
  }

  /** The oldest; it goes on waiting. */
  peek(): LogRecord | FollowNotice | undefined {
    const item = this.#items[this.#next] as RecordBlock | FollowNotice | undefined
    return item?.kind === 'block' ? new LogRecord(item, item.next) : item
  }

  /** The oldest. */
  take(): LogRecord | FollowNotice | undefined {
    const item = this.#items[this.#next] as RecordBlock | FollowNotice | undefined
    if (item === undefined) return undefined
    if (item.kind !== 'block') {
      this.#passNotice()
      return item
    }
    const record = new LogRecord(item, item.next)
    this.#pass(item, item.next + 1)
    return record
  }

  /** The oldest notices, and the records up to the next notice: at most so many of so many bytes, but one at least where one waits. */
  takeBatch(records: number, bytes: number): WaitingBatch | undefined {
    if (this.isEmpty) return undefined
    const notices: FollowNotice[] = []
    const spans: RecordSpan[] = []
    let length = 0
    let left = bytes
    for (let item = this.#items[this.#next]; item !== undefined; item = this.#items[this.#next]) {
      if (item.kind !== 'block') {
        if (length > 0) break
        notices.push(item as FollowNotice)
        this.#passNotice()
        continue
      }
      const { fields, next: from, count, payload } = item
      const most = Math.min(count, from + records - length)
      let to = from
      if (from === 0 && most === count && payload <= left) {
        to = count
        left -= payload
      } else for (; to < most && left > 0; to++) left -= fields[to * FIELDS + 4]! - fields[to * FIELDS + 3]!
      if (to === from) break
      spans.push({ block: item, from, to })
      length += to - from
      this.#pass(item, to)
    }
    return { notices, spans, length }
  }

  /** Forgets all: it is not taken any more. */
  clear(): void {
    this.#items = []
    this.#next = this.bytes = this.records = this.notices = 0
  }

  #passNotice(): void {
    this.#next++
    this.notices--
    this.#passDropped()
  }

  /** The records of the first block up to `to` are taken. */
  #pass(block: RecordBlock, to: number): void {
    const { fields, next: from } = block
    this.bytes -= this.#bytesOf(block, from, to)
    this.records -= to - from
    this.taken += to - from
    if (to - from === block.count) this.takenBytes += block.payload
    else
      for (let at = from * FIELDS; at < to * FIELDS; at += FIELDS) this.takenBytes += fields[at + 4]! - fields[at + 3]!
    this.#consumed.take(block, from, to)
    block.next = to
    block.passDropped(this.#onDropped)
    if (to < block.count) return
    this.#next++
    this.#passDropped()
  }

  /** What the filter dropped behind the last item is taken with it. */
  #passDropped(): void {
    for (let item = this.#items[this.#next]; item?.kind === 'dropped'; item = this.#items[this.#next]) {
      this.#next++
      for (const [kind, count] of item.counts.entries()) this.#consumed.count(kind, count)
    }
    if (!this.isEmpty && this.#next < FORGOTTEN) return
    this.#items.splice(0, this.#next)
    this.#next = 0
  }

  #bytesOf(block: RecordBlock, from: number, to: number): number {
    const { fields, count } = block
    const { contexts } = this.#consumed
    let bytes = (to - from) * RECORD_BYTES
    if (to - from === count) bytes += block.bytes
    else for (let at = from * FIELDS; at < to * FIELDS; at += FIELDS) bytes += fields[at + 4]! - fields[at + 1]!
    if (contexts.size > 0)
      for (let index = from; index < to; index++) if (contexts.has(block.orderOf(index))) bytes += CONTEXT_BYTES
    return bytes
  }
}
