// Timestamps of records that follow each other: most differ from the one before in their fraction alone. Pure.
// The second is compared in words and kept; the digits of the fraction are read four at a time.

import { type Instant, readTimestamp } from './timestamps.ts'

/** Bytes of `2006-01-02T15:04:05.`, and of Docker's whole timestamp. */
const SECONDS_BYTES = 20
const STAMP_BYTES = 30
const ZERO = 0x30
const UPPER_Z = 0x5a
const NO_NANOS = -1
const MOST_WORD = 0xffffffff
/** 64 bits of ns reach some 292 years from 1970. */
const MOST_MS = 9_000_000_000_000

/** Where the words of a bigint meet. */
const sum = new DataView(new ArrayBuffer(8))

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
  /** That second in ns, as two words, and which one it is. */
  #low = 0
  #high = 0
  #wordsMs = 0

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
    if (Math.abs(this.#ms) > MOST_MS) return BigInt(this.#ms) * 1_000_000n + BigInt(nanos)
    if (this.#wordsMs !== this.#ms) {
      this.#wordsMs = this.#ms
      sum.setBigInt64(0, BigInt(this.#ms) * 1_000_000n, true)
      this.#low = sum.getUint32(0, true)
      this.#high = sum.getInt32(4, true)
    }
    // The words of a sum cost less than BigInt() and an addition do.
    const low = this.#low + nanos
    sum.setUint32(0, low, true)
    sum.setInt32(4, this.#high + (low > MOST_WORD ? 1 : 0), true)
    return sum.getBigInt64(0, true)
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
