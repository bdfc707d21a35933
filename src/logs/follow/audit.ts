// Checks what a connection that follows a rotating log may have left out, although no record on it was late. Works on a LogPort alone.
// Engine fact: to skip a file the daemon's reader has to stand still while a whole file is written. So the records on both sides of
// a skip are further apart in time than the Engine needs to write a file. Only such neighbours are looked at: in a later read of the
// stored log the one has to follow the other.

import type { LogPort, ReadHandle } from '../port/port.ts'
import { type Fingerprint, hashBytes } from '../records/anchor.ts'
import type { GapNotice } from '../records/notices.ts'
import type { RecordHandler } from '../records/record-parser.ts'
import { type Instant, readTimestamp } from '../records/timestamps.ts'
import { stampOf } from './catch-up.ts'
import type { Place } from './place.ts'

/** Ms between two audits of a connection, at most. */
export const AUDIT_MS = 60_000
/** Records that are delivered from the first neighbours to be looked at to their audit, at most; and half a file at most. */
export const AUDIT_RECORDS = 4096
/** The most ms that the read of an audit may take. */
const MOST_READ_MS = 30_000
/** Timestamps step back by so many ms between the two outputs. */
const STEP_BACK_MS = 6

/** Two records that were delivered one after the other. */
interface Neighbours {
  readonly before: Fingerprint
  readonly after: Fingerprint
}

/** The audits of one log, over all of its connections. */
export class SkipAudit {
  readonly #port: LogPort
  readonly #place: Place
  readonly #farMs: number
  readonly #onSkip: (gap: GapNotice) => void
  #last: Instant | undefined
  #instant: Instant = { seconds: 0, nanos: 0 }
  #pairs: Neighbours[] = []
  /** Records delivered since the first of the pairs, or since the audit that is under way began. */
  #records = 0
  #bytes = 0
  #since = 0
  readonly #mostBytes: number
  #current: ReadHandle | undefined
  #isOver = false

  /** @param farMs how long the Engine needs at least to write a file of this log, in ms. @param maxSize bytes of a file */
  constructor(port: LogPort, place: Place, farMs: number, maxSize: number, onSkip: (gap: GapNotice) => void) {
    this.#port = port
    this.#place = place
    this.#farMs = Math.max(0, farMs - STEP_BACK_MS)
    this.#mostBytes = maxSize / 2
    this.#onSkip = onSkip
  }

  /** A record of so many bytes was delivered, on a connection or by another read. */
  count(bytes: number): void {
    this.#records++
    this.#bytes += bytes
  }

  /** A connection begins, at the place. */
  begin(): void {
    const { last } = this.#place
    this.#last = last === undefined ? undefined : { seconds: last.seconds, nanos: last.nanos }
  }

