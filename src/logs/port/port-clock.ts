// Timers and the time of what follows logs, as a LogPort gives them: each timer ends with its owner, and may leave the process free
// to end.

import type { Engine } from '../../engine/engine.ts'
import { clearTimeout, now, setTimeout, wallClock } from '../../net/base/timers.ts'

/** What a {@link PortClock} needs of an engine. */
type Holding = Pick<Engine, 'hold'>

/** The timers of one owner. */
export class PortClock {
  readonly #engine: Holding | undefined
  /** What makes the clock that is never set one of ms since 1970. */
  readonly #began = wallClock() - now()
  /** Made with the first timer; null: it is closed. */
  #timers: Set<NodeJS.Timeout> | undefined | null
  #isReffed = true

  /** @param engine the one whose end {@link hold} reports. */
  constructor(engine?: Holding) {
    this.#engine = engine
  }

  /** Calls back after `ms`. Returns what takes that back. A clock that is closed does not call back. */
  after(ms: number, callback: () => void): () => void {
    if (this.#timers === null) return () => {}
    const timer = setTimeout(() => {
      this.#timers?.delete(timer)
      callback()
    }, ms)
    if (!this.#isReffed) timer.unref()
    this.#timers ??= new Set()
    this.#timers.add(timer)
    return () => {
      clearTimeout(timer)
      this.#timers?.delete(timer)
    }
  }

  /** Calls back when the engine is closed, which it is only then completely when what this returns was called, too. */
  hold(onClose: () => void): () => void {
    return this.#engine?.hold(onClose) ?? (() => {})
  }

  /** ms since 1970, with a fraction. */
  now(): number {
    return this.#began + now()
  }

  /** From 0 to 1. */
  random(): number {
    return Math.random()
  }

  /** Whether its timers keep the process alive. */
  keepAlive(alive: boolean): void {
    this.#isReffed = alive
    for (const timer of this.#timers ?? []) timer[alive ? 'ref' : 'unref']()
  }

  /** Ends all timers: none calls back any more, and no more are made. */
  close(): void {
    for (const timer of this.#timers ?? []) clearTimeout(timer)
    this.#timers = null
  }
}
