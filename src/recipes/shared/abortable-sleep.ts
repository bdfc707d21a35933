// A pause between two requests of a poll, ended early by a signal.
// All pauses on a signal share one listener, which the last of them removes.

import { abortError } from '../../error.ts'
import { unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'

/** Resolves after `ms` milliseconds. @throws FairleadError ERR_ABORTED when `signal` aborts before that. */
export function abortableSleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
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
