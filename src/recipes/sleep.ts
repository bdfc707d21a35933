// A pause that a signal ends: for what has to be asked again.
// One listener a signal, however many pauses; it is taken off with the last of them.

import { abortError } from '../error.ts'
import { unwatchSignal, watchSignal } from '../net/abort.ts'

/** Resolves after `ms` milliseconds. @throws FairleadError ERR_ABORTED when `signal` aborts before. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal.reason))
    const sleeper = {
      abort(reason: unknown): void {
        clearTimeout(timer)
        if (signal !== undefined) unwatchSignal(signal, sleeper)
        reject(abortError(reason))
      },
    }
    const timer = setTimeout(() => {
      if (signal !== undefined) unwatchSignal(signal, sleeper)
      resolve()
    }, ms)
    if (signal !== undefined) watchSignal(signal, sleeper)
  })
}
