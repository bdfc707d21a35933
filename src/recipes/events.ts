// What happens on the Engine, as it happens. Engine API operation SystemEvents.
// Engine facts: the answer's head is sent at once (Docker), so that ready() says when nothing can be missed any more;
// `since` and `until` are Unix seconds with a fraction.

import type { Engine } from '../engine/engine.ts'
import type { Moment } from '../engine/moment.ts'
import type * as Schema from '../engine/schema.ts'
import { RecordStream } from './record-stream.ts'

/** The kinds of filters; each takes one value or several, of which one must match. */
export type EventFilter =
  | 'config'
  | 'container'
  | 'daemon'
  | 'event'
  | 'image'
  | 'label'
  | 'network'
  | 'node'
  | 'plugin'
  | 'scope'
  | 'secret'
  | 'service'
  | 'type'
  | 'volume'

/** Options of {@link events}. */
export interface EventsOptions {
  /** From then on, what the Engine still knows of included (Docker: the last 256 events). */
  since?: Moment | undefined
  /** The stream ends then. Default: never. */
  until?: Moment | undefined
  filters?: Readonly<Partial<Record<EventFilter, string | readonly string[]>>> | undefined
  /** Covers the request and the iteration. */
  signal?: AbortSignal | undefined
}

/** One event. `timeNano` is beyond what a number holds exactly: good to about 250 ns. */
export type EventMessage = Schema.EventMessage

/**
 * The events, from the moment the Engine's answer begins: `await events(engine).ready()` before what is to be seen.
 * The iteration ends at `until`; a connection that breaks off rejects.
 */
export function events(engine: Engine, options: EventsOptions = {}): RecordStream<EventMessage> {
  const { since, until, filters = {}, signal } = options
  const lists = Object.entries(filters)
    .filter(([, values]) => values !== undefined)
    .map(([key, values]) => [key, typeof values === 'string' ? [values] : values])
  const query = { since, until, filters: lists.length > 0 ? Object.fromEntries(lists) : undefined }
  return new RecordStream((signal) => engine.request('GET', '/events', { query, signal }), signal)
}
