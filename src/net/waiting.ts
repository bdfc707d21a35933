// Calls that wait for a connection of the pool: first in, first out, with a time limit.
// The limit starts when a call is added, and starts over whenever an earlier one gets a connection: a long queue that moves is fine,
// and one that stands still ends with an error. One timer serves all of them.

import { Fifo } from './base/fifo.ts'
import { clearTimeout, now, setTimeout } from './base/timers.ts'
import { afterTurn } from './base/turn.ts'
import type { Call } from './call.ts'

interface Entry {
  readonly call: Call
  /** In ms of `now()`, as all times here. */
  readonly since: number
}

/** The calls that wait for a connection, oldest first. */
export class Waiting {
  readonly #entries = new Fifo<Entry>()
  readonly #limit: number
  readonly #onLate: (call: Call) => void
  #timer: NodeJS.Timeout | undefined
  /** The entry that is late when the timer fires, unless a call got a connection since it was set. */
  #timed: Entry | undefined
  /** When a call last got a connection. */
  #movedAt = 0
  #unreffed = false

  /**
   * @param limit in ms; 0 for none
   * @param onLate receives a call whose limit has passed and which was removed
   */
  constructor(limit: number, onLate: (call: Call) => void) {
    this.#limit = limit
    this.#onLate = onLate
  }

  get size(): number {
    return this.#entries.size
  }

  push(call: Call): void {
    this.#entries.push({ call, since: now() })
    this.#arm()
  }

  /** Adds a call ahead of all others. */
  unshift(call: Call): void {
    // It counts as old as the call that it overtakes, so that it does not delay that call's limit.
    this.#entries.unshift({ call, since: this.#entries.first?.since ?? now() })
    this.#arm()
  }

  /** Removes and returns the call that gets a connection next. */
  shift(): Call | undefined {
    const entry = this.#entries.shift()
    if (entry === undefined) return undefined
    this.#timed = undefined
    this.#movedAt = now()
    if (this.#entries.size === 0) this.#disarm()
    return entry.call
  }

  /** Removes a call that needs no connection any more. */
  remove(call: Call): void {
    this.#entries.remove((entry) => entry.call === call)
    if (this.#entries.size === 0) this.#disarm()
  }

  /** Removes and returns all of them. */
  clear(): Call[] {
    const calls: Call[] = []
    for (let entry = this.#entries.shift(); entry !== undefined; entry = this.#entries.shift()) calls.push(entry.call)
    this.#disarm()
    return calls
  }

  /** Sets whether waiting calls keep the process alive. */
  keepAlive(alive: boolean): void {
    this.#unreffed = !alive
    this.#timer?.[alive ? 'ref' : 'unref']()
  }

  /** The timer has fired. After a turn, connections that became free in time are known. */
  look(): void {
    afterTurn(onTurn, this, this.#timer)
  }

  /** Called after that turn. `timer` is the one that fired. */
  expire(timer: NodeJS.Timeout | undefined): void {
    if (timer === undefined || this.#timer !== timer) return
    this.#timer = undefined
    const late = this.#entries.first
    if (late !== undefined && late === this.#timed) {
      this.#entries.shift()
      this.#onLate(late.call)
    }
    this.#arm()
  }

  #arm(): void {
    const first = this.#entries.first
    if (this.#limit === 0 || this.#timer !== undefined || first === undefined) return
    const due = Math.max(first.since, this.#movedAt) + this.#limit
    this.#timed = first
    this.#timer = setTimeout(onTimer, Math.max(1, due - now()), this)
    if (this.#unreffed) this.#timer.unref()
  }

  #disarm(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

function onTimer(waiting: Waiting): void {
  waiting.look()
}

function onTurn(waiting: Waiting, timer: NodeJS.Timeout | undefined): void {
  waiting.expire(timer)
}
