// Endpoint → a connected socket that hands its reads to a Reader through `onread`: no view, no stream event a read.
// Plain sockets share one read buffer: libuv fills it and calls back before anything else can be read, and a Reader
// keeps no byte past the call (it copies). Not so on Windows, where reads are under way side by side.
// Owned: the socket, until `onConnected` gives it away.

import type { OnReadOpts, Socket } from 'node:net'
import { type Endpoint, formatEndpoint } from '../endpoint/parse.ts'
import type { HttpProxy } from '../endpoint/proxy.ts'
import type { TlsOptions } from '../endpoint/tls.ts'
import { FairleadError } from '../error.ts'
import type { ConnectionTrace } from './connection-trace.ts'
import type { Ending } from './conversation.ts'
import { type DialFunction, openCustom } from './dial-custom.ts'
import { openSsh } from './dial-ssh.ts'
import { delayInWords, errorInWords } from './hints.ts'
import { makePatient, PatientSocket } from './patient-socket.ts'
import { openProxied } from './proxy.ts'
import { HEARER, type Heard, hearSocket, ignoreSocket, type SocketHearer } from './socket-events.ts'
import type { StreamListener, StreamSocket } from './stream-socket.ts'
import { connectTls } from './tls-socket.ts'

/** Bytes read from a socket at a time: what libuv suggests for every stream read, too. */
export const READ_BYTES = 65_536
/** A silent TCP connection is probed after so many ms, so that a peer that vanished is noticed. As Docker's own client. */
export const KEEP_ALIVE_MS = 30_000
/** First and longest wait, in ms, before a unix socket whose backlog is full (EAGAIN) is tried again. */
const RETRY_FIRST_MS = 5
const RETRY_MOST_MS = 200

const sharedBuffer = new Uint8Array(READ_BYTES)

/**
 * Whether the reads of plain and of TLS sockets are known to come by `onread`. A runtime that passes it over gives them as
 * 'data', for which a socket listens, too, until a read has shown the way. `self`: a plain socket's come with it as `this`.
 */
const shown = { plain: false, tls: false, self: false }

/** Takes what a socket read. */
export interface Reader {
  /** `count` bytes from `bytes[0]`, readable until this returns. */
  onRead(bytes: Uint8Array, count: number): void
  /** The peer takes no more; what it sent may still come. */
  onWriteFail(error: NodeJS.ErrnoException): void
}

/** Hears how a dial went: exactly one of the two, unless it was cancelled. */
export interface DialListener {
  onConnected(socket: Socket): void
  /** ERR_CONNECT or ERR_CONNECT_TIMEOUT; ERR_OPTION where a given `dial` gives no stream. */
  onDialFail(error: FairleadError): void
}

/** How to dial. */
export interface DialOptions {
  /** ms until ERR_CONNECT_TIMEOUT, the TLS handshake included; 0 for none. */
  limit: number
  /** Speak TLS, to a tcp endpoint. */
  tls?: TlsOptions | undefined
  /** Through which proxy, to a tcp endpoint. */
  proxy?: HttpProxy | undefined
  /** Of a `custom` endpoint: what dials. */
  dial?: DialFunction | undefined
  /** Without `onread`, so that the socket can be given away: its reads come as 'data'. */
  plain?: boolean | undefined
  /** Why this endpoint: for messages. */
  reason?: string | undefined
  /** Where somebody watches. */
  trace?: ConnectionTrace | undefined
}

/** One attempt to reach an endpoint. */
export class Dial implements SocketHearer {
  readonly #endpoint: Endpoint
  readonly #reader: Reader
  readonly #listener: DialListener
  readonly #options: DialOptions
  #socket: Socket | undefined
  #deadline: NodeJS.Timeout | undefined
  #retry: NodeJS.Timeout | undefined
  #wait = RETRY_FIRST_MS
  #lastError: Error | undefined
  #over = false
  #unreffed = false
  #given: AbortController | undefined

  /**
   * Begins at once.
   * @param reader takes what the socket reads, for as long as there is one
   */
  constructor(endpoint: Endpoint, reader: Reader, listener: DialListener, options: DialOptions) {
    this.#endpoint = endpoint
    this.#reader = reader
    this.#listener = listener
    this.#options = options
    if (options.limit > 0) this.#deadline = setTimeout(onDialDeadline, options.limit, this)
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
  cancel(ending: Ending): void {
    this.#giveUp()
    this.#options.trace?.over(ending)
  }

  #giveUp(): void {
    this.#finish()
    this.#given?.abort()
    this.#drop()
  }

