// Timestamps as the Engine's `since` and `until` read them: Unix seconds with up to nine decimals. The Engine itself accepts
// neither dates nor durations (Docker's own client converts them). A log line's timestamp keeps its nanoseconds.

import { FairleadError } from '../../error.ts'

// Captured when this module is loaded, as net/base/timers.ts does, so that faked clocks do not reach it. This file runs on any
// runtime, so it does not import net/.
const { now: wallClock } = Date

/** A point in time: a Date; Unix seconds; or text: Unix seconds, an RFC 3339 date and time with its zone (any year), or how long ago as a Go duration: `10m`, `1h30m`, `1.5s`. */
export type Timestamp = Date | number | string

const SECONDS = /^\d+(\.\d+)?$/
/** RFC 3339, and the years beyond 9999 as Date writes them. */
const DATE_TIME = /^((\d{4}|[+-]\d{6})-\d\d-(\d\d)T(\d\d):\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/
const DURATION = /^(\d+(\.\d+)?(ns|us|\u00b5s|ms|s|m|h))+$/
const unitSeconds: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
}

/** Unix seconds as text, such as `1700000000.123456789`, never later than `time`. @param option named in the error. @throws FairleadError ERR_OPTION when `time` is not a timestamp. */
export function unixSeconds(option: string, time: Timestamp): string {
  if (time instanceof Date) return fromMilliseconds(option, time.getTime())
  if (typeof time === 'number') return fromNumber(option, time)
  const seconds = typeof time === 'string' ? secondsIn(option, time) : undefined
  if (seconds === undefined) throw notTimestamp(option)
  return seconds
}

/** {@link unixSeconds} for text; undefined when it has none of the forms of {@link Timestamp}. @throws FairleadError ERR_OPTION for a date that does not exist. */
export function secondsIn(option: string, text: string): string | undefined {
  // The Engine reads nine decimals. Cutting off the rest makes it earlier, never later.
  if (SECONDS.test(text)) return text.replace(/(\.\d{9})\d+$/, '$1')
  const [, time, , day, hour, fraction = '', zone] = DATE_TIME.exec(text) ?? []
  if (time !== undefined) {
    const local = new Date(`${time}Z`)
    // Date takes the 30th of February for a day in March, and 24:00 for the next day.
    const isDay = local.getUTCDate() === Number(day) && local.getUTCHours() === Number(hour)
    const milliseconds = Date.parse(`${time}${zone}`)
    if (!isDay || Number.isNaN(milliseconds)) throw notTimestamp(option)
    const decimals = fraction.slice(0, 9)
    return `${milliseconds / 1000}${decimals && `.${decimals}`}`
  }
  if (!DURATION.test(text)) return undefined
  let seconds = 0
  for (const [, amount, , unit] of text.matchAll(/(\d+(\.\d+)?)(ns|us|\u00b5s|ms|s|m|h)/g)) {
    seconds += Number(amount) * unitSeconds[unit!]!
  }
  return fromMilliseconds(option, Math.floor(wallClock() - seconds * 1000))
}

/** Engine fact: it reads the two sides of the point as two numbers and adds them, so half a second before 1970 is `-1.500000`. */
function fromMilliseconds(option: string, milliseconds: number): string {
  if (Number.isNaN(milliseconds) || !Number.isFinite(milliseconds)) throw notTimestamp(option)
  const seconds = Math.floor(milliseconds / 1000)
  const rest = milliseconds - seconds * 1000
  return rest === 0 ? String(seconds) : `${seconds}.${String(rest).padStart(3, '0')}000`
}

/**
 * A number of seconds has whole milliseconds, as a clock's, or stands for a nanosecond timestamp. A number cannot hold
 * nanoseconds: it may be the next number above that timestamp. So any other number is lowered by one step and cut to microseconds.
 */
function fromNumber(option: string, seconds: number): string {
  // Rejects milliseconds since 1970: as seconds they would be the year 50,000.
  if (!(seconds >= 0 && seconds < 1e12)) throw notTimestamp(option)
  const milliseconds = Math.round(seconds * 1000)
  if (milliseconds / 1000 === seconds) return fromMilliseconds(option, milliseconds)
  const whole = Math.floor(seconds)
  // Exact: both have the same exponent, or `whole` is a multiple of the step.
  const micros = Math.floor((seconds - stepOf(seconds) - whole) * 1e6)
  if (micros < 0) return `${whole - 1}.999999`
  return `${whole}.${String(micros).padStart(6, '0')}`
}

/** The distance to the next representable number. */
function stepOf(value: number): number {
  return value < 1 ? Number.EPSILON / 2 : 2 ** (Math.floor(Math.log2(value)) - 52)
}

function notTimestamp(option: string): FairleadError {
  return new FairleadError(
    'ERR_OPTION',
    `${option}: expected a Date, Unix seconds, an RFC 3339 time with its zone, or a duration such as '10m'`,
  )
}
