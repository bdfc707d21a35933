// A connection's limits for its present request: until the response's head, and between two bytes of its body. Neither outlives
// its request. Each looks again after a turn of the event loop: after a busy time the process runs its timers before it
// reads what arrived in time.

import type { Socket } from 'node:net'
import { FairleadError } from '../error.ts'
import type { Head } from '../wire/head.ts'
import type { Scope } from './base/scope.ts'
import { clearTimeout, setTimeout } from './base/timers.ts'
import { afterTurn } from './base/turn.ts'
import { PacedReads } from './socket/paced-reads.ts'
import { countsOf } from './trace/channels.ts'

/** Uses a connection for one request: a call. Exactly one of `onEnd` and `onFail` is called, once, last. */
export interface ConnectionUser {
  /** The request's method. */
  readonly method?: string
  /** The async context in which reads are pushed. */
  readonly scope?: Scope | undefined
  /** The response's head. False: the body waits until `proceed()`. */
  onHead(head: Head, framing: number): boolean
  /** A read begins and ends: see ByteHandler. After a read that failed, `onFail` comes instead of `onReadEnd`. */
  onReadStart?(): void
  onReadEnd?(): void
  onData(bytes: Uint8Array, start: number, end: number): void
  onEnd(): void
  onFail(error: Error): void
  /** What was written to a tunnel has left the socket's buffer, or never will. */
  onDrain(): void
  /** The last piece of a body that is sent in pieces was written. */
  onBodySent?(): void
}

/** The user of an idle connection, and of one whose user has left. */
export const NO_USER: ConnectionUser = { onHead: () => true, onData() {}, onEnd() {}, onFail() {}, onDrain() {} }

/** The limits of a connection. A base class instead of an object of its own, since an idle stream keeps its connection. */
export abstract class TimedConnection extends PacedReads {
  /** Traces read its byte counts. Everything else of it is the connection's alone. */
  socket: Socket | undefined
  /** When it became idle, in ms of `now()`. */
  idleSince = 0
  /** When the pool last gave it to a call, in ms of `now()`. */
  usedAt = 0
  protected user: ConnectionUser = NO_USER
  protected headLimit = 0
  protected idleLimit = 0
  #headTimer: NodeJS.Timeout | undefined

  /** Whether a head is due. */
  protected abstract get awaitingHead(): boolean

  abstract fail(error: Error): void

  /** Whether `user` has it now. A former user must not touch it any more. */
  isUsedBy(user: ConnectionUser): boolean {
    return this.user === user
  }

  /** Whether it keeps the process alive. */
  keepAlive(alive: boolean): void {
    this.unreffed = !alive
    this.socket?.[alive ? 'ref' : 'unref']()
  }

  /** Starts once per request: when it is sent, or never will be. While the socket's buffer is full, 'drain' starts it. */
  protected startHeadLimit(): void {
    if (this.headLimit === 0 || this.#headTimer !== undefined || !this.awaitingHead) return
    if (this.socket?.writableNeedDrain) return
    this.#headTimer = setTimeout(onHeadTimer, this.headLimit, this, this.user).unref()
  }

  protected stopHeadLimit(): void {
    if (this.#headTimer === undefined) return
    clearTimeout(this.#headTimer)
    this.#headTimer = undefined
  }

  /** Applies while a body is read. */
  protected startIdleLimit(): void {
    if (this.idleLimit > 0) this.socket?.setTimeout(this.idleLimit)
  }

  protected stopIdleLimit(): void {
    if (this.idleLimit > 0) this.socket?.setTimeout(0)
  }

  /** The head that `user` waits for is late, unless it has come in the meantime. */
  onHeadDeadline(user: ConnectionUser): void {
    if (!this.isUsedBy(user) || !this.awaitingHead) return
    this.fail(new FairleadError('ERR_HEAD_TIMEOUT', `no response head within ${this.headLimit} ms of the request`))
  }

  onSocketTimeout(): void {
    if (this.user === NO_USER) return
    // The limit counts from a read's beginning, the tick from its end: a slow reader's socket may wait for a later tick.
    this.onTick()
    afterTurn(onIdleDeadline, this, this.user, this.#moved)
  }

  /** `user` has been idle for too long, unless the byte count differs from `moved`. */
  onIdleDeadline(user: ConnectionUser, moved: number): void {
    if (user === NO_USER || !this.isUsedBy(user) || this.#moved !== moved) return
    this.fail(new FairleadError('ERR_IDLE_TIMEOUT', `no byte was received or sent for ${this.idleLimit} ms`))
  }

  /** Bytes received and sent so far. */
  get #moved(): number {
    const { received, sent } = countsOf(this.socket)
    return received + sent
  }
}

function onHeadTimer(connection: TimedConnection, user: ConnectionUser): void {
  afterTurn(onHeadDeadline, connection, user)
}

function onHeadDeadline(connection: TimedConnection, user: ConnectionUser): void {
  connection.onHeadDeadline(user)
}

function onIdleDeadline(connection: TimedConnection, user: ConnectionUser, moved: number): void {
  connection.onIdleDeadline(user, moved)
}
