// A response body pushed into a Node stream: one piece per chunk of the Engine, at the reader's pace. Each piece is copied once
// and is the reader's to keep. An error follows everything that was received before it. As with node:http's responses, a stream
// without an 'error' listener ends without an error: 'aborted' and 'close' report it.

import type { Readable } from 'node:stream'
import type { Call } from '../../net/call.ts'
import type { ByteHandler } from '../../stream/source.ts'
import type { Head } from '../../wire/head.ts'
import type { StreamClass } from '../streams/node-read-end.ts'
import { toModemError } from './errors.ts'
import { RequestHandle, SocketHandle } from './handles.ts'

/** Carries the body of a call into a Readable or a Duplex. */
class Feed implements ByteHandler {
  readonly #call: Call
  readonly #stream: Readable
  /** `stream.socket`: the parts of net.Socket that callers use. */
  readonly socket: SocketHandle
  /** `stream.req`: the parts of ClientRequest that still have a meaning after the head. */
  readonly req: RequestHandle
  #started = false
  #ended = false
  #paused = false
  #failure: Error | undefined

  constructor(call: Call, stream: Readable) {
    this.#call = call
    this.#stream = stream
    this.socket = new SocketHandle(stream, call)
    this.req = new RequestHandle(stream, this.socket, call.method)
  }

  /** Whether the last byte has arrived. */
  get complete(): boolean {
    return this.#ended
  }

  /** Starts the body, or resumes it: the reader wants more. */
  read(): void {
    if (!this.#started) {
      this.#started = true
      this.#call.start(this)
    } else if (this.#paused) {
      this.#paused = false
      this.#call.resume()
    }
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.socket.touch()
    const piece = Buffer.allocUnsafe(end - start)
    piece.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
    if (this.#stream.push(piece) || this.#paused) return
    this.#paused = true
    this.#call.pause()
  }

  onEnd(): void {
    this.#ended = true
    this.#stream.push(null)
  }

  onFail(error: Error): void {
    this.#failure = toModemError(error, true)
    this.afterRead()
  }

  /** Destroys the stream with a pending error once everything before it has been read. */
  afterRead(): void {
    const failure = this.#failure
    if (failure === undefined) return
    if (this.#stream.readableLength === 0 || failure.name === 'AbortError') this.#stream.destroy(failure)
  }

  /** Ends the call of a stream that is being destroyed. Returns the error that the stream may emit. */
  close(error: Error | null): Error | null {
    this.#call.cancel()
    if (!this.#ended) this.#stream.emit('aborted')
    return this.#stream.listenerCount('error') > 0 ? error : null
  }
}

/** A head's fields as in node:http: names in lower case, repeated fields joined, `set-cookie` a list. */
function headersOf(head: Head): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  for (const [name] of head) {
    const key = name.toLowerCase()
    headers[key] ??= key === 'set-cookie' ? head.getAll(key) : (head.get(key) ?? '')
  }
  return headers
}

/** What a streamed response of either class has. */
export interface FedStream {
  readonly statusCode: number
  /** Names in lower case. */
  readonly headers: Record<string, string | string[]>
  /** Whether all of the body has arrived. */
  readonly complete: boolean
  readonly req: RequestHandle
  readonly socket: SocketHandle
  readonly connection: SocketHandle
}

/** A class of Node streams that read a call's body: its constructor takes the head, the call and the stream's options. */
export function fedByCall<Stream extends Readable, Options>(
  base: StreamClass<Stream, [options?: Options]>,
): StreamClass<Stream & FedStream, [head: Head, call: Call, options?: Options]> {
  return class extends (base as StreamClass<Readable>) {
    readonly statusCode: number
    readonly headers: Record<string, string | string[]>
    readonly #feed: Feed

    constructor(head: Head, call: Call, options?: Options) {
      super(options)
      this.statusCode = head.status
      this.headers = headersOf(head)
      this.#feed = new Feed(call, this)
    }

    get complete(): boolean {
      return this.#feed.complete
    }

    get req(): RequestHandle {
      return this.#feed.req
    }

    get socket(): SocketHandle {
      return this.#feed.socket
    }

    get connection(): SocketHandle {
      return this.#feed.socket
    }

    override read(size?: number): unknown {
      const piece = super.read(size)
      this.#feed.afterRead()
      return piece
    }

    override _read(): void {
      this.#feed.read()
    }

    override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
      callback(this.#feed.close(error))
    }
  } as unknown as StreamClass<Stream & FedStream, [head: Head, call: Call, options?: Options]>
}
