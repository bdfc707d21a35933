// Checks options at run time: an unknown name or a value of the wrong kind is ERR_OPTION, at once.
// A low floor, above error.ts. The type Kinds makes each table complete. No message contains a value, except numbers.
// Checks all enumerable options, inherited ones too, since destructuring reads those. undefined counts as absent.

import { FairleadError } from './error.ts'

// Kinds are numbers: a table of them is plain data.
/** A kind of option: any value; other code checks it. */
export const ANY = 0
/** A kind of option: true or false. */
export const BOOLEAN = 1
/** A kind of option: a string. */
export const TEXT = 2
/** A kind of option: a function. */
export const FUNCTION = 3
/** A kind of option: an AbortSignal. */
export const SIGNAL = 4
/** A kind of option: an object, not an array. */
export const OBJECT = 5
/** A kind of option: whole milliseconds, 0 to 2^31-1: the most that a timer takes. */
export const MS = 6
/** A kind of option: a whole number of 0 or more. */
export const COUNT = 7
/** A kind of option: a whole number of 0 or more, or Infinity. */
export const LIMIT = 8
/** A kind of option: a whole number of 1 or more, or Infinity. */
export const POSITIVE = 9
/** A kind of option: a whole number. */
export const INTEGER = 10
/** A kind of option: an array of strings, or one string. */
export const TEXTS = 11
/** A kind of option: a Node Writable. */
export const WRITABLE = 12
/** A kind of option: an array of strings. */
export const LIST = 13

/** The kind of each option of `O`. A missing or unknown name does not compile. */
export type Kinds<O> = { readonly [K in keyof O]-?: number }

type Table = Readonly<Record<string, number>>
/** Advice for names that other clients use; the entry '' is appended to the list of options. */
export type Hints = Readonly<Record<string, string>>

const MOST_MS = 2_147_483_647
const EXPECTED = [
  '',
  'true or false',
  'a string',
  'a function',
  'an AbortSignal',
  'an object',
  'a whole number of ms from 0 to 2147483647',
  'a whole number of 0 or more',
  'a whole number of 0 or more, or Infinity',
  'a whole number of 1 or more, or Infinity',
  'a whole number',
  'a string or an array of strings',
  'a Writable',
  'an array of strings',
]

/**
 * Checks an options object against a table of kinds.
 * @param where the function that takes the options, for messages: 'logs()'
 * @param prefix precedes each name in a message: 'pool.'
 * @throws FairleadError ERR_OPTION
 */
export function checkOptions(where: string, options: object, kinds: object, prefix = '', hints?: Hints): void {
  if (!isObject(options)) {
    const what = prefix === '' ? 'the options' : prefix.slice(0, -1)
    throw optionError(`${withoutQuery(where)}: ${what}: expected an object, not ${nameOf(options)}`)
  }
  for (const name in options) {
    const value = (options as Record<string, unknown>)[name]
    if (value === undefined) continue
    const kind: unknown = (kinds as Table)[name]
    if (typeof kind !== 'number') throw withCallerStack(unknownOption(where, name, kinds, prefix, hints))
    if (!fits(kind, value))
      throw withCallerStack(optionError(`${prefix}${name}: expected ${EXPECTED[kind]}, not ${nameOf(value)}`))
  }
}

/** Checks a limit that is an argument: a whole number of `least` or more, or Infinity. @throws FairleadError ERR_OPTION */
export function checkLimit(name: string, value: unknown, least = 0): void {
  if (isWhole(value, least) || value === Number.POSITIVE_INFINITY) return
  throw optionError(`${name}: expected a whole number of ${least} or more, or Infinity, not ${nameOf(value)}`)
}

/** Checks a single value of that kind. @throws FairleadError ERR_OPTION */
export function checkValue(name: string, value: unknown, kind: number): void {
  if (!fits(kind, value)) throw optionError(`${name}: expected ${EXPECTED[kind]}, not ${nameOf(value)}`)
}

function fits(kind: number, value: unknown): boolean {
  switch (kind) {
    case ANY:
      return true
    case BOOLEAN:
      return typeof value === 'boolean'
    case TEXT:
      return typeof value === 'string'
    case FUNCTION:
      return typeof value === 'function'
    case SIGNAL:
      return (
        isObject(value) &&
        'aborted' in value &&
        typeof (value as unknown as EventTarget).addEventListener === 'function'
      )
    case OBJECT:
      return isObject(value)
    case TEXTS:
    case LIST:
      if (typeof value === 'string') return kind === TEXTS
      return Array.isArray(value) && value.every((one) => typeof one === 'string')
    case WRITABLE:
      return isObject(value) && 'write' in value && typeof value.write === 'function'
    case MS:
      return isWhole(value, 0) && value <= MOST_MS
    case LIMIT:
    case COUNT:
      return isWhole(value, 0) || (kind === LIMIT && value === Number.POSITIVE_INFINITY)
    case POSITIVE:
      return isWhole(value, 1) || value === Number.POSITIVE_INFINITY
    default:
      return Number.isSafeInteger(value)
  }
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value for messages: a number as it is, anything else as its type, since it may be a secret. */
function nameOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return /^[aeiou]/.test(typeof value) ? `an ${typeof value}` : `a ${typeof value}`
}

function unknownOption(
  where: string,
  name: string,
  kinds: object,
  prefix: string,
  hints: Hints | undefined,
): FairleadError {
  const known = Object.keys(kinds)
  const near = nearest(name, known)
  const hint = hints !== undefined && Object.hasOwn(hints, name) ? hints[name] : undefined
  const advice =
    hint ??
    (near === undefined
      ? `the options are ${known.map((one) => prefix + one).join(', ')}${hints?.[''] ?? ''}`
      : `did you mean '${prefix}${near}'?`)
  return optionError(`${withoutQuery(where)}: unknown option '${prefix}${printable(name)}': ${advice}`)
}

/** Removes a query, which may contain a token. */
function withoutQuery(where: string): string {
  return String(where).replace(/[?#].*$/s, '')
}

function printable(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name).slice(1, -1)
}

/** The known name that was probably meant: it differs in at most one letter of three. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > 60) return undefined
  let best: string | undefined
  let least = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const one of known) {
    const distance = distanceOf(name.toLowerCase(), one.toLowerCase())
    if (distance >= least) continue
    least = distance
    best = one
  }
  return best
}

/** The number of letters to add, drop, change or swap with the next one (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length]!
}

/** Cuts the error's stack below checkOptions, which leaves room for the line of the caller's program. */
function withCallerStack(error: FairleadError): FairleadError {
  ;(Error as Partial<ErrorConstructor>).captureStackTrace?.(error, checkOptions)
  return error
}

function optionError(message: string): FairleadError {
  return new FairleadError('ERR_OPTION', message)
}
