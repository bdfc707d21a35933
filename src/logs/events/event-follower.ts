// Follows the Engine's events over cuts and restarts of the daemon, against an EventPort alone.
// Contract: `run` resolves when it was closed, and rejects where the Engine refuses, where `forMs` is over, and with any error before
// the first connection stands. The sink receives each event once, in the order of its arrival, and a notice wherever some may be missing.
// States: connecting (the response has not begun) → finding (the place in the ring) → following → away (waits) → connecting …

import { FairleadError } from '../../error.ts'
import { PROBE_MS } from '../follow/stall.ts'
import { isFinal } from '../port/final-error.ts'
import type { ReadEnd } from '../port/port.ts'
import { type Retry, Waits } from '../port/waits.ts'
import type { ResumedNotice } from '../records/notices.ts'
import { EventArrival } from './event-arrival.ts'
import { type EventKey, type EventPlace, type EventPlaceState, findBehind, includesAll, timeOf } from './event-place.ts'
import type { EventHandle, EventPort, ReceivedEvent, RingEvents } from './event-port.ts'

/** Events were not delivered, or may not have been: list what you follow again. */
export interface EventGap {
  readonly kind: 'gap'
  /**
   * `overrun`: more events came than the Engine's ring holds (256) while the connection was away. `restarted`: the daemon was restarted,
   * which empties the ring. `behind`: the consumer did not take what waited; events were dropped.
   */
  readonly cause: 'overrun' | 'restarted' | 'behind'
  /** The time of the last event before the gap, in nanoseconds since 1970; undefined where none was delivered. */
  readonly after: string | undefined
  /** The time of the first event behind the gap; undefined where none has come yet. */
  readonly before: string | undefined
}

/** The connection was away. */
export type EventsResumed = Omit<ResumedNotice, 'reason'> & { readonly reason: 'cut' | 'stalled' }

/** Takes what an {@link EventFollower} delivers. Called synchronously. */
export interface EventSink {
  onEvent(event: ReceivedEvent): void
  onNotice(notice: EventGap | EventsResumed): void
  /** All that matched before this event of the ring was delivered, and at most `since` events behind it; null: the ring was empty. */
  onWitness(witness: EventKey | null, since: number): void
}

/** How an {@link EventFollower} goes on. */
export interface EventFollowerOptions {
  readonly retry: Retry
  /** ms of silence after which the ring is read, to see that the connection lives; 0 for never. */
  readonly stall: number
}

/** The most ms that finding the place may take, and the most bytes of events that come meanwhile: the ring, and what happens. */
export const FIND_MS = 30_000
export const FIND_BYTES = 16_777_216
/** The ms in which an event that the ring shows has to come on the connection, too. */
const LATE_MS = 2000

/** A probe comes sooner where the ring has turned by more than this many events since the last one, and later below that. */
const TURNED_EVENTS = 64
/** By how many events the order of delivery may differ from the ring's. */
const DISORDER_KEYS = 2
/** The least ms between two probes of a busy ring. */
const LEAST_PROBE_MS = 1000

/** Follows events. For one run. */
export class EventFollower {
  readonly #port: EventPort
  readonly #sink: EventSink
  readonly #place: EventPlace
  readonly #options: EventFollowerOptions
  readonly #waits: Waits
  readonly #onReady: () => void
  #handle: EventHandle | undefined
  #isClosed = false
  #isReady = false
  /** The Engine may have been away since the last connection. */
  #wasAway: boolean
  /** An event came since the last look at the silence. */
  #isBusy = false

  /** @param onReady called when the first connection stands: from then on every event is delivered or lies in a gap */
  constructor(port: EventPort, sink: EventSink, place: EventPlace, options: EventFollowerOptions, onReady: () => void) {
    this.#port = port
    this.#sink = sink
    this.#place = place
    this.#options = options
    this.#onReady = onReady
    // A place of before: whether the Engine was restarted since is not known.
    this.#wasAway = place.witness !== undefined
    this.#waits = new Waits(port, options.retry)
  }

  /** Ends it: `run` resolves soon, and the sink is not called again. */
  close(): void {
    this.#isClosed = true
    this.#handle?.cancel()
    this.#waits.close()
  }

