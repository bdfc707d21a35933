// Connections to one endpoint. Two collections hold their states: `#alive` (every open connection) and `#idle`. A connection that is
// alive and not idle is busy. There is no busy list, which saves two list updates per request.
// An idle connection does not keep the process alive, and anything that arrives on it ends it.
// After a busy time of the process, a connection's end may lie unread in the kernel. A call that must not be sent twice therefore
// gets a used connection only after a turn of the event loop, which reads such an end.

import type { Socket } from 'node:net'
import type { Endpoint } from '../endpoint/parse.ts'
import { closedError } from '../error.ts'
import { RecentHeads } from '../wire/recent-heads.ts'
import { inScope } from './base/scope.ts'
import { now as clock } from './base/timers.ts'
import { afterTurn } from './base/turn.ts'
import type { Call, CallOwner } from './call.ts'
import { Connection, type ConnectionOwner } from './connection.ts'
import { IdleConnections } from './idle-connections.ts'
import { poolTimeoutError } from './pool-error.ts'
import { Dial, type DialListener, type DialSettings } from './socket/dial.ts'
import { SSH_CONNECT_MS } from './socket/ssh-arguments.ts'
import { connections, isWatched } from './trace/channels.ts'
import { ConnectionTrace } from './trace/connection-trace.ts'
import type { Ending } from './trace/trace-events.ts'
import { Waiting } from './waiting.ts'

/** How many idle connections are kept by default: enough for 64 concurrent requests without dialling anew. */
export const IDLE_CONNECTIONS = 64
/** How long an idle connection is kept by default, in ms: as in Docker's own client. The Engine closes at 300 s, proxies often at 60 s. */
export const IDLE_MS = 30_000
/** How long connecting may take by default, in ms: as in Docker's own client. */
export const CONNECT_MS = 10_000

/**
 * A connection that a call got at most so many ms ago is not stale: no Engine and no proxy closes one that soon. After a longer
 * pause, the turn of the event loop costs too little to measure.
 */
export const FRESH_MS = 5

/** Limits of an engine's connections: the `pool` option of {@link connect}. */
export interface PoolLimits {
  /** Connections at a time, streams included. Further calls wait. Default: no limit. `urgent` calls may exceed it: those that a recipe needs to end while it holds a connection. */
  connections?: number | undefined
  /** Idle connections kept. Default {@link IDLE_CONNECTIONS} (64). */
  idle?: number | undefined
  /** How long an idle connection is kept, in ms. Default {@link IDLE_MS} (30,000). */
  idleMs?: number | undefined
  /** How long a call may wait for a connection, in ms, counted anew whenever a waiting call gets one. Then ERR_POOL_TIMEOUT. 0 for no limit. Default: `timeouts.connect`. */
  waitMs?: number | undefined
}

/** A {@link Pool}'s limits, and how it dials. */
export interface PoolOptions extends PoolLimits, DialSettings {
  /** How long a dial may take, in ms; 0 for no limit. Default {@link CONNECT_MS}, over ssh {@link SSH_CONNECT_MS}. */
  connectMs?: number | undefined
}

/** How many connections of an engine are in which state: `engine.connections`. */
export interface PoolCounts {
  /** Connections that are being dialled. */
  dialling: number
  /** Open connections without a request. */
  idle: number
  /** Open connections with a request, streams and tunnels included. */
  busy: number
  /** Calls that wait for a connection. */
  waiting: number
}

/** The connections to one endpoint: gives each call an idle one, a new one, or the next that becomes free. */
export class Pool implements CallOwner, ConnectionOwner<Connection> {
  readonly recentHeads = new RecentHeads()
  readonly #endpoint: Endpoint
  readonly #most: number
  readonly #connectMs: number
  readonly #dialSettings: DialSettings
  readonly #dialling = new Map<Call, Dial>()
  readonly #idle: IdleConnections
  /** Idle and busy ones. */
  readonly #alive = new Set<Connection>()
  /** Busy ones whose call goes on although the pool is closed. */
  readonly #lasting = new Set<Connection>()
  readonly #waiting: Waiting
  /** Connections that may be stale: each is watched for a turn, then its call gets it. undefined: the call was withdrawn. */
  readonly #checking = new Map<Connection, Call | undefined>()
  #closed = false
  #unreffed = false

