// Endpoint → a connected socket that delivers its reads to a ReadListener: see onread.ts.
// Owned: the socket, until `onConnected` gives it away.

import type { Socket } from 'node:net'
import { pipeName, socketName } from '../../endpoint/dialable.ts'
import { type Endpoint, formatEndpoint } from '../../endpoint/parse.ts'
import type { HttpProxy } from '../../endpoint/proxy.ts'
import type { SshOptions } from '../../endpoint/ssh.ts'
import type { TlsOptions } from '../../endpoint/tls.ts'
import { FairleadError } from '../../error.ts'
import { net } from '../base/net.ts'
import { clearTimeout, setTimeout } from '../base/timers.ts'
import { afterTurn } from '../base/turn.ts'
import type { ConnectionTrace } from '../trace/connection-trace.ts'
import type { Ending } from '../trace/trace-events.ts'
import { describeError, describeTimeout } from './connection-errors.ts'
import { type Address, AddressDial } from './dial-address.ts'
import { type DialFunction, openCustom } from './dial-custom.ts'
import { openSsh } from './dial-ssh.ts'
import { KEEP_ALIVE_MS, plainSocket, READ_BYTES, type ReadListener, readInto } from './onread.ts'
import { makePatient } from './patient-socket.ts'
import { openProxied } from './proxy.ts'
import { ignoreEvents, type SocketListener, setListener } from './socket-listener.ts'
import type { StreamListener, StreamSocket } from './stream-socket.ts'
import { connectTls } from './tls-socket.ts'

/** The first and the longest wait, in ms, before a unix socket with a full backlog (EAGAIN), or a busy pipe (EBUSY), is tried again. */
const RETRY_FIRST_MS = 5
const RETRY_MOST_MS = 200

/** Receives a dial's result: exactly one of the two is called, unless the dial is cancelled. */
export interface DialListener {
  onConnected(socket: Socket): void
  /** ERR_CONNECT or ERR_CONNECT_TIMEOUT; ERR_OPTION if a custom `dial` returns no stream. */
  onDialFail(error: FairleadError): void
}

/** How an endpoint is dialled, each time. */
export interface DialSettings {
  /** TLS to a tcp endpoint; undefined: none. */
  tls?: TlsOptions | undefined
  /** The HTTP proxy to a tcp endpoint; undefined: none. */
  proxy?: HttpProxy | undefined
  /** Opens the stream of a `custom` endpoint. */
  dial?: DialFunction | undefined
  /** The key and the options of an ssh endpoint. */
  ssh?: SshOptions | undefined
  /** Why this endpoint was chosen, for messages. */
  reason?: string | undefined
}

/** How one {@link Dial} is made. */
export interface DialOptions extends DialSettings {
  /** In ms until ERR_CONNECT_TIMEOUT, the TLS handshake included; 0 for none. */
  limit: number
  /** A socket without `onread`, which can be given away: its reads come as 'data'. */
  detachable: boolean
  /** Set where the channels have a subscriber. */
  trace?: ConnectionTrace | undefined
}

/** One attempt to reach an endpoint. */
export class Dial implements SocketListener {
  readonly #endpoint: Endpoint
  readonly #reader: ReadListener
  readonly #listener: DialListener
  readonly #options: DialOptions
  #socket: Socket | undefined
  #deadline: NodeJS.Timeout | undefined
  #retry: NodeJS.Timeout | undefined
  #wait = RETRY_FIRST_MS
  #lastError: Error | undefined
  #done = false
  #unreffed = false
  /** Aborts a custom dial, or a dial through a proxy. */
  #stopStream: AbortController | undefined
  /** Set while a host's addresses are tried. */
  #addresses: AddressDial | undefined

  /**
   * Begins at once.
   * @param reader receives what the socket reads, for as long as it is open
   */
  constructor(endpoint: Endpoint, reader: ReadListener, listener: DialListener, options: DialOptions) {
    this.#endpoint = endpoint
    this.#reader = reader
    this.#listener = listener
    this.#options = options
    if (options.limit > 0) this.#deadline = setTimeout(onDialTimer, options.limit, this)
    this.#connect()
  }

  /** No longer keeps the process alive. */
  unref(): void {
    this.#unreffed = true
    this.#socket?.unref()
    this.#addresses?.unref()
    this.#deadline?.unref()
    this.#retry?.unref()
  }

  ref(): void {
    this.#unreffed = false
    this.#socket?.ref()
    this.#addresses?.ref()
    this.#deadline?.ref()
    this.#retry?.ref()
  }

  /** Gives up without notifying the listener. */
  cancel(ending: Ending): void {
    this.#giveUp()
    this.#options.trace?.onEnd(ending)
  }

