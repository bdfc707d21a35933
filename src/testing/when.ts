// An AbortSignal as a promise that can be let go of, so that no listener outlives a request that waited for its
// client's going away.

/** Fulfilled with undefined when `signal` is aborted; `cancel` removes the listener. */
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
