// Moments as the Engine's `since` and `until` read them: Unix seconds with up to nine decimals. The Engine itself knows
// neither dates nor durations (its own client converts them); a log line's timestamp keeps its nanoseconds.

import { FairleadError } from '../error.ts'

/** A Date; Unix seconds; or text: Unix seconds, an RFC 3339 date and time with its zone, or how long ago, as Go writes durations: `10m`, `1h30m`, `1.5s`. */
export type Moment = Date | number | string

const SECONDS = /^\d+(\.\d{1,9})?$/
const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/
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

/** `1700000000.123456789`. @throws FairleadError ERR_OPTION naming `option` when it is no moment. */
export function unixSeconds(option: string, moment: Moment): string {
  if (moment instanceof Date) return fixed(option, moment.getTime() / 1000)
  if (typeof moment === 'number') return fixed(option, moment)
  const seconds = secondsIn(option, moment)
  if (seconds === undefined) throw notMoment(option)
  return seconds
}

/** The same of a text; undefined where it is none of those. @throws FairleadError ERR_OPTION when there was no such moment. */
export function secondsIn(option: string, text: string): string | undefined {
  if (SECONDS.test(text)) return text
  const [, time, fraction = '', zone] = DATE_TIME.exec(text) ?? []
  if (time !== undefined) return fixed(option, Date.parse(`${time}${zone}`) / 1000) + fraction
  if (!DURATION.test(text)) return undefined
  let seconds = 0
  for (const [, amount, , unit] of text.matchAll(/(\d+(\.\d+)?)(ns|us|\u00b5s|ms|s|m|h)/g)) {
    seconds += Number(amount) * unitSeconds[unit!]!
  }
  return fixed(option, Date.now() / 1000 - seconds)
}

/** Without an exponent, and no more decimals than a double has there. */
function fixed(option: string, seconds: number): string {
  if (!(seconds >= 0 && seconds < 1e12)) throw notMoment(option)
  return Number.isInteger(seconds) ? String(seconds) : seconds.toFixed(6)
}

function notMoment(option: string): FairleadError {
  return new FairleadError(
    'ERR_OPTION',
    `${option}: expected a Date, Unix seconds, an RFC 3339 time with its zone, or a duration such as '10m'`,
  )
}
