// Where following the Engine's events stands, and what of its ring of past events is new behind that place. Pure.
// Engine facts: the ring holds the last 256 events in the order in which they were published. That order is not always the order
// of their times, nor the order in which concurrent events reach a listener. A restart of the daemon empties the ring.
// So the place is the events themselves, never a time: what the ring still shows of them proves that nothing is missing.

/** The events that a Docker Engine keeps. */
export const RING_EVENTS = 256
/** The events that a place remembers, and that a cursor has. */
export const REMEMBERED_EVENTS = 64
export const CURSOR_EVENTS = 8

/** By how many events the ring's order may differ from that of the times. */
const DISORDER_EVENTS = 16

/** What identifies an event: its time in nanoseconds, and a hash of its text. */
export type EventKey = string

/** A place, as a cursor has it. */
export interface EventPlaceState {
  /** The events before the place, in the order in which they were delivered; the newest last. */
  readonly keys: readonly EventKey[]
  /** The ring's newest event when all that matched before it was delivered; null: the ring was empty. undefined: it is not known. */
  readonly witness: EventKey | null | undefined
  /** How many events were delivered since the witness was seen. */
  readonly since: number
  /** While nothing is known: only events from this moment on, in nanoseconds since 1970. */
  readonly from: string
}

/** A place that moves. */
export class EventPlace {
  readonly from: string
  #keys: EventKey[]
  #witness: EventKey | null | undefined
  #since: number

  constructor({ keys, witness, since, from }: EventPlaceState) {
    this.#keys = [...keys]
    this.#witness = witness
    this.#since = since
    this.from = from
  }

  get witness(): EventKey | null | undefined {
    return this.#witness
  }

  /** The ring was seen up to this event when `since` others had been delivered behind it. */
  see(witness: EventKey | null, since: number): void {
    this.#witness = witness
    this.#since = since
  }

  /** So many events count as delivered that are not remembered. */
  skip(count: number): void {
    this.#since += count
  }

