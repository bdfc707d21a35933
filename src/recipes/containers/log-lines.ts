// The iterator that logs() returns: it opens its stream at the first next(), can be closed while that is in progress, and
// stops following the caller's signal when the stream has ended. Once open, it delegates to the iterator of stream/read.

import type { FrameResponse, ResponseHead } from '../../engine/response/response-types.ts'
import { abortError, FairleadError, located } from '../../error.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { SourceIterator } from '../../stream/read/source-iterator.ts'
import type { Head } from '../../wire/head.ts'
import { EndableSource } from '../shared/endable-source.ts'
import { type LogLine, StampedLines } from './stamped-lines.ts'

/** A log's response. */
export interface OpenedLog {
  response: FrameResponse
  /** Whether the log is a TTY's, and so has no frames. */
  raw: boolean
}

interface LogLinesOptions {
  timestamps: boolean
  details: boolean
  signal: AbortSignal | undefined
}

/**
 * The lines of a log, for one consumer: what {@link logs} returns. The first `next()`, or {@link ready}, sends the request. Leaving the
 * loop, {@link close} and the signal close the connection.
 */
export class LogLines implements AsyncIterableIterator<LogLine>, AsyncDisposable {
  readonly #open: (signal: AbortSignal) => Promise<OpenedLog>
  readonly #options: LogLinesOptions
  /** Aborts the requests; follows the caller's signal. */
  readonly #controller = new AbortController()
  #opening: Promise<void> | undefined
  #lines: SourceIterator<LogLine> | undefined
  #response: FrameResponse | undefined
  /** Why there is no response. The first `next()` rejects with it, and every `ready()`. */
  #failure: { error: unknown; isReported: boolean } | undefined
  #closed = false
  #unreffed = false
  readonly #follower: Abortable = { abort: (reason) => this.#controller.abort(reason) }

  constructor(open: (signal: AbortSignal) => Promise<OpenedLog>, options: LogLinesOptions) {
    this.#open = open
    this.#options = options
  }

  /**
   * Resolves when the Engine's response has begun, before its first line; from then on `status` and `headers` are set. Sends the
   * request unless `next()` has. Takes no line: iterate afterwards, or at the same time. Podman sends the head of a followed log
   * with its first output.
   *
   * Rejects with the errors of the request: an EngineError (404: no such container), the network's errors, ERR_ABORTED. ERR_CLOSED
   * when {@link close} came first.
   */
  async ready(): Promise<this & ResponseHead> {
    this.#opening ??= this.#begin()
    await this.#opening
    if (this.#response !== undefined) return this as this & ResponseHead
    const closed = new FairleadError('ERR_CLOSED', 'the log was closed before its response began')
    throw located(this.#failure === undefined ? closed : this.#failure.error)
  }

  /** The response's HTTP status. undefined until the response has begun. */
  get status(): number | undefined {
    return this.#response?.status
  }

  /** The response's head. undefined until the response has begun. */
  get headers(): Head | undefined {
    return this.#response?.headers
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next line. Rejects once with the error of the request or the stream; see {@link logs}. */
  next(): Promise<IteratorResult<LogLine, undefined>> {
    if (this.#lines !== undefined) return this.#lines.next()
    this.#opening ??= this.#begin()
    return this.#opening.then(() => this.#afterOpening())
  }

  /** Ends the iteration and closes the connection in any phase; a pending `next()` resolves as done. */
  return(): Promise<IteratorResult<LogLine, undefined>> {
    this.close()
    return Promise.resolve({ value: undefined, done: true })
  }

  /** Like {@link return}, but rejects with `error`. */
  throw(error: unknown): Promise<IteratorResult<LogLine, undefined>> {
    this.close()
    return Promise.reject(error)
  }

  /** Like {@link return}. Does nothing when called again. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#lines !== undefined) void this.#lines.return()
    else this.#controller.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** From now on this stream alone does not keep the process alive. */
  unref(): this {
    this.#unreffed = true
    this.#response?.unref()
    return this
  }

  /** Undoes {@link unref}. */
  ref(): this {
    this.#unreffed = false
    this.#response?.ref()
    return this
  }

  async #begin(): Promise<void> {
    const { signal } = this.#options
    const unfollow = (): void => {
      if (signal !== undefined) unwatchSignal(signal, this.#follower)
    }
    try {
      if (this.#closed) return
      if (signal?.aborted) throw abortError(signal.reason)
      if (signal !== undefined) watchSignal(signal, this.#follower)
      const { response, raw } = await this.#open(this.#controller.signal)
      this.#response = response
      if (this.#unreffed) response.unref()
      const source = new EndableSource(response.source, unfollow)
      // A Podman record is one write of the process, of any size.
      const isLog = response.headers.get('libpod-api-version') === undefined
      this.#lines = new SourceIterator(source, new StampedLines(raw, this.#options, isLog))
      if (this.#closed) void this.#lines.return()
    } catch (error) {
      unfollow()
      if (!this.#closed) this.#failure = { error, isReported: false }
    }
  }

  /** Reports a failure to the first caller only. */
  #afterOpening(): Promise<IteratorResult<LogLine, undefined>> {
    if (this.#lines !== undefined) return this.#lines.next()
    const failure = this.#failure
    if (failure?.isReported === false) {
      failure.isReported = true
      throw failure.error
    }
    return Promise.resolve({ value: undefined, done: true })
  }
}
