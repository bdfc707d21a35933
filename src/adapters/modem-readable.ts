// A streamed answer as dockerode's users know it from node:http: a Readable with statusCode, headers and the like.
// Nothing is read before the reader wants it; destroying it closes the connection.

import { Readable } from 'node:stream'
import type { Call } from '../net/call.ts'
import type { Head } from '../wire/head.ts'
import { Feed, headersOf } from './modem-feed.ts'
import type { RequestHandle, SocketHandle } from './modem-handle.ts'

/** See the file's head. */
export class ModemReadable extends Readable {
  readonly statusCode: number
  readonly statusMessage: string
  readonly httpVersion: string
  /** Names in lower case. */
  readonly headers: Record<string, string | string[]>
  /** Names and values in turn, as they came. */
  readonly rawHeaders: string[]
  /** It was ended before its last byte. */
  aborted = false
  readonly #feed: Feed

  constructor(head: Head, call: Call) {
    super()
    this.statusCode = head.status
    this.statusMessage = head.reason
    this.httpVersion = `1.${head.minor}`
    this.headers = headersOf(head)
    this.rawHeaders = [...head].flat()
    this.#feed = new Feed(call, this)
  }

  /** All of the body came. */
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

  /** Emits 'timeout' after `ms` without a byte; ends nothing. */
  setTimeout(ms: number, listener?: () => void): this {
    this.#feed.socket.setTimeout(ms, listener)
    return this
  }

  override read(size?: number): unknown {
    const piece = super.read(size)
    this.#feed.settle()
    return piece
  }

  override _read(): void {
    this.#feed.read()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.aborted = !this.#feed.complete
    callback(this.#feed.close(error))
  }
}
