// An attach or exec with stdin, without `hijack`: a Duplex whose end() closes stdin and leaves the output open.
// What is written goes to the socket as it is; its memory is the writer's until the write's callback.

import { Duplex } from 'node:stream'
import type { Call } from '../net/call.ts'
import type { Head } from '../wire/head.ts'
import { Feed, headersOf } from './modem-feed.ts'
import type { RequestHandle, SocketHandle } from './modem-handle.ts'

/** See the file's head. */
export class ModemDuplex extends Duplex {
  readonly statusCode: number
  readonly headers: Record<string, string | string[]>
  readonly #call: Call
  readonly #feed: Feed

  constructor(head: Head, call: Call) {
    // The program is over when its output ends: nobody is left to write to.
    super({ allowHalfOpen: false })
    this.statusCode = head.status
    this.headers = headersOf(head)
    this.#call = call
    this.#feed = new Feed(call, this)
    // It is in use from now on, if only to be written to later: an output that nobody reads waits in the buffer.
    this.#feed.read()
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
    this.#feed.settle()
    return piece
  }

  override _read(): void {
    this.#feed.read()
  }

  override _write(chunk: Uint8Array, _encoding: string, callback: () => void): void {
    this.#feed.socket.touch()
    if (this.#call.write(chunk)) callback()
    else this.#call.drained().then(callback)
  }

  override _final(callback: () => void): void {
    this.#call.endWriting()
    callback()
  }

  /** As {@link Duplex.destroy}. */
  destroySoon(): void {
    this.destroy()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    callback(this.#feed.close(error))
  }
}
