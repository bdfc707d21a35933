// Where following a log stands: behind which record. Notes the records of a read as numbers, and keeps a copy of the last ones at its end.
// They are hashed when the place is asked for, or when a read of few records follows: mostly never.

import { copyBytes } from '../../stream/parse/store.ts'
import { ANCHOR_RUNS, AnchorKeeper, type Fingerprint, WHOLE_SECOND_RUNS } from '../records/anchor.ts'
import { giveNumbers, takeNumbers } from '../records/spare-numbers.ts'

/** Numbers per noted record: kind, start, text, end. */
const FIELDS = 4

/** The last records of a read are copied if they are no longer than this, in bytes; else they are hashed at once. */
const KEPT_BYTES = 4096

/** The last records delivered. */
export class Place {
  readonly #keeper: AnchorKeeper
  /** The numbers of the present read's last records, once it has one. */
  #noted: Int32Array | undefined
  #bytes: Uint8Array | undefined
  #isSeam = false
  #isSevered = false
  /** The last records of an earlier read, and their numbers: not hashed yet. */
  #kept: { readonly bytes: Uint8Array; readonly numbers: Int32Array } | undefined
  #isKept = false
  /** Records of the present read, those that were pushed out included. */
  #count = 0

  /** @param runs where to begin; none: before every record. */
  constructor(runs: readonly Fingerprint[]) {
    this.#keeper = new AnchorKeeper(runs)
  }

  /** No record was delivered, and none stands before the place. */
  get isHead(): boolean {
    return this.#count === 0 && !this.#isKept && this.#keeper.isEmpty
  }

  /** What stands before the anchor's first record is not known: the anchor does not reach back to it. */
  get isSevered(): boolean {
    return this.#isSevered
  }

  /** Takes a delivered record into account: see RecordHandler. */
  note(kind: number, bytes: Uint8Array, start: number, stamp: number, text: number, end: number, stays: boolean): void {
    if (stamp === start) return
    if (this.#isSeam) {
      this.#isSeam = false
      this.#isSevered = true
      this.settle()
      this.#forget()
    }
    if (!stays) {
      this.settle()
      this.#hashKept()
      this.#keeper.add(kind, bytes, start, text, end)
      return
    }
    this.#bytes = bytes
    const at = (this.#count++ % WHOLE_SECOND_RUNS) * FIELDS
    const noted = (this.#noted ??= takeNumbers())
    noted[at] = kind
    noted[at + 1] = start
    noted[at + 2] = text
    noted[at + 3] = end
  }

  /** The next record may not stand behind the last one in the stored log: no anchor reaches over both. */
  seam(): void {
    this.#isSeam = true
  }

  /** The present read is over, or its memory is about to change. */
  settle(): void {
    const bytes = this.#bytes
    if (bytes === undefined) return
    const count = this.#count
    const noted = this.#noted!
    this.#bytes = undefined
    this.#noted = undefined
    this.#count = 0
    if (count <= WHOLE_SECOND_RUNS) {
      this.#hashKept()
      this.#hash(bytes, noted, 0, count)
    } else {
      // Those that were pushed out would be missing between what was held and what comes now.
      this.#forget()
      if (!this.#keep(bytes, noted, count)) this.#hash(bytes, noted, count - WHOLE_SECOND_RUNS, count)
    }
    giveNumbers(noted)
  }

  /** Copies the last records of a read of many, where they are short. */
  #keep(bytes: Uint8Array, noted: Int32Array, count: number): boolean {
    const first = count - WHOLE_SECOND_RUNS
    const base = noted[(first % WHOLE_SECOND_RUNS) * FIELDS + 1]!
    const end = noted[((count - 1) % WHOLE_SECOND_RUNS) * FIELDS + 3]!
    if (end - base > KEPT_BYTES) return false
    this.#kept ??= { bytes: new Uint8Array(KEPT_BYTES), numbers: new Int32Array(WHOLE_SECOND_RUNS * FIELDS) }
    const { bytes: own, numbers } = this.#kept
    copyBytes(own, 0, bytes, base, end)
    for (let index = first, to = 0; index < count; index++, to += FIELDS) {
      const at = (index % WHOLE_SECOND_RUNS) * FIELDS
      numbers[to] = noted[at]!
      for (let field = 1; field < FIELDS; field++) numbers[to + field] = noted[at + field]! - base
    }
    this.#isKept = true
    return true
  }

  #hashKept(): void {
    if (!this.#isKept) return
    this.#isKept = false
    const { bytes, numbers } = this.#kept!
    this.#hash(bytes, numbers, WHOLE_SECOND_RUNS - ANCHOR_RUNS, WHOLE_SECOND_RUNS)
    const runs = this.#keeper.runs()
    if (runs.length === ANCHOR_RUNS && runs.some(({ nanos }) => nanos !== 0)) return
    // Equal ones, or whole seconds: the others are part of the anchor, too.
    this.#keeper.clear()
    this.#hash(bytes, numbers, 0, WHOLE_SECOND_RUNS)
  }

  #hash(bytes: Uint8Array, numbers: Int32Array, from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const at = (index % WHOLE_SECOND_RUNS) * FIELDS
      this.#keeper.add(numbers[at]!, bytes, numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!)
    }
  }

  /** Gives up what is only of use while records come in numbers: the copy of the last ones. */
  rest(): void {
    this.settle()
    this.#hashKept()
    this.#kept = undefined
    this.#keeper.rest()
  }

  #forget(): void {
    this.#isKept = false
    this.#keeper.clear()
  }

  /** The anchor; empty at the head. */
  runs(): Fingerprint[] {
    this.settle()
    this.#hashKept()
    return this.#keeper.runs()
  }

  /** The newest record. */
  get last(): Fingerprint | undefined {
    this.settle()
    this.#hashKept()
    return this.#keeper.last
  }

  /** Moves to another place. */
  move(runs: readonly Fingerprint[]): void {
    this.#isSeam = false
    this.#isSevered = true
    this.#bytes = undefined
    this.#count = 0
    this.#forget()
    this.#keeper.addRuns(runs)
  }
}
