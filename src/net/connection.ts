// Joins one socket to one exchange: reads, requests, pauses, deadlines, end of file, hand-over.
// States: idle (no user) · busy (a user) · holding (the response's head is delivered, its body is not taken) · dead.
// Bytes: a read is parsed where libuv put it and passed on as ranges. Only a body that is not taken yet is copied,
// at most two reads of it; then the socket is paused.

import type { Socket } from 'node:net'
import { Store } from '../stream/parse/store.ts'
import type { Upload } from '../stream/upload/upload.ts'
import { Exchange, type ExchangeHandler } from '../wire/exchange.ts'
import type { Framing } from '../wire/framing.ts'
import type { Head } from '../wire/head.ts'
import type { RecentHeads } from '../wire/recent-heads.ts'
import { resourceOf } from './base/scope.ts'
import { closedEarly, connectionReset } from './socket/connection-errors.ts'
import {
  listenForData,
  removeListener,
  resetFlowState,
  type SocketListener,
  setListener,
} from './socket/socket-listener.ts'
import type { StreamSocket } from './socket/stream-socket.ts'
import { type ConnectionUser, NO_USER, TimedConnection } from './timed-connection.ts'
import type { ConnectionTrace } from './trace/connection-trace.ts'
import type { Ending } from './trace/trace-events.ts'
import { sendBody } from './upload/body-sender.ts'
import type { BodySending } from './upload/piece-writer.ts'

/** Keeps connections: the pool. It is notified before the user receives the end, so that a free connection can be reused at once. */
export interface ConnectionOwner<C> {
  /** Response heads that the owner's connections share. Without it each connection parses every head. */
  readonly recentHeads?: RecentHeads | undefined
  /** The exchange is complete and the connection may carry another. */
  onFree(connection: C): void
  /** The socket is closed, or given away. `ending` is an error where that is the reason. */
  onClosed(connection: C, ending: Ending | Error): void
}

/** A request as the connection sends it. */
export interface OutgoingRequest {
  readonly method: string
  /** Request line, fields and the empty line; latin1. */
  readonly head: string
  readonly body?: Upload | undefined
  /** Requests a 101: the connection becomes a tunnel and is never reused. */
  readonly upgrade?: boolean | undefined
  /** False: the response is never read in paces, see socket/paced-reads.ts. */
  readonly pacing?: boolean | undefined
  /** In ms from the request's last byte to the response's head; 0 for none. */
  readonly headLimit: number
  /** In ms without a byte in either direction once the head has come; 0 for none. It does not run while the consumer pauses. */
  readonly idleLimit: number
}

// What #flags holds: bits in one number, since an idle stream keeps its connection.
const TUNNEL = 1 // the request asks for a 101
const LOCAL = 2 // a unix socket
const PAUSED = 4
const SAW_END = 8 // the peer has ended, while bytes from before are still held
const DEAD = 16

/** One kept-alive connection. */
export class Connection extends TimedConnection implements ExchangeHandler, SocketListener {
  /** Requests carried before the present one. */
  served = 0
  /** Set where the channels have a subscriber. */
  trace: ConnectionTrace | undefined
  readonly #owner: ConnectionOwner<Connection>
  readonly #exchange: Exchange
  #sender: BodySending | undefined
  #held: Store | undefined
  #broken: Error | undefined
  #flags = 0

  constructor(owner: ConnectionOwner<Connection>) {
    super()
    this.#owner = owner
    this.#exchange = new Exchange(this, owner.recentHeads)
  }

  /** The connection had served before, and no byte of this response has come: if it closes now, the peer may not have seen the request. */
  get stale(): boolean {
    return this.served > 0 && this.#exchange.untouched
  }

  /** It is closed, or its source has ended: it can carry no request. */
  get ended(): boolean {
    return this.#is(DEAD) || (this.socket as Partial<StreamSocket> | undefined)?.sourceEnded === true
  }

  /** What it is busy with, for messages. */
  get activity(): string {
    const { method = 'a request' } = this.user
    if (this.awaitingHead) return `${method} without a response yet`
    return `${method} with an open ${this.#is(TUNNEL) ? 'tunnel' : 'body'}${this.#held ? ' that is not read' : ''}`
  }

  /** Takes over a connected socket. Its reads come to {@link onRead}; those of a `detachable` one come as 'data'. */
  adopt(socket: Socket, detachable: boolean): void {
    this.socket = socket
    if (socket.remoteAddress === undefined) this.#flags |= LOCAL
    setListener(socket, this)
    if (detachable) listenForData(socket)
    else this.canStop = !('sourceEnded' in socket)
  }

