// What follow() returns: an iterator over the records of one log, and what there is to report about it.
// States: made → following (at the first next(), or ready()) → over. close(), the signal and leaving the loop end it at once.

import { abortError, FairleadError } from '../../error.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { EnginePort, type EnginePortOptions } from '../port/engine-port.ts'
import type { ConsumedPlace } from '../records/consumed.ts'
import { LogBatch } from '../records/log-batch.ts'
import { type BatchLimits, type BatchOptions, batchLimits, LogBatches } from '../records/log-batches.ts'
import type { LogRecord } from '../records/log-record.ts'
import type { LogSource } from '../records/log-source.ts'
import type { FollowNotice, GapNotice, LogNotice } from '../records/notices.ts'
import { type LogPlace, readCursor, writeCursor } from './cursor.ts'
import { Follower } from './follower.ts'
import type { FollowerOptions, FollowFrom } from './follower-types.ts'
import { RecordQueue } from './record-queue.ts'

/** How much was followed so far, and how it stands. */
export interface LogFigures {
  /** Records and payload bytes taken. */
  readonly records: number
  readonly bytes: number
  /** Bytes that wait to be taken. */
  readonly buffered: number
  /** Gaps reported, and times that following went on after an interruption. */
  readonly gaps: number
  readonly resumed: number
}

/** What a followed log is made of. */
export interface FollowedLogOptions extends Omit<EnginePortOptions, 'onFacts' | 'facts'> {
  readonly from: FollowFrom | { readonly kind: 'cursor'; readonly cursor: string }
  readonly follower: FollowerOptions
  readonly maxLine: number
  /** Which records become lines, where not all: by kind of frame, and by what the payload begins with or includes. */
  readonly accepts: ((kind: number, bytes: Uint8Array, text: number, end: number) => boolean) | undefined
  readonly signal: AbortSignal | undefined
}

/** Someone who waits for what comes next. */
interface Waiter {
  /** Takes it, where it is there. False: not yet. */
  serve(queue: RecordQueue): boolean
  end(): void
  reject(error: unknown): void
}

/** The records of one container's log, for one consumer, across cuts and restarts. */
export class FollowedLog implements AsyncIterableIterator<LogRecord | LogNotice>, AsyncDisposable {
  readonly #options: FollowedLogOptions
  readonly #port: EnginePort
  #queue: RecordQueue | undefined
  #follower: Follower | undefined
  #facts: LogSource | undefined
  #onPlaced!: () => void
  #onNotPlaced!: (error: unknown) => void
  readonly #placed: Promise<void>
  #isPlaced = false
  /** Where a cursor without a record in it begins. */
  #from: LogPlace['from']
  readonly #waiting: Waiter[] = []
  #isStarted = false
  #isOver = false
  #isServing = false
  #failure: { readonly error: unknown } | undefined
  readonly #watcher: Abortable = { abort: (reason) => this.#end({ error: abortError(reason) }) }

