// One gRPC call on a stream of HTTP/2, from either side: messages in, messages out.
// States: open, with reading ended or not; closed, by the end of both sides, a reset, or with the connection. After that read() and
// write() reject, and nothing waits. Reading pauses the stream beyond a mark; write() waits for room.

import type { Http2Stream } from 'node:http2'
import { type AnyMessage, decode, encode, type Sendable, type ValueOf } from '../proto/protobuf.ts'
import { type Budget, MessageReader } from './message-reader.ts'
import { CODE, GrpcStatus } from './status.ts'

/** Unread bytes of a call at which its stream is paused. */
const MARK_BYTES = 262_144
/** Space for a message's header in front of it, see {@link GrpcCall.writeFrames}. */
export const FRAME_HEADER = 5
/** Messages of more bytes are not copied to be joined with the next. */
const BULK_BYTES = 65_536
const NOTHING = Buffer.alloc(0)

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
  #drained: (() => void)[] = []

  /** @param onBroken called when the daemon breaks the protocol */
  constructor(stream: S, budget: Budget, onBroken: (error: Error) => void) {
    this.stream = stream
    this.reader = new MessageReader(budget)
    this.#onBroken = onBroken
    stream.on('data', (bytes: Buffer) => this.#onData(bytes))
    stream.on('end', () => this.#onEnd())
    stream.on('close', () => this.#close())
    stream.on('drain', () => this.#onDrain())
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

  /** Sends a message. Resolves when there is room for more. */
  write<M extends AnyMessage>(type: M, value: Sendable<M>): Promise<void> | undefined {
    return this.writeFrames([encode(type, value, FRAME_HEADER)])
  }

  /** Sends encoded messages that have FRAME_HEADER free in front. Returns undefined when there is room for more, else a promise of it. */
  writeFrames(frames: readonly Buffer[]): Promise<void> | undefined {
    const { stream } = this
    if (this.#closed || stream.destroyed) return Promise.reject(over())
    this.beforeWrite()
    for (const frame of frames) {
      frame[0] = 0
      frame.writeUInt32BE(frame.length - FRAME_HEADER, 1)
    }
    // Small ones as one piece: each write is a frame of HTTP/2 with a turn of its own.
    const [first = NOTHING] = frames
    const isBulk = frames.length > 1 && first.length > BULK_BYTES
    if (isBulk) for (const frame of frames.slice(0, -1)) stream.write(frame)
    const last = isBulk ? frames.at(-1)! : frames.length > 1 ? Buffer.concat(frames) : first
    if (stream.write(last)) return undefined
    return new Promise((resolve, reject) => {
      this.#drained.push(() => (this.#closed ? reject(over()) : resolve()))
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

  #onDrain(): void {
    const waiting = this.#drained
    this.#drained = []
    for (const resume of waiting) resume()
  }

  #close(): void {
    if (this.#closed) return
    this.#closed = true
    this.reader.clear()
    this.#notify()
    this.#onDrain()
    for (const then of this.#closers) then()
    this.#closers.clear()
  }

  #notify(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}

function over(): GrpcStatus {
  return new GrpcStatus(CODE.cancelled, 'the call is over')
}

function ignore(): void {}
