// What tail() returns: an iterator over the records of many logs, and what there is to report about them.
// States: made → starting (at the first next(), or ready()) → serving (every Engine has said what it has, or does not respond) → over.
// Records are served from `serving` on. close(), the signal and leaving the loop end it at once.

import { abortError, FairleadError } from '../../error.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { setImmediate } from '../../net/base/timers.ts'
import { gapError } from '../follow/followed-log.ts'
import type { EngineNotice, FoundSource, SourceFinder } from '../port/finder.ts'
import { Gate } from '../port/gate.ts'
import { sourcesOf } from '../port/kept-places.ts'
import { PortClock } from '../port/port-clock.ts'
import type { LogRecord } from '../records/log-record.ts'
import { Budget } from './budget.ts'
import { READS_BEGINNING } from './lazy-read.ts'
import { pace, Silence } from './silence.ts'
import type { SourceFrom } from './source-from.ts'
import { type TailPlace, writeTailCursor } from './tail-cursor.ts'
import type { SourceFigures, SourceNotice, TailFigures, TailNotice } from './tail-types.ts'
import { TailedSource, type TailedSourceOptions, WAKING } from './tailed-source.ts'
import { Takers } from './takers.ts'
import { TimeOrder } from './time-order.ts'
import { type SourceOrder, TurnOrder } from './turn-order.ts'

/** What a tail is made of. */
export interface TailedLogsOptions {
  readonly finders: readonly SourceFinder[]
  /** Where sources begin that exist already. A cursor's: each by its part, and what has none at its first record. */
  readonly from: Exclude<SourceFrom, { kind: 'cursor' }> | { readonly kind: 'place'; readonly place: TailPlace }
  readonly source: Pick<TailedSourceOptions, 'details' | 'maxLine' | 'accepts' | 'follower'>
  /** Parts of sources that were left stay in the cursor: they may be found again. */
  readonly keepsLeft: boolean
  /** The window of an order by time, in ms; undefined: as they arrive. */
  readonly withinMs: number | undefined
  readonly maxBytes: number
  readonly signal: AbortSignal | undefined
}

/** Items taken within one turn of the event loop at most: then sockets and timers have theirs. */
const LOOP_ITEMS = 1024

/** The records of many logs, for one consumer. */
export class TailedLogs implements AsyncIterableIterator<LogRecord | TailNotice>, AsyncDisposable {
  readonly #options: TailedLogsOptions
  readonly #clock = new PortClock()
  readonly #budget: Budget
  readonly #gate = new Gate(READS_BEGINNING)
  readonly #order: SourceOrder<TailedSource>
  readonly #sourceOptions: TailedSourceOptions
  readonly #sources = new Map<string, TailedSource>()
  readonly #silence = new Silence(this.#clock, this.#sources)
  /** Parts of the cursor whose source is not followed: not found yet, or left. */
  readonly #parts: Map<string, string>
  #notices: (SourceNotice | EngineNotice)[] = []
  readonly #takers = new Takers<LogRecord | TailNotice>()
  /** The figures at the end. */
  #last: TailFigures | undefined
  readonly #left = { records: 0, bytes: 0, gaps: 0, resumed: 0 }
  readonly #begun: Promise<void>[] = []
  #state: 'made' | 'starting' | 'serving' | 'over' = 'made'
  #isServing = false
  #isReffed = true
  #unwait: (() => void) | undefined
  #failure: { readonly error: unknown } | undefined
  /** Items that may be taken in this turn of the loop. */
  #loopItems = LOOP_ITEMS
  #isTurnDue = false
  #onPlaced!: () => void
  #onNotPlaced!: (error: unknown) => void
  readonly #placed: Promise<void>
  #isPlaced = false
  readonly #watcher: Abortable = { abort: (reason) => this.#end({ error: abortError(reason) }) }

