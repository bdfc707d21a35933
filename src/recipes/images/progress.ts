// A pull, push, build, load or import in progress: typed records to iterate, or done() to wait for the result, or both.
// Engine fact: the response is 200 before the work is done; a later failure is a record in the stream, which records() throws
// as an EngineError. Only the last records are kept, for that error.

import type { RecordResponse } from '../../engine/response/response-types.ts'
import { optionalField } from '../../engine/response/shape.ts'
import { EngineError, FairleadError } from '../../error.ts'
import { Outcome } from '../shared/outcome.ts'
import { RecordStream } from '../shared/record-stream.ts'
import { RecentRecords } from './recent-records.ts'

/** How far one part of an operation is. */
export interface ProgressDetail {
  /** Done so far, in `units`; absent when the Engine does not know it. */
  current?: number
  /** The whole, in `units`; absent when the Engine does not know it. */
  total?: number
  /** The unit of `current` and `total`. Absent: bytes. */
  units?: string
}

/** One record as the Engine sends it (API definitions CreateImageInfo, PushImageInfo, BuildInfo). */
export interface ProgressRecord {
  /** What is being done, such as 'Downloading'. */
  status?: string
  /** What `status` is about: a layer's id, or the tag. */
  id?: string
  /** How far it is. */
  progressDetail?: ProgressDetail
  /** A progress bar drawn by the Engine, before API 1.48. */
  progress?: string
  /** Output of a build or a load, with its line ends. */
  stream?: string
  /** What the operation produced: an image's id, a pushed tag's digest. */
  aux?: unknown
}

/** Collects an operation's result from its records. */
export interface Summary<R> {
  /** @throws FairleadError ERR_RECORD_SYNTAX when the record is malformed; `from` is the request. */
  add(record: ProgressRecord, from: string): void
  /** The result, called after a clean end. */
  result(): R
}

/**
 * A pull, push, build, load or import in progress, for one consumer: iterate the records, or `await` {@link done} for the
 * result, or both. Leaving the loop, `close()` and the signal cancel the operation.
 */
export class Progress<R> extends RecordStream<ProgressRecord> {
  readonly #summary: Summary<R>
  readonly #recent = new RecentRecords()
  readonly #outcome = new Outcome<ProgressRecord, R>('progress', () => this.#advance())

  /** @param from the request, for errors: `POST /images/create` */
  constructor(
    from: string,
    open: (signal: AbortSignal) => Promise<RecordResponse<ProgressRecord>>,
    signal: AbortSignal | undefined,
    summary: Summary<R>,
  ) {
    super(from, open, signal)
    this.#summary = summary
  }

  /**
   * The next record. After the records before it, a record that is an error rejects with an EngineError (ERR_ENGINE_STREAM, with
   * `detailCode` and the last `records`). Also rejects with ERR_TRUNCATED_BODY or ERR_TRUNCATED_RECORD when the response is cut
   * off, ERR_RECORD_SYNTAX for a malformed record, and ERR_BODY_TAKEN after {@link done} has begun to read.
   */
  override next(): Promise<IteratorResult<ProgressRecord, undefined>> {
    return this.#outcome.next()
  }

  /**
   * Resolves with the result at the end. Reads the records itself unless an iteration has begun. May be called several times,
   * also after an iteration. Rejects with the errors of {@link next}, and with ERR_CLOSED when the loop was left before the end.
   */
  done(): Promise<R> {
    return this.#outcome.done()
  }

  /** Cancels the operation unless it is complete, and closes the connection; {@link done} rejects with ERR_CLOSED. */
  override close(): void {
    super.close()
    this.#outcome.reject(
      new FairleadError('ERR_CLOSED', 'the progress was closed before its end: the operation was cancelled'),
    )
  }

  async #advance(): Promise<IteratorResult<ProgressRecord, undefined>> {
    try {
      const next = await super.next()
      if (next.done) this.#outcome.resolve(this.#summary.result())
      else this.#add(next.value)
      return next
    } catch (error) {
      if (error instanceof EngineError && error.code === 'ERR_ENGINE_STREAM') error.records = this.#recent.records
      this.#outcome.reject(error)
      throw error
    }
  }

  #add(record: ProgressRecord): void {
    this.#recent.add(record)
    try {
      for (const name of ['status', 'stream']) optionalField(this.from, record, name, 'string')
      this.#summary.add(record, this.from)
    } catch (error) {
      super.close()
      throw error
    }
  }
}

/** The lines of a record's text: one record may hold several. */
export function linesOf(text: string | null | undefined): string[] {
  return text ? text.split(/\r\n|\r|\n/) : []
}
