// The filters of the Engine's events, from the caller's form to the Engine's: a list of values per key. Pure.
// Engine fact: an event has to match every key, and one of a key's values.

/** The keys of `filters` of events. Each takes one value or several; an event matches when one of them does. */
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

/** Filters of events: a value or several for each key. An event has to match every key. */
export type EventFilters = Readonly<Partial<Record<EventFilter, string | readonly string[]>>>

/** `filters` as the Engine wants them: a list per key; undefined where there are none. */
export function filterLists(filters: EventFilters = {}): Record<string, readonly string[]> | undefined {
  const lists = Object.entries(filters)
    .filter(([, values]) => values !== undefined)
    .map(([key, values]): [string, readonly string[]] => [key, typeof values === 'string' ? [values] : values])
  return lists.length > 0 ? Object.fromEntries(lists) : undefined
}