  constructor(options: TailedLogsOptions) {
    this.#options = options
    this.#budget = new Budget(options.maxBytes)
    this.#order =
      options.withinMs === undefined
        ? new TurnOrder()
        : new TimeOrder<TailedSource>(options.withinMs, () => this.#clock.now())
    // One object for all of them.
    this.#sourceOptions = {
      ...options.source,
      budget: this.#budget,
      gate: this.#gate,
      waking: new Gate(WAKING),
      silenceMs: pace.silenceMs,
      now: () => this.#clock.now(),
      onReady: (ready) => {
        this.#order.add(ready)
        this.#serve()
      },
      onJoined: (joined) => this.#note({ kind: 'joined', source: joined.source }),
      onEnded: (ended, error) => this.#onEnded(ended, error),
    }
    this.#parts = options.from.kind === 'place' ? new Map(options.from.place.parts) : new Map()
    this.#placed = new Promise((resolve, reject) => {
      this.#onPlaced = resolve
      this.#onNotPlaced = reject
    })
    this.#placed.catch(() => {})
  }

  /**
   * Resolves when every Engine has said which containers it has, and with `from: 'now'` the places in their logs are found: what is
   * written from then on is delivered. An Engine that does not respond is reported as `away` and waited for, as long as another one responds.
   * @throws EngineError where an Engine refuses; the socket's error where none responds. FairleadError ERR_OPTION for a cursor of
   * another Engine, ERR_CLOSED, ERR_ABORTED.
   */
  async ready(): Promise<this> {
    this.#start()
    await this.#placed
    return this
  }

  /**
   * Where the consumer stands in all of the logs: behind what it took last of each. A text of some 100 to 500 bytes for each log, to save
   * with what was taken; `tail(engines, { from: { cursor } })` goes on from there, in this process or another.
   * @throws FairleadError ERR_OPTION before the containers were found: await `ready()` first.
   */
  get cursor(): string {
    if (!this.#isPlaced) {
      throw new FairleadError('ERR_OPTION', 'cursor: nothing was followed yet: await ready() or take a record first')
    }
    const parts = new Map(this.#parts)
    for (const [key, source] of this.#sources) parts.set(key, source.part)
    const ids = this.#options.finders.map(({ id }) => id).filter((id) => id !== undefined)
    return writeTailCursor(parts, ids)
  }

  /** How much was followed so far, and how each source stands. */
  get figures(): TailFigures {
    if (this.#last !== undefined) return this.#last
    const sources = [...this.#sources.values()].map((one): SourceFigures => {
      const { source, state, lagMs, figures } = one
      return { source, state, lagMs, ...figures }
    })
    const sum = (key: 'records' | 'bytes' | 'gaps' | 'resumed'): number =>
      sources.reduce((total, one) => total + one[key], this.#left[key])
    return {
      records: sum('records'),
      bytes: sum('bytes'),
      buffered: this.#budget.total,
      gaps: sum('gaps'),
      resumed: sum('resumed'),
      lagMs: sources.reduce((most, { lagMs }) => Math.max(most, lagMs), 0),
      sources,
    }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next record or notice. Ends only by `close()`, the signal or an error. */
  next(): Promise<IteratorResult<LogRecord | TailNotice, undefined>> {
    this.#start()
    const next = this.#takers.next()
    this.#serve()
    return next
  }

  /** Records alone. A gap rejects with ERR_LOG_GAP, and a log that cannot be read with its error, so that none is missed. */
  async *records(): AsyncGenerator<LogRecord, undefined> {
    try {
      for await (const item of this) {
        if (item.kind === 'record') yield item
        else if (item.kind === 'gap') throw gapError(item)
        else if (item.kind === 'failed') throw item.error
      }
    } finally {
      this.close()
    }
    return undefined
  }

  /** Ends following and closes its connections. Records that wait are dropped. */
  close(): void {
    this.#end(undefined)
  }

  return(): Promise<IteratorResult<LogRecord | TailNotice, undefined>> {
    this.close()
    return Promise.resolve({ value: undefined, done: true })
  }

  throw(error: unknown): Promise<IteratorResult<LogRecord | TailNotice, undefined>> {
    this.close()
    return Promise.reject(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** These logs alone do not keep the process alive. */
  unref(): this {
    this.#keepAlive(false)
    return this
  }

  /** Undoes {@link unref}. */
  ref(): this {
    this.#keepAlive(true)
    return this
  }

  #keepAlive(alive: boolean): void {
    this.#isReffed = alive
    this.#clock.keepAlive(alive)
    for (const one of [...this.#options.finders, ...this.#sources.values()]) one.keepAlive(alive)
  }

  #start(): void {
    if (this.#state !== 'made') return
    this.#state = 'starting'
    const { signal } = this.#options
    if (signal?.aborted) return this.#end({ error: abortError(signal.reason) })
    if (signal !== undefined) watchSignal(signal, this.#watcher)
    this.#begin().catch((error: unknown) => this.#end({ error }))
    this.#silence.start()
  }

  async #begin(): Promise<void> {
    const { finders } = this.#options
    const handler = {
      onSource: (found: FoundSource) => this.#add(found),
      onGone: (key: string) => void (this.#parts.delete(key) || this.#sources.get(key)?.leave()),
      kept: (id: string) => sourcesOf(id, this.#parts.keys()),
      onRemoved: (key: string) => void this.#parts.delete(key),
      onNotice: (notice: EngineNotice) => this.#note(notice),
      onFail: (error: Error) => this.#end({ error }),
    }
    const outcomes = await Promise.all(finders.map((finder) => finder.start(handler)))
    if (this.#state === 'over') return
    if (outcomes.length > 0 && outcomes.every((error) => error !== undefined)) throw outcomes[0]
    this.#checkEngines()
    await Promise.all(this.#begun.splice(0))
    if ((this.#state as string) === 'over') return
    this.#state = 'serving'
    this.#isPlaced = true
    this.#onPlaced()
    this.#serve()
  }

  /** A cursor belongs to the Engines that it was made for. @throws FairleadError ERR_OPTION */
  #checkEngines(): void {
    const { finders, from } = this.#options
    if (from.kind !== 'place') return
    const ids = finders.map(({ id }) => id)
    // An Engine that has not responded yet may be the one.
    if (ids.includes(undefined)) return
    const other = from.place.engines.find((id) => !ids.includes(id))
    if (other === undefined) return
    const given = ids.length === 1 ? `the Engine given is ${ids[0]}` : `the Engines given are ${ids.join(', ')}`
    throw new FairleadError('ERR_OPTION', `from.cursor: a cursor of Engine ${other}: ${given}`)
  }

  #add(found: FoundSource): void {
    const { key } = found
    if (this.#state === 'over' || this.#sources.has(key)) return
    const one = new TailedSource(found, this.#fromOf(found), this.#sourceOptions)
    this.#parts.delete(key)
    this.#sources.set(key, one)
    if (!this.#isReffed) one.keepAlive(false)
    const begun = one.begin()
    if (this.#state === 'starting') this.#begun.push(begun)
  }

  #fromOf({ key, isNew }: FoundSource): SourceFrom {
    const { from } = this.#options
    const part = this.#parts.get(key)
    if (part !== undefined) return { kind: 'cursor', part }
    return isNew || from.kind === 'place' ? { kind: 'start' } : from
  }

  #onEnded(ended: TailedSource, error: Error | undefined): void {
    if (error !== undefined) this.#note({ kind: 'failed', source: ended.source, error })
    if (ended.isEmpty) this.#leave(ended)
    else this.#order.add(ended)
    this.#serve()
  }

  /** All that a source had was taken. */
  #leave(left: TailedSource): void {
    const { key } = left
    if (this.#sources.get(key) !== left) return
    if (this.#options.keepsLeft || left.isFailed || left.outlivesEnd) this.#parts.set(key, left.part)
    this.#sources.delete(key)
    this.#silence.forget(left)
    this.#budget.remove(left)
    this.#count(left.figures)
    this.#note({ kind: 'left', source: left.source })
  }

  #count({ records, bytes, gaps, resumed }: TailedSource['figures']): void {
    const left = this.#left
    left.records += records
    left.bytes += bytes
    left.gaps += gaps
    left.resumed += resumed
  }

  #note(notice: SourceNotice | EngineNotice): void {
    if (this.#state === 'over') return
    this.#notices.push(notice)
    if (notice.kind === 'back') {
      try {
        this.#checkEngines()
      } catch (error) {
        return this.#end({ error })
      }
    }
    this.#serve()
  }

  /** Gives the callers that wait what is there. */
  #serve(): void {
    // To take one may let a log be read on at once, which comes back here: the outer call goes on then.
    if (this.#isServing || (this.#state !== 'serving' && this.#state !== 'over')) return
    this.#isServing = true
    while (this.#takers.isWaiting) {
      const item = this.#takeInTurn()
      if (item === undefined) break
      this.#takers.give(item)
    }
    this.#isServing = false
    if (this.#state !== 'over') return this.#waitForTime()
    if (this.#takers.end(this.#failure)) this.#failure = undefined
  }

  /** The next item, unless this turn of the event loop has had its share: sockets and timers have theirs first. */
  #takeInTurn(): LogRecord | TailNotice | undefined {
    if (this.#state === 'over' || this.#loopItems <= 0) return undefined
    const item = this.#take()
    if (item === undefined) return undefined
    this.#loopItems--
    if (!this.#isTurnDue) {
      this.#isTurnDue = true
      setImmediate(() => {
        this.#isTurnDue = false
        this.#loopItems = LOOP_ITEMS
        this.#serve()
      })
    }
    return item
  }

  #take(): LogRecord | TailNotice | undefined {
    const notice = this.#notices.shift()
    if (notice !== undefined) return notice
    const taken = this.#order.take()
    if (taken === undefined) return undefined
    const { source, item } = taken
    this.#silence.onTaken(source)
    if (source.isOver && source.isEmpty) this.#leave(source)
    return item.kind === 'record' ? item : { ...item, source: source.source }
  }

  /** Calls back when the next record's time has come, where records wait for that. */
  #waitForTime(): void {
    this.#unwait?.()
    this.#unwait = undefined
    if (!this.#takers.isWaiting || this.#isTurnDue) return
    const { waitMs } = this.#order
    if (waitMs !== undefined) this.#unwait = this.#clock.after(Math.ceil(waitMs), () => this.#serve())
  }

  #end(failure: { readonly error: unknown } | undefined): void {
    if (this.#state === 'over') return
    this.#last = this.figures
    this.#state = 'over'
    this.#failure = failure
    const { finders, signal } = this.#options
    for (const finder of finders) finder.close()
    // The cursor is good still.
    for (const [key, source] of this.#sources) {
      if (this.#isPlaced) this.#parts.set(key, source.part)
      source.close()
    }
    this.#sources.clear()
    this.#notices = []
    this.#clock.close()
    if (signal !== undefined) unwatchSignal(signal, this.#watcher)
    if (!this.#isPlaced) this.#onNotPlaced(failure?.error ?? new FairleadError('ERR_CLOSED', 'the tail was closed'))
    this.#serve()
  }
}
