// The daemon's events (moby daemon/events): the last 256 are kept, and every subscriber hears each new one. They carry
// the old fields `status`, `id` and `from` as Engine 20.10 sends them.

import type { Clock, Instant } from './clock.ts'
import type { Filters } from './filters.ts'
import { goJson, sorted } from './go-json.ts'

/** moby daemon/events eventsLimit. */
export const EVENTS_KEPT = 256

/** What happened to what. */
export interface Happening {
  readonly type: 'container' | 'network' | 'image'
  readonly action: string
  readonly id: string
  readonly attributes: Readonly<Record<string, string>>
}

export interface Event extends Happening {
  readonly time: Instant
  /** As it goes on the wire, with its line feed. */
  readonly json: string
}

export class Events {
  readonly #clock: Clock
  readonly #kept: Event[] = []
  readonly #listeners = new Set<(event: Event) => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get listeners(): number {
    return this.#listeners.size
  }

  publish(happening: Happening): void {
    const time = this.#clock.now()
    const event = { ...happening, time, json: encode(happening, time) }
    this.#kept.push(event)
    if (this.#kept.length > EVENTS_KEPT) this.#kept.shift()
    for (const listener of this.#listeners) listener(event)
  }

  /** The kept ones, oldest first. */
  get past(): readonly Event[] {
    return this.#kept
  }

  /** Returns the function that ends it. */
  subscribe(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** The old fields `status`, `id`, `from` come first, for containers and images; nanoseconds exceed what a JavaScript number holds. */
function encode({ type, action, id, attributes }: Happening, { seconds, nanos }: Instant): string {
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

/** moby daemon/events/filter.go. */
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
