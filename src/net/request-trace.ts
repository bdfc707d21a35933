// A request that is watched, and the tunnel that it may become: what its call tells, gathered and told on. There is one only
// where somebody listens.
// A request may need two calls, where the first one's answer refuses the API version; it is over when the last one is.

import type { Socket } from 'node:net'
import { TUNNEL, UNTIL_CLOSE } from '../wire/framing.ts'
import type { Head } from '../wire/head.ts'
import { type Counts, countsOf, isWatched, numberOf, requests, retries, Trace, tunnels } from './channels.ts'
import type { EndpointFacts, RequestEvent, RequestFacts, RetryEvent, TunnelEvent } from './trace-events.ts'

/** What is asked of a connection. */
interface Carrier {
  readonly served: number
  readonly socket: Socket | undefined
}

let asked = 0

/** Whether anything of a request is listened to. */
export function isRequestWatched(isUpgrade: boolean): boolean {
  return isWatched(requests) || isWatched(retries) || (isUpgrade && isWatched(tunnels))
}

/** See the file's head. */
export class RequestTrace extends Trace<RequestEvent> {
  readonly #facts: RequestFacts & { endpoint: EndpointFacts }
  /** The call under way. */
  #call: object | undefined
  #socket: Socket | undefined
  /** What is counted already, of the socket's own counts. */
  #counted: Counts = countsOf(undefined)
  #isSent = false
  /** Its answer may be one that the caller never sees. */
  #isDoubted = false
  #tunnel: Trace<TunnelEvent> | undefined

  constructor({ method, path, template }: RequestFacts, endpoint: EndpointFacts) {
    const facts = { method, path, template, endpoint }
    super(requests, {
      id: ++asked,
      ...facts,
      apiVersion: undefined,
      status: undefined,
      connection: undefined,
      reused: false,
      retries: 0,
      cancelled: false,
      bytesSent: 0,
      bytesReceived: 0,
      timings: { connection: undefined, sent: undefined, head: undefined, end: undefined },
      error: undefined,
    })
    this.#facts = facts
  }

  /** `onFail`, which is also how it is known that the request failed. */
  failing(onFail: (error: Error) => void): (error: Error) => void {
    return (error) => {
      this.fail(error)
      // Where a call is under way, its end follows.
      if (this.#call === undefined) this.finish()
      onFail(error)
    }
  }

  /** A call goes out for it. */
  attach(call: object): void {
    this.#call = call
  }

  onConnection(connection: Carrier): void {
    const { event } = this
    this.#count(event)
    event.connection = numberOf(connection)
    event.reused = connection.served > 0
    Object.assign(event.timings, { connection: this.elapsed, sent: undefined, head: undefined })
    this.#socket = connection.socket
    this.#counted = countsOf(connection.socket)
    this.#isSent = false
  }

  onSent(): void {
    const { event } = this
    event.timings.sent = this.elapsed
    this.#count(event)
    // The connection may carry another request when this one's end is told.
    this.#isSent = true
  }

  onHead(head: Head, framing: number, isUpgrade: boolean): void {
    const { event } = this
    const { status, length } = head
    event.status = status
    event.timings.head = this.elapsed
    if (this.#isDoubted) return
    this.answer()
    const isOpen = status === 101 || (status >= 200 && status < 300)
    if (!isUpgrade || !isOpen || (framing !== TUNNEL && framing !== UNTIL_CLOSE)) return
    // What follows is the tunnel's, and may have come in the same read.
    event.bytesReceived += length
    this.#counted.received += length
    this.#isSent = false
    this.finish()
    const { id: request, apiVersion, connection } = event
    const tunnel = new Trace<TunnelEvent>(tunnels, {
      request,
      ...this.#facts,
      apiVersion,
      connection,
      status,
      cancelled: false,
      bytesSent: 0,
      bytesReceived: 0,
      timings: { end: undefined },
      error: undefined,
    })
    this.#tunnel = tunnel
    this.within(() => tunnel.run(() => {}))
  }

  /** What the answer is, is known only with its body. */
  doubt(): void {
    this.#isDoubted = true
  }

  /** It is sent once more. */
  retry(reason: RetryEvent['reason'], cause: unknown, from?: string, to?: string): void {
    const { event } = this
    this.#isDoubted = false
    event.retries++
    event.status = undefined
    const { method, path, template } = event
    const told: RetryEvent = { request: event.id, method, path, template, reason, from, to, cause }
    this.within(() => retries.start.runStores(told, () => retries.end.publish(told)))
  }

  /** The socket is somebody else's from now on. */
  onHandOver(call: object, socket: Socket): void {
    if (this.#tunnel === undefined) this.over(call, undefined, false)
    else socket.once('close', () => this.over(call, undefined, false))
  }

  /** A call is over. */
  over(call: object, error: Error | undefined, isCancelled: boolean): void {
    // The next call may be under way by now.
    if (this.#call !== call) return
    this.#call = undefined
    const trace = this.#tunnel ?? this
    trace.event.cancelled = isCancelled
    this.#count(trace.event)
    if (error !== undefined) trace.fail(error)
    trace.finish()
  }

  /** Adds what went over the connection since it was counted last. */
  #count(event: { bytesSent: number; bytesReceived: number }): void {
    const { received, sent } = this.#counted
    const now = countsOf(this.#socket)
    this.#counted = now
    // Bun counts none of what comes.
    event.bytesReceived += Math.max(0, now.received - received)
    if (!this.#isSent) event.bytesSent += now.sent - sent
  }
}