  /** Sends a request for `user`. The connection must be idle. */
  send(user: ConnectionUser, request: OutgoingRequest): void {
    const socket = this.socket as Socket
    const { body } = request
    this.user = user
    this.headLimit = request.headLimit
    this.idleLimit = request.idleLimit
    this.allowPacing(request.pacing !== false)
    const upgrade = request.upgrade === true
    this.#flags = upgrade ? this.#flags | TUNNEL : this.#flags & ~TUNNEL
    this.#exchange.open(request.method, body !== undefined, upgrade)
    if (body !== undefined && body.bytes === undefined) {
      socket.write(request.head, 'latin1')
      this.#sender = sendBody(socket, body, this)
      // The source is the caller's code, which may have ended this very call.
      return this.#is(DEAD) ? this.#abandonSender() : undefined
    }
    writeRequest(socket, request.head, body?.bytes)
    this.#exchange.sent()
    this.startHeadLimit()
  }

  /** Sends bytes into a tunnel. False: wait for `onDrain` before the next. */
  write(bytes: Uint8Array): boolean {
    this.restartPacing()
    return this.#is(DEAD) || (this.socket?.write(bytes) ?? true)
  }

  /** Ends this side of a tunnel. The other side goes on. */
  endWriting(): void {
    this.socket?.end()
  }

  onBodySent(): void {
    this.#sender = undefined
    this.#exchange.sent()
    this.user.onBodySent?.()
    this.startHeadLimit()
  }

  onBodyFail(error: Error): void {
    this.#sender = undefined
    this.fail(error)
  }

