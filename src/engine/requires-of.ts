// The API version that a request needs, by its operation, the keys of its query and the fields of its body, from
// operations-since.ts. An entry of its own ("fairlead/versions"), since most programs know what they send.

import { ANY, checkOptions, type Kinds } from '../check.ts'
import { compareVersions } from './api-version/api-version.ts'
import { operationsSince } from './api-version/operations-since.ts'
import type { TunnelOptions, UpgradeOptions } from './untyped.ts'

const FILTER = '?filters.'

/** The parts of a request that decide its version. The options of a request have these fields. */
export interface RequestParts {
  readonly query?: object | undefined
  readonly body?: unknown
}

/** The options of any request are accepted. */
const PARTS: Kinds<RequestParts & TunnelOptions & UpgradeOptions> = {
  query: ANY,
  body: ANY,
  path: ANY,
  bodyLength: ANY,
  headers: ANY,
  signal: ANY,
  timeouts: ANY,
  requires: ANY,
  pacing: ANY,
  urgent: ANY,
  auth: ANY,
  registryConfig: ANY,
  tty: ANY,
  protocol: ANY,
}

/**
 * The oldest API version that has everything in the request, such as `'1.48'`. Undefined when every version from 1.25 on has it,
 * or when the operation is in no API document. A value of undefined or null counts as left out. Only names are looked at, not
 * a field's values.
 * @param method in capitals
 * @param path the path of the API document, with its `{parameters}`
 * @throws FairleadError ERR_OPTION for an unknown part
 */
export function requiresOf(method: string, path: string, parts: RequestParts = {}): string | undefined {
  checkOptions('requiresOf()', parts, PARTS)
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
  // A filter's key may contain a dot: node.label.
  const filter = word.startsWith(FILTER) ? ['filters', word.slice(FILTER.length)] : undefined
  return has(query, filter ?? [word.slice(1)], 0)
}

/** Whether a value exists at the end of the path. */
function has(value: unknown, path: readonly string[], at: number): boolean {
  if (value === undefined || value === null) return false
  if (at === path.length) return true
  if (typeof value !== 'object' || ArrayBuffer.isView(value)) return false
  if (Array.isArray(value)) return value.some((item) => has(item, path, at))
  const key = path[at] as string
  if (key === '*') return Object.values(value).some((item) => has(item, path, at + 1))
  // Own fields only: methods of a class or an array are not parameters.
  return Object.hasOwn(value, key) && has((value as Record<string, unknown>)[key], path, at + 1)
}
