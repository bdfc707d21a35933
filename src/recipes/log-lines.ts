// The iterator that logs() returns: opens its stream at the first next(), can be closed while that is still under way, and
// lets go of the caller's signal when the stream is over. After that first moment it is stream/'s own iterator.

import type { FrameResponse } from '../engine/replies.ts'
import { abortError } from '../error.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../net/abort.ts'
import { iterateLines } from '../stream/iterate.ts'
import { SourceIterator } from '../stream/source-iterator.ts'
import { EndableSource } from './endable.ts'
import { type LogLine, StampedLines } from './stamped-lines.ts'

/** A log's stream, and whether it is a TTY's. */
export interface OpenedLog {
  response: FrameResponse
  raw: boolean
}

interface LogLinesOptions {
  timestamps: boolean
  details: boolean
  signal: AbortSignal | undefined
}

/** Lines of a log, for one consumer. */
export class LogLines implements AsyncIterableIterator<LogLine>, AsyncDisposable {
  readonly #open: (signal: AbortSignal) => Promise<OpenedLog>
  readonly #options: LogLinesOptions
  /** Ends the requests; follows the caller's signal. */
  readonly #ender = new AbortController()
  #opening: Promise<void> | undefined
  #lines: SourceIterator<LogLine> | undefined
  #response: FrameResponse | undefined
  #failure: { error: unknown } | undefined
  #closed = false
  #unreffed = false
  readonly #follower: Abortable = { abort: (reason) => this.#ender.abort(reason) }

  constructor(open: (signal: AbortSignal) => Promise<OpenedLog>, options: LogLinesOptions) {
    this.#open = open
    this.#options = options
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<LogLine, undefined>> {
    if (this.#lines !== undefined) return this.#lines.next()
    this.#opening ??= this.#begin()
    return this.#opening.then(() => this.#afterOpening())
  }

  /** Ends the iteration and closes the connection, whatever is under way; who waits in `next()` hears of the end. */
  return(): Promise<IteratorResult<LogLine, undefined>> {
    this.close()
    return Promise.resolve({ value: undefined, done: true })
  }

  /** As {@link return}, and rejects with `error`. */
  throw(error: unknown): Promise<IteratorResult<LogLine, undefined>> {
    this.close()
    return Promise.reject(error)
  }

  /** As {@link return}. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#lines !== undefined) void this.#lines.return()
    else this.#ender.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** This stream alone keeps the process alive no more. */
  unref(): this {
    this.#unreffed = true
    this.#response?.unref()
    return this
  }

  ref(): this {
    this.#unreffed = false
    this.#response?.ref()
    return this
  }

  async #begin(): Promise<void> {
    const { signal } = this.#options
    const onOver = (): void => {
      if (signal !== undefined) unwatchSignal(signal, this.#follower)
    }
    try {
      if (this.#closed) return
      if (signal?.aborted) throw abortError(signal.reason)
      if (signal !== undefined) watchSignal(signal, this.#follower)
      const { response, raw } = await this.#open(this.#ender.signal)
      this.#response = response
      if (this.#unreffed) response.unref()
      const source = new EndableSource(response.source, onOver)
      const { timestamps, details } = this.#options
      this.#lines =
        timestamps || details
          ? new SourceIterator(source, new StampedLines(raw, this.#options))
          : iterateLines(source, raw)
      if (this.#closed) void this.#lines.return()
    } catch (error) {
      onOver()
      if (!this.#closed) this.#failure = { error }
    }
  }

  /** The failure goes to the first who waits. */
  #afterOpening(): Promise<IteratorResult<LogLine, undefined>> {
    if (this.#lines !== undefined) return this.#lines.next()
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure.error
    return Promise.resolve({ value: undefined, done: true })
  }
}