  constructor(endpoint: Endpoint, options: PoolOptions = {}) {
    const { connections, idle = IDLE_CONNECTIONS, idleMs = IDLE_MS, waitMs, connectMs, ...dialSettings } = options
    this.#endpoint = endpoint
    this.#most = connections ?? Number.POSITIVE_INFINITY
    this.#idle = new IdleConnections(idle, idleMs)
    this.#connectMs = connectMs ?? (endpoint.kind === 'ssh' ? SSH_CONNECT_MS : CONNECT_MS)
    this.#dialSettings = dialSettings
    const limit = waitMs ?? this.#connectMs
    this.#waiting = new Waiting(limit, (call) => this.#failLate(call, limit))
  }

  get counts(): PoolCounts {
    return {
      dialling: this.#dialling.size,
      idle: this.#idle.size,
      busy: this.#alive.size - this.#idle.size,
      waiting: this.#waiting.size,
    }
  }

  /** Sends the call on the newest idle connection, on a new one, or on the next that becomes free. */
  submit(call: Call): void {
    if (this.#closed) return call.fail(closedError())
    // Whole ms: a number with a fraction is an object of its own.
    const now = Math.floor(clock())
    const connection = call.wantsFresh ? undefined : this.#idle.take(now)
    if (connection !== undefined) this.#offer(connection, call, now)
    else this.#dialOrWait(call)
  }

  /** The connection was stale. The other idle ones may be stale, too: the call now gets a fresh one. */
  retry(call: Call): void {
    this.submit(call)
  }

  withdraw(call: Call): void {
    const dial = this.#dialling.get(call)
    if (dial !== undefined) {
      dial.cancel('dropped')
      this.#dialling.delete(call)
      return this.#dialNext()
    }
    for (const [connection, other] of this.#checking) if (other === call) this.#checking.set(connection, undefined)
    this.#waiting.remove(call)
  }

  onFree(connection: Connection): void {
    if (this.#lasting.size > 0) this.#lasting.delete(connection)
    if (this.#closed) return connection.destroy('closed')
    // An urgent call has exceeded the limit.
    if (this.#size > this.#most) return connection.destroy('surplus')
    const now = Math.floor(clock())
    const call = this.#waiting.size === 0 ? undefined : this.#waiting.shift()
    if (call?.wantsFresh) {
      // The call's new connection replaces this one.
      this.#dial(call)
      return connection.destroy('surplus')
    }
    if (call !== undefined) this.#offer(connection, call, now)
    else this.#idle.add(connection, now)
  }

  onClosed(connection: Connection, ending: Ending | Error): void {
    connection.trace?.onEnd(ending)
    this.#alive.delete(connection)
    this.#lasting.delete(connection)
    this.#idle.remove(connection)
    this.#dialNext()
  }

  /** Ends everything: idle connections close, and calls under way and later ones fail with ERR_CLOSED. */
  close(): void {
    this.#closed = true
    for (const call of this.#waiting.clear()) call.fail(closedError())
    for (const [connection, call] of [...this.#checking]) {
      connection.destroy('closed')
      call?.fail(closedError())
    }
    this.#checking.clear()
    for (const [call, dial] of [...this.#dialling]) {
      dial.cancel('closed')
      this.#dialling.delete(call)
      call.fail(closedError())
    }
    this.#idle.close()
    for (const connection of [...this.#alive]) if (!this.#lasting.has(connection)) connection.fail(closedError())
  }

  /** From now on this pool does not keep the process alive, not even by open streams and dials. */
  unref(): void {
    this.#unreffed = true
    for (const connection of this.#alive) connection.keepAlive(false)
    for (const dial of this.#dialling.values()) dial.unref()
    this.#waiting.keepAlive(false)
  }

  /** Undoes {@link unref}: busy connections, dials and waiting calls keep the process alive. */
  ref(): void {
    this.#unreffed = false
    for (const connection of this.#alive) if (!this.#idle.has(connection)) connection.keepAlive(true)
    for (const dial of this.#dialling.values()) dial.ref()
    this.#waiting.keepAlive(true)
  }

  /** Open connections and dials: what counts against the limit. */
  get #size(): number {
    return this.#dialling.size + this.#alive.size
  }

  /** Gives a used connection to a call: at once, or after a turn if it may be stale and the call must not be sent twice. */
  #offer(connection: Connection, call: Call, now: number): void {
    const isFresh = now - connection.usedAt < FRESH_MS
    connection.usedAt = now
    if (isFresh || call.repeatable) return this.#give(connection, call)
    this.#checking.set(connection, call)
    afterTurn(onTurn, this, connection)
  }

  /** The turn has passed: a connection that has not ended by now is given to its call. */
  onTurn(connection: Connection): void {
    const call = this.#checking.get(connection)
    if (!this.#checking.delete(connection)) return
    if (connection.ended) {
      connection.destroy('peer')
      if (call !== undefined) this.submit(call)
    } else if (call !== undefined) this.#give(connection, call)
    else this.#release(connection)
  }

  /** Takes back a connection whose call was withdrawn before it was sent. Its age does not change. */
  #release(connection: Connection): void {
    if (this.#size > this.#most || this.#waiting.size > 0) this.onFree(connection)
    else this.#idle.add(connection, connection.idleSince)
  }

  #dialOrWait(call: Call): void {
    if (this.#size < this.#most) return this.#dial(call)
    const { oldest } = this.#idle
    if (oldest !== undefined) {
      // The call's new connection replaces this one.
      this.#dial(call)
      return oldest.destroy('surplus')
    }
    if (call.urgent) this.#dial(call)
    else if (call.wantsFresh && !call.detachable) this.#waiting.unshift(call)
    else this.#waiting.push(call)
  }

  /** A call has waited for too long. */
  #failLate(call: Call, limit: number): void {
    const facts = { most: this.#most, dialling: this.#dialling.size, alive: this.#alive, waiting: this.#waiting.size }
    call.fail(poolTimeoutError(limit, facts))
  }

  /** Dials for the next waiting call if the limit allows it. */
  #dialNext(): void {
    if (this.#closed || this.#waiting.size === 0) return
    if (this.#size >= this.#most) return
    const call = this.#waiting.shift()
    if (call !== undefined) this.#dial(call)
  }

  #dial(call: Call): void {
    const connection = new Connection(this)
    if (!isWatched(connections)) return this.#dialFor(call, connection)
    const { tls, proxy } = this.#dialSettings
    const how = { tls: tls !== undefined, proxy: proxy !== undefined }
    connection.trace = new ConnectionTrace(connection, this.#endpoint, how)
    connection.trace.run(() => this.#dialFor(call, connection))
  }

  #dialFor(call: Call, connection: Connection): void {
    const listener: DialListener = {
      onConnected: (socket: Socket) => {
        this.#dialling.delete(call)
        connection.adopt(socket, call.detachable)
        connection.trace?.onConnected(socket)
        this.#alive.add(connection)
        connection.usedAt = Math.floor(clock())
        this.#give(connection, call)
      },
      onDialFail: (error) => {
        this.#dialling.delete(call)
        connection.trace?.onEnd(error)
        this.#dialNext()
        call.fail(error)
      },
    }
    const { detachable } = call
    const options = { ...this.#dialSettings, limit: this.#connectMs, detachable, trace: connection.trace }
    const open = (): Dial => new Dial(this.#endpoint, connection, listener, options)
    const dial = inScope(call.scope, open, undefined)
    if (this.#unreffed) dial.unref()
    this.#dialling.set(call, dial)
  }

  #give(connection: Connection, call: Call): void {
    if (this.#unreffed) connection.keepAlive(false)
    else if (connection.served > 0) connection.keepAlive(true)
    if (connection.trace !== undefined) connection.trace.event.requests++
    if (call.lasting) this.#lasting.add(connection)
    call.sendOn(connection)
  }
}

function onTurn(pool: Pool, connection: Connection): void {
  pool.onTurn(connection)
}
