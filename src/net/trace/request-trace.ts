// A traced request, and the tunnel that it may become: collects what its calls report, and publishes it. It exists only if a channel
// has a subscriber.
// A request needs two calls if the first one's response rejects the API version. It ends with the last one.

import type { Socket } from 'node:net'
import { type Framing, isTwoWay } from '../../wire/framing.ts'
import type { Head } from '../../wire/head.ts'
import { type Counts, countsOf, isWatched, numberOf, requests, retries, Trace, tunnels } from './channels.ts'
import type { EndpointFacts, RequestEvent, RequestFacts, RetryEvent, TunnelEvent } from './trace-events.ts'

/** What a trace reads of a connection. */
interface TracedConnection {
  readonly served: number
  readonly socket: Socket | undefined
}

let requestCount = 0

/** Whether a channel that a request publishes to has a subscriber. */
export function isRequestWatched(isUpgrade: boolean): boolean {
  return isWatched(requests) || isWatched(retries) || (isUpgrade && isWatched(tunnels))
}

/** Publishes the events of one request, and of the tunnel that it may become. */
export class RequestTrace extends Trace<RequestEvent> {
  readonly #facts: RequestFacts & { endpoint: EndpointFacts }
  /** The present call. */
  #call: object | undefined
  #socket: Socket | undefined
  /** The socket's counts as of the last count. */
  #counted: Counts = countsOf(undefined)
  #isSent = false
  /** The response may be one that the caller never receives. */
  #isDoubted = false
  #tunnel: Trace<TunnelEvent> | undefined

  constructor({ method, path, template }: RequestFacts, endpoint: EndpointFacts) {
    const facts = { method, path, template, endpoint }
    super(requests, {
      id: ++requestCount,
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

  /** Wraps `onFail`, so that the trace learns that the request failed. */
  failing(onFail: (error: Error) => void): (error: Error) => void {
    return (error) => {
      this.fail(error)
      // The end of the present call follows, if one exists.
      if (this.#call === undefined) this.finish()
      onFail(error)
    }
  }

  /** A call was made for the request. */
  attach(call: object): void {
    this.#call = call
  }

  onConnection(connection: TracedConnection): void {
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
    // The connection may carry another request when this one's end is reported.
    this.#isSent = true
  }

  onHead(head: Head, framing: Framing, isUpgrade: boolean): void {
    const { event } = this
    const { status, length } = head
    event.status = status
    event.timings.head = this.elapsed
    if (this.#isDoubted) return
    this.settle()
    const isOpen = status === 101 || (status >= 200 && status < 300)
    if (!isUpgrade || !isOpen || !isTwoWay(framing)) return
    // The bytes that follow belong to the tunnel, and may have come in the same read.
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

  /** Only the response's body decides whether the caller receives this response. */
  doubt(): void {
    this.#isDoubted = true
  }

  /** The request is sent once more. */
  retry(reason: RetryEvent['reason'], cause: unknown, from?: string, to?: string): void {
    const { event } = this
    this.#isDoubted = false
    event.retries++
    event.status = undefined
    const { method, path, template } = event
    const retried: RetryEvent = { request: event.id, method, path, template, reason, from, to, cause }
    this.within(() => retries.start.runStores(retried, () => retries.end.publish(retried)))
  }

  /** The caller owns the socket from now on. */
  onHandOver(call: object, socket: Socket): void {
    if (this.#tunnel === undefined) this.onCallEnd(call, undefined, false)
    else socket.once('close', () => this.onCallEnd(call, undefined, false))
  }

  /** A call has ended. */
  onCallEnd(call: object, error: Error | undefined, isCancelled: boolean): void {
    // The next call may have begun by now.
    if (this.#call !== call) return
    this.#call = undefined
    const trace = this.#tunnel ?? this
    trace.event.cancelled = isCancelled
    this.#count(trace.event)
    if (error !== undefined) trace.fail(error)
    trace.finish()
  }

  /** Adds the bytes of the connection since the last count. */
  #count(event: { bytesSent: number; bytesReceived: number }): void {
    const { received, sent } = this.#counted
    const now = countsOf(this.#socket)
    this.#counted = now
    // Bun does not count received bytes.
    event.bytesReceived += Math.max(0, now.received - received)
    if (!this.#isSent) event.bytesSent += now.sent - sent
  }
}
