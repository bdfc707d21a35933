// Waits for something that is true soon but not at once: a closed descriptor, a log line, a process's end.
// For facts without an event only; where there is an event, await that.

import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds. */
export interface EventuallyOptions {
  within?: number
  every?: number
}

/**
 * Calls `check` until it neither throws nor rejects nor gives `false`, and resolves with what it gave.
 * Rejects with its last error, or an own one for `false`, when `within` (5,000 ms) has passed.
 */
export async function eventually<T>(check: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const { within = 5_000, every = 10 } = options
  const until = performance.now() + within
  for (;;) {
    let failure: unknown
    try {
      const result = await check()
      if (result !== false) return result
      failure = new Error(`still false after ${within} ms: ${check}`)
    } catch (error) {
      failure = error
    }
    if (performance.now() >= until) throw failure
    await sleep(every)
  }
}
