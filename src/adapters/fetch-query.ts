// A query in the Engine's habits as text, for clients that build their URLs themselves.
// The habits are engine/url.ts's: 1 and 0, repeated keys, filters as JSON, Dates as Unix seconds.

import { type Query, queryString } from '../engine/url.ts'

/**
 * `a=1&filters=%7B…%7D`, without a question mark: openapi-fetch's `querySerializer`, and ky's `searchParams`.
 * @throws FairleadError ERR_OPTION: a value that has no text
 */
export function querySerializer(query: Readonly<Record<string, unknown>>): string {
  return queryString(query as Query).slice(1)
}