  /** After `onHead` returned false: delivers the held bytes to the user and reads on. */
  proceed(): void {
    const held = this.#held
    if (held === undefined) return
    const user = this.user
    this.#held = undefined
    this.startPacing()
    this.resume()
    this.#exchange.resume()
    if (held.length > 0) this.#push(held.bytes, held.length)
    // The user has changed if the held bytes ended the response, or if the user cancelled it.
    if (this.user !== user) return
    if (this.#is(SAW_END)) this.onSocketEnd()
    else if (this.#broken !== undefined) this.fail(this.#broken)
  }

  /** After `onHead` returned false: gives the socket away for good, with the held bytes of the stream. */
  handOver(): { socket: Socket; held: Uint8Array } {
    const socket = this.socket as Socket
    const held = this.#held?.bytes.slice(0, this.#held.length) ?? new Uint8Array(0)
    this.#held = undefined
    this.user = NO_USER
    this.#flags |= DEAD
    this.stopIdleLimit()
    removeListener(socket)
    resetFlowState(socket)
    this.#owner.onClosed(this, 'given')
    return { socket, held }
  }

  /** Stops reading. The peer is slowed down as soon as the kernel's buffers are full. */
  pause(): void {
    this.#flags |= PAUSED
    this.socket?.pause()
    this.stopIdleLimit()
  }

  /** Resumes. The peer's end may lie unread in a socket that was paused, so its connection counts as one that was not used lately. */
  resume(): void {
    if (this.#is(PAUSED)) this.usedAt = 0
    this.#flags &= ~PAUSED
    if (!this.waitsForTick) this.socket?.resume()
    this.startIdleLimit()
  }

  /** Closes the socket without notifying the user: it asked for this, or there is none. */
  destroy(ending: Ending = 'dropped'): void {
    this.user = NO_USER
    this.#held = undefined
    this.#close(ending)
  }

  /** Closes the socket and reports the error to the user, after the held bytes if there are any. */
  fail(error: Error): void {
    if (this.#held !== undefined) {
      this.#broken = error
      this.#close(error)
      return this.user.onDrain() // A writer that waits to write into a held tunnel would wait for ever.
    }
    const user = this.user
    this.user = NO_USER
    this.#close(user === NO_USER ? 'peer' : error)
    user.onFail(error)
  }

  onRead(bytes: Uint8Array, count: number): boolean {
    if (this.#is(DEAD)) return true
    if (this.#held !== undefined) {
      this.#held.append(bytes, 0, count)
      this.pause()
    } else if (this.user === NO_USER) {
      // Idle. Without a request these bytes cannot be a response (RFC 9112 §9.5 on an unsolicited 408).
      this.#close('peer')
    } else {
      this.#push(bytes, count)
      if (!this.#is(PAUSED) && this.stopsAfter(count)) {
        this.usedAt = 0 // As in resume().
        return false
      }
    }
    return true
  }

  onSocketData(bytes: Uint8Array): void {
    this.onRead(bytes, bytes.length)
  }

  onWriteFail(): void {
    // What the peer sent before it stopped reading is still unread: an early response, or the end.
    this.#abandonSender()
    this.#exchange.abandonBody()
    this.startHeadLimit()
  }

  onHead(head: Head, framing: Framing): boolean {
    this.stopHeadLimit()
    const taken = this.user.onHead(head, framing)
    if (!taken) this.#held = new Store()
    else this.startIdleLimit()
    return taken
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.user.onData(bytes, start, end)
  }

  /** Does nothing: {@link #push} completes the exchange after the read. */
  onEnd(): void {}

  onSocketEnd(): void {
    this.#flags |= SAW_END
    if (this.#held !== undefined) return
    if (this.user === NO_USER) return this.#close('peer')
    try {
      this.#exchange.end()
    } catch (error) {
      return this.fail(error as Error)
    }
    this.#complete()
  }

  onSocketError(error: NodeJS.ErrnoException): void {
    if (this.#is(DEAD)) return
    // A peer that closes a unix socket with unread bytes resets it. Everything it sent was read before this error.
    if (this.#is(TUNNEL) && this.#is(LOCAL) && error.code === 'ECONNRESET') return this.onSocketEnd()
    this.fail(connectionReset(error, this.#exchange))
  }

  onSocketClose(): void {
    if (!this.#is(DEAD)) this.fail(closedEarly(this.#exchange))
  }

  onSocketDrain(): void {
    if (this.#sender !== undefined) return this.#sender.resume()
    this.startHeadLimit()
    this.user.onDrain()
  }

  #push(bytes: Uint8Array, end: number): void {
    let at: number
    try {
      at = pushRead(this.user, this.#exchange, bytes, end)
    } catch (error) {
      return this.fail(error as Error)
    }
    if (this.user === NO_USER) return
    if (this.#exchange.complete) this.#complete()
    else if (this.#held !== undefined) this.#held.append(bytes, at, end)
  }

  #complete(): void {
    const user = this.user
    this.user = NO_USER
    this.endPacing()
    if (this.#isReusable()) {
      if (this.#is(PAUSED)) this.resume()
      this.stopIdleLimit()
      this.served++
      this.#owner.onFree(this)
    } else {
      this.#close('spent')
    }
    user.onEnd()
  }

  /** The exchange's rule, and two facts of the socket: the peer has not ended, and the whole request has left the buffer. */
  #isReusable(): boolean {
    return this.#exchange.reusable && (this.#flags & (DEAD | SAW_END)) === 0 && this.socket?.writableLength === 0
  }

  protected override readOn(): void {
    if ((this.#flags & (PAUSED | DEAD)) === 0) this.socket?.resume()
  }

  protected override get awaitingHead(): boolean {
    return this.#exchange.awaitingHead
  }

  #is(flag: number): boolean {
    return (this.#flags & flag) !== 0
  }

  #abandonSender(): void {
    this.#sender?.abandon()
    this.#sender = undefined
  }

  #close(ending: Ending | Error): void {
    if (this.#is(DEAD)) return
    this.#flags |= DEAD
    this.endPacing()
    this.stopHeadLimit()
    this.#abandonSender()
    this.socket?.destroy()
    this.#owner.onClosed(this, ending)
  }
}

/** Pushes a read into the exchange, and notifies the user where it begins and ends. Returns and throws as the exchange does. */
function pushRead(user: ConnectionUser, exchange: Exchange, bytes: Uint8Array, end: number): number {
  const { scope } = user
  if (scope === undefined) return pushIn(user, exchange, bytes, end)
  return resourceOf(scope).runInAsyncScope(pushIn, undefined, user, exchange, bytes, end)
}

function pushIn(user: ConnectionUser, exchange: Exchange, bytes: Uint8Array, end: number): number {
  user.onReadStart?.()
  const at = exchange.push(bytes, 0, end)
  user.onReadEnd?.()
  return at
}

/** Writes a head, and in the same system call a body that is already in memory. */
function writeRequest(socket: Socket, head: string, body: Uint8Array | undefined): void {
  if (body === undefined || body.length === 0) return void socket.write(head, 'latin1')
  socket.cork()
  socket.write(head, 'latin1')
  socket.write(body)
  socket.uncork()
}
