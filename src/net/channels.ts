// The channels of node:diagnostics_channel that tell what goes on: `tracing:fairlead:request:start` and so on, as
// diagnostics_channel.tracingChannel('fairlead:request') names them. docs/observability.md has each one.
// They are made by name, one by one: not every runtime has tracing channels, and those who listen by tracingChannel hear the same.

import type { AsyncResource } from 'node:async_hooks'
import { type Channel, channel } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { StreamSocket } from './stream-socket.ts'

/** The five channels of one thing. */
export interface Channels {
  start: Channel
  end: Channel
  asyncStart: Channel
  asyncEnd: Channel
  error: Channel
}

function channelsOf(name: string): Channels {
  const of = (event: string): Channel => channel(`tracing:fairlead:${name}:${event}`)
  return {
    start: of('start'),
    end: of('end'),
    asyncStart: of('asyncStart'),
    asyncEnd: of('asyncEnd'),
    error: of('error'),
  }
}

export const requests = channelsOf('request')
export const connections = channelsOf('connection')
export const tunnels = channelsOf('tunnel')
export const retries = channelsOf('retry')

/** Whether somebody listens to any of the five. */
export function isWatched({ start, end, asyncStart, asyncEnd, error }: Channels): boolean {
  return (
    start.hasSubscribers ||
    end.hasSubscribers ||
    asyncStart.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers
  )
}

/**
 * One thing that is watched, from its start to its end, and the object that all of its events tell. They are told in the async
 * context of the start, the stores bound to that channel included: the socket's own events know nothing of who asked.
 */
export class Trace<E extends { error: unknown }> {
  readonly event: E
  readonly #channels: Channels
  readonly #began = performance.now()
  #scope: AsyncResource | undefined

  constructor(channels: Channels, event: E) {
    this.#channels = channels
    this.event = event
  }

  /** Tells the start, does it, and tells the end of the doing. */
  run(begin: () => void): void {
    const { start, end } = this.#channels
    const inside = (): void => {
      const { AsyncResource } = process.getBuiltinModule('node:async_hooks')
      this.#scope = new AsyncResource('Fairlead', { requireManualDestroy: true })
      try {
        begin()
      } finally {
        end.publish(this.event)
      }
    }
    start.runStores(this.event, inside)
  }

  /** ms since it was made. */
  get elapsed(): number {
    return performance.now() - this.#began
  }

  protected tell(name: 'asyncStart' | 'asyncEnd' | 'error'): void {
    const channel = this.#channels[name]
    if (channel.hasSubscribers) this.#scope?.runInAsyncScope(channel.publish, channel, this.event)
  }

  /** At most once. */
  protected tellError(error: unknown): void {
    if (this.event.error !== undefined) return
    this.event.error = error
    this.tell('error')
  }
}

const numbers = new WeakMap<object, number>()
let numbered = 0

/** The number that a connection has in events. */
export function numberOf(connection: object): number {
  let number = numbers.get(connection)
  if (number === undefined) {
    number = ++numbered
    numbers.set(connection, number)
  }
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
