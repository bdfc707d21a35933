// What followEvents() returns: an iterator over the Engine's events, and what there is to report about them.
// States: made → following (at the first next(), or ready()) → over. close(), the signal and leaving the loop end it at once.

import type { Engine } from '../../engine/engine.ts'
import { abortError, FairleadError } from '../../error.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { EngineEvents, type EventLists } from './engine-events.ts'
import { type EventCursor, isCursorOf, writeEventCursor } from './event-cursor.ts'
import { EventFollower, type EventFollowerOptions, type EventGap, type EventsResumed } from './event-follower.ts'
import { EventPlace, type EventPlaceState } from './event-place.ts'
import { EventQueue, type FollowedEvent } from './event-queue.ts'

/** What following events reports besides them. */
export type EventNotice = EventGap | EventsResumed

/** How much was followed so far, and how it stands. */
export interface EventFigures {
  /** Events taken. */
  readonly events: number
  /** Bytes of memory of the events that wait to be taken, about. */
  readonly buffered: number
  /** Gaps reported, and times that following went on after an interruption. */
  readonly gaps: number
  readonly resumed: number
}

/** Where following events begins. */
export type EventsFrom =
  | { readonly kind: 'now' }
  | { readonly kind: 'since'; readonly since: string }
  | { readonly kind: 'cursor'; readonly cursor: EventCursor }

/** What followed events are made of. */
export interface FollowedEventsOptions {
  readonly engine: Engine
  readonly from: EventsFrom
  readonly filters: EventLists
  readonly follower: EventFollowerOptions
  readonly maxBytes: number
  readonly signal: AbortSignal | undefined
}

interface Waiter {
  resolve(result: IteratorResult<FollowedEvent | EventNotice, undefined>): void
  reject(error: unknown): void
}

/** The events of one Engine, for one consumer, across cuts and restarts. */
export class FollowedEvents implements AsyncIterableIterator<FollowedEvent | EventNotice>, AsyncDisposable {
  readonly #options: FollowedEventsOptions
  readonly #port: EngineEvents
  #queue: EventQueue | undefined
  #follower: EventFollower | undefined
  #engineId = ''
  /** Those that wait in ready(). */
  readonly #readying: { resolve(): void; reject(error: unknown): void }[] = []
  readonly #waiting: Waiter[] = []
  #isStarted = false
  #isReady = false
  #isOver = false
  /** Why it ended. */
  #cause: { readonly error: unknown } | undefined
  /** The same, until a next() has rejected with it. */
  #failure: { readonly error: unknown } | undefined
  readonly #watcher: Abortable = { abort: (reason) => this.#end({ error: abortError(reason) }) }

  constructor(options: FollowedEventsOptions) {
    this.#options = options
    this.#port = new EngineEvents(options.engine, options.filters)
  }

