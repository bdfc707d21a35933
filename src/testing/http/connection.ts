// One client's connection. Requests are served one after the other; pipelined ones wait. The connection is kept or closed as Go's
// net/http does it. A client that closes its side cancels the current request.

import type { Socket } from 'node:net'
import { clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } from '../../net/base/timers.ts'
import { whenAborted } from '../base/waits.ts'
import type { FaultPlan } from './faults.ts'
import { FaultySink } from './faulty-sink.ts'
import type { Request } from './request.ts'
import { BODY_LEFT_BYTES, BODY_WAITING_BYTES, UNEXPECTED_EOF } from './request-body.ts'
import { type BadRequest, HEAD_TOO_LARGE, headLength, MAX_REQUEST_HEAD_BYTES, readHead } from './request-reader.ts'
import { type HijackableConnection, type HijackListener, ResponseWriter } from './response-writer.ts'
import { type Sink, SocketSink } from './sink.ts'

/** With more pipelined bytes than this the socket is paused until the current request is done. */
export const PIPELINED_BYTES = 64 * 1024
/** Go's net/http rstAvoidanceDelay: after its FIN the server waits this long for the client's. */
export const LINGER_MS = 500
/** How often a half-closed hijacked connection is probed for a hang-up, in milliseconds. */
const PROBE_MS = 20

/** The embedded engine, as its connections use it. */
export interface ConnectionHandler {
  /** Records a request. Returns the faults for its response. */
  onRequest(request: Request): FaultPlan | undefined
  /** Writes the response to a request. `signal` is aborted when the client closes its side. */
  serve(request: Request, response: ResponseWriter, signal: AbortSignal): Promise<void>
  /** The connection's socket has closed. */
  onClose(connection: Connection): void
}

/** Reads requests from one socket and serves them. */
export class Connection {
  readonly #socket: Socket
  readonly #handler: ConnectionHandler
  readonly #sink: SocketSink
  #pending: Buffer = Buffer.alloc(0)
  #request: Request | undefined
  /** Receives everything after a response has hijacked the connection. */
  #hijack: HijackListener | undefined
  #cancel: AbortController | undefined
  /** The handler has finished the current request. */
  #served = false
  #ended = false
  #closing = false
  #linger: NodeJS.Timeout | undefined
  #probe: NodeJS.Timeout | undefined

