// A query string as the Engine reads it, for clients that build their URLs themselves.
// Values as in engine/request/url.ts: 1 and 0 for booleans, repeated keys for lists, filters as JSON, Dates as Unix seconds.

import { type Query, queryString } from '../../engine/request/url.ts'

/**
 * The query string `a=1&filters=%7B…%7D`, without a question mark: for openapi-fetch's `querySerializer` and ky's `searchParams`.
 * @throws FairleadError ERR_OPTION for a value that cannot be written as text
 */
export function querySerializer(query: Readonly<Record<string, unknown>>): string {
  return queryString(query as Query).slice(1)
}
