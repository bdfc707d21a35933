// The part of a request target after the version: the path template filled in, and the query as the Engine reads it. Pure.
// A parameter is one path segment (RFC 3986 §3.3), except the name of an image or a plugin, where '/' and ':' stand for
// themselves. A value that leaves its segment is rejected before anything is sent: a slash, which the Engine decodes even when it
// is percent-encoded, and empty and dot segments, which it redirects.
// Engine fact: container names in its responses begin with a slash (`Names`, `Name`). That slash is removed.

import { FairleadError } from '../../error.ts'
import { secondsIn, unixSeconds } from './timestamp.ts'

/** A value of the query. An array repeats the key; a plain object, such as `filters`, becomes JSON; undefined and null are left out. */
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

/** Values of a path template's `{parameters}`, by name. */
export type PathParameters = Readonly<Record<string, string>>
/** Values of a query, by key. */
export type Query = Readonly<Record<string, QueryValue>>

/** Keys of the query whose values are timestamps. */
const TIMESTAMPS = new Set(['since', 'until'])

// Created once: a literal inside a function is a new object per call.
/** Empty and dot segments. */
const REDIRECTED = /\/(\/|\.{1,2}(\/|$))/
const PATH = /^\/[!-~]*$/
const QUERY_OR_FRAGMENT = /[?#]/
/** Paths whose `{name}` has no slash. */
const ONE_SEGMENT = /\/(?:volumes|containers|networks|pods|secrets|configs)\//
const PAIRED_BRACES = /^([^{}]|\{[^{}]*\})*$/
const PARAMETER = /\{([^{}]*)\}/
/** A segment that needs no encoding: nearly every id and name. */
const PLAIN = /^[\w.~:@-]+$/
const PLAIN_QUERY = /^[\w.~-]+$/
/** The most parsed templates that are kept: more than the Engine API has. */
export const KEPT_TEMPLATES = 256
const NONE: PathParameters = {}

/** Text and parameter names in turn: `/containers/`, `id`, `/logs`. */
type Template = readonly string[]
const templates = new Map<string, Template>()

/**
 * Fills in a path's parameters: `/containers/abc/logs`.
 * @param template a path of the API document, with `{parameters}`
 * @throws FairleadError ERR_PATH when a parameter is missing, empty or a dot segment, or the template is not a path
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
      `${JSON.stringify(String(template).replace(/[?#].*$/s, '?…'))} is not a path: expected a leading '/', visible ASCII only and no empty or dot segment; put a query into the 'query' option`,
    )
  }
  if (!PAIRED_BRACES.test(template)) {
    throw new FairleadError('ERR_PATH', `${template}: unpaired brace: expected parameters as '{name}'`)
  }
  const parts = template.split(PARAMETER)
  // A caller that writes ids into the path itself would fill the memory otherwise.
  if (templates.size >= KEPT_TEMPLATES) templates.clear()
  templates.set(template, parts)
  return parts
}

function parameter(template: string, name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new FairleadError('ERR_PATH', `${template}: '${name}' must be a string that is not empty`)
  }
  if (PLAIN.test(value) && value !== '.' && value !== '..') return value
  const given = template.includes('/containers/') && value.startsWith('/') ? value.slice(1) : value
  const parts = given.split('/')
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..') {
      throw new FairleadError('ERR_PATH', `${template}: '${name}' has an empty or dot segment`)
    }
  }
  if (parts.length > 1 && (name !== 'name' || ONE_SEGMENT.test(template))) {
    throw new FairleadError('ERR_PATH', `${template}: '${name}' has a slash, which would change the path`)
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
 * Writes a query: `?a=1&b=x`, or `''`. Booleans become `1` and `0`. A Date becomes Unix seconds with a fraction. `since` and `until`
 * take every form of Timestamp, such as `10m` (that long ago) and RFC 3339 times.
 * @throws FairleadError ERR_OPTION for an invalid Date, NaN, an infinite number, or a value that has no text
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
      // The Engine expects seconds. Text of no known form is sent as it is, for the Engine to judge.
      return TIMESTAMPS.has(key) ? (secondsIn(`query.${key}`, value) ?? value) : value
    case 'boolean':
      return value ? '1' : '0'
    case 'number':
      return TIMESTAMPS.has(key) ? timestamp(key, value) : finite(value)
    case 'bigint':
      return value.toString()
    case 'object':
      return value instanceof Date ? timestamp(key, value) : JSON.stringify(value)
    default:
      throw new TypeError(`a ${typeof value}`)
  }
}

/** Without the zeros at the end of the fraction. */
function timestamp(key: string, value: Date | number): string {
  const text = unixSeconds(`query.${key}`, value)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function finite(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('not a finite number')
  return String(value)
}
