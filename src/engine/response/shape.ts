// Reads fields of a JSON response, with checks. A peer may send any JSON: each field that fairlead needs is looked up here, and
// a value of another kind is reported as the peer's error.

import { FairleadError } from '../../error.ts'
import type { Head } from '../../wire/head.ts'

/** The kinds of field, and their types. */
interface Kinds {
  object: Record<string, unknown>
  string: string
  boolean: boolean
  integer: number
  id: string
}

const words: Readonly<Record<keyof Kinds, string>> = {
  object: 'an object',
  string: 'a string',
  boolean: 'true or false',
  integer: 'a whole number',
  id: 'an id',
}

/** An id is used in the path of the next request: it must be one segment. */
const ID = /^\w[\w.-]*$/

/**
 * The field of a response's value at the path `way`, such as `Config.Tty`; `''` is the value itself.
 * @param from the request, such as `GET /containers/x/json`
 * @throws FairleadError ERR_RECORD_SYNTAX when it is missing or of another kind
 */
export function field<K extends keyof Kinds>(from: string, value: unknown, way: string, kind: K): Kinds[K] {
  const found = find(from, value, way)
  if (isKind(found, kind)) return found
  throw unfit(from, way, kind, found)
}

/** As {@link field}; undefined when the field, or an object on its path, is missing or null. */
export function optionalField<K extends keyof Kinds>(
  from: string,
  value: unknown,
  way: string,
  kind: K,
): Kinds[K] | undefined {
  const found = find(from, value, way)
  if (found === undefined || found === null) return undefined
  if (isKind(found, kind)) return found
  throw unfit(from, way, kind, found)
}

/** Returns a response that must be a stream. @throws FairleadError ERR_RECORD_SYNTAX when its status excludes a body. */
export function streaming<R extends { readonly status: number; close(): void }>(from: string, response: R): R {
  if (hasStream(response)) return response
  response.close()
  throw noStream(from, response.status)
}

/** Whether a response with this status can have a body (RFC 9110 §6.4.1, §15.3.6). */
export function hasStream({ status }: Pick<Head, 'status'>): boolean {
  return status !== 204 && status !== 205 && status !== 304
}

/** The error of a response without the expected stream. */
export function noStream(from: string, status: number): FairleadError {
  return new FairleadError(
    'ERR_RECORD_SYNTAX',
    `${from}: expected a stream, received a response without one (status ${status})`,
  )
}

function find(from: string, value: unknown, way: string): unknown {
  let found = value
  let passed = ''
  for (const name of way === '' ? [] : way.split('.')) {
    if (found === undefined || found === null) return passed === '' ? missing(from, found) : found
    if (!isKind(found, 'object')) throw unfit(from, passed, 'object', found)
    passed = passed === '' ? name : `${passed}.${name}`
    found = Object.hasOwn(found, name) ? found[name] : undefined
  }
  return found
}

/** Throws: the value itself is never optional. */
function missing(from: string, value: unknown): never {
  throw unfit(from, '', 'object', value)
}

function isKind<K extends keyof Kinds>(value: unknown, kind: K): value is Kinds[K] {
  if (kind === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (kind === 'integer') return Number.isSafeInteger(value)
  if (kind === 'id') return typeof value === 'string' && ID.test(value)
  return typeof value === kind
}

/** Does not quote the value: it may be a secret. */
function unfit(from: string, way: string, kind: keyof Kinds, value: unknown): FairleadError {
  const where = way === '' ? 'the value' : way
  const message = `${from}: ${where} of the response: expected ${words[kind]}, received ${nameOf(value)}`
  return new FairleadError('ERR_RECORD_SYNTAX', message)
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return `a value of type ${typeof value}`
}
