// What a body's source tells, pushed into a Node stream: a piece for every chunk that the Engine wrote, at the reader's pace.
// An error comes after what was received before it. As Node's own answers do, a stream that nobody listens to for errors
// ends without one: 'aborted' and 'close' tell. Each piece is copied once and is the reader's.

import type { Readable } from 'node:stream'
import type { Call } from '../net/call.ts'
import type { ByteHandler } from '../stream/source.ts'
import type { Head } from '../wire/head.ts'
import { familiar } from './modem-errors.ts'
import { RequestHandle, SocketHandle } from './modem-handle.ts'

/** Between a call's body and the stream that carries it. */
export class Feed implements ByteHandler {
  readonly #call: Call
  readonly #stream: Readable
  /** Of the connection what there is to do with it. */
  readonly socket: SocketHandle
  /** Of the request what there is left to do with it. */
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

  /** The last byte came. */
  get complete(): boolean {
    return this.#ended
  }

  /** The reader wants more. */
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
    this.#failure = familiar(error, true)
    this.settle()
  }

  /** Something was taken from the stream: an error that waited behind it may be next. */
  settle(): void {
    const failure = this.#failure
    if (failure === undefined) return
    if (this.#stream.readableLength === 0 || failure.name === 'AbortError') this.#stream.destroy(failure)
  }

  /** The stream is being destroyed: gives the error that it may emit. */
  close(error: Error | null): Error | null {
    this.#call.cancel()
    if (!this.#ended) this.#stream.emit('aborted')
    return this.#stream.listenerCount('error') > 0 ? error : null
  }
}

/** A head's fields as node:http has them: names in lower case, repeated ones joined, `set-cookie` a list. */
export function headersOf(head: Head): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  for (const [name] of head) {
    const key = name.toLowerCase()
    headers[key] ??= key === 'set-cookie' ? head.getAll(key) : (head.get(key) ?? '')
  }
  return headers
}
