// Cuts what a program writes into log records as the Engine's copier does (moby daemon/logger/copier.go): a record a
// line, its LF included; a line longer than 16 KiB in pieces of 16 KiB without LF that share the first one's time; what
// is left at the end without a LF is a record too. Keeps the beginning of an unfinished line, nothing else.

import type { Clock, Instant } from './clock.ts'
import type { RecordLog } from './record-log.ts'

/** moby daemon/logger/copier.go defaultBufSize: the longest record. */
export const RECORD_BYTES = 16 * 1024

const LF = 10
const NOTHING = new Uint8Array(0)

export class Copier {
  readonly #kind: number
  readonly #log: RecordLog
  readonly #clock: Clock
  #carry = NOTHING
  #carried = 0
  /** Pieces of the present line were recorded already, at this time. */
  #partial: Instant | undefined

  constructor(kind: number, log: RecordLog, clock: Clock) {
    this.#kind = kind
    this.#log = log
    this.#clock = clock
  }

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

  /** The output is at its end: an unfinished line is recorded as it is. */
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
