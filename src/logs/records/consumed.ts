// What a consumer took of a log, and so where it stands: the place for its cursor. Pure.
// It stands behind the record that it took last, but before a long line of which it took none while later records of the other
// output were taken: then it is known how many of those were.

import { AnchorKeeper, type Fingerprint } from './anchor.ts'
import { FIELDS, type OpenLine, type RecordBlock, type RecordSpan } from './record-block.ts'

/** Records taken that are remembered, at least. */
const TAKEN_KEPT = 64

const NO_CONTEXTS: ReadonlyMap<number, readonly Fingerprint[]> = new Map()

/** A record as it is stored: one of a line's pieces, or a record of its own in a block. */
interface Piece {
  readonly order: number
  readonly print: Fingerprint | undefined
  readonly block: RecordBlock
  readonly index: number
  /** What stands before it, where that is not remembered. */
  readonly context: readonly Fingerprint[] | undefined
}

/** A place of a consumer: the records before it, oldest first, and how many behind it were taken already, by kind of frame. */
export interface ConsumedPlace {
  readonly runs: readonly Fingerprint[]
  readonly taken: readonly number[]
  /** Where no record stands before it and some behind it were taken: the first record, which shows whether they are still there. */
  readonly head?: Fingerprint | undefined
}

/** Notes what is taken. */
export class Consumed {
  /** Lines that were joined or truncated and wait, by the order of their first record. */
  #joined: Map<number, OpenLine> | undefined
  /** What stands before a record whose neighbour before it is unknown here, by the record's order. */
  #contexts: Map<number, readonly Fingerprint[]> | undefined
  #start: readonly Fingerprint[]
  /** What was taken before `#start`, by kind. */
  #startTaken: readonly number[] = [0, 0, 0, 0]
  /** What was taken last, oldest first, and how many records that is. */
  readonly #recent: RecordSpan[] = []
  #remembered = 0
  /** The order of the newest record taken. */
  #newest = -1
  readonly #takenByKind: number[] = [0, 0, 0, 0]

  /** @param start where the consumer stands before it takes anything */
  constructor(start: readonly Fingerprint[]) {
    this.#start = start
  }

  /** A line that was joined or truncated waits; `order` is that of its first record. */
  join(order: number, line: OpenLine): void {
    this.#joined ??= new Map()
    this.#joined.set(order, line)
  }

  /** These stand before the record of this order, whose neighbour before it is unknown here. */
  setContext(order: number, before: readonly Fingerprint[]): void {
    this.#contexts ??= new Map()
    this.#contexts.set(order, before)
  }

  /** What {@link setContext} was called with, of records that wait or are remembered. */
  get contexts(): ReadonlyMap<number, readonly Fingerprint[]> {
    return this.#contexts ?? NO_CONTEXTS
  }

  /** The consumer stands here, and has taken nothing. */
  startAt(runs: readonly Fingerprint[]): void {
    this.#start = runs
  }

  /** Records of this kind count as taken: a filter dropped them, or an earlier consumer took them. */
  count(kind: number, count: number): void {
    this.#takenByKind[kind]! += count
  }

  /** The records `[from, to)` of a block are taken, one at least. */
  take(block: RecordBlock, from: number, to: number): void {
    const { fields, line, pieces } = block
    const byKind = this.#takenByKind
    if (to - from === block.count) for (let kind = 0; kind < byKind.length; kind++) byKind[kind]! += block.kinds[kind]!
    else
      for (let at = from * FIELDS; at < to * FIELDS; at += FIELDS)
        if (fields[at + 2]! > fields[at + 1]!) byKind[fields[at]!]! += pieces
    if (line !== undefined) this.#joined?.delete(line.orders[0]!)
    this.#newest = line?.orders.at(-1) ?? block.orderOf(to - 1)
    const recent = this.#recent
    const last = recent.at(-1)
    if (last?.block === block && last.to === from) last.to = to
    else recent.push({ block, from, to })
    this.#remembered += to - from
    for (let old = recent[0]!; this.#remembered - (old.to - old.from) >= TAKEN_KEPT; old = recent[0]!) {
      this.#remembered -= old.to - old.from
      recent.shift()
    }
    if (this.contexts.size > 0) this.#forgetContexts()
  }

