// One request under way, and the ByteSource of its response's body.
// States: waiting (no connection yet) → sent → held (the head is delivered, the body is not taken) → flowing → done.
// A call may outlive its connection: a late pause or cancel does not touch the next request on the same socket.

import type { Socket } from 'node:net'
import { abortError, callError, FairleadError, nameCall } from '../error.ts'
import type { ByteHandler, ByteSource } from '../stream/source.ts'
import type { Upload } from '../stream/upload/upload.ts'
import { type Framing, hasLength, NO_BODY } from '../wire/framing.ts'
import type { Head } from '../wire/head.ts'
import { type Abortable, unwatchSignal, watchSignal } from './base/abort.ts'
import { inScope, openScope, type Scope } from './base/scope.ts'
import { clearTimeout, setTimeout } from './base/timers.ts'
import type { Connection } from './connection.ts'
import { isWithoutResponse } from './socket/connection-errors.ts'
import type { ConnectionUser } from './timed-connection.ts'
import type { RequestTrace } from './trace/request-trace.ts'
import { releaseUpload } from './upload/body-sender.ts'

/** What a {@link Call} is made of: the request as it is sent, how it is sent, and the limits of its phases. */
export interface CallPlan {
  method: string
  /** The request's path without version and query, for messages; '' for none. */
  path: string
  /** Request line, fields and the empty line; latin1. */
  head: string
  /** Its bytes stay the caller's: see {@link Upload}. */
  body?: Upload | undefined
  /** Requests a 101: see OutgoingRequest. */
  upgrade?: boolean | undefined
  /** See OutgoingRequest. */
  pacing?: boolean | undefined
  /** Needs a socket without `onread`, which can be given away. */
  detachable?: boolean | undefined
  /** May exceed the pool's limit: another call, which holds a connection, waits for this one. */
  urgent?: boolean | undefined
  /** Once it is sent, closing the pool does not end it. */
  lasting?: boolean | undefined
  signal?: AbortSignal | undefined
  /** In ms from the request's last byte to the response's head; 0 for none. */
  headLimit: number
  /** In ms without a byte in either direction within the body; 0 for none. */
  idleLimit: number
  /** In ms that the body may wait to be taken; 0 for none. */
  untakenLimit: number
  /** In ms that the body of an error response may take; 0 for none. Kept by the reader of that body. */
  errorLimit?: number | undefined
  /** The caller's async context, for a body that the caller's code produces and for a socket that is given away. */
  scope?: Scope | undefined
  /** Set where the channels have a subscriber. */
  trace?: RequestTrace | undefined
}

/** Receives a call's response head, or the error that came instead of it. */
export interface ResponseHandler {
  /** Returns the handler that takes the body now, or undefined: then the body waits for `call.start()`. `framing`: see wire/framing.ts. */
  onHead(head: Head, call: Call, framing: Framing): ByteHandler | undefined
  /** No head will come. */
  onFail(error: Error): void
}

/** Finds connections for calls: the pool. */
export interface CallOwner {
  /** The connection was stale and the request may be sent again: finds a fresh one. */
  retry(call: Call): void
  /** The call needs no connection any more: it waits for one, or one is being dialled for it. */
  withdraw(call: Call): void
}

/** What a call releases when its response's head arrives. */
interface PendingRequest {
  readonly plan: CallPlan
  readonly responseHandler: ResponseHandler
  readonly owner: CallOwner
}

// What #flags holds: bits in one number, since a stream keeps its call.
const SENT = 1 // handed to a connection once
const RETRIED = 2 // was sent on a stale connection and is sent again
const TAKEN = 4 // its body has a reader
const DONE = 8

/** One request under way, and the ByteSource of its response's body. */
export class Call implements ByteSource, ConnectionUser, Abortable {
  readonly method: string
  readonly #path: string
  /** Bytes of body that the response's head announced; 0 without an announced length or a body. */
  announced = 0
  /** The async context of the body's reader, or of the code that produces the request's body. */
  scope: Scope | undefined
  #pending: PendingRequest | undefined
  #signal: AbortSignal | undefined
  #connection: Connection | undefined
  #flags = 0
  #handler: ByteHandler | undefined
  #error: Error | undefined
  #untaken: NodeJS.Timeout | undefined
  #drains: (() => void)[] | undefined
  readonly #trace: RequestTrace | undefined

