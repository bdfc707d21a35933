// Joins one socket to one exchange: reads in, requests out, pauses, deadlines, end of file, hand-over.
// States: idle (no user) · busy (a user) · holding (the answer's head is told, nobody takes its body yet) · dead.
// Bytes: a read is parsed where libuv put it and told on as ranges; only a body that nobody takes yet is copied,
// at most two reads of it, after which the socket is paused.

import type { Socket } from 'node:net'
import { FairleadError } from '../error.ts'
import type { Upload } from '../stream/upload.ts'
import { Exchange, type ExchangeHandler } from '../wire/exchange.ts'
import type { Head } from '../wire/head.ts'
import type { Reader } from './dial.ts'
import { PieceSender } from './piece-sender.ts'

/** Whoever has the connection for one request. Of `onEnd` and `onFail` one is called, once, last. */
export interface ConnectionUser {
  /** The answer's head. False: the body waits until {@link Connection.proceed}. */
  onHead(head: Head, framing: number): boolean
  onData(bytes: Uint8Array, start: number, end: number): void
  onEnd(): void
  onFail(error: Error): void
}

/** Whoever keeps connections; told before the user hears the end, so that a free one can be taken at once. */
export interface ConnectionOwner {
  /** The exchange is complete and the connection may carry another. */
  onFree(connection: Connection): void
  /** The socket is closed. */
  onGone(connection: Connection): void
}

/** A request as the connection sends it. */
export interface Sending {
  readonly method: string
  /** Request line, fields and the empty line; latin1. */
  readonly head: string
  readonly body: Upload | undefined
  /** ms from the request's last byte to the answer's head; 0 for none. */
  readonly headLimit: number
  /** ms without a byte in either direction once the head is there; 0 for none. Not counted while the consumer pauses. */
  readonly idleLimit: number
}

const NOBODY: ConnectionUser = { onHead: () => true, onData() {}, onEnd() {}, onFail() {} }

/** One kept-alive connection. */
export class Connection implements ExchangeHandler, Reader {
  /** Requests carried before the present one. */
  served = 0
  /** When it became idle, on the clock of `performance.now()`. */
  idleSince = 0
  readonly #owner: ConnectionOwner
  readonly #exchange = new Exchange(this)
  #socket: Socket | undefined
  #user = NOBODY
  #sender: PieceSender | undefined
  #headTimer: NodeJS.Timeout | undefined
  #headLimit = 0
  #idleLimit = 0
  #held: Uint8Array[] | undefined
  #answered = false
  #paused = false
  #sawEnd = false
  #broken: Error | undefined
  #dead = false

  constructor(owner: ConnectionOwner) {
    this.#owner = owner
  }

  /** True when the peer closed a connection that had served before, without a byte of this answer: the request may not have been seen at all. */
  get stale(): boolean {
    return this.served > 0 && this.#exchange.untouched
  }

  /** Takes over a connected socket whose reads come to {@link onRead}. */
  adopt(socket: Socket): void {
    this.#socket = socket
    socket.on('error', (error: NodeJS.ErrnoException) => this.onSocketError(error))
    socket.on('end', () => this.onSocketEnd())
    socket.on('close', () => this.onSocketClose())
    socket.on('timeout', () => this.onSocketTimeout())
    socket.on('drain', () => this.onSocketDrain())
  }

  /** Sends a request for `user`. The connection must be idle. */
  send(user: ConnectionUser, request: Sending): void {
    const socket = this.#socket as Socket
    const { body } = request
    this.#user = user
    this.#answered = false
    this.#headLimit = request.headLimit
    this.#idleLimit = request.idleLimit
    this.#exchange.open(request.method, body !== undefined)
    if (body === undefined) {
      socket.write(request.head, 'latin1')
      this.#startHeadLimit()
    } else if (body.bytes !== undefined) {
      socket.cork()
      socket.write(request.head, 'latin1')
      if (body.bytes.length > 0) socket.write(body.bytes)
      socket.uncork()
      this.#exchange.sent()
      this.#startHeadLimit()
    } else {
      socket.write(request.head, 'latin1')
      this.#sender = new PieceSender(socket, body, this)
    }
  }

  /** The sender handed over the body's last byte. */
  onBodySent(): void {
    this.#sender = undefined
    this.#exchange.sent()
    this.#startHeadLimit()
  }

  /** The body's source failed: the request cannot be completed. */
  onBodyFail(error: Error): void {
    this.#sender = undefined
    this.fail(error)
  }

