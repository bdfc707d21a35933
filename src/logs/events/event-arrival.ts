// What one connection for the Engine's events has brought: the events that wait until the place is found, each once. Pure.
// event-follower.ts has one for each connection.

import { type EventKey, isUnique, RING_EVENTS } from './event-place.ts'
import type { ReceivedEvent } from './event-port.ts'

/** The events of one connection. */
export class EventArrival {
  /** Those that wait until the place is found; undefined behind that. */
  waiting: ReceivedEvent[] | undefined = []
  isOver = false
  bytes = 0
  onChange: (() => void) | undefined
  /** Those that came last. */
  readonly #came = new Set<EventKey>()

  get keys(): EventKey[] {
    return (this.waiting ?? []).map(({ key }) => key)
  }

  /**
   * Whether this connection has not brought it before. It has, from now on. Engine fact: an event is put into the ring first, and passed
   * to the listeners after that, so one that begins to listen in between has it from both.
   */
  isNew(key: EventKey): boolean {
    if (!isUnique(key)) return true
    const came = this.#came
    if (came.has(key)) return false
    came.add(key)
    const [oldest] = came
    if (came.size > RING_EVENTS) came.delete(oldest!)
    return true
  }

  changed(): void {
    const { onChange } = this
    this.onChange = undefined
    onChange?.()
  }

  /** Resolves at the next event, or at the end. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.onChange = resolve
    })
  }
}