  constructor(plan: CallPlan, responseHandler: ResponseHandler, owner: CallOwner) {
    this.method = plan.method
    this.#path = plan.path
    this.#pending = { plan, responseHandler, owner }
    this.#signal = plan.signal
    this.scope = plan.scope
    this.#trace = plan.trace
    this.#trace?.attach(this)
    if (plan.signal !== undefined) watchSignal(plan.signal, this)
  }

  /** See {@link CallPlan.detachable}. */
  get detachable(): boolean {
    return this.#pending?.plan.detachable === true
  }

  /** See {@link CallPlan.urgent}. */
  get urgent(): boolean {
    return this.#pending?.plan.urgent === true
  }

  /** Needs a connection that has carried nothing: another kind of socket, or one that cannot be stale. */
  get wantsFresh(): boolean {
    return this.detachable || this.#is(RETRIED)
  }

  /** May be sent twice if no byte of a response came. */
  get repeatable(): boolean {
    return this.#pending?.plan.body === undefined && (this.method === 'GET' || this.method === 'HEAD')
  }

  /** See {@link CallPlan.lasting}. */
  get lasting(): boolean {
    return this.#pending?.plan.lasting === true
  }

  /** See {@link CallPlan.errorLimit}: known until the head was passed on. */
  get errorLimit(): number | undefined {
    return this.#pending?.plan.errorLimit
  }

