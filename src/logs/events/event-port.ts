// What following events needs from the outside: a connection, readings of the ring, time. Types only.
// event-follower.ts works on this alone, so that it is tested without sockets and clocks.

import type { EventMessage } from '../../engine/schema.ts'
import type { ReadEnd } from '../port/port.ts'
import type { EventKey } from './event-place.ts'

/** One event as it was received. */
export interface ReceivedEvent {
  readonly key: EventKey
  readonly event: EventMessage
  /** Bytes of memory that it takes, about. */
  readonly size: number
}

/** A connection that brings the ring's events that match the filters, oldest first, and then new ones. */
export interface EventHandle {
  /** Resolves when the response has begun; rejects where it does not. */
  readonly begun: Promise<void>
  /** Resolves once, when the last event was passed on. Never rejects. */
  readonly ended: Promise<ReadEnd>
  /** Ends it. No event is passed on after that. */
  cancel(): void
}

/** The ring of past events. */
export interface RingEvents {
  /** All of them, up to a moment at which the reading was under way. */
  readonly ring: readonly EventKey[]
  /** The Engine kept as many as it can. */
  readonly isFull: boolean
  /** Those that match the filters, read after `ring`. */
  readonly matching: readonly EventKey[]
}

/** The outside. */
export interface EventPort {
  /** Opens the connection. `oldest` is the oldest moment of interest, in nanoseconds since 1970. */
  listen(oldest: string, onEvent: (event: ReceivedEvent) => void): EventHandle
  /** Reads the ring. Rejects where that fails. */
  readRing(oldest: string): Promise<RingEvents>
  /** Calls back after `ms`. Returns what takes that back. */
  after(ms: number, callback: () => void): () => void
  /** ms since 1970, with a fraction. */
  now(): number
  /** From 0 to 1. */
  random(): number
}
