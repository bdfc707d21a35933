// A container's log: records in segments of growing size, read by cursors at their own pace. Bytes are copied in once
// and read in place. The oldest segments are dropped above a limit; a cursor keeps the segment it reads.

import type { Instant } from './clock.ts'

/** Default of how much is kept: what the Engine's `local` log driver keeps, five files of 20 MB. */
export const LOG_KEPT_BYTES = 100 * 1024 * 1024
/** How far a program may run ahead of the slowest reader that follows it, before its writes wait. */
export const LOG_AHEAD_BYTES = 1024 * 1024

const FIRST_BYTES = 4 * 1024
const MOST_BYTES = 256 * 1024
/** One entry of the tables for this many bytes: lines shorter than that fill the tables first. */
const BYTES_PER_RECORD = 32

/** Records in order of arrival; `ends[i]` is where record i's bytes end. */
export class Segment {
  readonly bytes: Buffer
  readonly ends: Uint32Array
  readonly kinds: Uint8Array
  readonly seconds: Float64Array
  readonly nanos: Uint32Array
  /** Records and bytes in all segments before this one. */
  readonly firstRecord: number
  readonly firstByte: number
  count = 0
  used = 0
  next: Segment | undefined

  constructor(size: number, firstRecord: number, firstByte: number) {
    const records = Math.ceil(size / BYTES_PER_RECORD)
    this.bytes = Buffer.allocUnsafeSlow(size)
    this.ends = new Uint32Array(records)
    this.kinds = new Uint8Array(records)
    this.seconds = new Float64Array(records)
    this.nanos = new Uint32Array(records)
    this.firstRecord = firstRecord
    this.firstByte = firstByte
  }
}

/** Something that reads along: it holds the program back when it falls behind, and wants to be woken. */
export interface Follower {
  /** Bytes of the log that it has passed on. */
  position: number
  onGrow(): void
}

export class RecordLog {
  #oldest = new Segment(FIRST_BYTES, 0, 0)
  #newest = this.#oldest
  #bytes = 0
  readonly #kept: number
  readonly #followers = new Set<Follower>()
  #waiting: (() => void)[] = []

  constructor(kept: number) {
    this.#kept = kept
  }

  /** Bytes ever written. */
  get bytes(): number {
    return this.#bytes
  }

  /** Records ever written. */
  get records(): number {
    return this.#newest.firstRecord + this.#newest.count
  }

  /** Copies bytes [start, end) in as one record, after `carried` (the same record's beginning). */
  append(kind: number, carried: Uint8Array, bytes: Uint8Array, start: number, end: number, time: Instant): void {
    const size = carried.length + end - start
    let segment = this.#newest
    if (segment.used + size > segment.bytes.length || segment.count === segment.ends.length) segment = this.#grow(size)
    const { count } = segment
    let { used } = segment
    if (carried.length > 0) {
      segment.bytes.set(carried, used)
      used += carried.length
    }
    const target = segment.bytes
    if (end - start > 32) target.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), used)
    else for (let at = start, to = used; at < end; ) target[to++] = bytes[at++]!
    used += end - start
    segment.ends[count] = used
    segment.kinds[count] = kind
    segment.seconds[count] = time.seconds
    segment.nanos[count] = time.nanos
    segment.used = used
    segment.count = count + 1
    this.#bytes += size
  }

  #grow(size: number): Segment {
    const last = this.#newest
    const room = Math.max(size, Math.min(last.bytes.length * 2, MOST_BYTES))
    const segment = new Segment(room, last.firstRecord + last.count, this.#bytes)
    last.next = segment
    this.#newest = segment
    while (this.#oldest.next && this.#bytes - this.#oldest.next.firstByte >= this.#kept)
      this.#oldest = this.#oldest.next
    return segment
  }

  /** Tells the followers that there is more, once for any number of records. */
  wake(): void {
    for (const follower of this.#followers) follower.onGrow()
  }

  /** The segment and index of the record `tail` records before the end; the oldest kept where it is not given. */
  from(tail: number | undefined): { segment: Segment; index: number } {
    const first = tail === undefined ? 0 : this.records - tail
    let segment = this.#oldest
    while (segment.next && segment.firstRecord + segment.count <= first) segment = segment.next
    return { segment, index: Math.min(segment.count, Math.max(0, first - segment.firstRecord)) }
  }

  follow(follower: Follower): void {
    this.#followers.add(follower)
  }

  unfollow(follower: Follower): void {
    this.#followers.delete(follower)
    this.progress()
  }

  /** Whether a program that goes on writing would leave a follower too far behind. */
  get ahead(): boolean {
    for (const follower of this.#followers) if (this.#bytes - follower.position > LOG_AHEAD_BYTES) return true
    return false
  }

  /** Fulfilled when no follower is too far behind any more, or by `release`. */
  caughtUp(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** A follower has moved: lets waiting programs go on. */
  progress(): void {
    if (this.#waiting.length > 0 && !this.ahead) this.release()
  }

  release(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}
