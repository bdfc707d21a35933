// A clock that stands still until the test moves it, in place of the timers that the library reads: limits are reached at once,
// and a timer that is left over can be counted. Only src/net/base/timers.ts is pointed at it; Node's own timers go on.

import { performance } from 'node:perf_hooks'
import timers from 'node:timers'
import { takeTimers } from '../../src/net/base/timers.ts'

const real = { setTimeout: timers.setTimeout, clearTimeout: timers.clearTimeout }
const realNow = performance.now.bind(performance)

/** The time in ms that passes by itself. */
export const realTime: () => number = realNow

class Timer {
  at: number
  readonly #clock: Clock
  readonly ms: number
  readonly run: () => void

  constructor(clock: Clock, ms: number, run: () => void) {
    this.#clock = clock
    this.ms = ms
    this.run = run
    this.at = clock.now + ms
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  hasRef(): boolean {
    return true
  }

  refresh(): this {
    this.at = this.#clock.now + this.ms
    this.#clock.pending.add(this)
    return this
  }
}

/** The library's clock for as long as it is installed. */
export class Clock {
  now = 1_000
  readonly pending = new Set<Timer>()

  install(): this {
    Object.assign(timers, {
      setTimeout: (callback: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) => {
        const timer: Timer = new Timer(this, Math.max(1, ms), () => callback(...args))
        this.pending.add(timer)
        return timer
      },
      clearTimeout: (timer: Timer | undefined) => {
        if (timer !== undefined) this.pending.delete(timer)
      },
    })
    performance.now = () => this.now
    takeTimers()
    return this
  }

  uninstall(): void {
    Object.assign(timers, real)
    performance.now = realNow
    takeTimers()
  }

  /** Lets `ms` pass: what is due runs in its order. */
  advance(ms: number): void {
    const until = this.now + ms
    for (;;) {
      const [next] = [...this.pending].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
      if (next === undefined) break
      this.now = Math.max(this.now, next.at)
      this.pending.delete(next)
      next.run()
    }
    this.now = until
  }
}
