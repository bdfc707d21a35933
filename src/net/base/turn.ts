// One whole turn of the event loop, within which the bytes in the kernel are read. After a busy time, a process runs its timers
// before it reads. A deadline that looks again after a turn therefore does not fail what arrived in time.
// Node fact: an immediate runs after its own turn's poll for IO. If the caller runs within that turn, the poll may have passed
// already; only the next immediate surely comes after a poll.

import { setImmediate } from './timers.ts'

/** Calls `act` after the event loop has polled for IO once more. */
export function afterTurn<V extends unknown[]>(act: (...values: V) => void, ...values: V): void {
  setImmediate(() => setImmediate(act, ...values))
}
