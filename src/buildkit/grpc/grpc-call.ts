// One gRPC call on a stream of HTTP/2, from either side: messages in, messages out.
// States: open, with reading ended or not; closed, by the end of both sides, a reset, or with the connection. After that read() and
// write() reject, and nothing waits. Reading pauses the stream beyond a mark; write() waits until the message has gone.

import type { Http2Stream } from 'node:http2'
import { type AnyMessage, decode, encode, type Sendable, type ValueOf } from '../proto/protobuf.ts'
import { type Budget, FRAME_HEADER, MessageReader } from './message-reader.ts'
import { CODE, GrpcStatus } from './status.ts'

/** Unread bytes of a call at which its stream is paused. */
const MARK_BYTES = 262_144

/** A call: what both sides of it have in common. */
export class GrpcCall<S extends Http2Stream = Http2Stream> {
  protected readonly stream: S
  protected readonly reader: MessageReader
  readonly #onBroken: (error: Error) => void
  #ended = false
  #closed = false
  #deaf = false
  #wake: (() => void) | undefined
  readonly #closers = new Set<() => void>()

  /** @param onBroken called when the daemon breaks the protocol */
  constructor(stream: S, budget: Budget, onBroken: (error: Error) => void) {
    this.stream = stream
    this.reader = new MessageReader(budget)
    this.#onBroken = onBroken
    stream.on('data', (bytes: Buffer) => this.#onData(bytes))
    stream.on('end', () => this.#onEnd())
    stream.on('close', () => this.#close())
    // 'close' follows; a reset by the daemon is no error of this side.
    stream.on('error', ignore)
  }

  /** Whether the call is over. */
  get closed(): boolean {
    return this.#closed
  }

  /** Runs `then` when the call is over, at once if it is. */
  onClose(then: () => void): void {
    if (this.#closed) then()
    else this.#closers.add(then)
  }

  /** The next message; undefined when the daemon has ended its side. Rejects with GrpcStatus when the call is over. */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const next = this.reader.shift()
      if (next !== undefined) return next
      if (this.#closed) throw over()
      if (this.#ended) return undefined
      this.stream.resume()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** The one message of a call that has one. @throws FairleadError ERR_BUILD_SESSION when it is malformed. */
  async request<M extends AnyMessage>(type: M): Promise<ValueOf<M>> {
    const bytes = await this.read()
    if (bytes === undefined) throw new GrpcStatus(CODE.internal, 'the request has no message')
    return decode(type, bytes)
  }

  /** Sends a message. Resolves when it has gone; rejects when the call is over. */
  write<M extends AnyMessage>(type: M, value: Sendable<M>): Promise<void> {
    const frame = encode(type, value, FRAME_HEADER)
    putHeader(frame, 0, frame.length)
    return this.send(frame)
  }

  /** Sends messages that have their headers. Resolves when they have gone: then their memory may be used again. Rejects when the call is over. */
  async send(bytes: Buffer): Promise<void> {
    if (this.#closed || !this.stream.writable) throw over()
    this.beforeWrite()
    await new Promise<void>((resolve, reject) => {
      const settle = (): void => {
        this.#closers.delete(settle)
        if (this.#closed) reject(over())
        else resolve()
      }
      this.onClose(settle)
      this.stream.write(bytes, settle)
    })
  }

  /** Called before anything is sent. */
  protected beforeWrite(): void {}

  /** What the daemon still sends is not wanted. */
  protected stopReading(): void {
    this.#deaf = true
    this.reader.clear()
    this.stream.resume()
  }

  #onData(bytes: Buffer): void {
    if (this.#closed || this.#deaf) return
    try {
      this.reader.push(bytes)
    } catch (error) {
      this.#onBroken(error as Error)
      return
    }
    if (this.reader.waiting > 0 && this.reader.kept > MARK_BYTES) this.stream.pause()
    this.#notify()
  }

  #onEnd(): void {
    this.#ended = true
    this.#notify()
  }

  #close(): void {
    if (this.#closed) return
    this.#closed = true
    this.reader.clear()
    this.#notify()
    for (const then of this.#closers) then()
    this.#closers.clear()
  }

  #notify(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}

/** Writes the header of a message that is between the two, behind FRAME_HEADER free bytes. */
export function putHeader(bytes: Buffer, start: number, end: number): void {
  bytes[start] = 0
  bytes.writeUInt32BE(end - start - FRAME_HEADER, start + 1)
}

function over(): GrpcStatus {
  return new GrpcStatus(CODE.cancelled, 'the call is over')
}

function ignore(): void {}
