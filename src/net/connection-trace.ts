// A connection that is watched, from its dial to its close. There is one only where somebody listened as it was dialled.
// Times are ms from the start of the dial.

import type { Socket } from 'node:net'
import type { Endpoint } from '../endpoint/parse.ts'
import { FairleadError } from '../error.ts'
import { connections, countsOf, numberOf, Trace } from './channels.ts'
import type { Ending } from './conversation.ts'
import { type ConnectionEvent, endpointFacts } from './trace-events.ts'

/** See the file's head. */
export class ConnectionTrace extends Trace<ConnectionEvent> {
  #socket: Socket | undefined
  #isOver = false

  constructor(connection: object, endpoint: Endpoint, how: { tls: boolean; proxy: boolean }) {
    super(connections, {
      id: numberOf(connection),
      endpoint: endpointFacts(endpoint),
      tls: how.tls,
      proxy: how.proxy,
      requests: 0,
      bytesSent: 0,
      bytesReceived: 0,
      timings: { reached: undefined, proxied: undefined, connected: undefined, closed: undefined },
      ending: undefined,
      error: undefined,
    })
  }

  /** Within the dial. */
  onPhase(phase: 'reached' | 'proxied'): void {
    this.event.timings[phase] = this.elapsed
  }

  onConnected(socket: Socket): void {
    this.#socket = socket
    this.event.timings.connected = this.elapsed
    this.tell('asyncStart')
  }

  /** A request goes out on it. */
  onRequest(): void {
    this.event.requests++
  }

  /** Connected or not, it is over. */
  over(ending: Ending | Error): void {
    if (this.#isOver) return
    this.#isOver = true
    const { event } = this
    const { received, sent } = countsOf(this.#socket)
    event.bytesReceived = received
    event.bytesSent = sent
    event.timings.closed = this.elapsed
    if (!(ending instanceof Error)) event.ending = ending
    else if (ending instanceof FairleadError && ending.code === 'ERR_CLOSED') event.ending = 'closed'
    else {
      event.ending = 'failed'
      this.tellError(ending)
    }
    if (event.timings.connected === undefined) this.tell('asyncStart')
    this.tell('asyncEnd')
  }
}
