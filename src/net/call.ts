// One request on its way, and the ByteSource of its answer's body.
// States: waiting (no connection yet) → sent → held (head told, nobody takes the body) → flowing → done.
// It outlives its connection's interest in it: a call that is done holds no connection, so a late pause or cancel
// cannot touch the next request on the same socket.

import type { Socket } from 'node:net'
import { abortError, FairleadError } from '../error.ts'
import type { ByteHandler, ByteSource } from '../stream/source.ts'
import type { Head } from '../wire/head.ts'
import { type Abortable, unwatchSignal, watchSignal } from './abort.ts'
import type { CallPlan } from './call-plan.ts'
import type { Connection } from './connection.ts'
import type { ConnectionUser } from './conversation.ts'
import { forgetFlow } from './flow.ts'
import { isUnanswered } from './hints.ts'
import { releaseUpload } from './piece-sender.ts'
import type { RequestTrace } from './request-trace.ts'

/** Who asked, and hears of the head. */
export interface Asker {
  /** Returns who takes the body now, or undefined to have it wait for `call.start`. `framing` is as function framing tells it. */
  onHead(head: Head, call: Call, framing: number): ByteHandler | undefined
  /** There will be no head. */
  onFail(error: Error): void
}

/** Who finds connections for calls. */
export interface CallOwner {
  /** The connection was stale and the request may be sent again: find a fresh one. */
  retry(call: Call): void
  /** The call no longer wants a connection: it waits for one, or one is being dialled for it. */
  withdraw(call: Call): void
}

/** What a call lets go of when the head is told. */
interface Pending {
  /** It may go out twice. */
  readonly plan: CallPlan
  readonly asker: Asker
  readonly owner: CallOwner
}

// What #flags holds: numbers in one field, since a stream keeps its call for long.
const SENT = 1 // handed to a connection once
const RETRIED = 2 // has been sent on a stale connection and is being sent again
const TAKEN = 4
const DONE = 8

/** See the file's head. */
export class Call implements ByteSource, ConnectionUser, Abortable {
  readonly method: string
  /** Bytes of body that the answer's head announced; 0 where it told no length, or there is no body. */
  announced = 0
  #pending: Pending | undefined
  readonly #signal: AbortSignal | undefined
  #connection: Connection | undefined
  #flags = 0
  #handler: ByteHandler | undefined
  #error: Error | undefined
  #untaken: NodeJS.Timeout | undefined
  #drains: (() => void)[] | undefined
  readonly #trace: RequestTrace | undefined

  constructor(plan: CallPlan, asker: Asker, owner: CallOwner) {
    this.method = plan.method
    this.#pending = { plan, asker, owner }
    this.#signal = plan.signal
    this.#trace = plan.trace
    this.#trace?.attach(this)
    if (plan.signal !== undefined) watchSignal(plan.signal, this)
  }

  /** It wants a socket without `onread`. */
  get plain(): boolean {
    return this.#pending?.plan.plain === true
  }

  /** It may go beyond the pool's limit. */
  get urgent(): boolean {
    return this.#pending?.plan.urgent === true
  }

