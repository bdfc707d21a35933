// Splits a program's output into log records as the Engine's copier does (moby daemon/logger/copier.go): one record per line, with
// its LF. A line longer than 16 KiB becomes records of 16 KiB that share the first one's time. The rest at the end, without a LF,
// is a record too. Only the start of an incomplete line is buffered.

import type { Clock, Instant } from '../base/clock.ts'
import type { RecordLog } from './record-log.ts'

/** The longest record (moby daemon/logger/copier.go defaultBufSize). */
export const RECORD_BYTES = 16 * 1024

const LF = 10
const NOTHING = new Uint8Array(0)

/** Splits one output of a container into log records. */
export class Copier {
  readonly #kind: number
  readonly #log: RecordLog
  readonly #clock: Clock
  #carry = NOTHING
  #carried = 0
  /** The time of the current line's first record, if the line is longer than one record. */
  #partial: Instant | undefined

  constructor(kind: number, log: RecordLog, clock: Clock) {
    this.#kind = kind
    this.#log = log
    this.#clock = clock
  }

  /** Adds output. Complete lines become records at once. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#clock.tick()
    let at = 0
    let lf = bytes.indexOf(LF)
    while (at < bytes.length) {
      const full = at + RECORD_BYTES - this.#carried
      if (lf !== -1 && lf < full) {
        this.#record(bytes, at, lf + 1, false)
        at = lf + 1
        lf = bytes.indexOf(LF, at)
      } else if (bytes.length >= full) {
        this.#record(bytes, at, full, true)
        at = full
      } else {
        if (this.#carry.length === 0) this.#carry = new Uint8Array(RECORD_BYTES)
        this.#carry.set(at === 0 ? bytes : bytes.subarray(at), this.#carried)
        this.#carried += bytes.length - at
        return
      }
    }
  }

  /** Ends the output: an incomplete line becomes a record. */
  end(): void {
    if (this.#carried > 0) {
      this.#clock.tick()
      this.#record(NOTHING, 0, 0, false)
    }
    this.#partial = undefined
    this.#carry = NOTHING
  }

  #record(bytes: Uint8Array, start: number, end: number, more: boolean): void {
    const carried = this.#carried === 0 ? NOTHING : this.#carry.subarray(0, this.#carried)
    const clock = this.#clock
    clock.step()
    if (more) this.#partial ??= { seconds: clock.seconds, nanos: clock.nanos }
    this.#log.append(this.#kind, carried, bytes, start, end, this.#partial ?? clock)
    if (!more) this.#partial = undefined
    this.#carried = 0
  }
}
