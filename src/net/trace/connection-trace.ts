// A traced connection, from its dial to its close. It exists only if a channel had a subscriber when the connection was dialled.
// Times are in ms from the start of the dial.

import type { Socket } from 'node:net'
import type { Endpoint } from '../../endpoint/parse.ts'
import { FairleadError } from '../../error.ts'
import { connections, countsOf, numberOf, Trace } from './channels.ts'
import { type ConnectionEvent, type Ending, endpointFacts } from './trace-events.ts'

/** Publishes the events of one connection. */
export class ConnectionTrace extends Trace<ConnectionEvent> {
  #socket: Socket | undefined

  constructor(connection: object, endpoint: Endpoint, how: { tls: boolean; proxy: boolean }) {
    super(connections, {
      id: numberOf(connection),
      endpoint: endpointFacts(endpoint),
      ...how,
      requests: 0,
      bytesSent: 0,
      bytesReceived: 0,
      timings: { reached: undefined, proxied: undefined, connected: undefined, end: undefined },
      ending: undefined,
      error: undefined,
    })
  }

  /** The dial has reached a phase. */
  onPhase(phase: 'reached' | 'proxied' | 'connected'): void {
    this.event.timings[phase] = this.elapsed
  }

  onConnected(socket: Socket): void {
    this.#socket = socket
    this.onPhase('connected')
    this.settle()
  }

  /** The connection has ended, connected or not. */
  onEnd(ending: Ending | Error): void {
    const { event } = this
    const { received, sent } = countsOf(this.#socket)
    event.bytesReceived = received
    event.bytesSent = sent
    event.ending = endingOf(ending)
    if (event.ending === 'failed') this.fail(ending)
    this.finish()
  }
}

function endingOf(ending: Ending | Error): Ending {
  if (!(ending instanceof Error)) return ending
  return ending instanceof FairleadError && ending.code === 'ERR_CLOSED' ? 'closed' : 'failed'
}
