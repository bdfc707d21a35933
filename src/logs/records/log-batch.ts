// A batch of a followed log: records that were taken together, still as numbers over the memory of the reads that brought them.
// A record is made when it is asked for; forEach makes nothing.

import { FairleadError } from '../../error.ts'
import type { OwnBytes } from '../../stream/source.ts'
import { LogRecord, lineEnd } from './log-record.ts'
import type { LogNotice } from './notices.ts'
import { FIELDS, type RecordSpan } from './record-block.ts'

/**
 * Called for each record of a batch. `stream`: 1 is stdout, 2 stderr, 3 the daemon's own words. `bytes[start..end)` is the line without its
 * LF; of a TTY also without the CR before that. `bytes` belongs to the batch: nothing else writes it, and it may be kept. `time` is Unix
 * milliseconds with a fraction, good to a microsecond; 0 where there is no timestamp. {@link LogBatch.record} has the nanoseconds.
 */
export type BatchCallback = (stream: number, bytes: OwnBytes, start: number, end: number, time: number) => void

/** Records of a followed log that were taken together, and what was reported before them. */
export class LogBatch {
  /** Records in it. */
  readonly length: number
  /** What was reported behind the last batch and before this one's first record. A gap is always among them. */
  readonly notices: readonly LogNotice[]
  readonly #spans: readonly RecordSpan[]
  readonly #cursorOf: () => string
  #cursor: string | undefined

  /** @internal */
  constructor(spans: readonly RecordSpan[], length: number, notices: readonly LogNotice[], cursorOf: () => string) {
    this.#spans = spans
    this.length = length
    this.notices = notices
    this.#cursorOf = cursorOf
  }

  /** Where the consumer stands behind this batch: all before it and all in it were taken. See {@link FollowedLog.cursor}. */
  get cursor(): string {
    this.#cursor ??= this.#cursorOf()
    return this.#cursor
  }

  /**
   * The record at `index`, made at each call.
   * @throws FairleadError ERR_OPTION where there is none.
   */
  record(index: number): LogRecord {
    let at = index
    if (Number.isSafeInteger(index) && index >= 0) {
      for (const { block, from, to } of this.#spans) {
        if (at < to - from) return new LogRecord(block, from + at)
        at -= to - from
      }
    }
    throw new FairleadError('ERR_OPTION', `record(): no record ${index}: expected a whole number below ${this.length}`)
  }

  /** The records, each made when it is reached. */
  *[Symbol.iterator](): Generator<LogRecord, undefined> {
    for (const { block, from, to } of this.#spans) for (let at = from; at < to; at++) yield new LogRecord(block, at)
    return undefined
  }

  /** Calls back for each record, in order. Nothing is made for a record. */
  forEach(callback: BatchCallback): void {
    for (const { block, from, to } of this.#spans) {
      const { memory, fields, base, source, times } = block
      const { tty } = source
      for (let at = from * FIELDS; at < to * FIELDS; at += FIELDS) {
        const text = fields[at + 3]! - base
        const end = lineEnd(memory, text, fields[at + 4]! - base, tty)
        callback(fields[at]!, memory, text, end, times.ms(fields[at + 1]! - base, fields[at + 2]! - base))
      }
    }
  }
}
