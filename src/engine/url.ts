// A request target: version prefix, path template, query in the Engine's habits. Pure.
// A parameter is one path segment (RFC 3986 §3.3) unless it is an image's or plugin's name, where '/' and ':' stand
// for themselves. What the Engine would answer with a redirect (empty and dot segments) is refused before anything is sent.

import { FairleadError } from '../error.ts'

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

/**
 * `/v1.41/containers/abc/logs?follow=1`.
 * @param prefix `''` or what stands before the path: base path and version.
 * @param template a path of the API document, with `{parameters}`.
 * @throws FairleadError ERR_PATH: a parameter is missing, empty, or a dot segment; or the template is not a path.
 */
export function target(prefix: string, template: string, path?: PathParameters, query?: Query): string {
  return prefix + expand(template, path) + (query === undefined ? '' : queryString(query))
}

/** The path with its parameters in place. */
export function expand(template: string, path: PathParameters = {}): string {
  if (!template.startsWith('/') || /[?#]/.test(template)) {
    throw new FairleadError(
      'ERR_PATH',
      `'${template}' is not a path: it starts with '/', and a query has its own option`,
    )
  }
  if (!template.includes('{')) return template
  return template.replace(/\{([^{}]*)\}/g, (_, name: string) => parameter(template, name, path[name]))
}

function parameter(template: string, name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new FairleadError('ERR_PATH', `${template}: '${name}' must be a string that is not empty`)
  }
  const parts = name === 'name' ? value.split('/') : [value]
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..') {
      throw new FairleadError('ERR_PATH', `${template}: '${name}' has an empty or a dot segment`)
    }
  }
  try {
    return parts.map((part) => encodeURIComponent(part).replaceAll('%3A', ':').replaceAll('%40', '@')).join('/')
  } catch (cause) {
    throw new FairleadError('ERR_PATH', `${template}: '${name}' is not well-formed Unicode`, { cause })
  }
}

/** `?a=1&b=x`, or `''`. Booleans are `1` and `0`; a Date is Unix seconds with a fraction, as the Engine's `since` and `until` read it. */
export function queryString(query: Query): string {
  let text = ''
  for (const [key, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? (value as readonly QueryValue[]) : [value as QueryValue]
    for (const one of values) {
      if (one === undefined || one === null) continue
      text += `${text === '' ? '?' : '&'}${encodeURIComponent(key)}=${encodeURIComponent(queryValue(one))}`
    }
  }
  return text
}

function queryValue(value: Exclude<QueryValue, undefined | null>): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (value instanceof Date) return String(value.getTime() / 1000)
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}
