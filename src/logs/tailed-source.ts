// One of the logs of a tail(): its port, its follower and what of it waits, as one member of the common bound.
// States: made → following (at begin()) → ended (its container is gone, or close()); what waits then is still to be taken.

import type { Budget, BudgetMember } from './budget.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { FoundSource, SourcePort } from './finder.ts'
import { Follower } from './follower.ts'
import type { FollowerOptions, FollowFrom, FollowSink } from './follower-types.ts'
import type { Gate } from './gate.ts'
import type { LogRecord } from './log-record.ts'
import type { LogSource } from './log-source.ts'
import type { FollowNotice } from './notices.ts'
import type { RecordHandler } from './record-parser.ts'
import { RecordQueue, type RecordQueueOptions } from './record-queue.ts'
import { type SourceState, WatchedPort } from './watched-port.ts'

/** How all sources of a tail are followed. */
export interface TailedSourceOptions {
  readonly details: boolean
  readonly maxLine: number
  readonly accepts: RecordQueueOptions['accepts']
  readonly follower: FollowerOptions
  readonly budget: Budget
  /** Limits how many reads are beginning. */
  readonly gate: Gate
  /** Something of it waits. */
  onReady(source: TailedSource): void
  /** It was inspected for the first time, and before any record of it. */
  onJoined(source: TailedSource): void
  /** Nothing more is read of it. */
  onEnded(source: TailedSource, error: Error | undefined): void
}

/** Where a source begins: a cursor's part, or a place. */
export type SourceFrom = FollowFrom | { readonly kind: 'cursor'; readonly part: string }

/** The part of a source that begins at the next record and has not found that place yet. */
export const NOW_PART = '"now"'

/** A log among many. */
export class TailedSource implements FollowSink, BudgetMember {
  readonly key: string
  bytes = 0
  whenRoom: (() => void) | undefined
  readonly onRecord: RecordHandler
  /** It stands in an order of sources that have something. */
  isOrdered = false
  isOver = false
  /** The Engine refuses to read it. */
  isFailed = false
  /** Its place in a cursor is of use behind its end, too. */
  outlivesEnd: boolean
  readonly #options: TailedSourceOptions
  readonly #id: string
  readonly #port: SourcePort
  readonly #watched: WatchedPort
  readonly #queue: RecordQueue
  readonly #follower: Follower
  readonly #from: FollowFrom
  #isPlaced: boolean
  /** The part of the cursor, where nothing has changed since it was made. */
  #part: string | undefined

