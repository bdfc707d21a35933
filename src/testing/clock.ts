// The daemon's clock and Go's two spellings of an instant. Strictly rising, so that no two records or events share a
// time and `since=<last timeNano>` can resume without a gap; JavaScript's own clock is no finer than a millisecond.

/** Reads the time into `seconds` and `nanos`; plain fields, because it is read once a log record. */
export class Clock {
  /** Whole seconds since 1970. */
  seconds = 0
  /** 0 to 999,999,999. */
  nanos = 0

  /** Moves to the present, at least one nanosecond on. */
  tick(): void {
    const now = Date.now()
    const seconds = Math.floor(now / 1000)
    const nanos = (now - seconds * 1000) * 1_000_000 + (Math.floor(performance.now() * 1e6) % 1_000_000)
    if (seconds > this.seconds || (seconds === this.seconds && nanos > this.nanos)) {
      this.seconds = seconds
      this.nanos = nanos
    } else this.step()
  }

  /** One nanosecond on, without asking the time. */
  step(): void {
    if (++this.nanos < 1_000_000_000) return
    this.nanos = 0
    this.seconds++
  }

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

/** Go's zero time, which the Engine shows for what has not happened. */
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

/** `2006-01-02T15:04:05.000000000Z`: 30 characters, as before a log record. */
export function fixedStamp(seconds: number, nanos: number): string {
  return `${isoSecond(seconds)}.${String(nanos).padStart(9, '0')}Z`
}

/** RFC 3339 with the fraction's trailing zeros cut, as Go writes a time into JSON. */
export function shortStamp(time: Instant): string {
  const fraction = String(time.nanos).padStart(9, '0').replace(/0+$/, '')
  return `${isoSecond(time.seconds)}${fraction && `.${fraction}`}Z`
}

/** `-1`, `0` or `1`: which came first. */
export function compare(a: Instant, b: Instant): number {
  return Math.sign(a.seconds - b.seconds || a.nanos - b.nanos)
}
