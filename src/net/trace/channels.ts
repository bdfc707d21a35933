// The channels of node:diagnostics_channel: `tracing:fairlead:request:start` and so on, as
// diagnostics_channel.tracingChannel('fairlead:request') names them. docs/observability.md has each one.
// Each is made by its name: not every runtime has tracing channels. Subscribers by tracingChannel() receive the same events.

import type { AsyncResource } from 'node:async_hooks'
import { type Channel, channel } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { now } from '../base/timers.ts'

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

/** The five channels of one kind of event. */
export type Channels = Readonly<Record<(typeof EVENTS)[number], Channel>>

function channelsOf(name: string): Channels {
  const pairs = EVENTS.map((event) => [event, channel(`tracing:fairlead:${name}:${event}`)])
  return Object.fromEntries(pairs) as Channels
}

/** The tracing channels of requests, connections, tunnels and retries; a user subscribes to them by name. */
export const requests = channelsOf('request')
export const connections = channelsOf('connection')
export const tunnels = channelsOf('tunnel')
export const retries = channelsOf('retry')

/** Whether any of the five has a subscriber. */
export function isWatched({ start, end, asyncStart, asyncEnd, error }: Channels): boolean {
  return (
    start.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    asyncStart.hasSubscribers ||
    end.hasSubscribers ||
    error.hasSubscribers
  )
}

/** What every event object with a duration has. */
interface TimedEvent {
  /** In ms from the start. */
  readonly timings: { end: number | undefined }
  error: unknown
}

/**
 * A request, connection or tunnel that is traced from its start to its end, and the one object that all of its events publish. They
 * are published in the async context of the start, the stores bound to that channel included: a socket's own events have another.
 */
export class Trace<E extends TimedEvent> {
  readonly event: E
  readonly #channels: Channels
  readonly #began = now()
  #scope: AsyncResource | undefined
  #isSettled = false

  constructor(channels: Channels, event: E) {
    this.#channels = channels
    this.event = event
  }

  /** Publishes `start`, calls `begin`, and publishes `end`. */
  run(begin: () => void): void {
    const { start, end } = this.#channels
    start.runStores(this.event, () => {
      const { AsyncResource } = process.getBuiltinModule('node:async_hooks')
      this.#scope = new AsyncResource('Fairlead', { requireManualDestroy: true })
      try {
        begin()
      } finally {
        end.publish(this.event)
      }
    })
  }

  /** Calls `publish` in the async context of the start. */
  within(publish: () => void): void {
    this.#scope?.runInAsyncScope(publish)
  }

  /** In ms since it was created. */
  get elapsed(): number {
    return now() - this.#began
  }

  /** The response or connection exists now, or never will: publishes `asyncStart`, once. */
  settle(): void {
    if (!this.#isSettled) this.#publish('asyncStart')
    this.#isSettled = true
  }

  /** Publishes `error`, once. */
  fail(error: unknown): void {
    const { event } = this
    if (event.timings.end !== undefined || event.error !== undefined) return
    event.error = error
    this.#publish('error')
  }

  /** Publishes `asyncEnd`, once. */
  finish(): void {
    const { timings } = this.event
    if (timings.end !== undefined) return
    timings.end = this.elapsed
    this.settle()
    this.#publish('asyncEnd')
  }

  #publish(name: keyof Channels): void {
    this.within(() => this.#channels[name].publish(this.event))
  }
}

const numbers = new WeakMap<object, number>()
let numbered = 0

/** The number of a connection in events. */
export function numberOf(connection: object): number {
  const number = numbers.get(connection) ?? ++numbered
  numbers.set(connection, number)
  return number
}

/** Byte counts of a socket. */
export interface Counts {
  received: number
  sent: number
}

/** The bytes received and sent on a socket so far; with TLS, the decrypted ones. */
export function countsOf(socket: Socket | undefined): Counts {
  // A StreamSocket counts its own bytes.
  const { received, sent } = (socket ?? {}) as Partial<Counts>
  if (received !== undefined && sent !== undefined) return { received, sent }
  return { received: socket?.bytesRead ?? 0, sent: socket?.bytesWritten ?? 0 }
}
