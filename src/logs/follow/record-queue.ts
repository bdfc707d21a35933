// What a follower delivers, as records that wait to be taken: joined to lines, copied once per read, bounded in bytes.
// It also knows where the consumer stands, for the cursor: what was taken, and what of an open line was not.

import { copyOf, Store } from '../../stream/parse/store.ts'
import type { OwnBytes } from '../../stream/source.ts'
import { type Fingerprint, fingerprintsOf, isSameRecord } from '../records/anchor.ts'
import { Consumed, type ConsumedPlace } from '../records/consumed.ts'
import { Joiner } from '../records/joiner.ts'
import type { LogRecord } from '../records/log-record.ts'
import type { LogSource } from '../records/log-source.ts'
import type { FollowNotice } from '../records/notices.ts'
import { ReadNotes } from '../records/read-notes.ts'
import { CUT_LINE, type OpenLine, RecordBlock } from '../records/record-block.ts'
import { Waiting, type WaitingBatch } from '../records/waiting.ts'
import { stampOf } from './catch-up.ts'
import type { FollowSink } from './follower-types.ts'

/** Over this many waiting bytes the log is no longer read: four socket reads. */
export const QUEUE_BYTES = 262_144
const LF = 0x0a

/** Some of what waited, and where the consumer stands behind it. */
export interface TakenBatch extends WaitingBatch {
  readonly place: () => ConsumedPlace
}

/** How records are made and kept. */
export interface RecordQueueOptions {
  /** The most bytes of one line. */
  readonly maxLine: number
  /** The records at the follower's place, oldest first. */
  place(): readonly Fingerprint[]
  source(): LogSource
  /** Which records become lines at all. Default: all. */
  readonly accepts?: ((kind: number, bytes: Uint8Array, text: number, end: number) => boolean) | undefined
  /** Where the consumer stands at first, and what behind that was taken already, by kind. */
  readonly from: readonly Fingerprint[]
  readonly skip: readonly number[]
  /** With an empty `from`: the first record that was behind it. Where another one comes first, `skip` says nothing, and that is a gap. */
  readonly head?: Fingerprint | undefined
  /** Called when something is there to be taken. */
  onReady(): void
  /** Over this many waiting bytes the log is no longer read. Default {@link QUEUE_BYTES}. */
  readonly queueBytes?: number
}

/** The sink of a follower. */
export class RecordQueue implements FollowSink {
  gaps = 0
  resumed = 0
  readonly #options: RecordQueueOptions
  readonly #joiner = new Joiner()
  readonly #open: (OpenLine | undefined)[] = []
  readonly #notes = new ReadNotes()
  #order = 0
  #onRoom: (() => void) | undefined
  #isCleared = false
  #isSeam = false
  /** The first record behind an empty `from`. */
  #head: Fingerprint | undefined
  #isHeadSeen: boolean
  /** A whole line that comes now needs no more than to be noted, or dropped: nothing is open, skipped or in doubt. */
  #isEasy = false
  readonly #maxLine: number
  readonly #most: number
  readonly #accepts: NonNullable<RecordQueueOptions['accepts']>
  readonly #skip: number[]
  /** Records received, by kind. */
  readonly #received: number[] = [0, 0, 0, 0]
  readonly #consumed: Consumed
  readonly #waiting: Waiting
  /** The order of the last record that is no neighbour of the next one for the anchor: dropped, or skipped. */
  #lastDropped = -1

  constructor(options: RecordQueueOptions) {
    this.#options = options
    this.#skip = [...options.skip]
    this.#isHeadSeen = options.from.length > 0
    this.#maxLine = options.maxLine
    this.#accepts = options.accepts ?? (() => true)
    this.#most = options.queueBytes ?? QUEUE_BYTES
    this.#consumed = new Consumed(options.from)
    this.#waiting = new Waiting(this.#consumed)
  }

  get isFull(): boolean {
    return this.#waiting.bytes > this.#most
  }

  /** Bytes that wait. */
  get waiting(): number {
    return this.#waiting.bytes
  }

  /** Records that wait. */
  get records(): number {
    return this.#waiting.records
  }

  /** Notices that wait. */
  get notices(): number {
    return this.#waiting.notices
  }

  /** Records taken. */
  get taken(): number {
    return this.#waiting.taken
  }

  /** Their payload, in bytes. */
  get takenBytes(): number {
    return this.#waiting.takenBytes
  }

  /** Nothing waits to be taken. */
  get isEmpty(): boolean {
    return this.#waiting.isEmpty
  }

  get isLineOpen(): boolean {
    return this.#open.some((line) => line !== undefined)
  }

  /** Grows with each record. */
  get progress(): number {
    return this.#order
  }

  /** All that was received was taken. */
  get isDrained(): boolean {
    const isCopied = this.#notes.isEmpty
    return !this.#isCleared && this.isEmpty && isCopied && !this.isLineOpen
  }

