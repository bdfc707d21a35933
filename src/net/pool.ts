// Connections to one endpoint. A connection's state is the list it is in: dialling · idle · of the living ones those that are
// not idle are busy, which spares a busy connection two changes of a list a request; in none: closed.
// The newest idle one is taken first, so that the others grow old and are closed. An idle connection keeps no process
// alive, and anything that arrives on one ends it.

import type { Socket } from 'node:net'
import type { Endpoint } from '../endpoint/parse.ts'
import type { HttpProxy } from '../endpoint/proxy.ts'
import type { TlsOptions } from '../endpoint/tls.ts'
import { FairleadError } from '../error.ts'
import type { Call, CallOwner } from './call.ts'
import { connections, isWatched } from './channels.ts'
import { Connection } from './connection.ts'
import { ConnectionTrace } from './connection-trace.ts'
import type { ConnectionOwner, Ending } from './conversation.ts'
import { Dial, type DialListener } from './dial.ts'
import type { DialFunction } from './dial-custom.ts'
import { Fifo } from './fifo.ts'
import { SSH_CONNECT_MS } from './ssh-arguments.ts'

/** How many idle connections are kept: enough for 64 requests at a time without dialling anew. */
export const IDLE_CONNECTIONS = 64
/** How long an idle one is kept, in ms: as Docker's own client; the Engine closes at 300 s, proxies often at 60 s. */
export const IDLE_MS = 30_000
/** How long connecting may take, in ms: as Docker's own client. */
export const CONNECT_MS = 10_000

/** How a {@link Pool} dials, and its limits. */
export interface PoolOptions {
  /** Speak TLS. */
  tls?: TlsOptions | undefined
  /** The proxy to go through. */
  proxy?: HttpProxy | undefined
  /** What dials, of a `custom` endpoint. */
  dial?: DialFunction | undefined
  /** Why this endpoint: for the message of a dial that failed. */
  reason?: string | undefined
  /** Connections at a time, streams included; more calls wait their turn. Default: no limit. Only what an attach asks of the Engine before it can be read goes beyond it. */
  connections?: number | undefined
  /** Idle connections kept. Default {@link IDLE_CONNECTIONS}. */
  idle?: number | undefined
  /** ms an idle connection is kept. Default {@link IDLE_MS}. */
  idleMs?: number | undefined
  /** ms a dial may take, 0 for no limit. Default {@link CONNECT_MS}. */
  connectMs?: number | undefined
}

/** How many connections are in which state. */
export interface PoolCounts {
  dialling: number
  idle: number
  busy: number
  /** Calls that wait for a connection. */
  waiting: number
}

/** See the file's head. */
export class Pool implements CallOwner, ConnectionOwner<Connection> {
  readonly #endpoint: Endpoint
  readonly #most: number
  readonly #idleMost: number
  readonly #idleMs: number
  readonly #connectMs: number
  readonly #tls: TlsOptions | undefined
  readonly #proxy: HttpProxy | undefined
  readonly #dialFunction: DialFunction | undefined
  readonly #reason: string | undefined
  readonly #dialling = new Map<Call, Dial>()
  readonly #idle: Connection[] = []
  /** Idle and busy ones. */
  readonly #alive = new Set<Connection>()
  readonly #waiting = new Fifo<Call>()
  #reaper: NodeJS.Timeout | undefined
  #closed = false
  #unreffed = false

  constructor(endpoint: Endpoint, options: PoolOptions = {}) {
    this.#endpoint = endpoint
    this.#most = options.connections ?? Number.POSITIVE_INFINITY
    this.#idleMost = options.idle ?? IDLE_CONNECTIONS
    this.#idleMs = options.idleMs ?? IDLE_MS
    this.#connectMs = options.connectMs ?? (endpoint.kind === 'ssh' ? SSH_CONNECT_MS : CONNECT_MS)
    this.#tls = options.tls
    this.#proxy = options.proxy
    this.#dialFunction = options.dial
    this.#reason = options.reason
  }

  get counts(): PoolCounts {
    return {
      dialling: this.#dialling.size,
      idle: this.#idle.length,
      busy: this.#busy,
      waiting: this.#waiting.size,
    }
  }

