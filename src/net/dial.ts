// Endpoint → a connected socket that hands its reads to a Reader through `onread`: no view, no stream event a read.
// Plain sockets share one read buffer: libuv fills it and calls back before anything else can be read, and a Reader
// keeps no byte past the call (it copies). Owned: the socket, until `onConnected` gives it away.

import type { NetConnectOpts, OnReadOpts } from 'node:net'
import { type Endpoint, formatEndpoint } from '../endpoint/parse.ts'
import { FairleadError } from '../error.ts'
import { EngineSocket } from './engine-socket.ts'

/** Bytes read from a socket at a time: what libuv suggests for every stream read, too. */
export const READ_BYTES = 65_536
/** First and longest wait, in ms, before a unix socket whose backlog is full (EAGAIN) is tried again. */
const RETRY_FIRST_MS = 5
const RETRY_MOST_MS = 200

const sharedBuffer = new Uint8Array(READ_BYTES)

/** Takes what a socket read. */
export interface Reader {
  /** `count` bytes from `bytes[0]`, readable until this returns. */
  onRead(bytes: Uint8Array, count: number): void
}

/** Hears how a dial went: exactly one of the two, unless it was cancelled. */
export interface DialListener extends Reader {
  onConnected(socket: EngineSocket): void
  /** ERR_CONNECT or ERR_CONNECT_TIMEOUT. */
  onDialFail(error: FairleadError): void
}

/** One attempt to reach an endpoint. */
export class Dial {
  readonly #endpoint: Endpoint
  readonly #listener: DialListener
  readonly #limit: number
  #socket: EngineSocket | undefined
  #deadline: NodeJS.Timeout | undefined
  #retry: NodeJS.Timeout | undefined
  #wait = RETRY_FIRST_MS
  #lastError: Error | undefined
  #unreffed = false

  /** Begins at once. `limit`: ms until ERR_CONNECT_TIMEOUT, 0 for none. */
  constructor(endpoint: Endpoint, listener: DialListener, limit: number) {
    this.#endpoint = endpoint
    this.#listener = listener
    this.#limit = limit
    if (limit > 0) this.#deadline = setTimeout(onDialDeadline, limit, this)
    this.#connect()
  }

  /** Keeps no process alive from now on. */
  unref(): void {
    this.#unreffed = true
    this.#socket?.unref()
    this.#deadline?.unref()
    this.#retry?.unref()
  }

  ref(): void {
    this.#unreffed = false
    this.#socket?.ref()
    this.#deadline?.ref()
    this.#retry?.ref()
  }

  /** Gives up silently: the listener hears nothing more. */
  cancel(): void {
    this.#stopTimers()
    this.#socket?.removeAllListeners().on('error', ignoreError).destroy()
    this.#socket = undefined
  }

  #connect(): void {
    const listener = this.#listener
    const onread: OnReadOpts = {
      buffer: sharedBuffer,
      callback(count, bytes) {
        listener.onRead(bytes, count)
        return true
      },
    }
    const endpoint = this.#endpoint
    const where: NetConnectOpts =
      endpoint.kind === 'unix'
        ? { path: endpoint.path }
        : { host: endpoint.host, port: endpoint.port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 }
    // What net.connect does, of another class: some of the options are the constructor's.
    const options = { ...where, allowHalfOpen: true, onread }
    const socket = new EngineSocket(options)
    socket.connect(where)
    this.#socket = socket
    if (this.#unreffed) socket.unref()
    socket.once('connect', () => this.#connected(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => this.#failed(error))
  }

  #connected(socket: EngineSocket): void {
    this.#stopTimers()
    socket.removeAllListeners('error')
    this.#socket = undefined
    this.#listener.onConnected(socket)
  }

  #failed(error: NodeJS.ErrnoException): void {
    this.#lastError = error
    if (error.code === 'EAGAIN') {
      // A unix socket's backlog is full. The kernel does not let one wait for a place, so try again until the limit.
      this.#retry = setTimeout(() => this.#connect(), this.#wait)
      if (this.#unreffed) this.#retry.unref()
      this.#wait = Math.min(this.#wait * 2, RETRY_MOST_MS)
      return
    }
    this.cancel()
    const hint = hints[error.code ?? '']
    const message = `cannot connect to ${formatEndpoint(this.#endpoint)}: ${error.code ?? error.message}${hint ? ` (${hint})` : ''}`
    this.#listener.onDialFail(new FairleadError('ERR_CONNECT', message, { cause: error }))
  }

  expire(): void {
    this.cancel()
    const message = `no connection to ${formatEndpoint(this.#endpoint)} within ${this.#limit} ms`
    this.#listener.onDialFail(new FairleadError('ERR_CONNECT_TIMEOUT', message, { cause: this.#lastError }))
  }

  #stopTimers(): void {
    clearTimeout(this.#deadline)
    clearTimeout(this.#retry)
  }
}

const hints: Record<string, string> = {
  ENOENT: 'no such socket: is the Engine running?',
  EACCES: "no permission: is this user in the socket's group, often 'docker'?",
  ECONNREFUSED: 'nothing listens there: is the Engine running?',
  ENOTFOUND: 'the host name does not resolve',
  ENOTSOCK: 'the path is not a socket',
}

function onDialDeadline(dial: Dial): void {
  dial.expire()
}

function ignoreError(): void {}
