// A consumer that takes a number of bytes per second, and what it saw: the count and a running CRC-32 of each stream.
import { Writable } from 'node:stream'
import { crc32 } from 'node:zlib'

/** What was read of one stream so far. */
export interface Tally {
  bytes: number
  crc: number
}

export type Output = 'stdout' | 'stderr'

/** Waits shorter than this (ms) are saved up: timers are no finer. */
const LEAST_WAIT = 5

/** Takes bytes and says how long to wait after them, until it is released. */
export class Throttle {
  readonly stdout: Tally = { bytes: 0, crc: 0 }
  readonly stderr: Tally = { bytes: 0, crc: 0 }
  #perMs: number
  #began = 0
  #released = false

  /** `rate` in bytes per second. The clock starts with the first bytes. */
  constructor(rate: number) {
    this.#perMs = rate / 1000
  }

  get taken(): number {
    return this.stdout.bytes + this.stderr.bytes
  }

  /** Counts the bytes; returns the milliseconds to wait before the next are taken, 0 for at once. */
  take(output: Output, bytes: Uint8Array): number {
    const tally = this[output]
    tally.bytes += bytes.length
    tally.crc = crc32(bytes, tally.crc)
    if (this.#released) return 0
    if (this.#began === 0) this.#began = performance.now()
    const ahead = this.taken / this.#perMs - (performance.now() - this.#began)
    return ahead < LEAST_WAIT ? 0 : ahead
  }

  /** From now on everything is taken at once. */
  release(): void {
    this.#released = true
  }
}

/** A Writable that takes as its throttle allows. */
export class SlowWritable extends Writable {
  #throttle: Throttle
  #output: Output

  constructor(throttle: Throttle, output: Output) {
    super()
    this.#throttle = throttle
    this.#output = output
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const wait = this.#throttle.take(this.#output, chunk)
    if (wait === 0) done()
    else setTimeout(done, wait)
  }
}
