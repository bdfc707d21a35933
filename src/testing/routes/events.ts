// GET /events: sends the head at once, the kept events from `since` on, then live events until `until` or until the client
// disconnects. Each event is one chunk.

import { clearTimeout, setTimeout, wallClock } from '../../net/base/timers.ts'
import { compare, type Instant } from '../base/clock.ts'
import { Filters } from '../base/filters.ts'
import { HttpError } from '../base/http-error.ts'
import { type Event, eventMatches } from '../daemon/events.ts'
import { timeParameter } from '../http/request.ts'
import type { Route, RouteContext } from './router.ts'

/** How many events are queued for a slow client; newer ones are dropped (moby: a channel of 1,024 per client). */
export const EVENTS_WAITING = 1024

async function events({ response, daemon, query, signal }: RouteContext): Promise<void> {
  const since = timeParameter(query.text('since'))
  const until = timeParameter(query.text('until'))
  if (since && until && compare(since, until) > 0) {
    const [from, to] = [since.seconds, until.seconds]
    throw new HttpError(400, `\`since\` time (${from}) cannot be after \`until\` time (${to})`)
  }
  const filters = new Filters(query.text('filters'))
  const queue: Event[] = since ? daemon.events.past.filter((event) => inside(event.time, since, until)) : []
  let wake = () => {}
  const unsubscribe = daemon.events.subscribe((event) => {
    if (queue.length >= EVENTS_WAITING || !eventMatches(filters, event)) return
    queue.push(event)
    wake()
  })
  const onAbort = () => wake()
  signal.addEventListener('abort', onAbort)
  try {
    await response.set('Content-Type', 'application/json').begin()
    while (!signal.aborted && !response.closed) {
      for (let event = queue.shift(); event; event = queue.shift()) {
        if (eventMatches(filters, event) && (!until || compare(event.time, until) <= 0))
          await response.chunk(event.json)
      }
      if (until && wallClock() >= until.seconds * 1000 + until.nanos / 1e6) break
      // A new promise per turn: a race with a promise that lasts for the whole stream would leave a reaction on it per event.
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      if (queue.length > 0 || signal.aborted) continue
      const timer = until && atInstant(until, wake)
      await woken
      clearTimeout(timer)
    }
    await response.end()
  } finally {
    signal.removeEventListener('abort', onAbort)
    unsubscribe()
  }
}

function inside(time: Instant, since: Instant, until: Instant | undefined): boolean {
  return compare(time, since) >= 0 && (!until || compare(time, until) <= 0)
}

/** setTimeout's limit in milliseconds. A wait that ends too early starts again. */
const LONGEST_TIMER = 2 ** 31 - 1

function atInstant({ seconds, nanos }: Instant, wake: () => void): NodeJS.Timeout {
  return setTimeout(wake, Math.min(LONGEST_TIMER, Math.max(0, Math.ceil(seconds * 1000 + nanos / 1e6 - wallClock()))))
}

/** The route of events. */
export const eventRoutes: readonly Route[] = [{ method: 'GET', pattern: '/events', handle: events }]
