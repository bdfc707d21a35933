// usages(): a live table of what containers use. One response of statistics per running container, one of events, and the requests of a
// watch that keeps the list of containers. States: made → running (at the first next()) → over.
// Owned: a watch, the responses of statistics, one timer. close(), the signal and leaving the loop end all of it at once.

import { BOOLEAN, checkOptions, type Kinds, MS, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { abortError } from '../../error.ts'
import { PortClock } from '../../logs/port/port-clock.ts'
import { Takers } from '../../logs/tail/takers.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { now } from '../../net/base/timers.ts'
import { type Stats, stats } from '../../recipes/containers/stats.ts'
import type { RecordStream } from '../../recipes/shared/record-stream.ts'
import type { WatchedContainer } from '../watch/kinds.ts'
import { watch } from '../watch/watch.ts'
import type { Watch } from '../watch/watched.ts'
import { type Usage, usage } from './usage.ts'

/** ms between two tables, unless an option says otherwise. */
export const TABLE_MS = 1_000
/** The most ms that the first table waits for a sample of each container. */
export const FIRST_TABLE_MS = 3_000
/** ms until statistics that broke off are requested again. */
export const STATS_RETRY_MS = 1_000

/** Options of {@link usages}. */
export interface UsagesOptions {
  /** Rows for containers that do not run, too. Default: false. */
  all?: boolean | undefined
  /** The least ms between two tables. Default 1,000, which is how often Docker takes samples. */
  every?: number | undefined
  /** Ends the table. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const USAGES: Kinds<UsagesOptions> = { all: BOOLEAN, every: MS, signal: SIGNAL }

/** One row of {@link usages}. */
export interface UsageRow {
  readonly id: string
  /** The container's name, without a slash. */
  readonly name: string
  /** 'running', 'paused', 'restarting', 'exited' … */
  readonly state: string
  /** What it uses, from its newest sample. undefined until its first sample, and while it does not run. */
  readonly usage: Usage | undefined
}

/**
 * A live table of what an Engine's containers use, as `docker stats` shows it: containers that start join, and those that stop leave.
 * Iterate it: each table is new, and a slow consumer gets the newest alone. It needs one connection per running container, one for
 * events, and for moments up to ten for lists: `pool.connections` must leave room for them. It survives restarts of the Engine; the
 * iteration ends with `close()` or the signal.
 *
 * The first `next()` rejects with an EngineError or the network's errors when the containers cannot be listed.
 * @throws FairleadError ERR_OPTION.
 */
export function usages(engine: Engine, options: UsagesOptions = {}): Usages {
  checkOptions('usages()', options, USAGES)
  const { all = false, every = TABLE_MS, signal } = options
  return new Usages(engine, all, every, signal)
}

interface Row {
  stream: RecordStream<Stats> | undefined
  usage: Usage | undefined
  /** Whether it had a sample, or cannot have one. */
  isKnown: boolean
}

/** A live table of usage, for one consumer: what {@link usages} returns. */
export class Usages implements AsyncIterableIterator<readonly UsageRow[]>, AsyncDisposable {
  readonly #engine: Engine
  readonly #all: boolean
  readonly #every: number
  readonly #signal: AbortSignal | undefined
  readonly #watch: Watch
  readonly #rows = new Map<string, Row>()
  readonly #takers = new Takers<readonly UsageRow[]>()
  readonly #watcher: Abortable = { abort: (reason) => this.#end({ error: abortError(reason) }) }
  readonly #clock = new PortClock()
  /** Takes the timer of the next table back. */
  #untime: (() => void) | undefined
  #startedAt = 0
  #shownAt = 0
  #isStarted = false
  #isOver = false
  #isReffed = true
  /** The containers were listed once. */
  #isListed = false
  /** Something changed since the last table. */
  #isNew = false
  #failure: { readonly error: unknown } | undefined

  constructor(engine: Engine, all: boolean, every: number, signal: AbortSignal | undefined) {
    this.#engine = engine
    this.#all = all
    this.#every = every
    this.#signal = signal
    this.#watch = watch(engine, { containers: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next table, one row per container, the newest container first: when something is new, and `every` ms after the last one. */
  next(): Promise<IteratorResult<readonly UsageRow[], undefined>> {
    this.#start()
    const table = this.#takers.next()
    this.#serve()
    return table
  }

  /** Ends the table and closes its connections. A pending `next()` resolves as done. */
  close(): void {
    this.#end(undefined)
  }

  /** As {@link close}. */
  return(): Promise<IteratorResult<readonly UsageRow[], undefined>> {
    this.close()
    return Promise.resolve({ value: undefined, done: true })
  }

  /** Closes the table and rejects with `error`. */
  throw(error: unknown): Promise<IteratorResult<readonly UsageRow[], undefined>> {
    this.close()
    return Promise.reject(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** This table alone does not keep the process alive, except during a request. */
  unref(): this {
    return this.#keepAlive(false)
  }

  /** Undoes {@link unref}. */
  ref(): this {
    return this.#keepAlive(true)
  }

  #keepAlive(alive: boolean): this {
    const how = alive ? 'ref' : 'unref'
    this.#isReffed = alive
    this.#clock.keepAlive(alive)
    this.#watch[how]()
    for (const { stream } of this.#rows.values()) stream?.[how]()
    return this
  }

  #start(): void {
    if (this.#isStarted || this.#isOver) return
    this.#isStarted = true
    if (this.#signal?.aborted) return this.#end({ error: abortError(this.#signal.reason) })
    if (this.#signal !== undefined) watchSignal(this.#signal, this.#watcher)
    this.#startedAt = now()
    this.#follow().catch((error: unknown) => this.#end({ error }))
  }

  async #follow(): Promise<void> {
    for await (const item of this.#watch) {
      if (item.kind === 'synced') {
        this.#isListed = true
        this.#change()
      }
      if (item.kind !== 'container') continue
      this.#update(item.id, item.now)
      this.#change()
    }
  }

  #update(id: string, container: WatchedContainer | undefined): void {
    const row = this.#rows.get(id)
    if (container !== undefined && runs(container)) {
      if (row === undefined) this.#open(id)
      return
    }
    row?.stream?.close()
    this.#rows.delete(id)
  }

  #open(id: string): void {
    const row: Row = { stream: undefined, usage: undefined, isKnown: false }
    this.#rows.set(id, row)
    void this.#read(id, row)
  }

  /** Reads a container's samples for as long as its row exists. */
  async #read(id: string, row: Row): Promise<void> {
    row.stream = stats(this.#engine, id)
    if (!this.#isReffed) row.stream.unref()
    try {
      for await (const sample of row.stream) {
        if (this.#rows.get(id) !== row) return
        row.usage = usage(sample)
        row.isKnown = true
        this.#change()
      }
    } catch {
      // The watch finds out whether the container or the Engine is gone.
    }
    if (this.#isOver || this.#rows.get(id) !== row) return
    row.usage = undefined
    row.isKnown = true
    this.#change()
    this.#clock.after(STATS_RETRY_MS, () => {
      if (this.#rows.get(id) === row) void this.#read(id, row)
    })
  }

  #change(): void {
    this.#isNew = true
    this.#serve()
  }

  /** ms until a table may be given. */
  get #due(): number {
    if (this.#shownAt > 0) return this.#shownAt + this.#every - now()
    const isComplete = [...this.#rows.values()].every(({ isKnown }) => isKnown)
    return isComplete ? 0 : this.#startedAt + FIRST_TABLE_MS - now()
  }

  #serve(): void {
    if (this.#isOver) {
      if (this.#takers.end(this.#failure)) this.#failure = undefined
      return
    }
    if (!this.#takers.isWaiting || !this.#isNew || !this.#isListed) return
    this.#untime?.()
    const due = this.#due
    if (due > 0) {
      this.#untime = this.#clock.after(Math.ceil(due), () => this.#serve())
      return
    }
    this.#isNew = false
    this.#shownAt = now()
    this.#takers.give(this.#table())
  }

  #table(): readonly UsageRow[] {
    const shown = [...this.#watch.containers].filter(([, container]) => this.#all || runs(container))
    shown.sort(([, a], [, b]) => b.Created - a.Created)
    return shown.map(([id, { Names, State }]) => ({
      id,
      name: (Names?.[0] ?? '').replace(/^\//, ''),
      state: State,
      usage: this.#rows.get(id)?.usage,
    }))
  }

  #end(failure: { readonly error: unknown } | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#failure = failure
    if (this.#signal !== undefined) unwatchSignal(this.#signal, this.#watcher)
    this.#clock.close()
    this.#watch.close()
    for (const { stream } of this.#rows.values()) stream?.close()
    this.#rows.clear()
    this.#serve()
  }
}

/** Whether `docker stats` shows the container without --all. */
function runs({ State }: WatchedContainer): boolean {
  return State === 'running' || State === 'paused' || State === 'restarting'
}
