// What watch() returns: lists that are kept true, and an iterator over what changes in them.
// States: made → following (at the first next(), or ready()) ⇄ away → over. Following: one response of events is open, and every list was
// read after it had begun. Owned: that response, the reads of the lists, timers. close(), the signal and leaving the loop end all at once.

import type { Engine } from '../../engine/engine.ts'
import { optionalField } from '../../engine/response/shape.ts'
import { abortError, FairleadError } from '../../error.ts'
import { isPodman } from '../../logs/port/engine-facts.ts'
import { isFinal } from '../../logs/port/final-error.ts'
import { PortClock } from '../../logs/port/port-clock.ts'
import { type Retry, Waits } from '../../logs/port/waits.ts'
import { Takers } from '../../logs/tail/takers.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { type EventMessage, events } from '../../recipes/events.ts'
import type { RecordStream } from '../../recipes/shared/record-stream.ts'
import { engineEvent } from './engine-event.ts'
import { KeptList } from './kept-list.ts'
import { KINDS, type KindPlan, type ReadLimits, type Watched, type WatchKind } from './kinds.ts'
import { Pending, type WatchItem } from './pending.ts'

/** The most ms that an Engine may take for a list. */
export const LIST_MS = 60_000

/** Types of events that may concern a kind. */
const EVENT_TYPES: Readonly<Record<WatchKind, readonly string[]>> = {
  container: ['container', 'image', 'network'],
  image: ['image', 'container'],
  network: ['network'],
  volume: ['volume'],
  service: ['service'],
}

/** What a watch is made of. */
export interface WatchedOptions {
  readonly engine: Engine
  readonly kinds: readonly WatchKind[]
  readonly retry: Retry
  /** ms between two lists of everything; 0: never. */
  readonly check: number
  readonly signal: AbortSignal | undefined
}

/**
 * Lists that are kept true, for one consumer of their changes. The lists are live: they are what the Engine has, also while changes
 * wait to be taken. A list that is not watched stays empty.
 */
export class Watch implements AsyncIterableIterator<WatchItem>, AsyncDisposable {
  readonly #options: WatchedOptions
  readonly #lists = new Map<WatchKind, KeptList>()
  readonly #pending = new Pending()
  readonly #waits: Waits
  readonly #takers = new Takers<WatchItem>()
  readonly #closer = new AbortController()
  readonly #clock: PortClock
  readonly #watcher: Abortable = { abort: (reason) => this.#end({ error: abortError(reason) }) }
  readonly #ready: Promise<void>
  #onReady!: () => void
  #onNotReady!: (error: unknown) => void
  #isStarted = false
  #isReady = false
  #isAway = false
  #isOver = false
  #isReffed = true
  #failure: { readonly error: unknown } | undefined
  #engineId: string | undefined
  #stream: RecordStream<EventMessage> | undefined
  #onBroken: ((error: Error) => void) | undefined

