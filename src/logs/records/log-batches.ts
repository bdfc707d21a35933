// What batches() returns: an iterator whose end does not wait for a batch that is asked for.
// States: open → over, at the log's end, at its error, and when the loop is left.

import { COUNT, checkOptions, type Kinds, MS } from '../../check.ts'
import { FairleadError } from '../../error.ts'
import type { LogBatch } from './log-batch.ts'

/** How large a batch of a followed log may be, and how long it may wait to become so. */
export interface BatchOptions {
  /** The most records of one batch. Default 4,096. */
  records?: number | undefined
  /** The most payload bytes of one batch; its last record may go beyond. Default 256 KiB, about what is read ahead. */
  bytes?: number | undefined
  /** ms that a batch waits for more records behind its first one. Default 0: what is there is given out at once. */
  waitMs?: number | undefined
}

/** The same, all of them. */
export type BatchLimits = { readonly [Name in keyof BatchOptions]-?: number }

const BATCH: Kinds<BatchOptions> = { records: COUNT, bytes: COUNT, waitMs: MS }

/** The defaults of a batch's most records and bytes. */
export const BATCH_RECORDS = 4096
export const BATCH_BYTES = 262_144

/** @throws FairleadError ERR_OPTION. */
export function batchLimits(options: BatchOptions): BatchLimits {
  checkOptions('batches()', options, BATCH)
  const { records = BATCH_RECORDS, bytes = BATCH_BYTES, waitMs = 0 } = options
  for (const [name, value] of Object.entries({ records, bytes })) {
    if (value < 1) throw new FairleadError('ERR_OPTION', `${name}: expected a whole number above 0`)
  }
  return { records, bytes, waitMs }
}

/** Batches, one after another. */
export class LogBatches implements AsyncIterableIterator<LogBatch>, AsyncDisposable {
  readonly #next: () => Promise<LogBatch | undefined>
  readonly #close: () => void
  #isLeft = false

  constructor(next: () => Promise<LogBatch | undefined>, close: () => void) {
    this.#next = next
    this.#close = close
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<LogBatch, undefined>> {
    const batch = this.#isLeft ? undefined : await this.#next()
    return batch === undefined ? { value: undefined, done: true } : { value: batch, done: false }
  }

  async return(): Promise<IteratorResult<LogBatch, undefined>> {
    this.#isLeft = true
    this.#close()
    return { value: undefined, done: true }
  }

  async throw(error: unknown): Promise<IteratorResult<LogBatch, undefined>> {
    await this.return()
    throw error
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }
}