  onSocketReady(): void {
    if (this.#over) return
    const socket = this.#socket as Socket
    this.#finish()
    this.#socket = undefined
    this.#listener.onConnected(socket)
  }

  onSocketError(error: NodeJS.ErrnoException): void {
    this.#failed(error)
  }

  onSocketClose(): void {
    this.#failed(new Error('closed before it was ready'))
  }

  // What else a socket says before it is ready is of no use.
  onSocketEnd(): void {}
  onSocketTimeout(): void {}
  onSocketDrain(): void {}

  #connect(): void {
    const endpoint = this.#endpoint
    if (endpoint.kind === 'ssh' || endpoint.kind === 'custom' || this.#options.proxy !== undefined) {
      this.#connectStream(endpoint).catch((error: Error) => this.#failed(error))
      return
    }
    if (endpoint.kind === 'tcp' && this.#options.tls !== undefined) {
      this.#connectTls(endpoint, this.#options.tls).catch((error: Error) => this.#failed(error))
      return
    }
    const socket = plainSocket(this.#reader, this.#options.plain)
    this.#await(socket, 'connect')
    if (endpoint.kind === 'tcp') socket.connect({ host: endpoint.host, port: endpoint.port })
    else socket.connect({ path: endpoint.path })
  }

  async #connectTls(endpoint: Endpoint & { kind: 'tcp' }, tls: TlsOptions): Promise<void> {
    const reader = this.#reader
    const { plain, trace } = this.#options
    const onread = plain ? undefined : readInto(new Uint8Array(READ_BYTES), reader, 'tls')
    const socket = connectTls(endpoint, tls, onread, KEEP_ALIVE_MS)
    if (!plain) orData(socket, reader, 'tls')
    if (trace !== undefined) socket.once('connect', () => trace.onPhase('reached'))
    this.#await(
      makePatient(socket, (error) => reader.onWriteFail(error)),
      'secureConnect',
    )
  }

  async #connectStream(endpoint: Endpoint): Promise<void> {
    const { limit, plain, proxy, tls, trace } = this.#options
    const listener: StreamListener = {
      onRead: plain ? undefined : (bytes, count) => this.#reader.onRead(bytes, count),
      onWriteFail: (error) => this.#reader.onWriteFail(error),
    }
    let socket: StreamSocket
    // The caller's function comes first when whoever wants this dial has it: it may well close the engine.
    await undefined
    if (this.#over) return
    if (endpoint.kind === 'ssh') {
      const { reason } = this.#options
      socket = openSsh(endpoint, limit, reason, listener)
    } else if (endpoint.kind === 'tcp' && proxy !== undefined) {
      this.#given = new AbortController()
      const { signal } = this.#given
      socket = await openProxied(endpoint, { proxy, tls, keepAliveMs: KEEP_ALIVE_MS, listener, signal, trace })
      if (this.#over) return void socket.destroy()
    } else {
      this.#given = new AbortController()
      socket = await openCustom(this.#options.dial as DialFunction, listener, this.#given.signal)
      if (this.#over) return
    }
    this.#await(socket, 'connect')
  }

  #await(socket: Socket, event: 'connect' | 'secureConnect'): void {
    this.#socket = socket
    if (this.#unreffed) socket.unref()
    hearSocket(socket, this, event)
  }

  #drop(): void {
    if (this.#socket === undefined) return
    ignoreSocket(this.#socket)
    this.#socket.destroy()
    this.#socket = undefined
  }

  #failed(error: NodeJS.ErrnoException): void {
    if (this.#over) return
    this.#lastError = error
    if (error.code === 'EAGAIN') {
      // A unix socket's backlog is full. The kernel does not let one wait for a place, so try again until the limit.
      this.#drop()
      this.#retry = setTimeout(() => this.#connect(), this.#wait)
      if (this.#unreffed) this.#retry.unref()
      this.#wait = Math.min(this.#wait * 2, RETRY_MOST_MS)
      return
    }
    this.#giveUp()
    // Node hangs the peer's whole certificate on the error of a wrong name; whoever prints our error would print it.
    delete (error as { cert?: unknown }).cert
    if (error instanceof FairleadError) return this.#listener.onDialFail(error)
    const message = `cannot connect to ${formatEndpoint(this.#endpoint)}: ${errorInWords(error)}${this.#why()}`
    this.#listener.onDialFail(new FairleadError('ERR_CONNECT', message, { cause: error }))
  }

  expire(): void {
    this.#giveUp()
    const where = `${formatEndpoint(this.#endpoint)} within ${this.#options.limit} ms`
    const message = `no connection to ${where} (${delayInWords(this.#lastError)})${this.#why()}`
    this.#listener.onDialFail(new FairleadError('ERR_CONNECT_TIMEOUT', message, { cause: this.#lastError }))
  }

  #why(): string {
    return this.#options.reason === undefined ? '' : `; chosen by ${this.#options.reason}`
  }

  #finish(): void {
    this.#over = true
    clearTimeout(this.#deadline)
    clearTimeout(this.#retry)
  }
}

function onDialDeadline(dial: Dial): void {
  dial.expire()
}

// Top-level functions: a closure made within the dial would keep it for as long as its socket.

function plainSocket(reader: Reader, plain: boolean | undefined): Socket {
  const buffer = process.platform === 'win32' && !plain ? new Uint8Array(READ_BYTES) : sharedBuffer
  const options = {
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
    ...(plain ? {} : { onread: shown.self ? { buffer, callback: onOwnRead } : readInto(buffer, reader, 'plain') }),
  }
  const socket = new PatientSocket(options)
  if (!plain) orData(socket, reader, 'plain')
  return socket
}

function readInto(buffer: Uint8Array, reader: Reader, kind: 'plain' | 'tls'): OnReadOpts {
  return {
    buffer,
    callback(this: unknown, count, bytes) {
      shown[kind] = true
      if (this instanceof PatientSocket) shown.self = true
      reader.onRead(bytes, count)
      return true
    },
  }
}

/** One for all sockets: of a closure each, an idle stream would have one to keep. */
function onOwnRead(this: Heard, count: number, bytes: Uint8Array): boolean {
  this[HEARER]?.onRead?.(bytes, count)
  return true
}

function orData(socket: Socket, reader: Reader, kind: 'plain' | 'tls'): void {
  if (!shown[kind]) socket.on('data', (bytes) => reader.onRead(bytes, bytes.length))
}
