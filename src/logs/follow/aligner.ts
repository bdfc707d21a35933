// Finds an anchor in a read of the same log: the records behind it are new, those up to it were delivered before.
// Pure and streaming: it holds one number per run of candidates, never bytes. A record is hashed only if its timestamp,
// stream and length are those of a record of the anchor.

// The rules:
// - All runs of the anchor have to occur next to each other, in order, with their counts. The anchor's first run may be longer in
//   the log: the keeper may have started in its middle.
// - At the very beginning of a read the anchor's last runs alone count, too: the read began inside the anchor, or the rest of it
//   was rotated away. This needs proof that no other record looks the same: a timestamp with nanoseconds and a record that is no
//   piece of a longer line, or a read that begins at the head of the stored log (`fromHead`).
// - One piece of a line alone is taken for the last one delivered. It is in doubt where nothing in the read shows that the piece which
//   was delivered is still stored: a line may have equal pieces, of which the first were rotated away.

import { type Fingerprint, hashBytes } from '../records/anchor.ts'
import { PIECE_BYTES } from '../records/joiner.ts'
import { type Instant, isEarlier, readTimestamp } from '../records/timestamps.ts'

/** Reads the records of one read, in order, and reports which of them are new. */
export class Aligner {
  readonly #anchor: readonly Fingerprint[]
  readonly #fromHead: boolean
  readonly #instant: Instant = { seconds: 0, nanos: 0 }
  /** Candidates next to each other, oldest first: which runs of the anchor each may be (a bit per run), and how often it came. */
  readonly #masks: number[] = []
  readonly #counts: number[] = []
  /** The candidates reach back to the first record of the read. */
  #sinceHead = true
  #found: boolean
  #isInDoubt = false
  /** The read has a record that is older than the anchor. */
  #hasOlder = false
  readonly #isSevered: boolean

  /**
   * @param fromHead the read begins at the oldest record that is stored.
   * @param isSevered something stood before the anchor's first run: see Place.
   */
  constructor(anchor: readonly Fingerprint[], fromHead: boolean, isSevered = false) {
    this.#anchor = anchor
    this.#fromHead = fromHead
    this.#found = anchor.length === 0
    this.#isSevered = isSevered
  }

  /** Whether the anchor was found. An empty anchor stands before every record. */
  get found(): boolean {
    return this.#found
  }

  /** Found, but what was found may be an equal piece that stands behind the place: some between them may have been rotated away. */
  get isInDoubt(): boolean {
    return this.#isInDoubt
  }

  /** Takes the next record: see AnchorKeeper.add for the ranges. Returns whether it is new. */
  push(kind: number, bytes: Uint8Array, start: number, text: number, end: number): boolean {
    if (this.#found) return true
    const mask = this.#maskOf(kind, bytes, start, text, end)
    // A run at the head of the log that was cut by rotation cannot be counted: it ends with the next other record.
    if (this.#endsCutRun(mask)) {
      this.#find(1)
      return true
    }
    if (mask === 0) {
      this.#forget()
      return false
    }
    const newest = this.#masks.length - 1
    if (newest >= 0 && this.#masks[newest] === mask) this.#counts[newest]!++
    else this.#add(mask)
    if (this.#isAnchor()) this.#find(Math.min(this.#masks.length, this.#anchor.length))
    return false
  }

  /** The read ended: a run that rotation cut may have been the last thing in it. Returns whether the anchor was found. */
  end(): boolean {
    if (!this.#found && this.#endsCutRun(0)) this.#find(1)
    return this.#found
  }

  /** It was found by so many of its last runs. */
  #find(runs: number): void {
    const anchor = this.#anchor
    const last = anchor[anchor.length - 1]!
    // Some of the anchor is gone where fewer runs were found, or fewer records of the only one.
    const isCut = runs < anchor.length || this.#counts[this.#counts.length - 1]! < last.count
    const isInDoubt = runs === 1 && last.length >= PIECE_BYTES && (isCut || (this.#isSevered && !this.#hasOlder))
    // A wider read may have an older record.
    if (isInDoubt && !this.#fromHead) return
    this.#found = true
    this.#isInDoubt = isInDoubt
  }

  #add(mask: number): void {
    this.#masks.push(mask)
    this.#counts.push(1)
    if (this.#masks.length <= this.#anchor.length) return
    this.#masks.shift()
    this.#counts.shift()
    this.#sinceHead = false
  }

  #forget(): void {
    this.#masks.length = 0
    this.#counts.length = 0
    this.#sinceHead = false
  }

  /** Which runs of the anchor the record looks like. */
  #maskOf(kind: number, bytes: Uint8Array, start: number, text: number, end: number): number {
    const instant = this.#instant
    if (!readTimestamp(bytes, start, text - 1, instant)) return 0
    this.#hasOlder ||= isEarlier(instant, this.#anchor[0]!)
    const length = end - text
    let mask = 0
    let hash = -1
    for (let index = 0; index < this.#anchor.length; index++) {
      const run = this.#anchor[index]!
      if (run.nanos !== instant.nanos || run.seconds !== instant.seconds) continue
      if (run.length !== length || run.kind !== kind) continue
      if (hash < 0) hash = hashBytes(bytes, text, end)
      if (run.hash === hash) mask |= 1 << index
    }
    return mask
  }

  /** Whether the candidates end with the anchor, as a whole or, from the head of the log on, with its last runs. */
  #isAnchor(): boolean {
    const anchor = this.#anchor
    const have = this.#masks.length
    const isWhole = have >= anchor.length
    const maySuffice = this.#sinceHead && (this.#fromHead || isUnique(anchor[anchor.length - 1]!))
    if (!isWhole && !maySuffice) return false
    // What the anchor has twice may be the earlier one: more of the read decides.
    const starts = this.#masks.reduce((places, mask, index) => places & (mask >>> index), ~0)
    if (!isWhole && (starts & (starts - 1)) !== 0) return false
    const runs = isWhole ? anchor.length : have
    // One run alone at the head may have lost any number of its records: see #endsCutRun.
    if (runs === 1 && this.#counts[have - 1] !== anchor[anchor.length - 1]!.count) return false
    for (let back = 1; back <= runs; back++) {
      const at = anchor.length - back
      if ((this.#masks[have - back]! & (1 << at)) === 0) return false
      const count = this.#counts[have - back]!
      const due = anchor[at]!.count
      if (back === runs) {
        // The oldest run: longer where the keeper began inside it, shorter where rotation cut it.
        const isLonger = isWhole && count >= due
        const isShorter = maySuffice && count <= due
        if (!isLonger && !isShorter) return false
      } else if (count !== due) return false
    }
    return true
  }

  /** Whether all there was, from the head of the log on, is the anchor's last run with some of its records rotated away. */
  #endsCutRun(mask: number): boolean {
    if (!this.#fromHead || !this.#sinceHead || this.#masks.length !== 1 || this.#masks[0] === mask) return false
    const last = this.#anchor.length - 1
    return (this.#masks[0]! & (1 << last)) !== 0 && this.#counts[0]! < this.#anchor[last]!.count
  }
}

/** Whether no other record of the same log has this fingerprint: the Engine's nanoseconds differ within a stream, but for pieces. */
function isUnique({ nanos, length, count }: Fingerprint): boolean {
  return nanos !== 0 && length < PIECE_BYTES && count === 1
}