  constructor(socket: Socket, handler: ConnectionHandler) {
    this.#socket = socket
    this.#handler = handler
    this.#sink = new SocketSink(socket)
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#onData(chunk))
    socket.on('end', () => this.#onEnd())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#onClose())
  }

  readonly #hijackable: HijackableConnection = {
    hijack: (hijack) => {
      this.#hijack = hijack
      this.#pending = Buffer.alloc(0)
      this.#socket.resume()
      // A destroyed socket emits no second 'close'.
      if (this.#socket.destroyed) setImmediate(() => hijack.onClose())
      if (this.#ended) this.#watch()
      return this.#ended
    },
    pause: () => void this.#socket.pause(),
    resume: () => void this.#socket.resume(),
    // No linger timer: the Engine closes its side and waits for the client's FIN without a limit.
    finish: () => void this.#socket.end(),
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #onData(chunk: Buffer): void {
    if (this.#hijack) return this.#hijack.onData(chunk)
    if (this.#closing) return
    const body = this.#request?.body
    const rest = body && !body.done ? chunk.subarray(body.push(chunk)) : chunk
    if (rest.length > 0) this.#pending = this.#pending.length > 0 ? Buffer.concat([this.#pending, rest]) : rest
    if (this.#request) {
      this.#throttle()
      if (this.#served && body!.done) this.#next()
    } else this.#readNext()
  }

  #throttle(): void {
    const unread = this.#request?.body.unread ?? 0
    if (this.#pending.length > PIPELINED_BYTES || unread > BODY_WAITING_BYTES) this.#socket.pause()
    else this.#socket.resume()
  }

  /** Parses the next head and serves its request, if the head is complete. */
  #readNext(): void {
    const bytes = this.#pending
    const length = headLength(bytes)
    if (length > MAX_REQUEST_HEAD_BYTES || (length === 0 && bytes.length > MAX_REQUEST_HEAD_BYTES)) {
      this.#reject(HEAD_TOO_LARGE)
      return
    }
    if (length === 0) {
      if (this.#ended) this.#close()
      return
    }
    const request = readHead(bytes.toString('latin1', 0, length))
    if (!('method' in request)) {
      this.#reject(request)
      return
    }
    const rest = bytes.subarray(length)
    this.#pending = Buffer.from(rest.subarray(request.body.push(rest)))
    void this.#serve(request)
  }

  async #serve(request: Request): Promise<void> {
    const cancel = new AbortController()
    this.#request = request
    this.#cancel = cancel
    this.#served = false
    request.body.onRead = () => this.#throttle()
    request.body.onWanted = () => void this.#sink.write(Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'))
    this.#throttle()
    if (this.#ended) this.#hangUp()
    const plan = this.#handler.onRequest(request)
    const sink: Sink = plan ? new FaultySink(this.#socket, this.#sink, plan, cancel.signal) : this.#sink
    const response = new ResponseWriter(request, sink, plan, this.#hijackable)
    if (plan?.silent) await whenAborted(cancel.signal).promise
    else if (plan?.instead) await writeInstead(response, plan.instead)
    else await this.#handler.serve(request, response, cancel.signal)
    if (response.closed || this.#hijack) return
    const { body } = request
    const left =
      !response.close && !body.done && (body.length > BODY_LEFT_BYTES || (await body.exceeds(BODY_LEFT_BYTES)))
    if (left || response.close || plan?.silent || body.error !== undefined) {
      this.#close()
      return
    }
    this.#served = true
    request.body.discard()
    if (request.body.done) this.#next()
  }

  #next(): void {
    this.#request = undefined
    this.#cancel = undefined
    this.#socket.resume()
    this.#readNext()
  }

  #reject({ status, body }: BadRequest): void {
    this.#socket.write(
      `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${body}`,
    )
    this.#close()
  }

  #onEnd(): void {
    this.#ended = true
    if (this.#hijack) {
      this.#hijack.onEnd()
      this.#watch()
    } else if (this.#request) this.#hangUp()
    else this.#close()
  }

  /** The client has closed its side during a request: cancels it. */
  #hangUp(): void {
    this.#request!.body.fail(UNEXPECTED_EOF)
    this.#cancel!.abort()
    if (this.#served) this.#next()
  }

  /**
   * A reader cannot distinguish a half-close from a close. On a unix socket of Linux an empty write fails after a close, and
   * the Engine notices a hang-up there too (moby notify_linux.go). Over TCP both notice it at the next write only.
   */
  #watch(): void {
    const socket = this.#socket
    // A destroyed socket emits no 'close' that would end the probing.
    if (socket.remoteAddress !== undefined || socket.destroyed || this.#probe) return
    this.#probe = setInterval(() => {
      if (!socket.writableEnded && socket.writableLength === 0) socket.write('')
    }, PROBE_MS)
  }

  /** Sends a FIN, then waits for the client's, at most {@link LINGER_MS}. */
  #close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#pending = Buffer.alloc(0)
    const socket = this.#socket
    // As Go, which stops reading a rejected body: a client that goes on sending is blocked, then gets an error.
    if (this.#request?.body.done === false) socket.pause()
    else socket.resume()
    socket.end(() => {
      if (!socket.destroyed && !this.#ended) this.#linger = setTimeout(() => socket.destroy(), LINGER_MS)
    })
  }

  #onClose(): void {
    clearTimeout(this.#linger)
    clearInterval(this.#probe)
    this.#cancel?.abort()
    this.#request?.body.fail(UNEXPECTED_EOF)
    this.#hijack?.onClose()
    this.#handler.onClose(this)
  }
}

/** Writes the response of the fault `instead`, such as a proxy's own. */
function writeInstead(
  response: ResponseWriter,
  { status, type, body }: NonNullable<FaultPlan['instead']>,
): Promise<void> {
  const fields = `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`
  return response.raw(status, fields, body)
}
