// The anchor of a log: what its last records looked like, so that their place is found again in another read of the same log.
// Pure. Between reads it holds numbers only; a record is hashed once per read at most, and only if it is among the last ones.
// Equal neighbours are one run with a count: the pieces of a long line may be identical, in time, length and bytes.

import { type Instant, readTimestamp } from './timestamps.ts'

/** How many runs of equal records an anchor holds. Nanosecond timestamps make eight certain. */
export const ANCHOR_RUNS = 8
/** The same where timestamps are whole seconds, as Podman's are: content has to distinguish more records. */
export const WHOLE_SECOND_RUNS = 16

/** One record, or several equal ones in a row, as far as a place in a log is concerned. */
export interface Fingerprint {
  /** Unix seconds of the record's timestamp. */
  readonly seconds: number
  /** Nanoseconds in that second. */
  readonly nanos: number
  /** The frame's kind: 1 stdout, 2 stderr. A TTY's records are 1. */
  readonly kind: number
  /** Payload bytes, its LF included. */
  readonly length: number
  /** {@link hashBytes} of the payload. */
  readonly hash: number
  /** How many equal records follow each other; at least 1. */
  readonly count: number
}

/** FNV-1a, 32 bits, of `bytes[start..end)`; unsigned. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash >>> 0
}

/** Remembers the last records of a log. */
export class AnchorKeeper {
  /** Never changed once they are here: others may hold them, too. */
  readonly #runs: Fingerprint[]
  /** Index of the newest run; the others lie before it, around the end. */
  #newest = -1
  #size = 0
  readonly #instant: Instant = { seconds: 0, nanos: 0 }

  /** @param runs where to begin, oldest first. */
  constructor(runs: readonly Fingerprint[] = []) {
    this.#runs = []
    this.addRuns(runs)
  }

  /** Whether no record was added yet. */
  get isEmpty(): boolean {
    return this.#size === 0
  }

  /** The newest run, or undefined. */
  get last(): Fingerprint | undefined {
    return this.#runs[this.#newest]
  }

  /**
   * Adds the record whose timestamp is `bytes[start..text - 1)` and whose payload is `bytes[text..end)`.
   * Returns false, and adds nothing, where there is no timestamp: the record has no place to be found at.
   */
  add(kind: number, bytes: Uint8Array, start: number, text: number, end: number): boolean {
    const instant = this.#instant
    if (!readTimestamp(bytes, start, text - 1, instant)) return false
    const { seconds, nanos } = instant
    const length = end - text
    const hash = hashBytes(bytes, text, end)
    const last = this.#runs[this.#newest]
    if (
      last !== undefined &&
      last.nanos === nanos &&
      last.seconds === seconds &&
      last.hash === hash &&
      last.length === length &&
      last.kind === kind
    ) {
      this.#runs[this.#newest] = { seconds, nanos, kind, length, hash, count: last.count + 1 }
      return true
    }
    this.#push({ seconds, nanos, kind, length, hash, count: 1 })
    return true
  }

  /** Adds runs as they are, oldest first. */
  addRuns(runs: readonly Fingerprint[]): void {
    for (const run of runs) {
      const { last } = this
      if (last === undefined || !isSameRecord(last, run)) this.#push(run)
      else this.#runs[this.#newest] = { ...run, count: last.count + run.count }
    }
  }

  /** Forgets everything: records that were not added stand between those that were and the next. */
  clear(): void {
    this.#newest = -1
    this.#size = 0
    this.#runs.length = 0
  }

  /** The anchor, oldest first: the last {@link ANCHOR_RUNS}, or more where no timestamp among them has nanoseconds. */
  runs(): Fingerprint[] {
    const all: Fingerprint[] = []
    for (let index = this.#size; index > 0; index--) {
      const at = (this.#newest - index + 1 + WHOLE_SECOND_RUNS) % WHOLE_SECOND_RUNS
      all.push(this.#runs[at]!)
    }
    const short = all.slice(-ANCHOR_RUNS)
    return short.some((run) => run.nanos !== 0) ? short : all
  }

  /** Keeps no more than the anchor needs. */
  rest(): void {
    const kept = this.runs()
    this.clear()
    this.addRuns(kept)
  }

  #push(run: Fingerprint): void {
    this.#newest = (this.#newest + 1) % WHOLE_SECOND_RUNS
    this.#runs[this.#newest] = run
    if (this.#size < WHOLE_SECOND_RUNS) this.#size++
  }
}

/** Whether two fingerprints are of equal records. */
export function isSameRecord(a: Fingerprint, b: Fingerprint): boolean {
  return (
    a.seconds === b.seconds && a.nanos === b.nanos && a.kind === b.kind && a.length === b.length && a.hash === b.hash
  )
}

/** The fingerprint of one record; none where it has no timestamp. */
export function fingerprintsOf(
  kind: number,
  bytes: Uint8Array,
  start: number,
  text: number,
  end: number,
): Fingerprint[] {
  const keeper = new AnchorKeeper()
  keeper.add(kind, bytes, start, text, end)
  return keeper.runs()
}
