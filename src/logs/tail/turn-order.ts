// In which order sources are taken from: as their records arrive, fair by bytes. Pure.
// Each source that has something waits for its turn; a turn ends behind so many bytes, or with what the source has.

import { Fifo } from '../../net/base/fifo.ts'
import type { LogRecord } from '../records/log-record.ts'
import type { FollowNotice } from '../records/notices.ts'

/** The bytes of one source's turn. */
export const TURN_BYTES = 65_536
/** What an item counts besides its bytes: a source of empty lines has turns, too. */
const ITEM_BYTES = 64

/** A source that records are taken from. */
export interface OrderedSource {
  /** It stands in the order. Only the order writes it. */
  isOrdered: boolean
  /** Payload bytes that were taken of it. */
  readonly takenBytes: number
  peek(): LogRecord | FollowNotice | undefined
  take(): LogRecord | FollowNotice | undefined
}

/** What was taken, and of which source. */
export interface Taken<S> {
  readonly source: S
  readonly item: LogRecord | FollowNotice
}

/** Decides which source is taken from next. */
export interface SourceOrder<S extends OrderedSource> {
  /** Something of this source waits. */
  add(source: S): void
  /** Takes the next item; undefined where none is to be taken now. */
  take(): Taken<S> | undefined
  /** ms until something is to be taken, where it waits for its time; undefined where nothing does. */
  readonly waitMs: number | undefined
}

/** Turns. */
export class TurnOrder<S extends OrderedSource> implements SourceOrder<S> {
  readonly waitMs = undefined
  readonly #waiting = new Fifo<S>()
  #current: S | undefined
  #left = 0

  add(source: S): void {
    if (source.isOrdered) return
    source.isOrdered = true
    this.#waiting.push(source)
  }

  take(): Taken<S> | undefined {
    for (;;) {
      if (this.#current === undefined) {
        this.#current = this.#waiting.shift()
        this.#left = TURN_BYTES
        if (this.#current === undefined) return undefined
      }
      const source = this.#current
      const before = source.takenBytes
      const item = source.take()
      if (item === undefined) {
        source.isOrdered = false
        this.#current = undefined
        continue
      }
      this.#left -= ITEM_BYTES + source.takenBytes - before
      if (this.#left <= 0) {
        this.#current = undefined
        this.#waiting.push(source)
      }
      return { source, item }
    }
  }
}