  /** A connection was found: goes out on it. */
  sendOn(connection: Connection): void {
    this.#connection = connection
    this.#flags |= SENT
    this.#trace?.onConnection(connection)
    const { plan } = this.#pending as Pending
    connection.send(this, plan)
    if (this.#trace !== undefined && (plan.body === undefined || plan.body.bytes !== undefined)) this.onBodySent()
  }

  // — as the source of the body —

  start(handler: ByteHandler): void {
    this.take()
    this.#handler = handler
    if (!this.done) this.#connection?.proceed()
    else if (this.#error === undefined) handler.onEnd()
    else handler.onFail(this.#error)
  }

  /** Claims the body without starting it. @throws FairleadError ERR_BODY_TAKEN the second time. */
  take(): void {
    if (this.#is(TAKEN))
      throw new FairleadError('ERR_BODY_TAKEN', `${this.method}: the body was taken already: each may be read once`)
    this.#flags |= TAKEN
    this.#forgetUntaken()
  }

  pause(): void {
    this.#connection?.pause()
  }

  resume(): void {
    this.#connection?.resume()
  }

  /** For a tunnel: sends bytes. False: wait for {@link drained}. */
  write(bytes: Uint8Array): boolean {
    // Used, though perhaps never read.
    this.#forgetUntaken()
    return this.#connection?.write(bytes) ?? true
  }

  /** For a tunnel: resolves when there is room again, or nothing is sent any more. */
  drained(): Promise<void> {
    if (this.#connection === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      this.#drains ??= []
      this.#drains.push(resolve)
    })
  }

  /** For a tunnel: ends this side. */
  endWriting(): void {
    this.#forgetUntaken()
    this.#connection?.endWriting()
  }

  /** Before the stream is taken: gives its socket away, with what came of the stream, and is done. @throws what ended the call before. */
  handOver(): { socket: Socket; held: Uint8Array } {
    const connection = this.#connection
    this.take()
    if (connection === undefined) {
      throw (
        this.#error ?? new FairleadError('ERR_CONNECTION_CLOSED', 'the stream ended before its socket could be taken')
      )
    }
    this.#finish(undefined)
    const given = connection.handOver()
    forgetFlow(given.socket)
    this.#trace?.onHandOver(this, given.socket)
    return given
  }

  /** The end of the stream was seen, or the call was cancelled. */
  get done(): boolean {
    return this.#is(DONE)
  }

  cancel(_reason?: unknown): void {
    const connection = this.#connection
    const wasOver = this.done
    // Whoever reads what was given up must not take it for an empty body.
    this.#finish(
      this.#is(TAKEN) ? undefined : new FairleadError('ERR_CLOSED', `${this.method}: the response was closed`),
    )
    this.#handler = undefined
    connection?.destroy()
    if (!wasOver) this.#trace?.over(this, undefined, true)
  }

  ref(): void {
    this.#connection?.keepAlive(true)
  }

  unref(): void {
    this.#connection?.keepAlive(false)
  }

  // — as the user of a connection —

  onHead(head: Head, framing: number): boolean {
    if (framing > 0) this.announced = framing
    const { plan, asker } = this.#pending as Pending
    const { untakenLimit, upgrade } = plan
    const handler = asker.onHead(head, this, framing)
    this.#trace?.onHead(head, framing, upgrade === true)
    this.#handler = handler
    this.#pending = undefined
    if (handler !== undefined) {
      this.#flags |= TAKEN
      // The read that brought the head began before there was a handler.
      handler.onReadStart?.()
    }
    if (handler !== undefined || framing === 0) return true
    if (untakenLimit > 0) this.#untaken = setTimeout(onUntakenDeadline, untakenLimit, this, untakenLimit).unref()
    return false
  }

  onReadStart(): void {
    this.#handler?.onReadStart?.()
  }

  onReadEnd(): void {
    // The read may have ended the call, by what it brought or by what its reader did then.
    if (!this.done) this.#handler?.onReadEnd?.()
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.#handler?.onData(bytes, start, end)
  }

  onEnd(): void {
    this.#finish(undefined)
    this.#handler?.onEnd()
    this.#trace?.over(this, undefined, false)
  }

  onBodySent(): void {
    this.#trace?.onSent()
  }

  onDrain(): void {
    const drains = this.#drains
    if (drains === undefined) return
    this.#drains = undefined
    for (const resolve of drains) resolve()
  }

  onFail(error: Error): void {
    const stale = this.#connection?.stale === true && isUnanswered(error)
    const pending = this.#pending
    const isRepeatable = pending?.plan.body === undefined && (this.method === 'GET' || this.method === 'HEAD')
    if (stale && !this.#is(RETRIED) && isRepeatable) {
      this.#flags |= RETRIED
      this.#connection = undefined
      this.#trace?.retry('stale', error)
      pending?.owner.retry(this)
      return
    }
    this.fail(error)
  }

  abort(reason: unknown): void {
    this.#end(abortError(reason))
  }

  /** The body was left lying. */
  expire(limit: number): void {
    const message = `${this.method}: nobody took the answer's body within ${limit} ms: read it, or close() the response`
    this.#end(new FairleadError('ERR_BODY_UNTAKEN', message))
  }

  /** No connection, or none any more: tells whoever waits. */
  fail(error: Error): void {
    if (this.done) return
    this.#finish(error)
    if (this.#pending !== undefined) this.#pending.asker.onFail(error)
    else this.#handler?.onFail(error)
    this.#trace?.over(this, error, false)
  }

  #is(flag: number): boolean {
    return (this.#flags & flag) !== 0
  }

  #forgetUntaken(): void {
    if (this.#untaken === undefined) return
    clearTimeout(this.#untaken)
    this.#untaken = undefined
  }

  /** Ends it from this side: in the queue, while dialling, or on its connection. */
  #end(error: Error): void {
    if (this.done) return
    const connection = this.#connection
    if (connection === undefined) this.#pending?.owner.withdraw(this)
    else connection.destroy()
    this.fail(error)
  }

  #finish(error: Error | undefined): void {
    if (this.done) return
    this.#flags |= DONE
    this.#error = error
    this.#connection = undefined
    this.#forgetUntaken()
    this.onDrain()
    if (this.#signal !== undefined) unwatchSignal(this.#signal, this)
    const body = this.#pending?.plan.body
    if (!this.#is(SENT) && body !== undefined) releaseUpload(body)
  }
}

function onUntakenDeadline(call: Call, limit: number): void {
  call.expire(limit)
}
