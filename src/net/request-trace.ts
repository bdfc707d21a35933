// A request that is watched: what its call tells of it, gathered and told on. There is one only where somebody listens.
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
  /** The call under way. */
  #call: object | undefined
  #socket: Socket | undefined
  #before: Counts = { received: 0, sent: 0 }
  #isSent = false
  /** Its answer may be one that the caller never sees. */
  #doubted = false
  #isAnswered = false
  #isOver = false
  #tunnel: TunnelTrace | undefined

  constructor({ method, path, template }: RequestFacts, endpoint: EndpointFacts) {
    super(requests, {
      id: ++asked,
      method,
      path,
      template,
      endpoint,
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
  }

  /** `onFail`, which is also how it is known that the request failed. */
  failing(onFail: (error: Error) => void): (error: Error) => void {
    return (error) => {
      this.#fail(error)
      onFail(error)
    }
  }

  /** A call goes out for it. */
  attach(call: object): void {
    this.#call = call
  }

  onConnection(connection: Carrier): void {
    this.#count()
    const { event } = this
    event.connection = numberOf(connection)
    event.reused = connection.served > 0
    Object.assign(event.timings, { connection: this.elapsed, sent: undefined, head: undefined })
    this.#socket = connection.socket
    this.#before = countsOf(connection.socket)
    this.#isSent = false
  }

  onSent(): void {
    this.event.timings.sent = this.elapsed
    // Counted now: the connection may carry another request when this one's end is told.
    this.event.bytesSent += countsOf(this.#socket).sent - this.#before.sent
    this.#isSent = true
  }

  onHead(head: Head, framing: number, isUpgrade: boolean): void {
    const { event } = this
    const { status } = head
    event.status = status
    event.timings.head = this.elapsed
    if (this.#doubted) return
    this.#answer()
    const isOpen = status === 101 || (status >= 200 && status < 300)
    if (!isUpgrade || !isOpen || (framing !== TUNNEL && framing !== UNTIL_CLOSE)) return
    // What follows is the tunnel's.
    const { sent } = countsOf(this.#socket)
    const base = { sent, received: this.#before.received + head.length }
    this.#tunnel = new TunnelTrace(event, status, this.#socket, base)
    this.#finish(head.length)
    this.#tunnel.run(() => {})
  }

  /** What the answer is, is known only with its body. */
  doubt(): void {
    this.#doubted = true
  }

  /** It is sent once more. */
  retry(reason: RetryEvent['reason'], cause: unknown, from?: string, to?: string): void {
    this.#doubted = false
    const { event } = this
    event.retries++
    event.status = undefined
    if (!isWatched(retries)) return
    const { id, method, path, template } = event
    const told: RetryEvent = { request: id, method, path, template, reason, from, to, cause, error: undefined }
    new Trace<RetryEvent & { error: unknown }>(retries, told).run(() => {})
  }

  /** The socket is somebody else's from now on. */
  onHandOver(call: object, socket: Socket): void {
    if (this.#tunnel !== undefined) socket.once('close', () => this.#tunnel?.over(undefined, false))
    else this.over(call, undefined, false)
  }

  /** A call is over. */
  over(call: object, error: Error | undefined, isCancelled: boolean): void {
    // The next call may be under way by now.
    if (this.#call !== call) return
    this.#call = undefined
    if (this.#tunnel !== undefined) return this.#tunnel.over(error, isCancelled)
    this.event.cancelled = isCancelled
    if (error !== undefined) this.tellError(error)
    this.#finish(undefined)
  }

  #fail(error: Error): void {
    if (this.#isOver) return
    this.tellError(error)
    // Where a call is under way, its end follows.
    if (this.#call === undefined) this.#finish(undefined)
  }

  #answer(): void {
    if (this.#isAnswered) return
    this.#isAnswered = true
    this.tell('asyncStart')
  }

  #finish(received: number | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#count(received)
    this.#answer()
    this.event.timings.end = this.elapsed
    this.tell('asyncEnd')
  }

  /** What went over the connection since it was taken. */
  #count(received?: number): void {
    if (this.#socket === undefined) return
    const { event } = this
    const now = countsOf(this.#socket)
    event.bytesReceived += received ?? now.received - this.#before.received
    if (!this.#isSent) event.bytesSent += now.sent - this.#before.sent
    this.#socket = undefined
  }
}

/** A connection that became a stream both ways. */
class TunnelTrace extends Trace<TunnelEvent> {
  readonly #socket: Socket | undefined
  readonly #before: Counts
  #isOver = false

  constructor(request: RequestEvent, status: number, socket: Socket | undefined, before: Counts) {
    const { id, method, path, template, endpoint, apiVersion, connection } = request
    super(tunnels, {
      request: id,
      method,
      path,
      template,
      endpoint,
      apiVersion,
      connection,
      status,
      bytesSent: 0,
      bytesReceived: 0,
      timings: { end: undefined },
      cancelled: false,
      error: undefined,
    })
    this.#socket = socket
    this.#before = before
  }

  over(error: Error | undefined, isCancelled: boolean): void {
    if (this.#isOver) return
    this.#isOver = true
    const { event } = this
    const now = countsOf(this.#socket)
    event.bytesReceived = now.received - this.#before.received
    event.bytesSent = now.sent - this.#before.sent
    event.cancelled = isCancelled
    event.timings.end = this.elapsed
    if (error !== undefined) this.tellError(error)
    this.tell('asyncStart')
    this.tell('asyncEnd')
  }
}
