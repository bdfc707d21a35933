// Waits for something that becomes true soon: a closed descriptor, a log line, a process's end.
// Use it only for facts without an event; if an event exists, await that.

import { setTimeout as sleep } from 'node:timers/promises'

/** Limits in milliseconds. */
export interface EventuallyOptions {
  within?: number
  every?: number
}

/**
 * Calls `check` until it does not throw, reject or return `false`, and resolves with its result. When `within` (60,000 ms: a busy machine) has
 * passed, it rejects with the last error, or with an own one for `false`.
 */
export async function eventually<T>(check: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const { within = 60_000, every = 10 } = options
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
