// Timestamps of records that follow each other: most differ from the one before in their fraction alone. Pure.
// The second is compared in words and kept; the digits of the fraction are read four at a time.

import { type Instant, readTimestamp } from './timestamps.ts'

/** Bytes of `2006-01-02T15:04:05.`, and of Docker's whole timestamp. */
const SECONDS_BYTES = 20
const STAMP_BYTES = 30
const ZERO = 0x30
const UPPER_Z = 0x5a
const NO_NANOS = -1

/** Reads the timestamps of one memory. */
export class TimestampReader {
  readonly #instant: Instant = { seconds: 0, nanos: 0 }
  readonly #bytes: Uint8Array
  readonly #view: DataView
  /** The last second read, as it is written; in ms, and in ns. */
  #head = 0
  #middle = 0
  #tail = 0
  #ms = 0
  #whole = 0n
  #wholeMs = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Unix ms, with a fraction, of the timestamp `bytes[start..end)`; 0 where there is none. */
  ms(start: number, end: number): number {
    const nanos = this.#read(start, end)
    return nanos === NO_NANOS ? 0 : this.#ms + nanos / 1e6
  }

  /** The same in ns; 0n where there is none. */
  nanos(start: number, end: number): bigint {
    const nanos = this.#read(start, end)
    if (nanos === NO_NANOS) return 0n
    if (this.#wholeMs !== this.#ms) {
      this.#wholeMs = this.#ms
      this.#whole = BigInt(this.#ms) * 1_000_000n
    }
    return this.#whole + BigInt(nanos)
  }

  /** Reads the second into `#ms`; returns the nanoseconds in it, or {@link NO_NANOS}. */
  #read(start: number, end: number): number {
    const view = this.#view
    const isDockers = end - start === STAMP_BYTES && this.#bytes[end - 1] === UPPER_Z
    if (
      isDockers &&
      view.getInt32(start + 16, true) === this.#tail &&
      view.getFloat64(start + 8, true) === this.#middle &&
      view.getFloat64(start, true) === this.#head
    ) {
      const nanos = nineDigits(view, start + SECONDS_BYTES)
      if (nanos !== NO_NANOS) return nanos
    }
    const instant = this.#instant
    if (!readTimestamp(this.#bytes, start, end, instant)) return NO_NANOS
    this.#ms = instant.seconds * 1000
    this.#head = view.getFloat64(start, true)
    this.#middle = view.getFloat64(start + 8, true)
    // Another notation may have an offset behind the same second: it is read anew each time.
    this.#tail = isDockers ? view.getInt32(start + 16, true) : 0
    return instant.nanos
  }
}

/** The number that nine digits make, or {@link NO_NANOS}. */
function nineDigits(view: DataView, at: number): number {
  const high = fourDigits(view.getInt32(at, true))
  const low = fourDigits(view.getInt32(at + 4, true))
  const last = view.getUint8(at + 8) - ZERO
  return high < 0 || low < 0 || last < 0 || last > 9 ? NO_NANOS : high * 100_000 + low * 10 + last
}

/** The number that four digits make, the first one in the lowest byte; -1 where one of them is no digit. */
function fourDigits(word: number): number {
  const digits = word ^ 0x30303030
  // A digit is 0 to 9 now: it has no high bit, and none after 0x76 was added.
  if (((digits | (digits + 0x76767676)) & 0x80808080) !== 0) return -1
  const pairs = (digits & 0x000f000f) * 10 + ((digits >>> 8) & 0x000f000f)
  return (pairs & 0xff) * 100 + (pairs >>> 16)
}
