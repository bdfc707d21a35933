// One listener per signal, however many calls share it: thousands of calls on one signal neither leak listeners nor
// cause Node's MaxListenersExceededWarning. The signal has the listener only while a call watches it.

import { FairleadError } from '../../error.ts'

/** Watches a signal: `abort` is called when the signal aborts. */
export interface Abortable {
  abort(reason: unknown): void
}

const watched = new WeakMap<AbortSignal, Set<Abortable>>()
const waiting = new WeakMap<AbortSignal, () => void>()

/** Calls `call.abort(signal.reason)` when `signal` aborts. The signal must not have aborted yet. @throws FairleadError ERR_OPTION if it is no AbortSignal. */
export function watchSignal(signal: AbortSignal, call: Abortable): void {
  let calls = watched.get(signal)
  if (calls === undefined) {
    if (typeof signal?.addEventListener !== 'function') {
      throw new FairleadError('ERR_OPTION', 'signal: expected an AbortSignal')
    }
    calls = new Set()
    watched.set(signal, calls)
  }
  if (calls.size === 0) signal.addEventListener('abort', onSignalAbort)
  calls.add(call)
}

/** Undoes {@link watchSignal}. Does nothing if `call` does not watch the signal. */
export function unwatchSignal(signal: AbortSignal, call: Abortable): void {
  const calls = watched.get(signal)
  if (!calls?.delete(call) || calls.size > 0) return
  signal.removeEventListener('abort', onSignalAbort)
  waiting.get(signal)?.()
}

/** Calls `onUnwatched` when no call watches the signal any more: at once if none does. One callback per signal. */
export function whenUnwatched(signal: AbortSignal, onUnwatched: () => void): void {
  if (watched.get(signal)?.size) waiting.set(signal, onUnwatched)
  else onUnwatched()
}

function onSignalAbort(this: AbortSignal): void {
  const calls = watched.get(this)
  if (calls === undefined) return
  // An aborted call removes itself from the set: iterate over a copy.
  for (const call of [...calls]) call.abort(this.reason)
}