  constructor(found: FoundSource, from: SourceFrom, options: TailedSourceOptions) {
    this.key = found.key
    this.outlivesEnd = found.outlivesEnd === true
    this.#options = options
    this.#id = found.source.id
    this.#port = found.open(options.details)
    // What has just begun may be over before others have begun.
    const gate = found.isNew ? undefined : options.gate
    this.#watched = new WatchedPort(this.#port, gate, () => this.isOver || options.onJoined(this))
    const place = from.kind === 'cursor' && from.part !== NOW_PART ? readCursor(from.part) : undefined
    this.#from = from.kind === 'cursor' ? fromOf(from.part, place) : from
    this.#isPlaced = this.#from.kind !== 'now'
    this.#queue = new RecordQueue({
      maxLine: options.maxLine,
      accepts: options.accepts,
      place: () => this.#follower.place.runs(),
      source: () => this.#port.source,
      from: place?.runs ?? [],
      skip: place?.taken ?? [],
      head: place?.head,
      queueBytes: Number.POSITIVE_INFINITY,
      onReady: () => {},
    })
    this.#follower = new Follower(this.#watched, this, this.#from, options.follower)
    this.onRecord = this.#queue.onRecord.bind(this.#queue)
    options.budget.add(this)
  }

  /** Begins. Resolves when its place was found, or nothing is to be found. */
  async begin(): Promise<void> {
    if (this.#from.kind === 'now') {
      try {
        await this.#follower.begin()
        this.#queue.startAt(this.#follower.place.runs())
        this.#isPlaced = true
      } catch (error) {
        return this.#end(error as Error)
      }
    }
    if (this.isOver) return
    this.#follower.run().then(
      () => this.#end(undefined),
      (error: Error) => this.#end(error),
    )
  }

  /** Which log it is, as far as it is known. */
  get source(): LogSource {
    return this.#port.source
  }

  get state(): SourceState {
    return this.isOver ? 'ended' : this.#watched.state
  }

  get queue(): Pick<RecordQueue, 'taken' | 'takenBytes' | 'waiting' | 'gaps' | 'resumed' | 'isEmpty'> {
    return this.#queue
  }

  /** ms that the Engine's clock is ahead of this one, at most. */
  get clockAheadMs(): number {
    return this.#watched.clockAheadMs
  }

  get takenBytes(): number {
    return this.#queue.takenBytes
  }

  /** ms since 1970. */
  now(): number {
    return this.#port.now()
  }

  /** How many ms ago the record was written that waits the longest; 0 where none does. */
  get lagMs(): number {
    const head = this.#queue.peek()
    if (head?.kind !== 'record') return 0
    const { time } = head
    return time === 0n ? 0 : Math.max(0, this.now() + this.clockAheadMs - Number(time) / 1e6)
  }

  /** What waits the longest. */
  peek(): LogRecord | FollowNotice | undefined {
    return this.#queue.peek()
  }

  /** Takes what waits the longest. */
  take(): LogRecord | FollowNotice | undefined {
    const item = this.#queue.take()
    if (item !== undefined) this.#account()
    return item
  }

  /** Forgets what is only of use while records come: what was taken last. For a source of which nothing waits. */
  settle(): void {
    this.#queue.settle()
    this.#follower.place.rest()
  }

  /** Where the consumer stands in it, as a part of a cursor. */
  get part(): string {
    if (this.#part !== undefined) return this.#part
    if (!this.#isPlaced) return NOW_PART
    const { runs, taken, head } = this.#queue.place()
    const from = this.#from
    const again = from.kind === 'last' || from.kind === 'since' ? from : undefined
    this.#part = writeCursor({ container: this.#id, runs, taken, head, from: runs.length === 0 ? again : undefined })
    return this.#part
  }

  /** Nothing more is read of it; what waits is still to be taken. */
  leave(): void {
    this.outlivesEnd = false
    if (this.isOver) return
    this.#queue.onStopped()
    this.#end(undefined)
  }

  /** Ends it at once: what waits is dropped. */
  close(): void {
    this.isOver = true
    this.#queue.clear()
    this.#release()
    this.#options.budget.remove(this)
  }

  keepAlive(alive: boolean): void {
    this.#port.keepAlive(alive)
  }

  look(): void {
    this.#follower.look()
  }

  // — the follower's sink —

  get isFull(): boolean {
    return this.#options.budget.isFull(this)
  }

  get isLineOpen(): boolean {
    return this.#queue.isLineOpen
  }

  onReadEnd(): void {
    this.#queue.onReadEnd()
    this.#onChange()
  }

  onSeam(): void {
    this.#queue.onSeam()
  }

  onNotice(notice: FollowNotice): void {
    this.#queue.onNotice(notice)
    this.#onChange()
  }

  onStopped(): void {
    this.#queue.onStopped()
    this.#onChange()
  }

  onRoom(callback: () => void): () => void {
    this.whenRoom = callback
    return () => {
      if (this.whenRoom === callback) this.whenRoom = undefined
    }
  }

  #onChange(): void {
    this.#account()
    if (!this.#queue.isEmpty) this.#options.onReady(this)
  }

  #account(): void {
    this.#part = undefined
    this.#options.budget.change(this, this.#queue.waiting)
  }

  #end(error: Error | undefined): void {
    if (this.isOver) return
    this.#queue.onStopped()
    this.isOver = true
    this.isFailed = error !== undefined
    this.#release()
    this.#account()
    this.#options.onEnded(this, error)
  }

  #release(): void {
    this.#follower.close()
    this.#port.close()
  }
}

function fromOf(part: string, place: ReturnType<typeof readCursor> | undefined): FollowFrom {
  if (part === NOW_PART) return { kind: 'now' }
  if (place!.runs.length > 0) return { kind: 'anchor', runs: place!.runs }
  return place!.from ?? { kind: 'start' }
}
