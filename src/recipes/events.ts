// The Engine's events, live. Engine API operation SystemEvents.
// Engine facts: Docker sends the response's head at once, so ready() marks the moment from which no event is missed;
// `since` and `until` are Unix seconds with a fraction.

import { ANY, checkOptions, type Kinds, OBJECT, SIGNAL } from '../check.ts'
import type { Engine } from '../engine/engine.ts'
import { type EventFilters, filterLists } from '../engine/request/event-filters.ts'
import type { Timestamp } from '../engine/request/timestamp.ts'
import type * as Schema from '../engine/schema.ts'
import { RecordStream } from './shared/record-stream.ts'

/** Options of {@link events}. */
export interface EventsOptions {
  /** Begin with the past events from this moment on that the Engine still has (Docker: the last 256 events). Default: no past events. */
  since?: Timestamp | undefined
  /** End the stream at this moment. Default: never. */
  until?: Timestamp | undefined
  /** Only events that match every key. Default: all events. */
  filters?: EventFilters | undefined
  /** Covers the request and the iteration. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const EVENTS: Kinds<EventsOptions> = { since: ANY, until: ANY, filters: OBJECT, signal: SIGNAL }

/** One event of {@link events}. `timeNano` exceeds what a number holds exactly: its precision is about 250 ns. */
export type EventMessage = Schema.EventMessage

/**
 * The Engine's events, live (Engine API operation SystemEvents). The request goes out at once; the stream misses nothing after
 * `await events(engine).ready()`. The iteration ends at `until`. Leaving the loop or `close()` closes the connection.
 *
 * The iteration and `ready()` reject with an EngineError, ERR_RECORD_SYNTAX, ERR_ABORTED, ERR_TRUNCATED_BODY or the network's
 * errors when the connection breaks.
 * @throws FairleadError ERR_OPTION.
 */
export function events(engine: Engine, options: EventsOptions = {}): RecordStream<EventMessage> {
  checkOptions('events()', options, EVENTS)
  const { since, until, filters, signal } = options
  const query = { since, until, filters: filterLists(filters) }
  return new RecordStream('GET /events', (signal) => engine.request('GET', '/events', { query, signal }), signal)
}
