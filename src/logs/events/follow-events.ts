// followEvents(): the Engine's events across cut connections, proxies and restarts of the daemon. See docs/logs.md.
// Options are checked here, before anything is sent.

import { ANY, COUNT, checkOptions, type Kinds, MS, OBJECT, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { type EventFilters, filterLists } from '../../engine/request/event-filters.ts'
import { type Timestamp, unixSeconds } from '../../engine/request/timestamp.ts'
import { FairleadError } from '../../error.ts'
import { RETRY_FIRST_MS, RETRY_MOST_MS, STALL_MS } from '../follow/follow.ts'
import { nanosOf } from './engine-events.ts'
import { readEventCursor } from './event-cursor.ts'
import { type EventsFrom, FollowedEvents } from './followed-events.ts'

/** Options of {@link followEvents}: where to begin, which events, when to give up. */
export interface FollowEventsOptions {
  /**
   * Where to begin: at what happens next, at a moment (as far as the Engine still has its events), or at the `cursor` that an earlier
   * iteration had. Default 'now'.
   */
  from?: 'now' | { since: Timestamp } | { cursor: string } | undefined
  /** Only events that match every key. Default: all events. */
  filters?: EventFilters | undefined
  /** Waiting while the Engine does not respond: ms before the first try, at most, and after how many ms to give up. Default 100, 10,000, never (0). */
  retry?: { first?: number | undefined; most?: number | undefined; forMs?: number | undefined } | undefined
  /** ms of silence after which it is checked that nothing happened, and not only that the connection died. 0: never. Default 60,000. */
  stall?: number | undefined
  /** The most bytes of events that wait to be taken; beyond them events are dropped behind a gap. Default 4 MiB. */
  maxBytes?: number | undefined
  signal?: AbortSignal | undefined
}

const FOLLOW_EVENTS: Kinds<FollowEventsOptions> = {
  from: ANY,
  filters: OBJECT,
  retry: OBJECT,
  stall: MS,
  maxBytes: COUNT,
  signal: SIGNAL,
}
const RETRY: Kinds<NonNullable<FollowEventsOptions['retry']>> = { first: MS, most: MS, forMs: COUNT }

/** The default of `maxBytes`. */
export const EVENT_QUEUE_BYTES = 4_194_304

/**
 * The Engine's events, followed for good: each one once, in the order in which it came, or a `gap` notice where some may be missing.
 * Returned at once; the first `next()`, or `ready()`, sends the first request. Events are always read, however slow the consumer is.
 * @throws FairleadError ERR_OPTION.
 */
export function followEvents(engine: Engine, options: FollowEventsOptions = {}): FollowedEvents {
  checkOptions('followEvents()', options, FOLLOW_EVENTS)
  const { from = 'now', filters, retry = {}, stall = STALL_MS, maxBytes = EVENT_QUEUE_BYTES, signal } = options
  checkOptions('followEvents()', retry, RETRY, 'retry.')
  const { first = RETRY_FIRST_MS, most = RETRY_MOST_MS, forMs = 0 } = retry
  return new FollowedEvents({
    engine,
    from: placeOf(from),
    filters: filterLists(filters),
    follower: { retry: { first, most, forMs }, stall },
    maxBytes,
    signal,
  })
}

function placeOf(from: NonNullable<FollowEventsOptions['from']>): EventsFrom {
  if (from === 'now') return { kind: 'now' }
  if (typeof from === 'object' && from !== null && Object.keys(from).length === 1) {
    if ('cursor' in from) return { kind: 'cursor', cursor: readEventCursor(from.cursor) }
    if ('since' in from) return { kind: 'since', since: nanosOf(unixSeconds('from.since', from.since)) }
  }
  throw new FairleadError('ERR_OPTION', "from: expected 'now', { since: a moment } or { cursor: a text }")
}
