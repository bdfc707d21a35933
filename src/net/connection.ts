// Joins one socket to one exchange: reads in, requests out, pauses, deadlines, end of file, hand-over.
// States: idle (no user) · busy (a user) · holding (the answer's head is told, nobody takes its body yet) · dead.
// Bytes: a read is parsed where libuv put it and told on as ranges; only a body that nobody takes yet is copied,
// at most two reads of it, after which the socket is paused.

import type { Socket } from 'node:net'
import { FairleadError } from '../error.ts'
import { Store } from '../stream/store.ts'
import { Exchange, type ExchangeHandler } from '../wire/exchange.ts'
import type { Head } from '../wire/head.ts'
import type { ConnectionTrace } from './connection-trace.ts'
import type { ConnectionOwner, ConnectionUser, Ending, Sending } from './conversation.ts'
import { NOBODY, pushRead, writeRequest } from './conversation.ts'
import { brokenOff, closedEarly } from './hints.ts'
import { type BodySending, sendBody } from './readable-sender.ts'
import { hearData, hearSocket, type SocketHearer, unhearSocket } from './socket-events.ts'

// What #flags holds: numbers in one field, since an idle stream keeps its connection.
const TUNNEL = 1 // a 101 was asked for
const LOCAL = 2 // a unix socket
const PAUSED = 4
const SAW_END = 8 // the peer's, while somebody still holds what came before
const DEAD = 16

/** One kept-alive connection. */
export class Connection implements ExchangeHandler, SocketHearer {
  /** Requests carried before the present one. */
  served = 0
  /** When it became idle, on the clock of `performance.now()`. */
  idleSince = 0
  /** Where somebody watches. */
  trace: ConnectionTrace | undefined
  /** From {@link adopt} on; its counts are for whoever watches, all else of it is for this file. */
  socket: Socket | undefined
  readonly #owner: ConnectionOwner<Connection>
  readonly #exchange = new Exchange(this)
  #user: ConnectionUser = NOBODY
  #sender: BodySending | undefined
  #headTimer: NodeJS.Timeout | undefined
  #headLimit = 0
  #idleLimit = 0
  #held: Store | undefined
  #broken: Error | undefined
  #flags = 0

  constructor(owner: ConnectionOwner<Connection>) {
    this.#owner = owner
  }

  /** True when the peer closed a connection that had served before, without a byte of this answer: the request may not have been seen at all. */
  get stale(): boolean {
    return this.served > 0 && this.#exchange.untouched
  }

  /** Takes over a connected socket whose reads come to {@link onRead}; a `plain` one's come as 'data'. */
  adopt(socket: Socket, plain: boolean): void {
    this.socket = socket
    if (socket.remoteAddress === undefined) this.#flags |= LOCAL
    hearSocket(socket, this)
    if (plain) hearData(socket)
  }

  /** Sends a request for `user`. The connection must be idle. */
  send(user: ConnectionUser, request: Sending): void {
    const socket = this.socket as Socket
    const { body } = request
    this.#user = user
    this.#headLimit = request.headLimit
    this.#idleLimit = request.idleLimit
    const upgrade = request.upgrade === true
    this.#flags = upgrade ? this.#flags | TUNNEL : this.#flags & ~TUNNEL
    this.#exchange.open(request.method, body !== undefined, upgrade)
    if (body !== undefined && body.bytes === undefined) {
      socket.write(request.head, 'latin1')
      this.#sender = sendBody(socket, body, this)
      return
    }
    writeRequest(socket, request.head, body?.bytes)
    this.#exchange.sent()
    // What the socket could not take at once is sent when it has drained.
    if (!socket.writableNeedDrain) this.#startHeadLimit()
  }

  /** Sends bytes into a tunnel. False: wait for `onDrain` before the next. */
  write(bytes: Uint8Array): boolean {
    return this.#is(DEAD) || (this.socket?.write(bytes) ?? true)
  }

  /** Ends this side of a tunnel; the other goes on. */
  endWriting(): void {
    this.socket?.end()
  }

