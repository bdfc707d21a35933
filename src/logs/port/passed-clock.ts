// What all ports have in common: their timers, their time and their chance are those of something that they own.
// The owned one ends them: see PortClock.

import type { Clock } from './waits.ts'

/** A port whose clock is another object's. */
export abstract class PassedClock implements Clock {
  protected abstract get clock(): Clock

  after(ms: number, callback: () => void): () => void {
    return this.clock.after(ms, callback)
  }

  hold(onClose: () => void): () => void {
    return this.clock.hold?.(onClose) ?? (() => {})
  }

  now(): number {
    return this.clock.now()
  }

  random(): number {
    return this.clock.random()
  }
}