  get #busy(): number {
    return this.#alive.size - this.#idle.length
  }

  /** Sends the call on the newest idle connection, on a new one, or when one becomes free. */
  submit(call: Call): void {
    if (this.#closed) return call.fail(closedError())
    const connection = call.plain ? undefined : this.#idle.pop()
    if (connection !== undefined) this.#give(connection, call)
    else this.#dialOrWait(call)
  }

  retry(call: Call): void {
    // The others that lie idle may be as stale as the one that failed: a fresh one is certain.
    if (this.#closed) call.fail(closedError())
    else this.#dialOrWait(call)
  }

  withdraw(call: Call): void {
    const dial = this.#dialling.get(call)
    if (dial === undefined) {
      this.#waiting.remove(call)
      return
    }
    dial.cancel('dropped')
    this.#dialling.delete(call)
    this.#next()
  }

  onFree(connection: Connection): void {
    const call = this.#waiting.size === 0 ? undefined : this.#waiting.shift()
    if (call?.plain) {
      // It wants a socket of its own, and this one's place.
      this.#dial(call)
      return connection.destroy('surplus')
    }
    if (call !== undefined) return this.#give(connection, call)
    if (this.#closed || this.#idleMost === 0 || this.#idleMs === 0)
      return connection.destroy(this.#closed ? 'closed' : 'surplus')
    // Whole ms: a number with a fraction is an object of its own.
    connection.idleSince = Math.floor(performance.now())
    connection.keepAlive(false)
    this.#idle.push(connection)
    if (this.#idle.length > this.#idleMost) this.#idle[0]?.destroy('surplus')
    this.#reaper ??= setTimeout(onReap, this.#idleMs, this).unref()
  }

  onGone(connection: Connection, ending: Ending | Error): void {
    connection.trace?.over(ending)
    this.#alive.delete(connection)
    const at = this.#idle.indexOf(connection)
    if (at >= 0) this.#idle.splice(at, 1)
    this.#next()
  }

  /** Closes what has been idle too long. */
  reap(): void {
    const before = performance.now() - this.#idleMs
    while (this.#idle[0] !== undefined && this.#idle[0].idleSince <= before) this.#idle[0].destroy('idle')
    const oldest = this.#idle[0]
    this.#reaper = oldest && setTimeout(onReap, Math.max(1, oldest.idleSince - before), this).unref()
  }

  /** Ends everything: idle connections close, calls under way fail with ERR_CLOSED, later ones at once. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#reaper)
    this.#reaper = undefined
    for (let call = this.#waiting.shift(); call !== undefined; call = this.#waiting.shift()) call.fail(closedError())
    for (const [call, dial] of [...this.#dialling]) {
      dial.cancel('closed')
      this.#dialling.delete(call)
      call.fail(closedError())
    }
    for (const connection of [...this.#idle]) connection.destroy('closed')
    for (const connection of [...this.#alive]) connection.fail(closedError())
  }

  /** Nothing of this pool keeps the process alive, streams and dials under way included. */
  unref(): void {
    this.#unreffed = true
    for (const connection of this.#alive) connection.keepAlive(false)
    for (const dial of this.#dialling.values()) dial.unref()
  }

  /** Undoes {@link unref} for what is under way. */
  ref(): void {
    this.#unreffed = false
    for (const connection of this.#alive) if (!this.#idle.includes(connection)) connection.keepAlive(true)
    for (const dial of this.#dialling.values()) dial.ref()
  }

  #dialOrWait(call: Call): void {
    if (call.urgent || this.#dialling.size + this.#alive.size < this.#most) this.#dial(call)
    else this.#waiting.push(call)
  }

  /** A place may have become free. */
  #next(): void {
    if (this.#closed || this.#waiting.size === 0) return
    if (this.#dialling.size + this.#alive.size >= this.#most) return
    const call = this.#waiting.shift()
    if (call !== undefined) this.#dial(call)
  }

  #dial(call: Call): void {
    const connection = new Connection(this)
    if (!isWatched(connections)) return this.#dialFor(call, connection)
    const how = { tls: this.#tls !== undefined, proxy: this.#proxy !== undefined }
    connection.trace = new ConnectionTrace(connection, this.#endpoint, how)
    connection.trace.run(() => this.#dialFor(call, connection))
  }

  #dialFor(call: Call, connection: Connection): void {
    const listener: DialListener = {
      onConnected: (socket: Socket) => {
        this.#dialling.delete(call)
        connection.adopt(socket, call.plain)
        connection.trace?.onConnected(socket)
        this.#alive.add(connection)
        this.#give(connection, call)
      },
      onDialFail: (error) => {
        this.#dialling.delete(call)
        connection.trace?.over(error)
        this.#next()
        call.fail(error)
      },
    }
    const options = {
      limit: this.#connectMs,
      tls: this.#tls,
      proxy: this.#proxy,
      dial: this.#dialFunction,
      plain: call.plain,
      reason: this.#reason,
      trace: connection.trace,
    }
    const dial = new Dial(this.#endpoint, connection, listener, options)
    if (this.#unreffed) dial.unref()
    this.#dialling.set(call, dial)
  }

  #give(connection: Connection, call: Call): void {
    if (this.#unreffed) connection.keepAlive(false)
    else if (connection.served > 0) connection.keepAlive(true)
    if (connection.trace !== undefined) connection.trace.event.requests++
    call.sendOn(connection)
  }
}

function onReap(pool: Pool): void {
  pool.reap()
}

/** What calls fail with that are under way when the pool is closed, or come later. */
export function closedError(): FairleadError {
  return new FairleadError('ERR_CLOSED', 'this engine was closed')
}
