// The daemon's events (moby daemon/events). The last 256 are kept, and each new one goes to every listener. They have the legacy
// fields `status`, `id` and `from`, as those of Engine 20.10.

import type { Clock, Instant } from '../base/clock.ts'
import type { Filters } from '../base/filters.ts'
import { goJson, sorted } from '../base/go-json.ts'

/** How many events are kept (moby daemon/events eventsLimit). */
export const EVENTS_KEPT = 256

/** An event without its time: what happened to which object. */
export interface EmittedEvent {
  readonly type: 'container' | 'network' | 'image'
  readonly action: string
  readonly id: string
  readonly attributes: Readonly<Record<string, string>>
}

/** A published event. */
export interface Event extends EmittedEvent {
  readonly time: Instant
  /** The event's JSON on the wire, with its line feed. */
  readonly json: string
}

/** The events of one embedded engine. */
export class Events {
  readonly #clock: Clock
  readonly #kept: Event[] = []
  readonly #listeners = new Set<(event: Event) => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How many listeners are subscribed. */
  get listeners(): number {
    return this.#listeners.size
  }

  /** Gives an event its time, keeps it and passes it to the listeners. */
  publish(emitted: EmittedEvent): void {
    const time = this.#clock.now()
    const event = { ...emitted, time, json: encode(emitted, time) }
    this.#kept.push(event)
    if (this.#kept.length > EVENTS_KEPT) this.#kept.shift()
    for (const listener of this.#listeners) listener(event)
  }

  /** The events that are kept, oldest first. */
  get past(): readonly Event[] {
    return this.#kept
  }

  /** Calls `listener` with each later event. Returns the function that unsubscribes it. */
  subscribe(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** Encodes an event. The legacy fields `status`, `id`, `from` of containers and images come first. `timeNano` exceeds a JavaScript number and is written as text. */
function encode({ type, action, id, attributes }: EmittedEvent, { seconds, nanos }: Instant): string {
  const from = type === 'container' ? { from: attributes.image } : {}
  const legacy = type === 'network' ? {} : { status: action, id, ...from }
  const event = {
    ...legacy,
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: sorted(attributes) },
    scope: 'local',
  }
  const stamp = `"time":${seconds},"timeNano":${seconds}${String(nanos).padStart(9, '0')}`
  return `${goJson(event).slice(0, -2)},${stamp}}\n`
}

/** Whether an event matches a request's filters (moby daemon/events/filter.go). */
export function eventMatches(filters: Filters, { type, action, id, attributes }: Event): boolean {
  const verb = action.split(':', 1)[0]!
  const name = attributes.name ?? ''
  const image = attributes.image ?? ''
  return (
    filters.exact('event', action, verb) &&
    filters.exact('type', type) &&
    filters.exact('scope', 'local') &&
    filters.exact('daemon', 'embedded') &&
    subject(filters, 'container', type, id, name) &&
    subject(filters, 'network', type, id, name) &&
    (!filters.has('image') || ofImage(filters, type === 'image' ? [id, name] : type === 'container' ? [image] : [])) &&
    filters.labels('label', attributes)
  )
}

function ofImage(filters: Filters, names: readonly string[]): boolean {
  return names.some((name) => filters.pattern('image', name, name.split(':', 1)[0]!))
}

function subject(filters: Filters, kind: string, type: string, id: string, name: string): boolean {
  return (
    !filters.has(kind) ||
    (type === kind && (filters.pattern(kind, name) || filters.get(kind).some((value) => id.startsWith(value))))
  )
}
