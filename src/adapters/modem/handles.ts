// `stream.req` and `stream.socket` of a response: the members that programs use beside the stream itself. Both act on the
// stream and its call; fairlead's own connection stays private. Node facts: a request's end() closes the container's stdin;
// a socket's timeout emits 'timeout', restarts with every byte, and ends nothing.

import { Duplex, type Readable } from 'node:stream'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import type { Call } from '../../net/call.ts'

type Listener = (...args: unknown[]) => void

/** The members that both handles have. */
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

  /** Writes to stdin; false where the stream has none. */
  write(chunk: Uint8Array | string, ...more: never[]): boolean {
    return this.stream instanceof Duplex && this.stream.write(chunk, ...more)
  }

  /** Does nothing: fairlead's sockets have no delay. */
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

/** `stream.socket` and `stream.connection`: the parts of net.Socket that callers use. */
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

  /** Closes stdin; without stdin, the connection. */
  end(...last: never[]): this {
    if (this.stream instanceof Duplex) this.stream.end(...last)
    else this.stream.destroy()
    return this
  }

  /** Emits 'timeout' after `ms` without a byte in either direction; 0: never. */
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

  /** Restarts the timeout: a byte was received or written. */
  touch(): void {
    this.#timer?.refresh()
  }

  /** Does nothing: fairlead's sockets have keep-alive probes. */
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

/** `stream.req`: the parts of ClientRequest that still have a meaning after the head. */
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

  /** Closes stdin. Does nothing without stdin, since the whole request has been sent. */
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