  constructor(options: FollowedLogOptions) {
    this.#options = options
    this.#placed = new Promise((resolve, reject) => {
      this.#onPlaced = () => {
        this.#isPlaced = true
        resolve()
      }
      this.#onNotPlaced = reject
    })
    this.#placed.catch(() => {})
    this.#port = new EnginePort({
      ...options,
      onFacts: (facts) => {
        this.#facts = facts
      },
    })
  }

  /**
   * Resolves when the container was found and, with `from: 'now'`, the place in its log.
   * @throws EngineError where the Engine refuses, such as 404; the socket's error where no Engine responds. FairleadError ERR_OPTION for a
   * cursor of another container, ERR_CLOSED, ERR_ABORTED.
   */
  async ready(): Promise<this> {
    this.#start()
    await this.#placed
    return this
  }

  /** Which log this is. undefined until the container was found. */
  get source(): LogSource | undefined {
    return this.#facts
  }

  /**
   * Where the consumer stands: behind the record that it took last. A text of less than 700 bytes to save with what was taken;
   * `follow(engine, id, { from: { cursor } })` goes on from there, in this process or another.
   * @throws FairleadError ERR_OPTION before the container was found: await `ready()` first.
   */
  get cursor(): string {
    if (this.#queue === undefined || this.#facts === undefined || !this.#isPlaced) {
      throw new FairleadError('ERR_OPTION', 'cursor: nothing was followed yet: await ready() or take a record first')
    }
    return this.#cursorAt(this.#queue.place())
  }

  #cursorAt({ runs, taken, head }: ConsumedPlace): string {
    const { from } = this.#options
    const again = runs.length === 0 && (from.kind === 'last' || from.kind === 'since') ? from : undefined
    return writeCursor({ container: this.#facts!.id, runs, taken, head, from: again ?? this.#from })
  }

  /** How much was followed so far. */
  get figures(): LogFigures {
    const queue = this.#queue
    return {
      records: queue?.taken ?? 0,
      bytes: queue?.takenBytes ?? 0,
      buffered: queue?.waiting ?? 0,
      gaps: queue?.gaps ?? 0,
      resumed: queue?.resumed ?? 0,
    }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next record or notice. Ends when the container is removed, or has stopped with `until: 'stopped'`. */
  next(): Promise<IteratorResult<LogRecord | LogNotice, undefined>> {
    // What waits needs no waiter.
    const ready = this.#waiting.length === 0 ? this.#queue?.take() : undefined
    if (ready !== undefined) return Promise.resolve({ value: this.#withSource(ready), done: false })
    return new Promise((resolve, reject) => {
      this.#wait({
        serve: (queue) => {
          const item = queue.take()
          if (item !== undefined) resolve({ value: this.#withSource(item), done: false })
          return item !== undefined
        },
        end: () => resolve({ value: undefined, done: true }),
        reject,
      })
    })
  }

  /** Records alone. A gap rejects with ERR_LOG_GAP, so that none is missed. */
  async *records(): AsyncGenerator<LogRecord, undefined> {
    try {
      for await (const item of this) {
        if (item.kind === 'record') yield item
        else if (item.kind === 'gap') throw gapError(item)
      }
    } finally {
      this.close()
    }
    return undefined
  }

  /**
   * Records in batches, for those who cannot spend a promise on each: what waits is given out at once, up to `records` records or `bytes`
   * bytes of payload. With `waitMs` a batch that is smaller waits so long for more. Notices stand in the batch, before its records.
   * Leaving the loop closes the log.
   * @throws FairleadError ERR_OPTION.
   */
  batches(options: BatchOptions = {}): AsyncIterableIterator<LogBatch> {
    const limits = batchLimits(options)
    return new LogBatches(
      () => this.#nextBatch(limits),
      () => this.close(),
    )
  }

  /** Ends following and closes its connections. Records that wait are dropped. */
  close(): void {
    this.#end(undefined)
  }

  return(): Promise<IteratorResult<LogRecord | LogNotice, undefined>> {
    this.close()
    return Promise.resolve({ value: undefined, done: true })
  }

  throw(error: unknown): Promise<IteratorResult<LogRecord | LogNotice, undefined>> {
    this.close()
    return Promise.reject(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** This log alone does not keep the process alive. */
  unref(): this {
    this.#port.keepAlive(false)
    return this
  }

  /** Undoes {@link unref}. */
  ref(): this {
    this.#port.keepAlive(true)
    return this
  }

  #nextBatch({ records, bytes, waitMs }: BatchLimits): Promise<LogBatch | undefined> {
    let isDue = waitMs === 0
    let untimed: (() => void) | undefined
    return new Promise((resolve, reject) => {
      this.#wait({
        serve: (queue) => {
          if (queue.isEmpty) return false
          // What waits is worth no more waiting where it fills the batch, holds up the reading, has to be known, or is the last.
          isDue ||=
            queue.records >= records || queue.waiting >= bytes || queue.isFull || queue.notices > 0 || this.#isOver
          if (!isDue) {
            untimed ??= this.#port.after(waitMs, () => {
              isDue = true
              this.#serve()
            })
            return false
          }
          untimed?.()
          const { spans, length, notices, place } = queue.takeBatch(records, bytes)!
          const own = notices.map((notice) => this.#noticeOf(notice))
          resolve(new LogBatch(spans, length, own, () => this.#cursorAt(place())))
          return true
        },
        end: () => resolve(undefined),
        reject,
      })
    })
  }

  #wait(waiter: Waiter): void {
    this.#start()
    this.#waiting.push(waiter)
    this.#serve()
  }

  #start(): void {
    if (this.#isStarted || this.#isOver) return
    this.#isStarted = true
    const { signal } = this.#options
    if (signal?.aborted) return this.#end({ error: abortError(signal.reason) })
    if (signal !== undefined) watchSignal(signal, this.#watcher)
    this.#run().then(
      () => this.#finish(undefined),
      (error: unknown) => this.#finish({ error }),
    )
  }

  async #run(): Promise<void> {
    const { from: wanted, maxLine, accepts, follower: options } = this.#options
    // Whether there is such a container is the caller's to know at once: only later is it waited for.
    await this.#port.inspect(true)
    if (this.#isOver) return
    const place = wanted.kind === 'cursor' ? this.#placeOf(wanted.cursor) : undefined
    if (place?.runs.length === 0) this.#from = place.from
    const from: FollowFrom =
      place === undefined
        ? (wanted as FollowFrom)
        : place.runs.length === 0
          ? (place.from ?? { kind: 'start' })
          : { kind: 'anchor', runs: place.runs }
    const queue = new RecordQueue({
      maxLine,
      accepts,
      place: () => follower.place.runs(),
      source: () => this.#facts!,
      from: place?.runs ?? [],
      skip: place?.taken ?? [],
      head: place?.head,
      onReady: () => this.#serve(),
    })
    const follower = new Follower(this.#port, queue, from, options)
    this.#queue = queue
    this.#follower = follower
    // What begins at the next record needs its place first; for the others their first record is to come.
    if (from.kind === 'now') {
      await follower.begin()
      queue.startAt(follower.place.runs())
    }
    if (!this.#isOver) this.#onPlaced()
    await follower.run()
    queue.onStopped()
  }

  #placeOf(cursor: string): LogPlace {
    const place = readCursor(cursor)
    const { id } = this.#facts!
    if (place.container === id) return place
    throw new FairleadError(
      'ERR_OPTION',
      `from.cursor: a cursor of container ${place.container.slice(0, 12)}: expected one of ${id.slice(0, 12)}, the container that is followed`,
    )
  }

  /** Gives those who wait what is there. */
  #serve(): void {
    // To take one may let the log be read on at once, which comes back here: the outer call goes on then.
    if (this.#isServing) return
    this.#isServing = true
    const queue = this.#queue
    while (queue !== undefined && this.#waiting[0]?.serve(queue)) this.#waiting.shift()
    this.#isServing = false
    if (!this.#isOver) return
    for (const waiter of this.#waiting.splice(0)) {
      const failure = this.#failure
      this.#failure = undefined
      if (failure === undefined) waiter.end()
      else waiter.reject(failure.error)
    }
  }

  #withSource(item: LogRecord | FollowNotice): LogRecord | LogNotice {
    return item.kind === 'record' ? item : this.#noticeOf(item)
  }

  #noticeOf(notice: FollowNotice): LogNotice {
    return { ...notice, source: this.#facts! }
  }

  /** The log is over: what waits is still to be taken. */
  #finish(failure: { readonly error: unknown } | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#failure = failure
    this.#release(failure)
    this.#serve()
  }

  /** The caller ends it. */
  #end(failure: { readonly error: unknown } | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#failure = failure
    this.#follower?.close()
    this.#queue?.clear()
    this.#release(failure)
    this.#serve()
  }

  #release(failure: { readonly error: unknown } | undefined): void {
    const { signal } = this.#options
    this.#port.close()
    if (signal !== undefined) unwatchSignal(signal, this.#watcher)
    if (!this.#isPlaced)
      this.#onNotPlaced(failure?.error ?? new FairleadError('ERR_CLOSED', 'the followed log was closed'))
  }
}

/** What records() rejects with at a gap. */
export function gapError({ cause, after, before, source }: GapNotice & { source: LogSource }): FairleadError {
  const range = `between ${after ?? 'the beginning'} and ${before ?? 'the end'}`
  return new FairleadError(
    'ERR_LOG_GAP',
    `${source.name}: records are missing ${range} (${cause}): iterate the log itself to go on behind a gap`,
  )
}