  /** Nothing was delivered yet, and this is where delivering begins. */
  startAt(runs: readonly Fingerprint[]): void {
    this.#isHeadSeen = runs.length > 0
    this.#consumed.startAt(runs)
  }

  onRoom(callback: () => void): () => void {
    this.#onRoom = callback
    return () => {
      if (this.#onRoom === callback) this.#onRoom = undefined
    }
  }

  onRecord(
    kind: number,
    bytes: Uint8Array,
    start: number,
    stamp: number,
    text: number,
    end: number,
    stays: boolean,
  ): void {
    if (this.#isEasy && stays && stamp > start && bytes[end - 1] === LF && end - text <= this.#maxLine) {
      this.#received[kind]!++
      const order = this.#order++
      if (!this.#accepts(kind, bytes, text, end)) {
        this.#lastDropped = order
        return this.#notes.addDropped(kind)
      }
      if (this.#lastDropped === order - 1) this.#consumed.setContext(order, this.#options.place())
      return this.#notes.add(kind, bytes, start, stamp, text, end, order)
    }
    if (!this.#isHeadSeen && stamp > start) this.#seeHead(kind, bytes, start, text, end)
    const order = this.#order++
    // What has no timestamp has no place: it is not counted.
    if (stamp > start) this.#received[kind]!++
    if (stamp > start && (this.#skip[kind] ?? 0) > 0) {
      this.#lastDropped = order
      this.#skip[kind]!--
      this.#consumed.count(kind, 1)
      return
    }
    const joiner = this.#joiner
    const open = this.#open[kind]
    if (open !== undefined && joiner.continues(kind, bytes, start, stamp)) {
      const staysOpen = joiner.take(kind, bytes, start, stamp, text, end)
      open.orders.push(order)
      open.prints.push(...fingerprintsOf(kind, bytes, start, text, end))
      this.#append(open, bytes, text, end)
      if (!staysOpen) this.#close(kind)
      return
    }
    if (open !== undefined) this.#close(kind)
    const accepted = this.#accepts(kind, bytes, text, end)
    if (joiner.take(kind, bytes, start, stamp, text, end)) {
      this.#isEasy = false
      return this.#begin(kind, bytes, start, stamp, text, end, order, !accepted)
    }
    if (accepted && stamp > start && (this.#isSeam || this.#lastDropped === order - 1)) {
      this.#consumed.setContext(order, this.#isSeam ? [] : this.#options.place())
      this.#isSeam = false
    }
    this.#isEasy = this.#isHeadSeen && !this.#isSeam && this.#skip.every((count) => count === 0) && !this.isLineOpen
    if (!accepted) {
      this.#lastDropped = order
      if (stamp > start) this.#notes.addDropped(kind)
    } else if (stays && end - text <= this.#maxLine) this.#notes.add(kind, bytes, start, stamp, text, end, order)
    else this.#addAlone(kind, bytes, start, stamp, text, end, order)
  }

  /** What was taken behind the head is skipped only if the head is the same: else some was rotated away meanwhile. */
  #seeHead(kind: number, bytes: Uint8Array, start: number, text: number, end: number): void {
    this.#isHeadSeen = true
    this.#head = fingerprintsOf(kind, bytes, start, text, end)[0]
    const { head } = this.#options
    if (head === undefined || isSameRecord(head, this.#head!)) return
    this.onNotice({ kind: 'gap', cause: 'rotated', after: stampOf(head), before: stampOf(this.#head) })
  }

  onReadEnd(): void {
    this.#notes.copyTo(this.#waiting, this.#options.source)
    if (!this.isEmpty) this.#options.onReady()
  }

  onSeam(): void {
    this.#isEasy = false
    this.#isSeam = true
    this.#order++
  }

  onNotice(notice: FollowNotice): void {
    if (notice.kind === 'resumed') this.resumed++
    if (notice.kind === 'gap') this.gaps++
    this.#isEasy = false
    if (notice.kind === 'gap' && notice.cause !== 'skipped') {
      // What stands behind it continues no line that stands before it.
      this.#closeAll()
      // Nor is it known whether what was taken beyond the cursor is still to come.
      this.#skip.fill(0)
      // No anchor reaches over it.
      this.#lastDropped = this.#order++
    }
    this.#notes.copyTo(this.#waiting, this.#options.source)
    this.#waiting.addNotice(notice)
    this.#options.onReady()
  }

  /** The process ended: its last line has no more pieces. */
  onStopped(): void {
    this.#closeAll()
    if (!this.isEmpty) this.#options.onReady()
  }

  #closeAll(): void {
    for (let kind = 0; kind < this.#open.length; kind++) if (this.#open[kind] !== undefined) this.#close(kind)
  }

  /** The oldest that waits; it goes on waiting. */
  peek(): LogRecord | FollowNotice | undefined {
    return this.#waiting.peek()
  }

  /** Where all was taken: forgets the records that were taken last. The follower's place stands for them. */
  settle(): void {
    if (!this.isDrained || !this.#consumed.settle(this.#options.place)) return
    // The next record has no neighbour here.
    this.#isEasy = false
    this.#lastDropped = this.#order - 1
  }

  /** The oldest that waits. */
  take(): LogRecord | FollowNotice | undefined {
    const item = this.#waiting.take()
    if (item !== undefined) this.#look()
    return item
  }

  /**
   * The oldest that wait: notices, and then records up to the next notice, at most so many of so many bytes; one at least where one
   * waits. undefined where nothing does.
   */
  takeBatch(records: number, bytes: number): TakenBatch | undefined {
    const batch = this.#waiting.takeBatch(records, bytes)
    if (batch === undefined) return undefined
    const place = this.#placeLater()
    this.#look()
    return { ...batch, place }
  }

  /** Some was taken: the log is read on where there is room. */
  #look(): void {
    const onRoom = this.#onRoom
    if (onRoom === undefined || this.#waiting.bytes > this.#most / 2) return
    this.#onRoom = undefined
    onRoom()
  }

  /** Forgets what waits: it is not taken any more. The consumer's place stays. */
  clear(): void {
    this.#waiting.clear()
    this.#isCleared = true
  }

  /** The consumer's place of now; where that may, worked out when it is asked for. */
  #placeLater(): () => ConsumedPlace {
    const later = this.#consumed.later(!this.isLineOpen, this.#skip)
    if (later !== undefined) return later
    const place = this.place()
    return () => place
  }

  /** Where the consumer stands: behind what was taken, before what was not. */
  place(): ConsumedPlace {
    // The follower's own place knows what the filter dropped, too.
    const runs = this.isDrained ? this.#options.place() : []
    const place = this.#consumed.place(this.#open, runs, this.#received, this.#skip)
    if (place.runs.length > 0 || place.taken.every((count) => count === 0)) return place
    return { ...place, head: this.#head ?? this.#options.head }
  }

  #begin(
    kind: number,
    bytes: Uint8Array,
    start: number,
    stamp: number,
    text: number,
    end: number,
    order: number,
    isDropped: boolean,
  ): void {
    const store = new Store()
    store.append(bytes, start, text)
    const before = this.#options.place()
    const received = this.#received.map((count, other) => (other === kind ? count - 1 : count))
    const line: OpenLine = {
      store,
      stamp: stamp - start,
      text: text - start,
      orders: [order],
      prints: fingerprintsOf(kind, bytes, start, text, end),
      truncated: false,
      before,
      context: this.#lastDropped === order - 1 ? before : undefined,
      receivedBefore: received,
      isDropped,
    }
    this.#open[kind] = line
    this.#append(line, bytes, text, end)
  }

  #append(line: OpenLine, bytes: Uint8Array, text: number, end: number): void {
    if (line.isDropped) return
    const room = this.#maxLine - (line.store.length - line.text)
    if (end - text > room) line.truncated = true
    if (room > 0) line.store.append(bytes, text, Math.min(end, text + room))
  }

  #close(kind: number): void {
    const line = this.#open[kind]!
    this.#open[kind] = undefined
    this.#joiner.close(kind)
    this.#notes.copyTo(this.#waiting, this.#options.source)
    const { store, stamp, text, orders, truncated, isDropped } = line
    if (isDropped) {
      this.#lastDropped = orders.at(-1)!
      return this.#waiting.drop(kind, orders.length)
    }
    const memory = copyOf(store.bytes, 0, store.length)
    this.#addLine(memory, [kind, 0, stamp, text, store.length, 0], orders[0]!, line, truncated)
  }

  /** A record whose bytes do not stay, or that is longer than a line may be. */
  #addAlone(
    kind: number,
    bytes: Uint8Array,
    start: number,
    stamp: number,
    text: number,
    end: number,
    order: number,
  ): void {
    this.#notes.copyTo(this.#waiting, this.#options.source)
    const maxLine = this.#maxLine
    const isLong = end - text > maxLine
    const to = isLong ? text + maxLine : end
    const line = isLong
      ? { ...CUT_LINE, orders: [order], prints: fingerprintsOf(kind, bytes, start, text, end) }
      : undefined
    const fields = [kind, 0, stamp - start, text - start, to - start, 0]
    this.#addLine(copyOf(bytes, start, to), fields, order, line, isLong)
  }

  #addLine(
    memory: OwnBytes,
    numbers: readonly number[],
    firstOrder: number,
    line: OpenLine | undefined,
    truncated: boolean,
  ): void {
    if (line !== undefined) this.#consumed.join(firstOrder, line)
    const source = this.#options.source()
    const fields = Int32Array.from(numbers)
    const pieces = line?.orders.length ?? 1
    this.#waiting.add(new RecordBlock({ source, memory, base: 0, fields, firstOrder, line, pieces, truncated }))
  }
}