  /**
   * Takes a record into account before the place moves behind it: see RecordHandler. Returns whether it is so far from the last one that
   * a skip may lie between them.
   */
  note(kind: number, bytes: Uint8Array, start: number, stamp: number, text: number, end: number): boolean {
    const now = this.#instant
    if (this.#isOver || !readTimestamp(bytes, start, stamp, now)) return false
    const last = this.#last
    const apart = last === undefined ? 0 : (now.seconds - last.seconds) * 1000 + (now.nanos - last.nanos) / 1e6
    // The two instants take turns.
    this.#instant = last ?? { seconds: 0, nanos: 0 }
    this.#last = now
    if (apart <= this.#farMs) return false
    const before = this.#place.last
    if (before === undefined) return false
    if (this.#pairs.length === 0) {
      this.#since = this.#port.now()
      // While an audit is under way, its own pairs may be looked at again.
      if (this.#current === undefined) this.#records = this.#bytes = 0
    }
    const length = end - text
    this.#pairs.push({ before, after: { ...now, kind, length, hash: hashBytes(bytes, text, end), count: 1 } })
    return true
  }

  /** Audits where it is time to. Called after each read. */
  look(): void {
    if (this.#pairs.length === 0 || this.#current !== undefined || this.#isOver) return
    const isMuch = this.#records >= AUDIT_RECORDS || this.#bytes >= this.#mostBytes
    if (!isMuch && this.#port.now() - this.#since < AUDIT_MS) return
    void this.audit()
  }

  /**
   * Reads what is stored and reports a gap for each pair that has something else between it. A pair whose second record is the oldest that
   * is stored, or gone, shows nothing. Where an earlier audit was cut, this is called again as soon as the Engine was read.
   */
  async audit(): Promise<void> {
    const pairs = this.#pairs
    if (pairs.length === 0 || this.#isOver) return
    const records = this.#records
    this.#pairs = []
    this.#records = this.#bytes = 0
    const found = new PairCheck(pairs)
    const handle = this.#port.read(
      { follow: false, tail: records + TAIL_MORE },
      { onRecord: found.onRecord, onReadEnd() {} },
    )
    this.#current = handle
    // An Engine that does not respond must not hold up what comes next.
    const unlimited = this.#port.after(MOST_READ_MS, () => handle.cancel())
    const end = await handle.ended
    unlimited()
    this.#current = undefined
    if (this.#isOver) return
    // Cut, or too slow: the same pairs again, with the next audit.
    if (end.how !== 'clean') {
      this.#pairs.unshift(...pairs)
      this.#records += records
      return
    }
    for (const { before, after } of found.broken) {
      this.#onSkip({ kind: 'gap', cause: 'skipped', after: stampOf(before), before: stampOf(after) })
    }
  }

  /** Ends it: nothing is read or reported any more. */
  close(): void {
    this.#isOver = true
    this.#current?.cancel()
  }
}

/** Records that an audit reads besides those that were delivered: what is written meanwhile. */
const TAIL_MORE = 256

/** Goes through a read of the stored log and finds the pairs that are none there. */
class PairCheck {
  readonly #broken: Neighbours[] = []
  /** By what their first record looks like. */
  readonly #pairs = new Map<string, Neighbours>()
  /** By what their second record looks like, until one such is read. */
  readonly #seconds = new Map<string, Neighbours>()
  /** Pairs whose second record stands behind another one. */
  readonly #preceded = new Set<Neighbours>()
  readonly #instant: Instant = { seconds: 0, nanos: 0 }
  /** The pair whose first record was the last one read. */
  #open: Neighbours | undefined
  #isOldest = true

  constructor(pairs: readonly Neighbours[]) {
    for (const pair of pairs) {
      this.#pairs.set(keyOf(pair.before), pair)
      this.#seconds.set(keyOf(pair.after), pair)
    }
  }

  /** The pairs that have something else between them. Where the first record was rotated away, the second has to be the oldest one now. */
  get broken(): Neighbours[] {
    return [...this.#broken, ...this.#preceded]
  }

  readonly onRecord: RecordHandler = (kind, bytes, start, stamp, text, end) => {
    const instant = this.#instant
    if (!readTimestamp(bytes, start, stamp, instant)) return
    const record = { ...instant, kind, length: end - text }
    const key = keyOf(record)
    const open = this.#open
    if (open !== undefined && keyOf(open.before) !== key) {
      const { before, after } = open
      // The first of equal pieces decides: a later one stands before something else.
      this.#pairs.delete(keyOf(before))
      if (keyOf(after) !== key || hashBytes(bytes, text, end) !== after.hash) this.#broken.push(open)
      this.#open = undefined
    }
    const second = this.#seconds.get(key)
    if (second !== undefined && hashBytes(bytes, text, end) === second.after.hash) {
      // Only the first of equal records shows it.
      this.#seconds.delete(key)
      if (!this.#isOldest) this.#preceded.add(second)
    }
    this.#isOldest = false
    const next = this.#pairs.get(key)
    if (next === undefined || hashBytes(bytes, text, end) !== next.before.hash) return
    this.#open = next
    // It is stored: what follows it decides.
    this.#preceded.delete(next)
    this.#seconds.delete(keyOf(next.after))
  }
}

function keyOf({ seconds, nanos, kind, length }: Omit<Fingerprint, 'hash' | 'count'>): string {
  return `${seconds}.${nanos}.${kind}.${length}`
}
