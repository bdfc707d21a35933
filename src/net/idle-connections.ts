// Idle connections, oldest first. The newest is taken first, so that the others grow old and are closed.
// A connection that has been idle for too long is never handed out, even if the timer that closes it has not run yet.

import { clearTimeout, now, setTimeout } from './base/timers.ts'
import type { Connection } from './connection.ts'

/** The idle connections of a pool. */
export class IdleConnections {
  readonly #list: Connection[] = []
  readonly #most: number
  readonly #ms: number
  #reaper: NodeJS.Timeout | undefined

  /**
   * @param most how many are kept
   * @param ms how long each is kept, in ms
   */
  constructor(most: number, ms: number) {
    this.#most = most
    this.#ms = ms
  }

  get size(): number {
    return this.#list.length
  }

  get oldest(): Connection | undefined {
    return this.#list[0]
  }

  has(connection: Connection): boolean {
    return this.#list.includes(connection)
  }

  /** Adds a connection that has been idle since `since`, in whole ms of `now()`. If there are too many, the oldest is closed. */
  add(connection: Connection, since: number): void {
    if (this.#most === 0 || this.#ms === 0) return connection.destroy('surplus')
    const list = this.#list
    connection.idleSince = since
    connection.keepAlive(false)
    // A connection that comes back unused is older than those added in the meantime.
    let at = list.length
    while (at > 0 && list[at - 1]!.idleSince > since) at--
    if (at === list.length) list.push(connection)
    else list.splice(at, 0, connection)
    if (list.length > this.#most) list[0]?.destroy('surplus')
    this.#reaper ??= setTimeout(onReap, this.#ms, this).unref()
  }

  /** Takes the newest connection that has neither ended nor grown too old. Those that have are closed. */
  take(now: number): Connection | undefined {
    for (let connection = this.#list.pop(); connection !== undefined; connection = this.#list.pop()) {
      if (!connection.ended && now - connection.idleSince < this.#ms) return connection
      connection.destroy(connection.ended ? 'peer' : 'idle')
    }
    return undefined
  }

  /** Removes a connection that was closed. */
  remove(connection: Connection): void {
    const at = this.#list.indexOf(connection)
    if (at >= 0) this.#list.splice(at, 1)
  }

  /** Closes the connections that have been idle too long. */
  reap(): void {
    const list = this.#list
    const before = now() - this.#ms
    while (list[0] !== undefined && list[0].idleSince <= before) list[0].destroy('idle')
    this.#reaper = list[0] && setTimeout(onReap, Math.max(1, list[0].idleSince - before), this).unref()
  }

  close(): void {
    clearTimeout(this.#reaper)
    this.#reaper = undefined
    for (const connection of [...this.#list]) connection.destroy('closed')
  }
}

function onReap(idle: IdleConnections): void {
  idle.reap()
}
