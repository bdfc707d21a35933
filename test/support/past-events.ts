// Past events on an Engine that other test files use at the same time. It keeps the last 256 events of all containers, so the events
// of a test may be pushed out before the test reads them. That is no fault of what is tested: such an attempt is repeated.

/** The attempts that may be cut short; the last one counts as it is. */
const ATTEMPTS = 20

/**
 * Calls `attempt` until `isCut` is false for its result, at most ATTEMPTS times, and returns the last result. An attempt that throws
 * is not repeated. Each attempt needs new containers.
 */
export async function wholePast<T>(attempt: () => Promise<T>, isCut: (found: T) => boolean): Promise<T> {
  for (let left = ATTEMPTS - 1; ; left--) {
    const found = await attempt()
    if (left === 0 || !isCut(found)) return found
  }
}
