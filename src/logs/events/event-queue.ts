// Events that wait to be taken, bounded in bytes, and where their consumer stands.
// The Engine drops events of a listener that does not read for 100 ms, and waits that long at each: so reading never pauses here. Beyond the
// bound, events are dropped behind a gap that says so, until half of what waited was taken.

import type { EventMessage } from '../../engine/schema.ts'
import type { EventGap, EventSink, EventsResumed } from './event-follower.ts'
import { type EventKey, EventPlace, type EventPlaceState, REMEMBERED_EVENTS, timeOf } from './event-place.ts'
import type { ReceivedEvent } from './event-port.ts'

/** One event of the Engine. */
export interface FollowedEvent {
  readonly kind: 'event'
  /** The event as the Engine sent it. Its `timeNano` is a number, and so is rounded to some 250 ns. */
  readonly event: EventMessage
  /** When it happened, in nanoseconds since 1970, exact. */
  readonly timeNano: string
}

/** What is taken. */
export type EventItem = FollowedEvent | EventGap | EventsResumed

interface Notice {
  readonly kind: 'notice'
  notice: EventGap | EventsResumed
  /** The newest of the events that were dropped behind it, or behind the witness that was seen meanwhile; and how many were before them. */
  dropped: EventKey[]
  forgotten: number
  witness: Witness | undefined
}

interface Witness {
  readonly kind: 'witness'
  readonly key: EventKey | null
  readonly since: number
}

type Waiting = Notice | { readonly kind: 'event'; readonly received: ReceivedEvent } | Witness

/** The memory of a notice, about. */
const NOTICE_BYTES = 200

/** The sink of an event follower. */
export class EventQueue implements EventSink {
  events = 0
  gaps = 0
  resumed = 0
  readonly #most: number
  readonly #onItem: () => void
  readonly #consumed: EventPlace
  #waiting: Waiting[] = []
  #next = 0
  #bytes = 0
  /** The gap that events are dropped behind now. */
  #overflow: Notice | undefined
  #newest: EventKey | undefined

  /** @param onItem called when something is there to be taken */
  constructor(place: EventPlaceState, most: number, onItem: () => void) {
    this.#consumed = new EventPlace(place)
    this.#newest = place.keys.at(-1)
    this.#most = most
    this.#onItem = onItem
  }

  /** Bytes that wait. */
  get waiting(): number {
    return this.#bytes
  }

  /** Where the consumer stands: behind what was taken last. */
  get place(): EventPlaceState {
    return this.#consumed.state
  }

  onEvent(received: ReceivedEvent): void {
    const overflow = this.#overflow
    if (overflow !== undefined) {
      if (this.#bytes > this.#most / 2) return drop(overflow, received.key)
      this.#overflow = undefined
      overflow.notice = { ...(overflow.notice as EventGap), before: timeOf(received.key) }
    } else if (this.#bytes > this.#most) {
      return drop(this.#beginOverflow(), received.key)
    }
    this.#newest = received.key
    this.#push({ kind: 'event', received }, received.size)
  }

  onNotice(notice: EventGap | EventsResumed): void {
    // A gap that is open already says it.
    if (this.#overflow !== undefined) return
    if (this.#bytes > this.#most) {
      if (notice.kind === 'gap') this.#beginOverflow()
      return
    }
    if (notice.kind === 'gap') this.gaps++
    else this.resumed++
    this.#push({ kind: 'notice', notice, dropped: [], forgotten: 0, witness: undefined }, NOTICE_BYTES)
  }

  onWitness(key: EventKey | null, since: number): void {
    const witness: Witness = { kind: 'witness', key, since }
    const overflow = this.#overflow
    if (overflow !== undefined) {
      overflow.witness = witness
      overflow.dropped = []
      overflow.forgotten = 0
      return
    }
    if (this.#waiting.at(-1)?.kind === 'witness') this.#waiting.pop()
    this.#waiting.push(witness)
    this.#pass()
  }

  #beginOverflow(): Notice {
    const after = this.#newest === undefined ? undefined : timeOf(this.#newest)
    const notice: EventGap = { kind: 'gap', cause: 'behind', after, before: undefined }
    const gap: Notice = { kind: 'notice', notice, dropped: [], forgotten: 0, witness: undefined }
    this.#overflow = gap
    this.gaps++
    this.#push(gap, NOTICE_BYTES)
    return gap
  }

  /** The oldest that waits. */
  take(): EventItem | undefined {
    const item = this.#waiting[this.#next] as Exclude<Waiting, { kind: 'witness' }> | undefined
    if (item === undefined) return undefined
    this.#next++
    if (item === this.#overflow) this.#overflow = undefined
    if (item.kind === 'event') {
      this.events++
      this.#bytes -= item.received.size
      this.#consumed.note(item.received.key)
    } else {
      this.#bytes -= NOTICE_BYTES
      if (item.witness !== undefined) this.#consumed.see(item.witness.key, item.witness.since)
      for (const key of item.dropped) this.#consumed.note(key)
      this.#consumed.skip(item.forgotten)
    }
    this.#pass()
    if (item.kind === 'notice') return item.notice
    const { event, key } = item.received
    return { kind: 'event', event, timeNano: timeOf(key) }
  }

  /** Forgets what waits. The consumer's place stays. */
  clear(): void {
    this.#waiting = []
    this.#next = this.#bytes = 0
  }

  #push(item: Waiting, bytes: number): void {
    this.#bytes += bytes
    this.#waiting.push(item)
    this.#onItem()
  }

  /** A witness is taken with what stands before it. */
  #pass(): void {
    for (let item = this.#waiting[this.#next]; item?.kind === 'witness'; item = this.#waiting[++this.#next]) {
      this.#consumed.see(item.key, item.since)
    }
    if (this.#next < this.#waiting.length) {
      // A consumer that never takes all still lets go of what it took.
      if (this.#next < 1024) return
      this.#waiting = this.#waiting.slice(this.#next)
    } else this.#waiting = []
    this.#next = 0
  }
}

/** Remembers the newest of what was dropped: the consumer stands behind it once the gap was taken. */
function drop(gap: Notice, key: EventKey): void {
  gap.dropped.push(key)
  if (gap.dropped.length < 2 * REMEMBERED_EVENTS) return
  gap.dropped.splice(0, REMEMBERED_EVENTS)
  gap.forgotten += REMEMBERED_EVENTS
}