  /** Forgets contexts of records that are not remembered. Those that wait have higher orders. */
  #forgetContexts(): void {
    const { block, from, to } = this.#recent[0]!
    const others = this.#remembered - (to - from)
    const oldest = block.orderOf(Math.max(from, to - Math.max(1, TAKEN_KEPT - others)))
    for (const order of this.contexts.keys()) {
      if (order >= oldest) return
      this.#contexts?.delete(order)
    }
  }

  /** Everything was taken, and the consumer stands at this place: forgets the records. False where it remembers none. */
  settle(place: () => readonly Fingerprint[]): boolean {
    if (this.#recent.length === 0) return false
    this.#start = place()
    this.#startTaken = [...this.#takenByKind]
    this.#recent.length = this.#remembered = 0
    this.#contexts = undefined
    if (this.#joined?.size === 0) this.#joined = undefined
    return true
  }

  /**
   * Where the consumer stands.
   * @param open lines of which not all pieces came yet, by kind
   * @param drained the follower's place, where all that was received was taken; else empty
   * @param received how many records were received, by kind
   * @param skip what an earlier consumer had taken and did not come again yet, by kind
   */
  place(
    open: readonly (OpenLine | undefined)[],
    drained: readonly Fingerprint[],
    received: readonly number[],
    skip: readonly number[],
  ): ConsumedPlace {
    const since = (before: readonly number[]): number[] =>
      this.#takenByKind.map((count, kind) => Math.max(0, count - before[kind]!) + (skip[kind] ?? 0))
    // The oldest piece of a line that was not taken, if something newer was.
    const newest = this.#newest
    let oldest: OpenLine | undefined
    for (const line of [...open, ...(this.#joined?.values() ?? [])]) {
      if (line === undefined || line.orders[0]! > newest) continue
      if (oldest === undefined || line.orders[0]! < oldest.orders[0]!) oldest = line
    }
    if (oldest !== undefined) return { runs: oldest.before, taken: since(oldest.receivedBefore) }
    if (drained.length > 0) return { runs: drained, taken: since(received) }
    if (this.#recent.length === 0) return { runs: this.#start, taken: since(this.#startTaken) }
    return { runs: recentRuns(this.#recent, this.contexts), taken: since(this.#takenByKind) }
  }

  /**
   * The same as a function that works it out later, also after more was taken. undefined where it has to be worked out now.
   * @param isPlain whether there are no open lines
   */
  later(isPlain: boolean, skip: readonly number[]): (() => ConsumedPlace) | undefined {
    if (!isPlain || (this.#joined?.size ?? 0) > 0 || this.contexts.size > 0 || this.#recent.length === 0)
      return undefined
    const spans = this.#recent.map((span) => ({ ...span }))
    const taken = this.#takenByKind.map((_, kind) => skip[kind] ?? 0)
    return () => ({ runs: recentRuns(spans, new Map()), taken })
  }
}

/** Fingerprints of the newest records taken, in the order in which they are stored, without a hole. */
function recentRuns(
  recent: readonly RecordSpan[],
  contexts: ReadonlyMap<number, readonly Fingerprint[]>,
): Fingerprint[] {
  const pieces = recentPieces(recent).sort((a, b) => a.order - b.order)
  let from = pieces.length - 1
  while (from > 0 && pieces[from - 1]!.order === pieces[from]!.order - 1 && pieces.length - from < TAKEN_KEPT) from--
  const keeper = new AnchorKeeper(contexts.get(pieces[from]!.order) ?? pieces[from]!.context ?? [])
  for (const { block, index, print } of pieces.slice(from)) {
    const { memory, base, fields } = block
    const at = index * FIELDS
    if (print !== undefined) keeper.addRuns([print])
    else if (fields[at + 2]! > fields[at + 1]!)
      keeper.add(fields[at]!, memory, fields[at + 1]! - base, fields[at + 3]! - base, fields[at + 4]! - base)
  }
  return keeper.runs()
}

/** The newest records taken, at least {@link TAKEN_KEPT} where so many were taken; in no order. */
function recentPieces(recent: readonly RecordSpan[]): Piece[] {
  const pieces: Piece[] = []
  for (let span = recent.length - 1; span >= 0 && pieces.length < TAKEN_KEPT; span--) {
    const { block, from, to } = recent[span]!
    const { line } = block
    if (line !== undefined) {
      for (const [at, order] of line.orders.entries())
        pieces.push({ order, print: line.prints[at], block, index: from, context: at === 0 ? line.context : undefined })
      continue
    }
    for (let index = to - 1; index >= Math.max(from, to - TAKEN_KEPT); index--)
      pieces.push({ order: block.orderOf(index), print: undefined, block, index, context: undefined })
  }
  return pieces
}