  onBodySent(): void {
    this.#sender = undefined
    this.#exchange.sent()
    this.#user.onBodySent?.()
    this.#startHeadLimit()
  }

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
    if (held.length > 0) this.#push(held.bytes, held.length)
    // The user is another by now, or none, when what was held ended the answer or the user had enough of it.
    if (this.#user !== user) return
    if (this.#is(SAW_END)) this.onSocketEnd()
    else if (this.#broken !== undefined) this.fail(this.#broken)
  }

  /** After `onHead` returned false: gives the socket away with what was held of the stream, for good. */
  handOver(): { socket: Socket; held: Uint8Array } {
    const socket = this.socket as Socket
    const held = this.#held?.bytes.slice(0, this.#held.length) ?? new Uint8Array(0)
    this.#held = undefined
    this.#user = NOBODY
    this.#flags |= DEAD
    unhearSocket(socket)
    this.#owner.onGone(this, 'given')
    return { socket, held }
  }

  /** Stops reading: the peer feels it as soon as the kernel's buffers are full. */
  pause(): void {
    this.#flags |= PAUSED
    this.socket?.pause()
    if (this.#idleLimit > 0) this.socket?.setTimeout(0)
  }

  resume(): void {
    this.#flags &= ~PAUSED
    this.socket?.resume()
    if (this.#idleLimit > 0) this.socket?.setTimeout(this.#idleLimit)
  }

  /** Whether it keeps the process alive. */
  keepAlive(alive: boolean): void {
    this.socket?.[alive ? 'ref' : 'unref']()
  }

  /** Closes the socket. The user hears nothing: it is the one who asked, or there is none. */
  destroy(ending: Ending = 'dropped'): void {
    this.#user = NOBODY
    this.#held = undefined
    this.#close(ending)
  }

  /** Closes the socket and tells the user why: after what is held, where something is. */
  fail(error: Error): void {
    if (this.#held !== undefined) {
      this.#broken = error
      this.#close(error)
      return this.#user.onDrain() // Whoever waits to write into a tunnel that is held would wait for ever.
    }
    const user = this.#user
    this.#user = NOBODY
    this.#close(user === NOBODY ? 'peer' : error)
    user.onFail(error)
  }

  onRead(bytes: Uint8Array, count: number): void {
    if (this.#is(DEAD)) return
    if (this.#held !== undefined) {
      this.#held.append(bytes, 0, count)
      this.pause()
    } else if (this.#user === NOBODY) {
      // Idle. Nothing was asked, so whatever this is, it cannot be an answer (RFC 9112 §9.5 on a 408 out of the blue).
      this.#close('peer')
    } else {
      this.#push(bytes, count)
    }
  }

  onSocketData(bytes: Uint8Array): void {
    this.onRead(bytes, bytes.length)
  }

  onWriteFail(): void {
    // What the peer said before it stopped reading is still to be read: an early answer, or the end.
    this.#sender?.abandon()
    this.#sender = undefined
    this.#exchange.abandonBody()
  }

  onHead(head: Head, framing: number): boolean {
    clearTimeout(this.#headTimer)
    const taken = this.#user.onHead(head, framing)
    if (!taken) this.#held = new Store()
    else if (this.#idleLimit > 0) this.socket?.setTimeout(this.#idleLimit)
    return taken
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.#user.onData(bytes, start, end)
  }

  /** Nothing yet: see {@link #push}. */
  onEnd(): void {}

  onSocketEnd(): void {
    this.#flags |= SAW_END
    if (this.#held !== undefined) return
    if (this.#user === NOBODY) return this.#close('peer')
    try {
      this.#exchange.end()
    } catch (error) {
      return this.fail(error as Error)
    }
    this.#complete()
  }

  onSocketError(error: NodeJS.ErrnoException): void {
    if (this.#is(DEAD)) return
    // Whoever closes a unix socket with bytes unread resets it; all that it sent has been read before that is told.
    if (this.#is(TUNNEL) && this.#is(LOCAL) && error.code === 'ECONNRESET') return this.onSocketEnd()
    this.fail(brokenOff(error, this.#exchange))
  }

  onSocketClose(): void {
    if (!this.#is(DEAD)) this.fail(closedEarly(this.#exchange))
  }

  onSocketTimeout(): void {
    if (this.#user === NOBODY) return
    this.fail(new FairleadError('ERR_IDLE_TIMEOUT', `no byte came or went for ${this.#idleLimit} ms`))
  }

  onSocketDrain(): void {
    if (this.#sender !== undefined) return this.#sender.resume()
    this.#startHeadLimit()
    this.#user.onDrain()
  }

  onHeadDeadline(): void {
    this.fail(new FairleadError('ERR_HEAD_TIMEOUT', `no answer's head within ${this.#headLimit} ms of the request`))
  }

  #push(bytes: Uint8Array, end: number): void {
    let at: number
    try {
      at = pushRead(this.#user, this.#exchange, bytes, end)
    } catch (error) {
      return this.fail(error as Error)
    }
    if (this.#user === NOBODY) return
    if (this.#exchange.complete) this.#complete()
    else if (this.#held !== undefined) this.#held.append(bytes, at, end)
  }

  #complete(): void {
    const user = this.#user
    this.#user = NOBODY
    if (this.#isReusable()) {
      if (this.#is(PAUSED)) this.resume()
      if (this.#idleLimit > 0) this.socket?.setTimeout(0)
      this.served++
      this.#owner.onFree(this)
    } else {
      this.#close('spent')
    }
    user.onEnd()
  }

  /** The exchange's rule, and what only the socket knows: the peer has not ended, and took the whole request. */
  #isReusable(): boolean {
    return this.#exchange.reusable && (this.#flags & (DEAD | SAW_END)) === 0 && this.socket?.writableLength === 0
  }

  #is(flag: number): boolean {
    return (this.#flags & flag) !== 0
  }

  #startHeadLimit(): void {
    if (this.#headLimit === 0 || !this.#exchange.awaitingHead) return
    this.#headTimer = setTimeout(() => this.onHeadDeadline(), this.#headLimit).unref()
  }

  #close(ending: Ending | Error): void {
    if (this.#is(DEAD)) return
    this.#flags |= DEAD
    clearTimeout(this.#headTimer)
    this.#sender?.abandon()
    this.#sender = undefined
    this.socket?.destroy()
    this.#owner.onGone(this, ending)
  }
}