  constructor(options: WatchedOptions) {
    this.#options = options
    this.#clock = new PortClock(options.engine)
    this.#waits = new Waits(this.#clock, options.retry)
    this.#ready = new Promise((resolve, reject) => {
      this.#onReady = resolve
      this.#onNotReady = reject
    })
    this.#ready.catch(() => {})
    for (const kind of options.kinds) {
      const list = new KeptList({
        engine: options.engine,
        kind,
        plan: KINDS[kind] as KindPlan<unknown>,
        limits: () => this.#limits,
        after: (ms, callback) => this.#clock.after(ms, callback),
        onChange: (...change) => {
          this.#pending.change(...change)
          this.#serve()
        },
        onFailure: (error) => this.#onBroken?.(error),
      })
      this.#lists.set(kind, list)
    }
  }

  /** Containers by id, stopped ones too. */
  get containers(): ReadonlyMap<string, Watched['container']> {
    return this.#entriesOf('container')
  }

  /** Images by id, without intermediate ones. */
  get images(): ReadonlyMap<string, Watched['image']> {
    return this.#entriesOf('image')
  }

  /** Networks by id. */
  get networks(): ReadonlyMap<string, Watched['network']> {
    return this.#entriesOf('network')
  }

  /** Volumes by name. */
  get volumes(): ReadonlyMap<string, Watched['volume']> {
    return this.#entriesOf('volume')
  }

  /** Services by id. */
  get services(): ReadonlyMap<string, Watched['service']> {
    return this.#entriesOf('service')
  }

  /** Whether the lists are kept up to date now: events are received, and everything was listed since they are. */
  get isLive(): boolean {
    return this.#isReady && !this.#isAway && !this.#isOver
  }

  /** The id of the Engine that was listed last (`/info`). undefined before that, and on Podman, which makes a new one for each request. */
  get engineId(): string | undefined {
    return this.#engineId
  }

  /**
   * Resolves when everything was listed once. Rejects with an EngineError where the Engine refuses (503 for services on a node
   * that is not a manager), with the network's error where none responds, and with ERR_ABORTED or ERR_CLOSED.
   */
  async ready(): Promise<this> {
    this.#start()
    await this.#ready
    return this
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next change or notice. Rejects once, with the error that ended the watch (ERR_CLOSED: the engine was closed); then it is done. */
  next(): Promise<IteratorResult<WatchItem, undefined>> {
    this.#start()
    const item = this.#takers.next()
    this.#serve()
    return item
  }

  /** Ends the watch and closes its connections. The lists stay as they are; changes that wait are dropped. */
  close(): void {
    this.#end(undefined)
  }

  /** As {@link close}. */
  return(): Promise<IteratorResult<WatchItem, undefined>> {
    this.close()
    return Promise.resolve({ value: undefined, done: true })
  }

  /** Closes the watch and rejects with `error`. */
  throw(error: unknown): Promise<IteratorResult<WatchItem, undefined>> {
    this.close()
    return Promise.reject(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** This watch alone does not keep the process alive, except during a request for a list. */
  unref(): this {
    return this.#keepAlive(false)
  }

  /** Undoes {@link unref}. */
  ref(): this {
    return this.#keepAlive(true)
  }

  #keepAlive(alive: boolean): this {
    this.#isReffed = alive
    this.#clock.keepAlive(alive)
    this.#stream?.[alive ? 'ref' : 'unref']()
    return this
  }

  #entriesOf<K extends WatchKind>(kind: K): ReadonlyMap<string, Watched[K]> {
    return (this.#lists.get(kind)?.entries ?? NONE) as ReadonlyMap<string, Watched[K]>
  }

  get #limits(): ReadLimits {
    return { signal: this.#closer.signal, timeouts: { head: LIST_MS, idle: LIST_MS } }
  }

  #start(): void {
    if (this.#isStarted || this.#isOver) return
    this.#isStarted = true
    const { signal } = this.#options
    if (signal?.aborted) return this.#end({ error: abortError(signal.reason) })
    if (signal !== undefined) watchSignal(signal, this.#watcher)
    this.#run().catch((error: unknown) => this.#end({ error }))
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      try {
        await this.#followOnce()
      } catch (error) {
        if (this.#isOver) return
        // Whether there is such an Engine is the caller's to know at once: only later is it waited for.
        // What is final, as a closed engine is, is not waited for.
        if (!this.#isReady || isFinal(error)) throw error
        this.#leave(error as Error)
        await this.#waits.backOff(error as Error)
      }
    }
  }

  /** One response of events: returns when its time is over, and throws when it ends before. */
  async #followOnce(): Promise<void> {
    const { engine, check } = this.#options
    const types = [...new Set(this.#options.kinds.flatMap((kind) => EVENT_TYPES[kind]))]
    const stream = events(engine, { filters: { type: types }, signal: this.#closer.signal })
    this.#stream = stream
    if (!this.#isReffed) stream.unref()
    let uncheck: (() => void) | undefined
    try {
      await stream.ready()
      const broken = new Promise<never>((_, reject) => {
        this.#onBroken = reject
      })
      const over = this.#note(stream)
      const due = new Promise<void>((resolve) => {
        if (check > 0) uncheck = this.#clock.after(check, resolve)
      })
      await Promise.race([broken, over, this.#sync(stream)])
      await Promise.race([broken, over, due])
    } finally {
      this.#onBroken = undefined
      this.#stream = undefined
      uncheck?.()
      stream.close()
      for (const list of this.#lists.values()) list.reset()
    }
  }

  /** Passes events on until they end, which is an error: a watch has no end of its own. */
  async #note(stream: RecordStream<EventMessage>): Promise<never> {
    for await (const message of stream) {
      const event = engineEvent(message)
      for (const list of this.#lists.values()) list.note(event)
    }
    throw new FairleadError('ERR_CONNECTION_CLOSED', 'GET /events: the Engine ended its events')
  }

  /** Lists everything, and says so unless nothing had happened. Without effect once `stream` is not the present one. */
  async #sync(stream: RecordStream<EventMessage>): Promise<void> {
    const [id] = await Promise.all([this.#identify(), ...[...this.#lists.values()].map((list) => list.readAll())])
    if (this.#isOver || this.#stream !== stream) return
    const replaced = this.#engineId !== undefined && id !== this.#engineId
    const isNews = !this.#isReady || this.#isAway || replaced
    const awayMs = this.#waits.comeBack()?.awayMs ?? 0
    this.#engineId = id
    this.#isAway = false
    if (isNews) this.#pending.synced({ kind: 'synced', engineId: id, replaced, awayMs })
    if (!this.#isReady) {
      this.#isReady = true
      this.#onReady()
    }
    this.#serve()
  }

  /** Podman makes a new id for each request, so it has none. */
  async #identify(): Promise<string | undefined> {
    const { engine } = this.#options
    const [info, version] = await Promise.all([engine.get('/info', this.#limits), engine.get('/version', this.#limits)])
    const id = optionalField('GET /info', info, 'ID', 'string')
    return isPodman(version) || id === '' ? undefined : id
  }

  #leave(error: Error): void {
    if (this.#isAway) return
    this.#isAway = true
    this.#waits.leave('cut')
    this.#pending.away({ kind: 'away', error })
    this.#serve()
  }

  /** Gives those who wait what is there. */
  #serve(): void {
    if (this.#isOver) {
      if (this.#takers.end(this.#failure)) this.#failure = undefined
      return
    }
    while (this.#takers.isWaiting) {
      const item = this.#pending.take()
      if (item === undefined) return
      this.#takers.give(item)
    }
  }

  #end(failure: { readonly error: unknown } | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#failure = failure
    const { signal } = this.#options
    if (signal !== undefined) unwatchSignal(signal, this.#watcher)
    this.#closer.abort()
    this.#stream?.close()
    this.#waits.close()
    for (const list of this.#lists.values()) list.reset()
    this.#clock.close()
    this.#pending.clear()
    if (!this.#isReady) this.#onNotReady(failure?.error ?? new FairleadError('ERR_CLOSED', 'the watch was closed'))
    this.#serve()
  }
}

const NONE = new Map<string, never>()