  /** After `onHead` returned false: gives what was held to the user and reads on. */
  proceed(): void {
    const held = this.#held
    if (held === undefined) return
    const user = this.#user
    this.#held = undefined
    this.resume()
    this.#exchange.resume()
    const bytes = held.length === 1 ? (held[0] as Uint8Array) : join(held)
    if (bytes.length > 0) this.#push(bytes, bytes.length)
    else if (this.#answered) this.#complete()
    // The user is another by now, or none, when what was held ended the answer or the user had enough of it.
    if (this.#user !== user) return
    if (this.#broken !== undefined) this.fail(this.#broken)
    else if (this.#sawEnd) this.onSocketEnd()
  }

  /** Stops reading: the peer feels it as soon as the kernel's buffers are full. */
  pause(): void {
    this.#paused = true
    this.#socket?.pause()
    if (this.#idleLimit > 0) this.#socket?.setTimeout(0)
  }

  resume(): void {
    this.#paused = false
    this.#socket?.resume()
    if (this.#idleLimit > 0) this.#socket?.setTimeout(this.#idleLimit)
  }

  ref(): void {
    this.#socket?.ref()
  }

  unref(): void {
    this.#socket?.unref()
  }

  /** Closes the socket. The user hears nothing: it is the one who asked, or there is none. */
  destroy(): void {
    this.#user = NOBODY
    this.#held = undefined
    this.#close()
  }

  /** Closes the socket and tells the user why: after what is held, where something is. */
  fail(error: Error): void {
    if (this.#held !== undefined) {
      this.#broken = error
      this.#close()
      return
    }
    const user = this.#user
    this.#user = NOBODY
    this.#close()
    user.onFail(error)
  }

  onRead(bytes: Uint8Array, count: number): void {
    if (this.#dead) return
    if (this.#held !== undefined) {
      this.#held.push(bytes.slice(0, count))
      this.pause()
    } else if (this.#user === NOBODY) {
      // Idle. Nothing was asked, so whatever this is, it cannot be an answer (RFC 9112 §9.5 on a 408 out of the blue).
      this.#close()
    } else {
      this.#push(bytes, count)
    }
  }

  onHead(head: Head, framing: number): boolean {
    clearTimeout(this.#headTimer)
    const taken = this.#user.onHead(head, framing)
    if (!taken) this.#held = []
    else if (this.#idleLimit > 0) this.#socket?.setTimeout(this.#idleLimit)
    return taken
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.#user.onData(bytes, start, end)
  }

  onEnd(): void {
    this.#answered = true
  }

  onSocketEnd(): void {
    if (this.#held !== undefined) {
      this.#sawEnd = true
      return
    }
    if (this.#user === NOBODY) return this.#close()
    try {
      this.#exchange.end()
    } catch (error) {
      return this.fail(error as Error)
    }
    this.#complete()
  }

  onSocketError(error: NodeJS.ErrnoException): void {
    if (this.#dead) return
    const message = `the connection broke off ${this.#phase()}: ${error.code ?? error.message}`
    this.fail(new FairleadError('ERR_CONNECTION_RESET', message, { cause: error }))
  }

  onSocketClose(): void {
    if (this.#dead) return
    this.fail(new FairleadError('ERR_CONNECTION_CLOSED', `the connection was closed ${this.#phase()}`))
  }

  onSocketTimeout(): void {
    if (this.#user === NOBODY) return
    this.fail(new FairleadError('ERR_IDLE_TIMEOUT', `no byte came or went for ${this.#idleLimit} ms`))
  }

  onSocketDrain(): void {
    this.#sender?.resume()
  }

  onHeadDeadline(): void {
    this.fail(new FairleadError('ERR_HEAD_TIMEOUT', `no answer's head within ${this.#headLimit} ms of the request`))
  }

  #push(bytes: Uint8Array, end: number): void {
    let at: number
    try {
      at = this.#exchange.push(bytes, 0, end)
    } catch (error) {
      this.fail(error as Error)
      return
    }
    if (this.#user === NOBODY) return
    if (this.#answered) this.#complete()
    else if (this.#held !== undefined && at < end) this.#held.push(bytes.slice(at, end))
  }

  #complete(): void {
    const user = this.#user
    this.#user = NOBODY
    this.#answered = false
    if (!this.#dead && this.#exchange.reusable) {
      if (this.#paused) this.resume()
      if (this.#idleLimit > 0) this.#socket?.setTimeout(0)
      this.served++
      this.#owner.onFree(this)
    } else {
      this.#close()
    }
    user.onEnd()
  }

  #startHeadLimit(): void {
    if (this.#headLimit > 0 && this.#exchange.awaitingHead)
      this.#headTimer = setTimeout(onHeadDeadline, this.#headLimit, this)
  }

  #close(): void {
    if (this.#dead) return
    this.#dead = true
    clearTimeout(this.#headTimer)
    this.#sender?.abandon()
    this.#sender = undefined
    this.#socket?.destroy()
    this.#owner.onGone(this)
  }

  #phase(): string {
    if (this.#exchange.untouched) return 'before the answer began'
    return this.#exchange.awaitingHead ? "within the answer's head" : "within the answer's body"
  }
}

function onHeadDeadline(connection: Connection): void {
  connection.onHeadDeadline()
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
