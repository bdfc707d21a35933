// The channels of node:diagnostics_channel that tell what goes on: `tracing:fairlead:request:start` and so on, as
// diagnostics_channel.tracingChannel('fairlead:request') names them. docs/observability.md has each one.
// They are made by name, one by one: not every runtime has tracing channels, and those who listen by tracingChannel hear the same.

import type { AsyncResource } from 'node:async_hooks'
import { type Channel, channel } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { StreamSocket } from './stream-socket.ts'

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

/** The five channels of one thing. */
export type Channels = Readonly<Record<(typeof EVENTS)[number], Channel>>

function channelsOf(name: string): Channels {
  const pairs = EVENTS.map((event) => [event, channel(`tracing:fairlead:${name}:${event}`)])
  return Object.fromEntries(pairs) as Channels
}

export const requests = channelsOf('request')
export const connections = channelsOf('connection')
export const tunnels = channelsOf('tunnel')
export const retries = channelsOf('retry')

/** Whether somebody listens to any of the five. */
export function isWatched({ start, end, asyncStart, asyncEnd, error }: Channels): boolean {
  return (
    start.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    asyncStart.hasSubscribers ||
    end.hasSubscribers ||
    error.hasSubscribers
  )
}

/** What is told of a thing that lasts. */
interface Lasting {
  /** ms from the start. */
  readonly timings: { end: number | undefined }
  error: unknown
}

/**
 * One thing that is watched, from its start to its end, and the object that all of its events tell. They are told in the async
 * context of the start, the stores bound to that channel included: the socket's own events know nothing of who asked.
 */
export class Trace<E extends Lasting> {
  readonly event: E
  readonly #channels: Channels
  readonly #began = performance.now()
  #scope: AsyncResource | undefined
  #isAnswered = false

  constructor(channels: Channels, event: E) {
    this.#channels = channels
    this.event = event
  }

  /** Tells the start, does it, and tells the end of the doing. */
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

  /** In the context of its start. */
  within(tell: () => void): void {
    this.#scope?.runInAsyncScope(tell)
  }

  /** ms since it was made. */
  get elapsed(): number {
    return performance.now() - this.#began
  }

  /** What was asked for is there, or will not be. */
  answer(): void {
    if (!this.#isAnswered) this.#tell('asyncStart')
    this.#isAnswered = true
  }

  fail(error: unknown): void {
    const { event } = this
    if (event.timings.end !== undefined || event.error !== undefined) return
    event.error = error
    this.#tell('error')
  }

  finish(): void {
    const { timings } = this.event
    if (timings.end !== undefined) return
    timings.end = this.elapsed
    this.answer()
    this.#tell('asyncEnd')
  }

  #tell(name: keyof Channels): void {
    this.within(() => this.#channels[name].publish(this.event))
  }
}

const numbers = new WeakMap<object, number>()
let numbered = 0

/** The number that a connection has in events. */
export function numberOf(connection: object): number {
  const number = numbers.get(connection) ?? ++numbered
  numbers.set(connection, number)
  return number
}

/** Bytes. */
export interface Counts {
  received: number
  sent: number
}

/** What came and went on a socket so far; with TLS, inside of it. */
export function countsOf(socket: Socket | undefined): Counts {
  if (socket instanceof StreamSocket) return { received: socket.received, sent: socket.sent }
  return { received: socket?.bytesRead ?? 0, sent: socket?.bytesWritten ?? 0 }
}
