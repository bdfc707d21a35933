// GET /events: the head at once, kept events from `since`, then live ones until `until` or until the client goes; a
// chunk for each.

import { compare, type Instant } from './clock.ts'
import { type Event, eventMatches } from './events.ts'
import { Filters } from './filters.ts'
import { Refusal } from './refusal.ts'
import { timeParameter } from './request.ts'
import type { Call, Route } from './router.ts'
import { whenAborted } from './when.ts'

async function events({ answer, daemon, query, signal }: Call): Promise<void> {
  const since = timeParameter(query.text('since'))
  const until = timeParameter(query.text('until'))
  if (since && until && compare(since, until) > 0) {
    const [from, to] = [since.seconds, until.seconds]
    throw new Refusal(400, `\`since\` time (${from}) cannot be after \`until\` time (${to})`)
  }
  const filters = new Filters(query.text('filters'))
  const queue: Event[] = since ? daemon.events.past.filter((event) => inside(event.time, since, until)) : []
  let wake = () => {}
  const unsubscribe = daemon.events.subscribe((event) => {
    queue.push(event)
    wake()
  })
  const gone = whenAborted(signal)
  try {
    await answer.set('Content-Type', 'application/json').begin()
    while (!signal.aborted && !answer.closed) {
      for (let event = queue.shift(); event; event = queue.shift()) {
        if (eventMatches(filters, event) && (!until || compare(event.time, until) <= 0)) await answer.chunk(event.json)
      }
      if (until && Date.now() >= until.seconds * 1000 + until.nanos / 1e6) break
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      if (queue.length > 0) continue
      const timer = until && atInstant(until, wake)
      await Promise.race([woken, gone.promise])
      clearTimeout(timer)
    }
    await answer.end()
  } finally {
    gone.cancel()
    unsubscribe()
  }
}

function inside(time: Instant, since: Instant, until: Instant | undefined): boolean {
  return compare(time, since) >= 0 && (!until || compare(time, until) <= 0)
}

/** setTimeout's limit; who is woken too early waits again. */
const LONGEST_TIMER = 2 ** 31 - 1

function atInstant({ seconds, nanos }: Instant, wake: () => void): NodeJS.Timeout {
  return setTimeout(wake, Math.min(LONGEST_TIMER, Math.max(0, Math.ceil(seconds * 1000 + nanos / 1e6 - Date.now()))))
}

export const eventRoutes: readonly Route[] = [{ method: 'GET', pattern: '/events', handle: events }]
