// One listener a signal, however many calls share it: thousands of calls on one signal neither leak listeners nor
// draw Node's MaxListenersExceededWarning. The listener is there only while some call is under way.

/** What is told when the signal it watches aborts. */
export interface Abortable {
  abort(reason: unknown): void
}

const watched = new WeakMap<AbortSignal, Set<Abortable>>()

/** From now on `call.abort(signal.reason)` when `signal` aborts. The caller has made sure that it has not aborted already. */
export function watchSignal(signal: AbortSignal, call: Abortable): void {
  let calls = watched.get(signal)
  if (calls === undefined) {
    calls = new Set()
    watched.set(signal, calls)
  }
  if (calls.size === 0) signal.addEventListener('abort', onSignalAbort)
  calls.add(call)
}

/** Ends what {@link watchSignal} began; harmless where nothing was begun. */
export function unwatchSignal(signal: AbortSignal, call: Abortable): void {
  const calls = watched.get(signal)
  if (calls?.delete(call) && calls.size === 0) signal.removeEventListener('abort', onSignalAbort)
}

function onSignalAbort(this: AbortSignal): void {
  const calls = watched.get(this)
  if (calls === undefined) return
  // An aborted call takes itself out of the set: walk a copy.
  for (const call of [...calls]) call.abort(this.reason)
}
