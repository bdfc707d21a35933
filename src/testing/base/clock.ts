// The daemon's clock and Go's two spellings of an instant. The clock rises strictly: no two records or events share a time, so
// `since=<last timeNano>` resumes without a gap. JavaScript's own clock has a resolution of one millisecond.

import { now, wallClock } from '../../net/base/timers.ts'

/** The current time in `seconds` and `nanos`. They are plain fields, because every log record reads them. */
export class Clock {
  /** Whole seconds since 1970. */
  seconds = 0
  /** 0 to 999,999,999. */
  nanos = 0

  /** Advances to the current time, by at least one nanosecond. */
  tick(): void {
    const today = wallClock()
    const seconds = Math.floor(today / 1000)
    const nanos = (today - seconds * 1000) * 1_000_000 + (Math.floor(now() * 1e6) % 1_000_000)
    if (seconds > this.seconds || (seconds === this.seconds && nanos > this.nanos)) {
      this.seconds = seconds
      this.nanos = nanos
    } else this.step()
  }

  /** Advances by one nanosecond without reading the system's clock. */
  step(): void {
    if (++this.nanos < 1_000_000_000) return
    this.nanos = 0
    this.seconds++
  }

  /** Advances to the current time and returns it. */
  now(): Instant {
    this.tick()
    return { seconds: this.seconds, nanos: this.nanos }
  }
}

/** A point in time, as the daemon keeps it. */
export interface Instant {
  seconds: number
  nanos: number
}

/** Go's zero time: what the Engine reports for an event that has not happened yet. */
export const NEVER = '0001-01-01T00:00:00Z'

let cachedSecond = -1
let cachedText = ''

function isoSecond(seconds: number): string {
  if (seconds !== cachedSecond) {
    cachedSecond = seconds
    cachedText = new Date(seconds * 1000).toISOString().slice(0, 19)
  }
  return cachedText
}

/** `2006-01-02T15:04:05.000000000Z`: always 30 characters, the timestamp before a log record. */
export function fixedStamp(seconds: number, nanos: number): string {
  return `${isoSecond(seconds)}.${String(nanos).padStart(9, '0')}Z`
}

/** RFC 3339 without the fraction's trailing zeros, as Go encodes a time in JSON. */
export function shortStamp(time: Instant): string {
  const fraction = String(time.nanos).padStart(9, '0').replace(/0+$/, '')
  return `${isoSecond(time.seconds)}${fraction && `.${fraction}`}Z`
}

/** `-1` if `a` is earlier than `b`, `0` if they are equal, else `1`. */
export function compare(a: Instant, b: Instant): number {
  return Math.sign(a.seconds - b.seconds || a.nanos - b.nanos)
}
