// An Engine timestamp, read from the bytes of a record's prefix: RFC 3339 with nanoseconds (Docker), or whole seconds (Podman).
// Pure: numbers in, numbers out.

const DASH = 0x2d
const COLON = 0x3a
const DOT = 0x2e
const PLUS = 0x2b
const UPPER_T = 0x54
const UPPER_Z = 0x5a
const ZERO = 0x30

/** Bytes up to the seconds: `2006-01-02T15:04:05`. */
const SECONDS_END = 19

/** A moment as two numbers: Unix seconds and the nanoseconds in that second. Reused by {@link readTimestamp}. */
export interface Instant {
  seconds: number
  nanos: number
}

/**
 * Reads the timestamp in `bytes[start..end)`, without the space behind it, into `into`.
 * Returns false when the bytes are no RFC 3339 timestamp; `into` is then undefined in content.
 */
export function readTimestamp(bytes: Uint8Array, start: number, end: number, into: Instant): boolean {
  if (end - start < SECONDS_END + 1) return false
  if (bytes[start + 4] !== DASH || bytes[start + 7] !== DASH || bytes[start + 10] !== UPPER_T) return false
  if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false
  const year = digits(bytes, start, 4)
  const month = digits(bytes, start + 5, 2)
  const day = digits(bytes, start + 8, 2)
  const hour = digits(bytes, start + 11, 2)
  const minute = digits(bytes, start + 14, 2)
  const second = digits(bytes, start + 17, 2)
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || minute < 0 || second < 0) return false
  let at = start + SECONDS_END
  let nanos = 0
  if (bytes[at] === DOT) {
    let scale = 100_000_000
    for (at++; at < end; at++) {
      const digit = bytes[at]! - ZERO
      if (digit < 0 || digit > 9) break
      nanos += digit * scale
      scale = Math.trunc(scale / 10)
    }
  }
  let offset = 0
  const zone = bytes[at]
  if (zone === UPPER_Z) at++
  else if (zone === PLUS || zone === DASH) {
    if (end - at < 6 || bytes[at + 3] !== COLON) return false
    const hours = digits(bytes, at + 1, 2)
    const minutes = digits(bytes, at + 4, 2)
    if (hours < 0 || minutes < 0) return false
    offset = (zone === PLUS ? 1 : -1) * (hours * 3600 + minutes * 60)
    at += 6
  } else return false
  if (at !== end) return false
  into.seconds = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
  into.nanos = nanos
  return true
}

/** How old, in ms, a record with the timestamp `bytes[start..end)` is at `now`, in ms since 1970 by the Engine's clock; 0 where there is none. */
export function lagOf(bytes: Uint8Array, start: number, end: number, now: number): number {
  return readTimestamp(bytes, start, end, scratch) ? now - (scratch.seconds * 1000 + scratch.nanos / 1e6) : 0
}

/** Whether a record with the timestamp `bytes[start..end)` was written after this moment; false where it has none. */
export function isAfter(bytes: Uint8Array, start: number, end: number, moment: Instant): boolean {
  if (!readTimestamp(bytes, start, end, scratch)) return false
  return isEarlier(moment, scratch)
}

/** Whether the one is before the other. */
export function isEarlier(one: Instant, other: Instant): boolean {
  return one.seconds < other.seconds || (one.seconds === other.seconds && one.nanos < other.nanos)
}

/** A moment as Unix seconds with up to nine decimals. */
export function instantOf(unixSeconds: string): Instant {
  const [seconds, decimals = ''] = unixSeconds.split('.')
  return { seconds: Number(seconds), nanos: Number(decimals.padEnd(9, '0')) }
}

const scratch: Instant = { seconds: 0, nanos: 0 }

/** The number in `count` digits, or -1 where one of the bytes is no digit. */
function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0
  for (let at = start; at < start + count; at++) {
    const digit = bytes[at]! - ZERO
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant's `days_from_civil`). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