  #giveUp(): void {
    this.#finish()
    this.#stopStream?.abort()
    this.#drop()
  }

  onSocketReady(): void {
    if (this.#done) return
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

  // Other events before the socket is ready mean nothing.
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
      this.#connectSecure(endpoint, this.#options.tls).catch((error: Error) => this.#failed(error))
      return
    }
    if (endpoint.kind === 'tcp' && net.isIP(endpoint.host) === 0) {
      const open = ({ address }: Address): Socket => this.#plainSocket().connect({ host: address, port: endpoint.port })
      this.#race(endpoint.host, open, (socket) => {
        this.#awaitReady(socket, 'connect')
        this.onSocketReady()
      })
      return
    }
    const socket = this.#plainSocket()
    this.#awaitReady(socket, 'connect')
    if (endpoint.kind === 'tcp') socket.connect({ host: endpoint.host, port: endpoint.port })
    else socket.connect({ path: endpoint.kind === 'npipe' ? pipeName(endpoint.path) : socketName(endpoint.path) })
  }

  async #connectSecure(endpoint: Endpoint & { kind: 'tcp' }, tls: TlsOptions): Promise<void> {
    const { trace } = this.#options
    if (net.isIP(endpoint.host) === 0) {
      const open = (address: Address): Socket => this.#secureSocket(endpoint, tls, address)
      this.#race(endpoint.host, open, (socket) => {
        trace?.onPhase('reached')
        this.#awaitReady(socket, 'secureConnect')
      })
      return
    }
    const socket = this.#secureSocket(endpoint, tls, undefined)
    if (trace !== undefined) socket.once('connect', () => trace.onPhase('reached'))
    this.#awaitReady(socket, 'secureConnect')
  }

  #plainSocket(): Socket {
    return plainSocket(this.#reader, this.#options.detachable, this.#endpoint.kind === 'npipe')
  }

  #secureSocket(endpoint: Endpoint & { kind: 'tcp' }, tls: TlsOptions, address: Address | undefined): Socket {
    const reader = this.#reader
    const onread = this.#options.detachable ? undefined : readInto(new Uint8Array(READ_BYTES), reader)
    const socket = connectTls(endpoint, tls, onread, KEEP_ALIVE_MS, { address })
    return makePatient(socket, (error) => reader.onWriteFail(error))
  }

  /** Connects to the address of the host that is reached first. */
  #race(host: string, open: (address: Address) => Socket, onReached: (socket: Socket) => void): void {
    this.#addresses = new AddressDial(host, open, {
      onAddressReady: (socket) => {
        this.#addresses = undefined
        onReached(socket)
      },
      onAddressFail: (error) => this.#failed(error),
    })
    if (this.#unreffed) this.#addresses.unref()
  }

  async #connectStream(endpoint: Endpoint): Promise<void> {
    const { detachable, proxy, tls, trace } = this.#options
    const listener: StreamListener = {
      onRead: detachable ? undefined : (bytes, count) => this.#reader.onRead(bytes, count),
      onWriteFail: (error) => this.#reader.onWriteFail(error),
    }
    let socket: StreamSocket
    // The caller's function is called after the constructor has returned: it may close the engine.
    await undefined
    if (this.#done) return
    if (endpoint.kind === 'ssh') {
      socket = openSsh(endpoint, this.#options, listener)
    } else if (endpoint.kind === 'tcp' && proxy !== undefined) {
      this.#stopStream = new AbortController()
      const { signal } = this.#stopStream
      socket = await openProxied(endpoint, { proxy, tls, keepAliveMs: KEEP_ALIVE_MS, listener, signal, trace })
      if (this.#done) return void socket.destroy()
    } else {
      this.#stopStream = new AbortController()
      socket = await openCustom(this.#options.dial as DialFunction, listener, this.#stopStream.signal)
      if (this.#done) return
    }
    this.#awaitReady(socket, 'connect')
  }

  #awaitReady(socket: Socket, event: 'connect' | 'secureConnect'): void {
    this.#socket = socket
    if (this.#unreffed) socket.unref()
    setListener(socket, this, event)
  }

  #drop(): void {
    this.#addresses?.cancel()
    this.#addresses = undefined
    if (this.#socket === undefined) return
    ignoreEvents(this.#socket)
    this.#socket.destroy()
    this.#socket = undefined
  }

  #failed(error: NodeJS.ErrnoException): void {
    if (this.#done) return
    this.#lastError = error
    if (error.code === 'EAGAIN' || error.code === 'EBUSY') {
      // A unix socket's backlog is full, or each instance of a pipe in use again after libuv has waited for one. Nothing says when
      // there is room: try again until the limit.
      this.#drop()
      this.#retry = setTimeout(() => this.#connect(), this.#wait)
      if (this.#unreffed) this.#retry.unref()
      this.#wait = Math.min(this.#wait * 2, RETRY_MOST_MS)
      return
    }
    this.#giveUp()
    // Node adds the peer's whole certificate to the error of a wrong name. Printing our error would print it, too.
    delete (error as { cert?: unknown }).cert
    if (error instanceof FairleadError) return this.#listener.onDialFail(error)
    const message = `cannot connect to ${formatEndpoint(this.#endpoint)}: ${describeError(error)}${unixHint(this.#endpoint)}${this.#reason()}`
    this.#listener.onDialFail(new FairleadError('ERR_CONNECT', message, { cause: error }))
  }

  expire(): void {
    if (this.#done) return
    this.#giveUp()
    const where = `${formatEndpoint(this.#endpoint)} within ${this.#options.limit} ms`
    const message = `no connection to ${where} (${describeTimeout(this.#lastError)})${this.#reason()}`
    this.#listener.onDialFail(new FairleadError('ERR_CONNECT_TIMEOUT', message, { cause: this.#lastError }))
  }

  #reason(): string {
    return this.#options.reason === undefined ? '' : `; chosen by ${this.#options.reason}`
  }

  #finish(): void {
    this.#done = true
    clearTimeout(this.#deadline)
    clearTimeout(this.#retry)
  }
}

/** What to do about a unix socket on Windows, which Node takes for a pipe's name. */
function unixHint({ kind }: Endpoint): string {
  if (kind !== 'unix' || process.platform !== 'win32') return ''
  return "; Node has no unix sockets on Windows: name a pipe, as 'npipe:////./pipe/name'"
}

function onDialTimer(dial: Dial): void {
  afterTurn(onDialDeadline, dial)
}

function onDialDeadline(dial: Dial): void {
  dial.expire()
}