  async run(): Promise<void> {
    while (!this.#isClosed) {
      const { error, isStalled } = await this.#connect()
      if (this.#isClosed) return
      // This follower itself ends a connection that is silent or behind.
      const passes = !isFinal(error) || (error as FairleadError).code === 'ERR_ABORTED'
      if (!this.#isReady || !passes) throw error
      const pause = this.#waits.backOff(error, passes)
      if (isStalled) this.#waits.leave('stalled')
      await pause
    }
  }

  /** One connection, from its beginning to its end. */
  async #connect(): Promise<{ error: Error; isStalled: boolean }> {
    const port = this.#port
    const arrival = new EventArrival()
    const handle = port.listen(this.#oldest, (event) => this.#onEvent(event, arrival, handle))
    this.#handle = handle
    let isStalled = false
    const stall = (): void => {
      isStalled = true
      handle.cancel()
    }
    const unlimited = port.after(FIND_MS, stall)
    let unwatch = (): void => {}
    let error: Error | undefined
    try {
      await handle.begun
      void handle.ended.then(() => {
        arrival.isOver = true
        arrival.changed()
      })
      await Promise.race([this.#find(arrival), handle.ended])
      unlimited()
      if (arrival.waiting === undefined) unwatch = this.#watch(stall)
      error = errorOf(await handle.ended)
    } catch (failure) {
      // Its head did not come, or the ring could not be read.
      this.#wasAway = true
      error = failure as Error
      handle.cancel()
    }
    arrival.isOver = true
    unlimited()
    unwatch()
    return { error, isStalled }
  }

  #onEvent(event: ReceivedEvent, arrival: EventArrival, handle: EventHandle): void {
    if (this.#isClosed || arrival.isOver || !arrival.isNew(event.key)) return
    this.#isBusy = true
    if (arrival.waiting === undefined) return this.#deliver(event)
    arrival.waiting.push(event)
    arrival.bytes += event.size
    if (arrival.bytes > FIND_BYTES) handle.cancel()
    arrival.changed()
  }

  get #oldest(): string {
    const { keys, from } = this.#place
    return keys.length === 0 ? from : timeOf(keys[0]!)
  }

  /** Finds the place in the ring and delivers what is behind it. */
  async #find(arrival: EventArrival): Promise<void> {
    const { ring, isFull, matching } = await this.#port.readRing(this.#oldest)
    // The connection brings the ring, too: until it has, an event that is not there may be still to come.
    while (!arrival.isOver && !includesAll(arrival.keys, matching)) await arrival.next()
    if (arrival.isOver || this.#isClosed) return
    const received = arrival.waiting!
    const before = this.#place.state
    const { fresh, gap } = findBehind(before, { received: arrival.keys, ring, isFull, wasAway: this.#wasAway })
    arrival.waiting = undefined
    this.#wasAway = false
    if (gap !== undefined) {
      const [after, next] = [before.keys.at(-1), fresh[0]]
      this.#sink.onNotice({
        kind: 'gap',
        cause: gap,
        after: after === undefined ? undefined : timeOf(after),
        before: next === undefined ? undefined : timeOf(received[next]!.key),
      })
    }
    const resumed = this.#waits.comeBack()
    // The wait before the first try counts as one, too.
    if (resumed !== undefined) this.#sink.onNotice({ ...resumed, attempts: resumed.attempts - 1 } as EventsResumed)
    for (const at of fresh) this.#deliver(received[at]!)
    if (gap !== undefined || isShownBy(ring, before)) this.#witness(ring)
    if (this.#isReady) return
    this.#isReady = true
    this.#onReady()
  }

  #deliver(event: ReceivedEvent): void {
    this.#place.note(event.key)
    this.#sink.onEvent(event)
  }

  #witness(ring: readonly EventKey[]): void {
    const witness = ring.at(-1) ?? null
    const { keys } = this.#place
    const inRing = new Set(ring)
    const behind = keys.length - 1 - keys.findLastIndex((key) => inRing.has(key))
    // Concurrent events may stand a little before their place.
    const since = behind === 0 ? 0 : behind + DISORDER_KEYS
    this.#place.see(witness, since)
    this.#sink.onWitness(witness, since)
  }

  /** After each silence, reads the ring: has an event come that this connection did not bring? Returns what ends it. */
  #watch(onStall: () => void): () => void {
    const { stall } = this.#options
    if (stall === 0) return () => {}
    const port = this.#port
    let isOver = false
    let untimed = (): void => {}
    let pause = stall
    const arm = (): void => {
      this.#isBusy = false
      untimed = port.after(pause, () => {
        if (this.#isBusy) return arm()
        untimed = port.after(Math.min(stall, PROBE_MS), onStall)
        const look = (reading: RingEvents): void => {
          untimed()
          if (isOver) return
          if (!this.#isBehind(reading)) return pass(reading)
          untimed = port.after(Math.min(stall, LATE_MS), () => (this.#isBehind(reading) ? onStall() : pass(reading)))
        }
        port.readRing(this.#oldest).then(look, () => {
          untimed()
          if (!isOver) onStall()
        })
      })
    }
    const pass = ({ ring }: RingEvents): void => {
      const { witness } = this.#place
      const turned = typeof witness === 'string' ? ring.length - 1 - ring.lastIndexOf(witness) : ring.length
      pause = turned > TURNED_EVENTS ? Math.max(Math.min(stall, LEAST_PROBE_MS), pause / 4) : Math.min(stall, pause * 2)
      this.#witness(ring)
      arm()
    }
    arm()
    return () => {
      isOver = true
      untimed()
    }
  }

  /** Whether the ring has an event that did not come, or does not show that this connection is still the one that brings its events. */
  #isBehind({ ring, isFull, matching }: RingEvents): boolean {
    const { fresh, gap } = findBehind(this.#place.state, { received: matching, ring, isFull, wasAway: false })
    return fresh.length > 0 || gap !== undefined
  }
}

/** Whether the ring is one that has held the place. An Engine that was restarted since has another. */
function isShownBy(ring: readonly EventKey[], { keys, witness }: EventPlaceState): boolean {
  if (keys.length === 0 && typeof witness !== 'string') return true
  return ring.some((key) => key === witness || keys.includes(key))
}

function errorOf(end: ReadEnd): Error {
  if (end.how === 'cut' || end.how === 'refused') return end.error
  return new FairleadError('ERR_TRUNCATED_BODY', 'the Engine ended the stream of events')
}