  /** Sends the request on a connection. */
  sendOn(connection: Connection): void {
    this.#connection = connection
    this.#flags |= SENT
    this.#trace?.onConnection(connection)
    const { plan } = this.#pending as PendingRequest
    if (this.scope === undefined) connection.send(this, plan)
    else inScope(this.scope, connection.send, connection, this, plan)
    if (this.#trace !== undefined && (plan.body === undefined || plan.body.bytes !== undefined)) this.onBodySent()
  }

  start(handler: ByteHandler): void {
    this.take()
    this.#handler = handler
    this.scope = openScope()
    if (!this.done) this.#usedConnection?.proceed()
    else if (this.#error === undefined) handler.onEnd()
    else handler.onFail(this.#error)
  }

  /** Whether the body has a reader, or had one. */
  get taken(): boolean {
    return this.#is(TAKEN)
  }

  /** Claims the body without starting it. @throws FairleadError ERR_BODY_TAKEN the second time. */
  take(): void {
    if (this.#is(TAKEN))
      throw callError('ERR_BODY_TAKEN', 'the body was taken already: each may be read once', this.method, this.#path)
    this.#flags |= TAKEN
    this.#stopUntakenLimit()
  }

  pause(): void {
    this.#usedConnection?.pause()
  }

  resume(): void {
    this.#usedConnection?.resume()
  }

  /** From now on reads are not paced: the body is a value, or a terminal's. */
  readAtOnce(): void {
    this.#usedConnection?.allowPacing(false)
  }

  /** Sends bytes into a tunnel. False: wait for {@link drained}. */
  write(bytes: Uint8Array): boolean {
    // It is in use, though perhaps never read.
    this.#stopUntakenLimit()
    return this.#usedConnection?.write(bytes) ?? true
  }

  /** Resolves when a tunnel has room for bytes again, or when nothing is sent any more. */
  drained(): Promise<void> {
    if (this.#connection === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      ;(this.#drains ??= []).push(resolve)
    })
  }

  /** Ends this side of a tunnel. */
  endWriting(): void {
    this.#stopUntakenLimit()
    this.#usedConnection?.endWriting()
  }

  /** Gives the socket away, with the bytes received so far, before the stream is taken. The call is then done. @throws what ended the call before. */
  handOver(): { socket: Socket; held: Uint8Array } {
    const connection = this.#connection
    this.take()
    const ended = 'the stream ended before its socket could be taken'
    if (connection === undefined) throw this.#error ?? new FairleadError('ERR_CONNECTION_CLOSED', ended)
    this.#finish(undefined)
    const given = connection.handOver()
    this.#trace?.onHandOver(this, given.socket)
    return given
  }

  /** The stream has ended or failed, or the call was cancelled. */
  get done(): boolean {
    return this.#is(DONE)
  }

  cancel(reason?: unknown): void {
    nameCall(reason, this.method, this.#path)
    const connection = this.#usedConnection
    const wasDone = this.done
    // A reader that comes later must not take the cancelled body for an empty one.
    const isTaken = this.#is(TAKEN)
    this.#finish(isTaken ? undefined : callError('ERR_CLOSED', 'the response was closed', this.method, this.#path))
    this.#handler = undefined
    connection?.destroy()
    if (!wasDone) this.#trace?.onCallEnd(this, undefined, true)
  }

  /** Like {@link cancel}, for a caller that is not the body's reader: the reader, if there is one, fails with ERR_CLOSED. */
  close(): void {
    const handler = this.#handler
    if (handler === undefined || this.done) return this.cancel()
    const error = callError('ERR_CLOSED', 'the response was closed before its end', this.method, this.#path)
    this.#usedConnection?.destroy()
    this.#finish(error)
    inScope(this.scope, handler.onFail, handler, error)
    this.#trace?.onCallEnd(this, undefined, true)
  }

  /** The signal does not end it from now on, and is not kept. */
  forgetSignal(): void {
    if (this.#signal !== undefined) unwatchSignal(this.#signal, this)
    this.#signal = undefined
  }

  ref(): void {
    this.#usedConnection?.keepAlive(true)
  }

  unref(): void {
    this.#usedConnection?.keepAlive(false)
  }

  onHead(head: Head, framing: Framing): boolean {
    if (hasLength(framing)) this.announced = framing
    const { plan, responseHandler } = this.#pending as PendingRequest
    const { untakenLimit } = plan
    const handler = responseHandler.onHead(head, this, framing)
    this.#trace?.onHead(head, framing, plan.upgrade === true)
    this.#handler = handler
    this.#pending = undefined
    if (handler !== undefined) {
      this.#flags |= TAKEN
      // The read that brought the head began before the handler existed.
      handler.onReadStart?.()
    }
    if (handler !== undefined || framing === NO_BODY) return true
    if (untakenLimit > 0) this.#untaken = setTimeout(() => this.expire(untakenLimit), untakenLimit).unref()
    return false
  }

  onReadStart(): void {
    this.#handler?.onReadStart?.()
  }

  onReadEnd(): void {
    // The read may have ended the call, or its handler did.
    if (!this.done) this.#handler?.onReadEnd?.()
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.#handler?.onData(bytes, start, end)
  }

  onEnd(): void {
    if (this.done) return
    this.#finish(undefined)
    const handler = this.#handler
    if (handler !== undefined) inScope(this.scope, handler.onEnd, handler)
    this.#trace?.onCallEnd(this, undefined, false)
  }

  onBodySent(): void {
    this.#trace?.onSent()
  }

  onDrain(): void {
    const drains = this.#drains
    this.#drains = undefined
    for (const resolve of drains ?? []) resolve()
  }

  onFail(error: Error): void {
    const stale = this.#connection?.stale === true && isWithoutResponse(error)
    if (!stale || this.#is(RETRIED) || !this.repeatable) return this.fail(error)
    this.#flags |= RETRIED
    this.#connection = undefined
    this.#trace?.retry('stale', error)
    this.#pending?.owner.retry(this)
  }

  abort(reason: unknown): void {
    this.#end(abortError(reason))
  }

  /** The body was not taken within its limit. */
  expire(limit: number): void {
    const message = `the response's body was not read within ${limit} ms: read it, or close() the response`
    this.#end(new FairleadError('ERR_BODY_UNTAKEN', message))
  }

  /** The call has no connection, or lost it: reports the error to the handler that waits. */
  fail(error: Error): void {
    if (this.done) return
    nameCall(error, this.method, this.#path)
    this.#finish(error)
    const handler = this.#pending?.responseHandler ?? this.#handler
    if (handler !== undefined) inScope(this.scope, handler.onFail, handler, error)
    this.#trace?.onCallEnd(this, error, false)
  }

  /** The connection, unless it carries another call by now. */
  get #usedConnection(): Connection | undefined {
    const connection = this.#connection
    return connection?.isUsedBy(this) ? connection : undefined
  }

  #is(flag: number): boolean {
    return (this.#flags & flag) !== 0
  }

  #stopUntakenLimit(): void {
    if (this.#untaken !== undefined) clearTimeout(this.#untaken)
    this.#untaken = undefined
  }

  /** Ends the call from this side: in the queue, while dialling, or on its connection. */
  #end(error: Error): void {
    if (this.done) return
    if (this.#connection === undefined) this.#pending?.owner.withdraw(this)
    else this.#usedConnection?.destroy()
    this.fail(error)
  }

  #finish(error: Error | undefined): void {
    if (this.done) return
    this.#flags |= DONE
    this.#error = error
    this.#connection = undefined
    this.#stopUntakenLimit()
    this.onDrain()
    this.forgetSignal()
    const body = this.#pending?.plan.body
    if (!this.#is(SENT) && body !== undefined) inScope(this.scope, releaseUpload, undefined, body)
  }
}
