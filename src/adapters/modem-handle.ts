// `stream.req` and `stream.socket` of an answer: what programs reach for there beyond the stream itself. Both work on the
// stream and its call, as fairlead's connection is nobody else's. Node facts: a request's end() closes the container's stdin;
// a socket's timeout is told by 'timeout', begins anew with every byte, and ends nothing.

import { Duplex, type Readable } from 'node:stream'
import type { Call } from '../net/call.ts'

type Listener = (...args: unknown[]) => void

/** What both have. */
class Handle {
  protected readonly stream: Readable

  constructor(stream: Readable) {
    this.stream = stream
  }

  get destroyed(): boolean {
    return this.stream.destroyed
  }

  destroy(error?: Error): this {
    this.stream.destroy(error)
    return this
  }

  /** To stdin. */
  write(chunk: Uint8Array | string, ...more: never[]): boolean {
    return this.stream instanceof Duplex && this.stream.write(chunk, ...more)
  }

  /** fairlead's sockets send at once as it is. */
  setNoDelay(): this {
    return this
  }

  on(event: string, listener: Listener): this {
    this.stream.on(event, listener)
    return this
  }

  addListener(event: string, listener: Listener): this {
    return this.on(event, listener)
  }

  once(event: string, listener: Listener): this {
    this.stream.once(event, listener)
    return this
  }

  off(event: string, listener: Listener): this {
    this.stream.off(event, listener)
    return this
  }

  removeListener(event: string, listener: Listener): this {
    return this.off(event, listener)
  }
}

/** `stream.socket`, `stream.connection`. */
export class SocketHandle extends Handle {
  readonly #call: Call
  #timer: NodeJS.Timeout | undefined

  constructor(stream: Readable, call: Call) {
    super(stream)
    this.#call = call
  }

  destroySoon(): void {
    this.stream.destroy()
  }

  /** Closes stdin; where there is none, the connection. */
  end(...last: never[]): this {
    if (this.stream instanceof Duplex) this.stream.end(...last)
    else this.stream.destroy()
    return this
  }

  /** Emits 'timeout' after `ms` without a byte either way; 0: never. */
  setTimeout(ms: number, listener?: Listener): this {
    const { stream } = this
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (ms <= 0) return this
    if (listener !== undefined) stream.once('timeout', listener)
    const onTimeout = (): void => {
      if (!stream.destroyed) stream.emit('timeout')
    }
    this.#timer = setTimeout(onTimeout, ms).unref()
    return this
  }

  /** A byte went by. */
  touch(): void {
    this.#timer?.refresh()
  }

  /** fairlead's sockets are probed as it is. */
  setKeepAlive(): this {
    return this
  }

  ref(): this {
    this.#call.ref()
    return this
  }

  unref(): this {
    this.#call.unref()
    return this
  }
}

/** `stream.req`. */
export class RequestHandle extends Handle {
  readonly socket: SocketHandle
  readonly method: string

  constructor(stream: Readable, socket: SocketHandle, method: string) {
    super(stream)
    this.socket = socket
    this.method = method
  }

  get connection(): SocketHandle {
    return this.socket
  }

  get aborted(): boolean {
    return this.stream.destroyed && !this.stream.readableEnded
  }

  abort(): void {
    this.stream.destroy()
  }

  /** Closes stdin. Without one the request was sent whole long ago. */
  end(...last: never[]): this {
    if (this.stream instanceof Duplex) this.stream.end(...last)
    return this
  }

  setTimeout(ms: number, listener?: Listener): this {
    this.socket.setTimeout(ms, listener)
    return this
  }

  setSocketKeepAlive(): this {
    return this
  }
}
