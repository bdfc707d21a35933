// The errors of calls that get no connection from the pool. The message says what the connections are busy with, and what to do.
// It names methods, never a path, a query or a header.

import { FairleadError } from '../error.ts'
import type { Connection } from './connection.ts'

/** The error of a call that has waited too long for a connection. `limit` is in ms. */
export function poolTimeoutError(
  limit: number,
  { most, dialling, alive, waiting }: { most: number; dialling: number; alive: Iterable<Connection>; waiting: number },
): FairleadError {
  const counts = new Map<string, number>()
  for (const { activity } of alive) counts.set(activity, (counts.get(activity) ?? 0) + 1)
  if (dialling > 0) counts.set('being dialled', dialling)
  const busy = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const activities = [...counts].map(([activity, count]) => `${count} ${activity}`).join(', ')
  const others = waiting === 0 ? '' : `; ${waiting} more calls wait`
  return new FairleadError(
    'ERR_POOL_TIMEOUT',
    `the pool had no connection within ${limit} ms: ${busy} of ${most} connections are busy (${activities})${others}. ` +
      'Close the streams that are no longer needed, raise pool.connections or pool.waitMs, or give urgent: true to a call that an open stream needs',
  )
}
