// One client's connection: requests read as they come, answered one after the other (pipelining waits its turn), kept or
// closed as Go's net/http does. A client that closes its side cancels the request that is being answered.

import type { Socket } from 'node:net'
import { Answer } from './answer.ts'
import type { FaultPlan } from './faults.ts'
import { FaultyOutlet } from './faulty-outlet.ts'
import type { HijackedLine, LineUser } from './hijacked-line.ts'
import { type Outlet, SocketOutlet } from './outlet.ts'
import type { Request } from './request.ts'
import { BODY_LEFT_BYTES, BODY_WAITING_BYTES, UNEXPECTED_EOF } from './request-body.ts'
import { type BadRequest, HEAD_TOO_LARGE, headLength, MAX_REQUEST_HEAD_BYTES, readHead } from './request-reader.ts'
import { whenAborted } from './when.ts'

/** Pipelined bytes above which the socket is not read until the present request is answered. */
export const PIPELINED_BYTES = 64 * 1024
/** Go's net/http rstAvoidanceDelay: after its FIN the server waits this long for the client's. */
export const LINGER_MS = 500
/** How often a half-closed hijacked connection is looked at. */
const PROBE_MS = 20

/** What a connection needs of the engine. */
export interface Service {
  /** Takes note of a request, and says how its answer is to be spoilt. */
  onRequest(request: Request): FaultPlan | undefined
  serve(request: Request, answer: Answer, signal: AbortSignal): Promise<void>
  onClose(connection: Connection): void
}

export class Connection {
  readonly #socket: Socket
  readonly #service: Service
  readonly #outlet: SocketOutlet
  #pending: Buffer = Buffer.alloc(0)
  #request: Request | undefined
  /** Where everything goes once an answer has taken the connection over. */
  #hijack: LineUser | undefined
  #cancel: AbortController | undefined
  /** The handler is done with the present request. */
  #answered = false
  #ended = false
  #closing = false
  #linger: NodeJS.Timeout | undefined
  #probe: NodeJS.Timeout | undefined

  constructor(socket: Socket, service: Service) {
    this.#socket = socket
    this.#service = service
    this.#outlet = new SocketOutlet(socket)
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#onData(chunk))
    socket.on('end', () => this.#onEnd())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#onClose())
  }

  readonly #line: HijackedLine = {
    takeOver: (hijack) => {
      this.#hijack = hijack
      this.#pending = Buffer.alloc(0)
      this.#socket.resume()
      // Who is gone already will not tell again.
      if (this.#socket.destroyed) setImmediate(() => hijack.onClose())
      if (this.#ended) this.#watch()
      return this.#ended
    },
    pause: () => void this.#socket.pause(),
    resume: () => void this.#socket.resume(),
    // No end of patience: the Engine closes its side and leaves the rest to the client.
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
      if (this.#answered && body!.done) this.#next()
    } else this.#advance()
  }

  #throttle(): void {
    const waiting = this.#request?.body.waiting ?? 0
    if (this.#pending.length > PIPELINED_BYTES || waiting > BODY_WAITING_BYTES) this.#socket.pause()
    else this.#socket.resume()
  }

  /** Reads the next head, if it is whole. */
  #advance(): void {
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
    this.#answered = false
    request.body.onRead = () => this.#throttle()
    request.body.onWanted = () => void this.#outlet.write(Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'))
    this.#throttle()
    if (this.#ended) this.#hangUp()
    const plan = this.#service.onRequest(request)
    const outlet: Outlet = plan ? new FaultyOutlet(this.#socket, this.#outlet, plan, cancel.signal) : this.#outlet
    const answer = new Answer(request, outlet, plan, this.#line)
    if (plan?.silent) await whenAborted(cancel.signal).promise
    else if (plan?.instead) await inPlace(answer, plan.instead)
    else await this.#service.serve(request, answer, cancel.signal)
    if (answer.closed || this.#hijack) return
    const { body } = request
    const left = !answer.close && !body.done && (body.length > BODY_LEFT_BYTES || (await body.exceeds(BODY_LEFT_BYTES)))
    if (left || answer.close || plan?.silent || body.error !== undefined) {
      this.#close()
      return
    }
    this.#answered = true
    request.body.discard()
    if (request.body.done) this.#next()
  }

  #next(): void {
    this.#request = undefined
    this.#cancel = undefined
    this.#socket.resume()
    this.#advance()
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

  /** The client has closed its side during a request. */
  #hangUp(): void {
    this.#request!.body.fail(UNEXPECTED_EOF)
    this.#cancel!.abort()
    if (this.#answered) this.#next()
  }

  /**
   * A half-close and a close look alike to a reader. Linux tells them apart by a write of nothing to a unix socket, and
   * the Engine sees a hang-up there too (moby notify_linux.go); over TCP neither of them sees it before it writes.
   */
  #watch(): void {
    const socket = this.#socket
    if (socket.remoteAddress !== undefined || this.#probe) return
    this.#probe = setInterval(() => {
      if (!socket.writableEnded && socket.writableLength === 0) socket.write('')
    }, PROBE_MS)
  }

  /** FIN; then the client's, or the end of patience. */
  #close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#pending = Buffer.alloc(0)
    const socket = this.#socket
    // As Go, which reads no more of a body that it refuses: who goes on sending finds the way blocked, then broken.
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
    this.#service.onClose(this)
  }
}

/** What a proxy answers by itself. */
function inPlace(answer: Answer, { status, type, body }: NonNullable<FaultPlan['instead']>): Promise<void> {
  const fields = `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`
  return answer.byHand(status, fields, body)
}
