// Which API version a request needs, by the operation, the keys of its query and the fields of its body: operations-since.ts
// read for one request. Imported apart ("fairlead/versions"), since most programs know what they send.

import { operationsSince } from './operations-since.ts'
import { compareVersions } from './version.ts'

const FILTER = '?filters.'

/** What of a request counts; its options as they are given to the Engine can be passed. */
export interface RequestParts {
  readonly query?: object | undefined
  readonly body?: unknown
}

/**
 * The oldest API version that knows the request as a whole, such as `'1.48'`; undefined where every version from 1.25 on
 * does, or where the operation is in no API document. A value of undefined or null counts as left out; the values that a
 * field may have are not looked at.
 * @param method in capitals
 * @param path the path of the API document, with its `{parameters}`
 */
export function requiresOf(method: string, path: string, parts: RequestParts = {}): string | undefined {
  let needed: string | undefined
  let version = ''
  for (const word of operationsSince[`${method} ${path}`]?.split(' ') ?? []) {
    if (/^\d/.test(word)) version = word
    else if (uses(word, parts) && (needed === undefined || compareVersions(version, needed) > 0)) needed = version
  }
  return needed
}

function uses(word: string, { query, body }: RequestParts): boolean {
  if (word === '.') return true
  if (!word.startsWith('?')) return has(body, word.split('.'), 0)
  // a filter's key may have a dot of its own: node.label
  const filter = word.startsWith(FILTER) ? ['filters', word.slice(FILTER.length)] : undefined
  return has(query, filter ?? [word.slice(1)], 0)
}

/** Is there a value at the end of the way? */
function has(value: unknown, way: readonly string[], at: number): boolean {
  if (value === undefined || value === null) return false
  if (at === way.length) return true
  if (typeof value !== 'object' || ArrayBuffer.isView(value)) return false
  if (Array.isArray(value)) return value.some((one) => has(one, way, at))
  const key = way[at] as string
  if (key === '*') return Object.values(value).some((one) => has(one, way, at + 1))
  // an own field alone: a class's or an array's methods are no parameters
  return Object.hasOwn(value, key) && has((value as Record<string, unknown>)[key], way, at + 1)
}
