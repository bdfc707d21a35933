// What follows the version in a request target: the path template filled in, and the query in the Engine's habits. Pure.
// A parameter is one path segment (RFC 3986 §3.3) unless it is an image's or plugin's name, where '/' and ':' stand
// for themselves. What the Engine would answer with a redirect (empty and dot segments) is refused before anything is sent.

import { FairleadError } from '../error.ts'
import { secondsIn } from './moment.ts'

/** A value of the query. Arrays repeat the key; a plain object becomes JSON, the lists of `filters` included; undefined is left out. */
export type QueryValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | null
  | undefined
  | readonly QueryValue[]
  | { readonly [key: string]: unknown }

/** Values of a path template's `{parameters}`. */
export type PathParameters = Readonly<Record<string, string>>
/** Values of a query. */
export type Query = Readonly<Record<string, QueryValue>>

/** Keys of the query whose values are moments. */
const MOMENTS = new Set(['since', 'until'])

// Made once: a literal inside a function is a new object at each call.
/** Empty and dot segments. */
const REDIRECTED = /\/(\/|\.{1,2}(\/|$))/
const PATH = /^\/[!-~]*$/
const QUERY_OR_FRAGMENT = /[?#]/
const PAIRED_BRACES = /^([^{}]|\{[^{}]*\})*$/
const PARAMETER = /\{([^{}]*)\}/
/** What needs no encoding in a segment; nearly every id and name is such. */
const PLAIN = /^[\w.~:@-]+$/
const PLAIN_QUERY = /^[\w.~-]+$/
/** Templates that were read are kept, so many: more than the Engine API has. */
export const KEPT_TEMPLATES = 256
const NONE: PathParameters = {}

/** Text, and after every other one the name of a parameter: `/containers/`, `id`, `/logs`. */
type Template = readonly string[]
const templates = new Map<string, Template>()

/**
 * The path with its parameters in place: `/containers/abc/logs`.
 * @param template a path of the API document, with `{parameters}`
 * @throws FairleadError ERR_PATH: a parameter is missing, empty, or a dot segment; or the template is not a path
 */
export function expand(template: string, path: PathParameters = NONE): string {
  const parts = templates.get(template) ?? readTemplate(template)
  let expanded = parts[0]!
  for (let i = 1; i < parts.length; i += 2) {
    const name = parts[i]!
    expanded += parameter(template, name, path[name]) + parts[i + 1]!
  }
  return expanded
}

function readTemplate(template: string): Template {
  if (!PATH.test(template) || QUERY_OR_FRAGMENT.test(template) || REDIRECTED.test(template)) {
    throw new FairleadError(
      'ERR_PATH',
      `${JSON.stringify(template)} is not a path: it starts with '/', has visible ASCII alone and no empty or dot segment, and a query has its own option`,
    )
  }
  if (!PAIRED_BRACES.test(template)) {
    throw new FairleadError('ERR_PATH', `${template}: a brace without its partner`)
  }
  const parts = template.split(PARAMETER)
  // Whoever writes ids into the path itself would fill the memory otherwise.
  if (templates.size >= KEPT_TEMPLATES) templates.clear()
  templates.set(template, parts)
  return parts
}

function parameter(template: string, name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new FairleadError('ERR_PATH', `${template}: '${name}' must be a string that is not empty`)
  }
  if (PLAIN.test(value) && value !== '.' && value !== '..') return value
  // A volume has a name, too, and no slash in it.
  const parts = name === 'name' && !template.includes('/volumes/') ? value.split('/') : [value]
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..') {
      throw new FairleadError('ERR_PATH', `${template}: '${name}' has an empty or a dot segment`)
    }
  }
  try {
    return parts.map(encodeSegment).join('/')
  } catch (cause) {
    throw new FairleadError('ERR_PATH', `${template}: '${name}' is not well-formed Unicode`, { cause })
  }
}

function encodeSegment(part: string): string {
  return PLAIN.test(part) ? part : encodeURIComponent(part).replaceAll('%3A', ':').replaceAll('%40', '@')
}

/**
 * `?a=1&b=x`, or `''`. Booleans are `1` and `0`; a Date is Unix seconds with a fraction, as the Engine's `since` and `until` read it;
 * of those two also `10m`, that long ago, and an RFC 3339 time are.
 * @throws FairleadError ERR_OPTION: an invalid Date, a number that is none, or what has no text
 */
export function queryString(query: Query): string {
  let text = ''
  for (const key of Object.keys(query)) {
    const value = query[key]
    const values = Array.isArray(value) ? (value as readonly QueryValue[]) : [value as QueryValue]
    for (const one of values) {
      if (one === undefined || one === null) continue
      text += `${text === '' ? '?' : '&'}${pair(key, one)}`
    }
  }
  return text
}

function pair(key: string, value: Exclude<QueryValue, undefined | null>): string {
  try {
    return `${encode(key)}=${encode(queryValue(key, value))}`
  } catch (cause) {
    if (cause instanceof FairleadError) throw cause
    throw new FairleadError('ERR_OPTION', `query: the value of ${JSON.stringify(key)} cannot be sent`, { cause })
  }
}

function encode(text: string): string {
  return PLAIN_QUERY.test(text) ? text : encodeURIComponent(text)
}

function queryValue(key: string, value: Exclude<QueryValue, undefined | null>): string {
  switch (typeof value) {
    case 'string':
      // A duration or a date is for people: the Engine wants seconds. What is neither is left for it to judge.
      return MOMENTS.has(key) ? (secondsIn(`query.${key}`, value) ?? value) : value
    case 'boolean':
      return value ? '1' : '0'
    case 'number':
      return finite(value)
    case 'bigint':
      return value.toString()
    case 'object':
      return value instanceof Date ? finite(value.getTime() / 1000) : JSON.stringify(value)
    default:
      throw new TypeError(`a ${typeof value}`)
  }
}

function finite(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('not a finite number')
  return String(value)
}
