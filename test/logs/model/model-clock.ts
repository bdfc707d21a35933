// The clock and the chance of the model: time passes only when it is run, and everything random comes from a seed.
// A schedule that failed can so be run again.

/** mulberry32: a small seeded generator; from 0 to 1. */
export function randomOf(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Timer {
  at: number
  order: number
  callback: (() => void) | undefined
}

/** Time that passes only when {@link run} is awaited. In ms. */
export class ModelClock {
  now = 1_700_000_000_000
  #timers: Timer[] = []
  #order = 0

  after(ms: number, callback: () => void): () => void {
    const timer: Timer = { at: this.now + Math.max(0, ms), order: this.#order++, callback }
    let index = this.#timers.length
    while (index > 0 && this.#timers[index - 1]!.at > timer.at) index--
    this.#timers.splice(index, 0, timer)
    return () => {
      timer.callback = undefined
    }
  }

  /** Runs everything that is due until `end`, each in a turn of its own. */
  async run(end: number): Promise<void> {
    await settled()
    for (;;) {
      const next = this.#timers[0]
      if (next === undefined || next.at > end) break
      this.#timers.shift()
      if (next.callback === undefined) continue
      this.now = Math.max(this.now, next.at)
      next.callback()
      await settled()
    }
    this.now = Math.max(this.now, end)
  }
}

/** Resolves when all promises that can settle have. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