  /**
   * Resolves when the first connection stands: from then on each event is delivered, or lies in a gap. Until then nothing is tried again.
   * @throws EngineError where the Engine refuses, such as 400 for a bad filter; the socket's error where no Engine responds. FairleadError
   * ERR_OPTION for a cursor of another Engine, ERR_CLOSED, ERR_ABORTED.
   */
  async ready(): Promise<this> {
    this.#start()
    if (!this.#isReady && !this.#isOver) {
      await new Promise<void>((resolve, reject) => this.#readying.push({ resolve, reject }))
    }
    if (!this.#isReady) throw this.#readyError()
    return this
  }

  /**
   * Where the consumer stands: behind what it took last. A text of less than 700 bytes to save with what was taken;
   * `followEvents(engine, { from: { cursor } })` goes on from there, in this process or another.
   * @throws FairleadError ERR_OPTION before the first connection stands: await `ready()` first.
   */
  get cursor(): string {
    if (this.#queue === undefined || !this.#isReady) {
      throw new FairleadError('ERR_OPTION', 'cursor: nothing was followed yet: await ready() or take an event first')
    }
    return writeEventCursor({ engine: this.#engineId, place: this.#queue.place })
  }

  /** How much was followed so far. */
  get figures(): EventFigures {
    const queue = this.#queue
    return {
      events: queue?.events ?? 0,
      buffered: queue?.waiting ?? 0,
      gaps: queue?.gaps ?? 0,
      resumed: queue?.resumed ?? 0,
    }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next event or notice. */
  next(): Promise<IteratorResult<FollowedEvent | EventNotice, undefined>> {
    this.#start()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#serve()
    })
  }

  /** Events alone. A gap rejects with ERR_EVENT_GAP, so that none is missed. */
  async *events(): AsyncGenerator<FollowedEvent, undefined> {
    try {
      for await (const item of this) {
        if (item.kind === 'event') yield item
        else if (item.kind === 'gap') throw gapError(item)
      }
    } finally {
      this.close()
    }
    return undefined
  }

  /** Ends following and closes its connections. Events that wait are dropped. */
  close(): void {
    this.#end(undefined)
  }

  return(): Promise<IteratorResult<FollowedEvent | EventNotice, undefined>> {
    this.close()
    return Promise.resolve({ value: undefined, done: true })
  }

  throw(error: unknown): Promise<IteratorResult<FollowedEvent | EventNotice, undefined>> {
    this.close()
    return Promise.reject(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** These events alone do not keep the process alive. */
  unref(): this {
    this.#port.keepAlive(false)
    return this
  }

  /** Undoes {@link unref}. */
  ref(): this {
    this.#port.keepAlive(true)
    return this
  }

  #start(): void {
    if (this.#isStarted || this.#isOver) return
    this.#isStarted = true
    const { signal } = this.#options
    if (signal?.aborted) return this.#end({ error: abortError(signal.reason) })
    if (signal !== undefined) watchSignal(signal, this.#watcher)
    this.#run().catch((error: unknown) => this.#finish({ error }))
  }

  async #run(): Promise<void> {
    const { id, time } = await this.#port.facts()
    if (this.#isOver) return
    this.#engineId = id
    const place = this.#placeAt(time)
    const { follower: options, maxBytes } = this.#options
    const queue = new EventQueue(place, maxBytes, () => this.#serve())
    const follower = new EventFollower(this.#port, queue, new EventPlace(place), options, () => {
      this.#isReady = true
      for (const { resolve } of this.#readying.splice(0)) resolve()
    })
    this.#queue = queue
    this.#follower = follower
    await follower.run()
  }

  #placeAt(time: string): EventPlaceState {
    const { from } = this.#options
    if (from.kind !== 'cursor') {
      return { keys: [], witness: undefined, since: 0, from: from.kind === 'since' ? from.since : time }
    }
    if (isCursorOf(from.cursor, this.#engineId)) return from.cursor.place
    throw new FairleadError(
      'ERR_OPTION',
      `from.cursor: a cursor of the Engine ${from.cursor.engine}: expected one of ${this.#engineId}, which is followed`,
    )
  }

  /** Gives those who wait what is there. */
  #serve(): void {
    while (this.#waiting.length > 0) {
      const item = this.#queue?.take()
      if (item === undefined) break
      this.#waiting.shift()!.resolve({ value: item, done: false })
    }
    if (!this.#isOver) return
    for (const waiter of this.#waiting.splice(0)) {
      const failure = this.#failure
      this.#failure = undefined
      if (failure === undefined) waiter.resolve({ value: undefined, done: true })
      else waiter.reject(failure.error)
    }
  }

  /** It failed: what waits is still to be taken. */
  #finish(failure: { readonly error: unknown }): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#release(failure)
  }

  /** The caller ends it. */
  #end(failure: { readonly error: unknown } | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#queue?.clear()
    this.#release(failure)
  }

  #release(failure: { readonly error: unknown } | undefined): void {
    const { signal } = this.#options
    this.#failure = this.#cause = failure
    this.#follower?.close()
    this.#port.close()
    if (signal !== undefined) unwatchSignal(signal, this.#watcher)
    for (const { reject } of this.#readying.splice(0)) reject(this.#readyError())
    this.#serve()
  }

  #readyError(): unknown {
    return this.#cause?.error ?? new FairleadError('ERR_CLOSED', 'the followed events were closed before they stood')
  }
}

function gapError({ cause, after, before }: EventGap): FairleadError {
  const range = `between ${after ?? 'the beginning'} and ${before ?? 'now'} (nanoseconds since 1970)`
  return new FairleadError(
    'ERR_EVENT_GAP',
    `events may be missing ${range} (${cause}): list what is followed again; iterate the followed events themselves to go on behind a gap`,
  )
}
