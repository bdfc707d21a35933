// A pull, push, build, load or import under way: typed records to iterate, or done() to wait for the result, or both.
// Engine fact: the answer is 200 before the work is done; what fails later is a record in the stream (errorDetail), and
// every record is looked at. Nothing is kept but the last records, for the error.

import type { RecordResponse } from '../engine/replies.ts'
import { EngineError, FairleadError } from '../error.ts'
import { Recent } from './recent.ts'
import { RecordStream } from './record-stream.ts'

/** How far one part is. */
export interface ProgressDetail {
  /** In `units`, or bytes where there are none. Both are absent where nothing is known. */
  current?: number
  total?: number
  units?: string
}

/** One record, as the Engine sends it (API definitions CreateImageInfo, PushImageInfo, BuildInfo). */
export interface ProgressRecord {
  /** What is being done, to what `id` names: a layer, or the tag. */
  status?: string
  id?: string
  progressDetail?: ProgressDetail
  /** A bar drawn by the Engine, from before API 1.48. */
  progress?: string
  /** Output of a build or a load, with its line ends. */
  stream?: string
  /** What the operation made: an image's id, a pushed tag's digest. */
  aux?: unknown
}

/** Reads the result off the records. */
export interface Summary<R> {
  see(record: ProgressRecord): void
  /** At the clean end. */
  result(): R
}

/** See the file's head. The operation is cancelled by leaving the loop, `close()` and the signal. */
export class Progress<R> extends RecordStream<ProgressRecord> {
  readonly #summary: Summary<R>
  readonly #recent = new Recent()
  readonly #outcome: Promise<R>
  #resolve: (result: R) => void = ignore
  #reject: (error: unknown) => void = ignore
  #reading: 'nobody' | 'iteration' | 'done' = 'nobody'

  constructor(
    open: (signal: AbortSignal) => Promise<RecordResponse<ProgressRecord>>,
    signal: AbortSignal | undefined,
    summary: Summary<R>,
  ) {
    super(open, signal)
    this.#summary = summary
    this.#outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Told to whoever asks with done(); an iteration has told it already.
    this.#outcome.catch(ignore)
  }

  /**
   * The next record. Rejects with an EngineError (ERR_ENGINE_STREAM, with `detailCode` and the last `records`) on a record
   * that is an error, after those before it; as truncated when the answer is cut.
   */
  override next(): Promise<IteratorResult<ProgressRecord, undefined>> {
    if (this.#reading === 'done') {
      const message = 'the progress is being read by done(): iterate before, or not at all'
      return Promise.reject(new FairleadError('ERR_BODY_TAKEN', message))
    }
    this.#reading = 'iteration'
    return this.#advance()
  }

  /**
   * Waits for the end; reads on to it by itself where nobody iterates. May be called again, also after an iteration.
   * Rejects as {@link next} does, or with ERR_CLOSED when the iteration was left before the end.
   */
  done(): Promise<R> {
    if (this.#reading === 'nobody') {
      this.#reading = 'done'
      void this.#drain()
    }
    return this.#outcome
  }

  override close(): void {
    super.close()
    this.#reject(new FairleadError('ERR_CLOSED', 'the progress was closed before its end: the operation was cancelled'))
  }

  async #drain(): Promise<void> {
    try {
      while (!(await this.#advance()).done);
    } catch {
      // The outcome has it.
    }
  }

  async #advance(): Promise<IteratorResult<ProgressRecord, undefined>> {
    try {
      const next = await super.next()
      if (next.done) this.#resolve(this.#summary.result())
      else this.#see(next.value)
      return next
    } catch (error) {
      if (error instanceof EngineError && error.code === 'ERR_ENGINE_STREAM') error.records = this.#recent.records
      this.#reject(error)
      throw error
    }
  }

  #see(record: ProgressRecord): void {
    this.#recent.add(record)
    if (typeof record === 'object' && record !== null) this.#summary.see(record)
  }
}

function ignore(): void {}