  /** This event was delivered. */
  note(key: EventKey): void {
    this.#keys.push(key)
    this.#since++
    if (this.#keys.length >= 2 * REMEMBERED_EVENTS) this.#keys = this.#keys.slice(-REMEMBERED_EVENTS)
  }

  get keys(): readonly EventKey[] {
    return this.#keys.slice(-REMEMBERED_EVENTS)
  }

  get state(): EventPlaceState {
    return { keys: this.keys, witness: this.#witness, since: this.#since, from: this.from }
  }
}

/** What stands in the ring behind a place. */
export interface Behind {
  /** Indexes in `received` of the events that are new. */
  readonly fresh: readonly number[]
  /** Why events may be missing between the place and the first fresh one; undefined: none is. */
  readonly gap: 'overrun' | 'restarted' | undefined
}

/** What was read to find a place again. */
export interface RingReading {
  /** The connection's events so far: what matches the filters in the ring, and what came since. */
  readonly received: readonly EventKey[]
  /** The whole ring, read after the connection began. */
  readonly ring: readonly EventKey[]
  /** The ring was full: events have left it, or will with the next one. */
  readonly isFull: boolean
  /** The Engine could not be reached at all meanwhile. */
  readonly wasAway: boolean
}

/** Finds the place again. */
export function findBehind({ keys, witness, since, from }: EventPlaceState, reading: RingReading): Behind {
  const { received, ring, isFull, wasAway } = reading
  if (keys.length === 0 && witness === undefined) {
    const isHidden = isFull && isLater(ring[0]!, from)
    return {
      fresh: received.flatMap((key, at) => (isBefore(key, from) ? [] : [at])),
      gap: isHidden ? 'overrun' : undefined,
    }
  }
  const known = counted(keys)
  // The newer half is where to begin. The older half only shows what was delivered out of the ring's order.
  const newest = new Set(keys.slice(-Math.ceil(keys.length / 2)))
  const inReceived = firstOf(received, newest)
  const inRing = firstOf(ring, newest)
  const witnessed = typeof witness === 'string' ? ring.lastIndexOf(witness) : -1
  const wasEmpty = witness === null && since === 0 && !isFull && !wasAway
  if (inReceived < 0 && inRing < 0 && witnessed < 0 && !wasEmpty) {
    return { fresh: unknownOf(received, known, () => true), gap: isFull ? 'overrun' : 'restarted' }
  }
  // All that was delivered since the witness is remembered: then what is new is what is not.
  const isWhole = since <= keys.length && (witnessed >= 0 || witness === null)
  if (!isWhole && inReceived >= 0)
    return { fresh: unknownOf(received, known, (at) => at >= inReceived), gap: undefined }
  const start = isWhole ? witnessed + 1 : Math.max(inRing, witnessed + 1, 0)
  for (const [key, count] of counted(ring.slice(0, start))) known.set(key, Math.max(count, known.get(key) ?? 0))
  // What left a full ring between the two readings is older than what is in it; times may be out of order by a few events.
  const first = firstOf(received, new Set(ring))
  const isOld = (at: number): boolean =>
    isFull && (first < 0 || at < first) && !isLater(received[at]!, timeOf(ring[DISORDER_EVENTS]!))
  return { fresh: unknownOf(received, known, (at) => !isOld(at)), gap: undefined }
}

/**
 * Whether a ring was full when it was read. A reading ends at a moment of before, so events that came since are not in it, and those
 * that they have pushed out are not, either: a full ring can look like one that is not.
 * @param again the same ring read after that, where {@link isDoubtful} says so
 */
export function isFullRing(ring: readonly EventKey[], again: readonly EventKey[]): boolean {
  if (ring.length >= RING_EVENTS || again.length >= RING_EVENTS) return true
  // Where an event came between the two, it pushed the oldest one out. Where none came, the second reading lacks none.
  return again.length > 0 && ring[0] !== again[0]
}

/** Whether one reading does not show that a ring was not full. It takes half a ring of events within one round trip to show less. */
export function isDoubtful(ring: readonly EventKey[]): boolean {
  return ring.length < RING_EVENTS && ring.length >= RING_EVENTS / 2
}

/** Whether all of `wanted` is in `received`, as often. */
export function includesAll(received: readonly EventKey[], wanted: readonly EventKey[]): boolean {
  const counts = counted(received)
  return wanted.every((key) => takeFrom(counts, key))
}

/** An event's key. @param text the record as it was sent */
export function keyOf(timeNano: string, text: string): EventKey {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return `${timeNano}-${(hash >>> 0).toString(36)}`
}

/** The time of a key, in nanoseconds since 1970. */
export function timeOf(key: EventKey): string {
  return key.slice(0, key.indexOf('-', 1))
}

/** Whether no other event has this key: its time has nanoseconds. Where an Engine counts in whole seconds, two equal ones may be two. */
export function isUnique(key: EventKey): boolean {
  return !timeOf(key).endsWith('000000000')
}

/** Whether a key's time is before this moment. */
function isBefore(key: EventKey, moment: string): boolean {
  return BigInt(timeOf(key)) < BigInt(moment)
}

function isLater(key: EventKey, moment: string): boolean {
  return BigInt(timeOf(key)) > BigInt(moment)
}

function counted(keys: readonly EventKey[]): Map<EventKey, number> {
  const counts = new Map<EventKey, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Takes one of it, if one is left. */
function takeFrom(counts: Map<EventKey, number>, key: EventKey): boolean {
  const count = counts.get(key) ?? 0
  if (count > 0) counts.set(key, count - 1)
  return count > 0
}

function firstOf(keys: readonly EventKey[], wanted: ReadonlySet<EventKey>): number {
  return keys.findIndex((key) => wanted.has(key))
}

/** The indexes of what is not known, among those wanted. */
function unknownOf(
  keys: readonly EventKey[],
  known: Map<EventKey, number>,
  isWanted: (at: number) => boolean,
): number[] {
  return keys.flatMap((key, at) => (!takeFrom(known, key) && isWanted(at) ? [at] : []))
}
