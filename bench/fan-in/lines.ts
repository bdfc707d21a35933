// The lines of the fan-in part: each is one frame in one chunk, as the Engine sends a record, of a length that never changes,
// and has the time of its write, in µs of the monotonic clock, which all processes of a machine share.

/** Payload bytes of a line: 16 digits, a space, letters, the line feed. */
export const LINE_BYTES = 100
const DIGITS = 16
const FRAME_HEADER = 8
const SIZE = (FRAME_HEADER + LINE_BYTES).toString(16)
/** Bytes before the payload on the wire: chunk size, CR LF, frame header. */
export const BEFORE = SIZE.length + 2 + FRAME_HEADER
/** Bytes of a line on the wire. */
export const WIRE_BYTES = BEFORE + LINE_BYTES + 2

const start = `${SIZE}\r\n\x01\0\0\0\0\0\0${String.fromCharCode(LINE_BYTES)}`
const tail = `${'x'.repeat(LINE_BYTES - DIGITS - 2)}\n\r\n`
const rest = ` ${tail}`
const MARK = '!'
const marked = MARK + tail

/** µs of the monotonic clock. */
export function now(): number {
  return Number(process.hrtime.bigint() / 1000n)
}

/** A line as it goes over the wire, latin1; written now. A mark stands where others have a space. */
export function wireLine(isMarked = false): string {
  return start + String(now()).padStart(DIGITS, '0') + (isMarked ? marked : rest)
}

/** Whether the line that begins at `at` has a mark. */
export function isMarked(bytes: Uint8Array, at: number): boolean {
  return bytes[at + DIGITS] === MARK.charCodeAt(0)
}

/** When the line that begins at `at` was written. */
export function stampAt(bytes: Uint8Array, at: number): number {
  let stamp = 0
  for (let i = at; i < at + DIGITS; i++) stamp = stamp * 10 + bytes[i]! - 0x30
  return stamp
}

/** Upper bounds of the buckets grow by this factor: 1 µs to half an hour in 1,100 of them. */
const GROWTH = 1.02
const BUCKETS = 1100

/** How long lines took to arrive, counted in buckets 2 % wide. */
export class Latencies {
  readonly #counts = new Uint32Array(BUCKETS)
  count = 0

  /** A line that was written at `stamp` has arrived. */
  arrived(stamp: number): void {
    const took = Math.max(1, now() - stamp)
    const bucket = Math.min(BUCKETS - 1, Math.ceil(Math.log(took) / Math.log(GROWTH)))
    this.#counts[bucket]!++
    this.count++
  }

  /** The time, in µs, within which this share of the lines came. */
  quantile(share: number): number {
    let left = Math.ceil(this.count * share)
    for (let i = 0; i < BUCKETS; i++) {
      left -= this.#counts[i]!
      if (left <= 0) return GROWTH ** i
    }
    return Number.NaN
  }

  clear(): void {
    this.#counts.fill(0)
    this.count = 0
  }
}
