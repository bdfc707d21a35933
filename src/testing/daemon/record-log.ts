// A container's log: records in segments of growing size, read by followers at their own pace. Bytes are copied once, then read in
// place. Above a limit the oldest segments are dropped; a follower keeps the segment that it reads alive. A log that rotates is in
// files: each begins with a segment of its own, and beyond the most files the oldest is dropped.

import type { Instant } from '../base/clock.ts'
import type { LogRotation } from './log-rotation.ts'

/** How many bytes of log a container keeps by default: as many as the Engine's `local` log driver, five files of 20 MB. */
export const LOG_KEPT_BYTES = 100 * 1024 * 1024
/** How many bytes a program may be ahead of its slowest follower before its writes wait. */
export const LOG_AHEAD_BYTES = 1024 * 1024

const FIRST_BYTES = 4 * 1024
const MOST_BYTES = 256 * 1024
/** Bytes of a segment per entry of its tables. Shorter records fill the tables before the bytes. */
const BYTES_PER_RECORD = 32

/** A part of the log: records in order of arrival. Record i's bytes end at `ends[i]`. */
export class Segment {
  readonly bytes: Buffer
  readonly ends: Uint32Array
  readonly kinds: Uint8Array
  readonly seconds: Float64Array
  readonly nanos: Uint32Array
  /** How many records and bytes all earlier segments have. */
  readonly firstRecord: number
  readonly firstByte: number
  /** The number of its file. */
  readonly file: number
  count = 0
  used = 0
  next: Segment | undefined

  constructor(size: number, firstRecord: number, firstByte: number, file = 0) {
    const records = Math.ceil(size / BYTES_PER_RECORD)
    this.bytes = Buffer.allocUnsafeSlow(size)
    this.ends = new Uint32Array(records)
    this.kinds = new Uint8Array(records)
    this.seconds = new Float64Array(records)
    this.nanos = new Uint32Array(records)
    this.firstRecord = firstRecord
    this.firstByte = firstByte
    this.file = file
  }
}

/** A reader of a growing log. It holds the program back when it falls behind. */
export interface Follower {
  /** How many bytes of the log it has passed on. */
  position: number
  /** Called when the log has grown or the run has ended. */
  onGrow(): void
  /** Called when the log was emptied from outside. */
  onTruncate(): void
}

/** The log of one container. */
export class RecordLog {
  #oldest = new Segment(FIRST_BYTES, 0, 0)
  #newest = this.#oldest
  #bytes = 0
  readonly #kept: number
  readonly #rotation: LogRotation | undefined
  /** Whether a program waits for followers; else they may be any distance behind. */
  readonly #waits: boolean
  /** The first segment of the newest file, and the bytes of that file as the Engine stores them. */
  #file = this.#oldest
  #fileBytes = 0
  readonly #followers = new Set<Follower>()
  #waiting: (() => void)[] = []

  constructor(kept: number, rotation?: LogRotation, waits = true) {
    this.#kept = kept
    this.#rotation = rotation
    this.#waits = waits
  }

  /** The first segment of the newest file. */
  get newestFile(): Segment {
    return this.#file
  }

  /** How many bytes were written since the start. */
  get bytes(): number {
    return this.#bytes
  }

  /** How many records were written since the start. */
  get records(): number {
    return this.#newest.firstRecord + this.#newest.count
  }

  /** Appends a record: `carried`, its buffered start, and then bytes [start, end). Both are copied. */
  append(kind: number, carried: Uint8Array, bytes: Uint8Array, start: number, end: number, time: Instant): void {
    const size = carried.length + end - start
    const rotation = this.#rotation
    if (rotation !== undefined) {
      if (this.#fileBytes >= rotation.maxSize) this.#rotate(rotation.maxFile)
      this.#fileBytes += rotation.sizeOf(bytes, start, end, time.nanos) + carried.length
    }
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

  /** Begins a file. */
  #rotate(maxFile: number): void {
    const file = this.#newest.file + 1
    this.#file = this.#grow(0, file)
    this.#fileBytes = 0
    while (this.#oldest.file <= file - maxFile) this.#oldest = this.#oldest.next!
  }

  /**
   * Empties the log, as a tool outside of the Engine does that truncates its file. Records that come later are stored. Followers stand
   * behind what is gone; they are notified.
   */
  truncate(): void {
    this.#oldest = this.#file = this.#grow(0, this.#newest.file)
    this.#fileBytes = 0
    for (const follower of this.#followers) follower.onTruncate()
  }

  #grow(size: number, file = this.#newest.file): Segment {
    const last = this.#newest
    const room = Math.max(size, Math.min(last.bytes.length * 2, MOST_BYTES))
    const segment = new Segment(room, last.firstRecord + last.count, this.#bytes, file)
    last.next = segment
    this.#newest = segment
    while (this.#oldest.next && this.#bytes - this.#oldest.next.firstByte >= this.#kept)
      this.#oldest = this.#oldest.next
    return segment
  }

  /** Notifies the followers once, after any number of records. */
  wake(): void {
    for (const follower of this.#followers) follower.onGrow()
  }

  /** The place of the record `tail` records before the end; without `tail`, of the oldest record. */
  from(tail: number | undefined): { segment: Segment; index: number } {
    const first = tail === undefined ? 0 : this.records - tail
    let segment = this.#oldest
    while (segment.next && segment.firstRecord + segment.count <= first) segment = segment.next
    return { segment, index: Math.min(segment.count, Math.max(0, first - segment.firstRecord)) }
  }

  /** Adds a follower. */
  follow(follower: Follower): void {
    this.#followers.add(follower)
  }

  /** Removes a follower. */
  unfollow(follower: Follower): void {
    this.#followers.delete(follower)
    this.progress()
  }

  /** Whether a follower is more than {@link LOG_AHEAD_BYTES} behind. */
  get ahead(): boolean {
    if (!this.#waits) return false
    for (const follower of this.#followers) if (this.#bytes - follower.position > LOG_AHEAD_BYTES) return true
    return false
  }

  /** Fulfills when no follower is too far behind, or by `release`. */
  caughtUp(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Called when a follower has advanced: resumes waiting programs if none is too far behind. */
  progress(): void {
    if (this.#waiting.length > 0 && !this.ahead) this.release()
  }

  /** Resumes all waiting programs. */
  release(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}
