// Waiting as promises: for a time, and for the abort of a signal. The timer of node:timers/promises is taken once, when this module
// is loaded, so that fake timers have no effect on it: see net/base/timers.ts.

import promises from 'node:timers/promises'

/** Fulfills after so many milliseconds; rejects when its signal is aborted. */
export const { setTimeout: delay } = promises

/** `promise` fulfills when `signal` is aborted. `cancel` removes the listener, so that it does not outlive the request that waited. */
export function whenAborted(signal: AbortSignal): { promise: Promise<undefined>; cancel: () => void } {
  let cancel = () => {}
  const promise = new Promise<undefined>((resolve) => {
    if (signal.aborted) return resolve(undefined)
    const listener = () => resolve(undefined)
    cancel = () => signal.removeEventListener('abort', listener)
    signal.addEventListener('abort', listener)
  })
  return { promise, cancel }
}
