// One of the logs of a tail(): followed, and while it is silent only remembered; as one member of the common bound.
// States: made → following ⇄ asleep → ended (its container is gone, or close()); what waits then is still to be taken.

// asleep: nothing is kept but its place, as the text of the cursor, its figures and the connection that followed it, as a doorbell.
//   It falls asleep only behind a closing read that began after the connection was left, where neither brought anything: so the connection
//   stands at the place. When it rings, a new follower reads it on from there; all that it brings is new.
//   A look at the log's end after each `stall` wakes it, too, where something is stored that did not ring; then what is stored is read.
//   So does the bell of a log that is read by snapshots, which brings nothing to read and may miss something: it is looked at more often.
//   One that wakes soon stays awake longer the next time, so that a log with a line now and then is not put away for each of them.

import { readCursor, writeCursor } from '../follow/cursor.ts'
import type { FollowerOptions, FollowFrom } from '../follow/follower-types.ts'
import type { RecordQueueOptions } from '../follow/record-queue.ts'
import type { Doorbell, Ring, RingListener } from '../port/doorbell.ts'
import type { FoundSource, SourcePort } from '../port/finder.ts'
import type { Gate } from '../port/gate.ts'
import type { Fingerprint } from '../records/anchor.ts'
import type { LogRecord } from '../records/log-record.ts'
import type { LogSource } from '../records/log-source.ts'
import type { FollowNotice } from '../records/notices.ts'
import type { Budget, BudgetMember } from './budget.ts'
import { type LiveOwner, LiveSource } from './live-source.ts'
import { Sleeping } from './sleeping.ts'
import { fromOf, NOW_PART, type SourceFrom } from './source-from.ts'
import type { SourceState } from './watched-port.ts'

/** How all sources of a tail are followed. */
export interface TailedSourceOptions {
  readonly details: boolean
  readonly maxLine: number
  readonly accepts: RecordQueueOptions['accepts']
  readonly follower: FollowerOptions
  readonly budget: Budget
  /** Limits how many reads are beginning. */
  readonly gate: Gate
  /** Limits how many are waking. */
  readonly waking: Gate
  /** ms that a source has to be silent before it is put away. */
  readonly silenceMs: number
  /** ms since 1970. */
  now(): number
  /** Something of it waits. */
  onReady(source: TailedSource): void
  /** It was inspected for the first time, and before any record of it. */
  onJoined(source: TailedSource): void
  /** Nothing more is read of it. */
  onEnded(source: TailedSource, error: Error | undefined): void
}

/** Waking ones that may begin at a time, and the ms after which one counts as begun. */
export const WAKING = 64
const WAKE_MS = 250
/** ms that one may take to fall asleep before others do. */
const SLEEP_MS = 10_000
/** One that slept less than so many times its silence before has to be silent for longer the next time, at most for an hour. */
const SHORT_SLEEP = 4
const MOST_SILENCE_MS = 3_600_000

/** A log among many. */
export class TailedSource implements BudgetMember, LiveOwner, RingListener {
  readonly key: string
  bytes = 0
  whenRoom: (() => void) | undefined
  /** It stands in an order of sources that have something. */
  isOrdered = false
  isOver = false
  /** The Engine refuses to read it. */
  isFailed = false
  /** Its place in a cursor is of use behind its end, too. */
  outlivesEnd: boolean
  /** ms that the Engine's clock is ahead of this one, at most; as far as it was known when it was put away. */
  #clockAheadMs = 0
  readonly #options: TailedSourceOptions
  readonly #found: FoundSource
  readonly #from: FollowFrom
  #isPlaced: boolean
  #isReffed = true
  /** The part of the cursor, where nothing has changed since it was made. */
  #part: string | undefined
  /** One of the two is there. */
  #live: LiveSource | undefined
  #asleep: Sleeping | undefined
  /** What was taken, and reported, before it was put away. */
  #records = 0
  #payload = 0
  #gaps = 0
  #resumed = 0
  /** How far its queue was when it was tended last, and since when it is there, in ms; 0: it is to be looked at. */
  #progress = -1
  #silentSince = 0
  /** How long it has to be silent, where that is longer than for others. */
  #silenceMs = 0
  #isTended = false

  constructor(found: FoundSource, from: SourceFrom, options: TailedSourceOptions) {
    this.key = found.key
    this.outlivesEnd = found.outlivesEnd === true
    this.#options = options
    this.#found = found
    const place = from.kind === 'cursor' && from.part !== NOW_PART ? readCursor(from.part) : undefined
    this.#from = from.kind === 'cursor' ? fromOf(from.part, place) : from
    this.#isPlaced = this.#from.kind !== 'now'
    this.#live = new LiveSource(this, {
      port: found.open(options.details),
      // What has just begun may be over before others have begun.
      gate: found.isNew ? undefined : options.gate,
      from: this.#from,
      runs: place?.runs ?? [],
      skip: place?.taken ?? [],
      head: place?.head,
      queue: options,
      follower: options.follower,
      onInspected: () => this.isOver || options.onJoined(this),
    })
    options.budget.add(this)
  }

  /** Begins. Resolves when its place was found, or nothing is to be found. */
  async begin(): Promise<void> {
    const live = this.#live!
    if (this.#from.kind === 'now') {
      try {
        await live.follower.begin()
        live.queue.startAt(live.follower.place.runs())
        this.#isPlaced = true
      } catch (error) {
        return this.#end(error as Error)
      }
    }
    if (!this.isOver) this.#run(live)
  }

  #run(live: LiveSource): void {
    live.follower.run().then(
      () => live === this.#live && this.#end(undefined),
      (error: Error) => live === this.#live && this.#end(error),
    )
  }

  /** Which log it is, as far as it is known. */
  get source(): LogSource {
    return this.#asleep?.source ?? this.#live!.port.source
  }

  get state(): SourceState {
    return this.isOver ? 'ended' : (this.#asleep?.state ?? this.#live!.watched.state)
  }

  /** Nothing of it waits. */
  get isEmpty(): boolean {
    return this.#live?.queue.isEmpty ?? true
  }

  /** How much of it was taken, and what of it waits. */
  get figures(): { records: number; bytes: number; buffered: number; gaps: number; resumed: number } {
    const queue = this.#live?.queue
    return {
      records: this.#records + (queue?.taken ?? 0),
      bytes: this.takenBytes,
      buffered: queue?.waiting ?? 0,
      gaps: this.#gaps + (queue?.gaps ?? 0),
      resumed: this.#resumed + (queue?.resumed ?? 0),
    }
  }

  /** ms that the Engine's clock is ahead of this one, at most. */
  get clockAheadMs(): number {
    return Math.max(this.#clockAheadMs, this.#live?.watched.clockAheadMs ?? 0)
  }

  get takenBytes(): number {
    return this.#payload + (this.#live?.queue.takenBytes ?? 0)
  }

  /** How many ms ago the record was written that waits the longest; 0 where none does. */
  get lagMs(): number {
    const head = this.peek()
    if (head?.kind !== 'record') return 0
    const { time } = head
    return time === 0n ? 0 : Math.max(0, this.#live!.port.now() + this.clockAheadMs - Number(time) / 1e6)
  }

  /** What waits the longest. */
  peek(): LogRecord | FollowNotice | undefined {
    return this.#live?.queue.peek()
  }

  /** Takes what waits the longest. */
  take(): LogRecord | FollowNotice | undefined {
    const item = this.#live?.queue.take()
    if (item !== undefined) this.#account()
    return item
  }

  /** Forgets what is only of use while records come: what was taken last. For a source of which nothing waits. */
  settle(): void {
    this.#live?.queue.settle()
    this.#live?.follower.place.rest()
  }

  /** Where the consumer stands in it, as a part of a cursor. */
  get part(): string {
    if (this.#part !== undefined) return this.#part
    if (!this.#isPlaced) return NOW_PART
    const { runs, taken, head } = this.#live!.queue.place()
    const from = this.#from
    const again = from.kind === 'last' || from.kind === 'since' ? from : undefined
    const container = this.#found.source.id
    this.#part = writeCursor({ container, runs, taken, head, from: runs.length === 0 ? again : undefined })
    return this.#part
  }

  /** Nothing more is read of it; what waits is still to be taken. */
  leave(): void {
    this.outlivesEnd = false
    this.#end(undefined)
  }

  /** Ends it at once: what waits is dropped. */
  close(): void {
    this.isOver = true
    this.#live?.queue.clear()
    this.#release()
    this.#options.budget.remove(this)
  }

  keepAlive(alive: boolean): void {
    this.#isReffed = alive
    this.#live?.watched.keepAlive(alive)
    this.#asleep?.keepAlive(alive)
  }

  look(): void {
    this.#live?.follower.look()
  }

  /** Called every few seconds. Returns what is to be done with it now, among few others: to put it away, or to look after it. */
  tend(): (() => Promise<void>) | undefined {
    if (this.isOver || this.#isTended) return undefined
    const now = this.#options.now()
    const asleep = this.#asleep
    if (asleep !== undefined) {
      if (!asleep.isDue(now, this.#options.follower.stall)) return undefined
      return this.#tended(() => this.#lookAt(asleep))
    }
    const live = this.#live!
    if (!this.#isSilent(live)) {
      this.#progress = live.queue.progress
      this.#silentSince = now
    }
    if (now - this.#silentSince < this.#mostSilenceMs || !this.#isPlaced || !live.isDrained) return undefined
    return this.#tended(async () => {
      // Something may have come while others had their turn.
      if (this.#live !== live || !this.#isSilent(live)) return
      this.#silentSince = 0
      // What its connection has brought was delivered, all of it.
      if (!live.follower.isAligned && live.watched.state === 'following') return
      if (live.watched.leave((doorbell) => this.#sleep(live, doorbell), this))
        await live.watched.untilFollowing(SLEEP_MS)
    })
  }

  #isSilent({ queue }: LiveSource): boolean {
    return this.#silentSince > 0 && queue.progress === this.#progress
  }

  get #mostSilenceMs(): number {
    return Math.max(this.#options.silenceMs, this.#silenceMs)
  }

  #tended(task: () => Promise<void>): () => Promise<void> {
    this.#isTended = true
    return async () => {
      if (!this.isOver) await task()
      this.#isTended = false
    }
  }

  /** Its follower has everything, and nothing came since. Returns whether it is put away. */
  #sleep(live: LiveSource, doorbell: Doorbell): boolean {
    const { watched, queue, port } = live
    const { seen, state } = watched
    // What came otherwise than on the connection is still to come on that.
    const isSame = queue.progress === this.#progress && live.isDrained
    if (this.isOver || this.#live !== live || seen === undefined || !isSame) return false
    // Made while the queue is there.
    this.#part = this.part
    this.#asleep = new Sleeping(doorbell, { source: port.source, state, seen, since: this.#options.now() })
    this.#records += queue.taken
    this.#payload += queue.takenBytes
    this.#gaps += queue.gaps
    this.#resumed += queue.resumed
    this.#clockAheadMs = this.clockAheadMs
    this.#live = undefined
    live.close()
    return true
  }

  /** Looks at the end of the log of one that is asleep, and wakes it where its doorbell should have rung. */
  async #lookAt(asleep: Sleeping): Promise<void> {
    const { stall } = this.#options.follower
    if (await asleep.isLate(this.#open(asleep.source), this.#runs.at(-1), stall)) this.#wake(asleep, 'stalled')
  }

  onRing(ring: Ring): void {
    // One that does not sleep yet sees that it rang.
    if (this.#asleep !== undefined) this.#wake(this.#asleep, ring)
  }

  /** One that was sure of its connection reads that on, at once; else what is stored is asked for. */
  #wake(asleep: Sleeping, why: Ring | 'stalled'): void {
    const silence = this.#mostSilenceMs
    const isShort = this.#options.now() - asleep.since < silence * SHORT_SLEEP
    this.#silenceMs = isShort ? Math.min(MOST_SILENCE_MS, silence * 2) : 0
    if (asleep.isSure && why !== 'stalled') return void this.#goOn(asleep, true, undefined)
    asleep.doorbell.close()
    void this.#options.waking.pass(async () => {
      if (this.isOver || this.#asleep !== asleep) return
      const live = this.#goOn(asleep, false, asleep.isSure ? 'stalled' : undefined)
      await live.watched.untilFollowing(WAKE_MS)
    })
  }

  /** It goes on from where it was. @param goesOn on the same connection, which is ringing */
  #goOn(asleep: Sleeping, goesOn: boolean, left: 'stalled' | undefined): LiveSource {
    const { gate, follower } = this.#options
    const port = this.#open(asleep.source)
    const runs = this.#runs
    // Where nothing was delivered, nothing was stored: what is stored now is new.
    const from: FollowFrom = runs.length > 0 ? { kind: 'anchor', runs } : { kind: 'start' }
    const live = new LiveSource(this, {
      port,
      gate,
      from,
      runs,
      skip: [],
      head: undefined,
      queue: this.#options,
      follower: { ...follower, seen: asleep.seen, goesOn, left },
      onInspected: undefined,
    })
    if (goesOn) live.watched.takeUp(asleep.doorbell)
    asleep.endLook()
    this.#silentSince = 0
    this.#live = live
    this.#asleep = undefined
    this.#run(live)
    return live
  }

  #open(known: LogSource): SourcePort {
    const port = this.#found.open(this.#options.details, known)
    port.keepAlive(this.#isReffed)
    return port
  }

  /** The place of one that is asleep. */
  get #runs(): readonly Fingerprint[] {
    return readCursor(this.#part!).runs
  }

  // — of what is followed —

  get isFull(): boolean {
    return this.#options.budget.isFull(this)
  }

  onRoom(callback: () => void): () => void {
    this.whenRoom = callback
    return () => {
      if (this.whenRoom === callback) this.whenRoom = undefined
    }
  }

  onChange(): void {
    this.#account()
    if (!this.isEmpty) this.#options.onReady(this)
  }

  #account(): void {
    if (this.#live === undefined) return
    this.#part = undefined
    this.#options.budget.change(this, this.#live.queue.waiting)
  }

  #end(error: Error | undefined): void {
    if (this.isOver) return
    this.#live?.queue.onStopped()
    this.isOver = true
    this.isFailed = error !== undefined
    this.#release()
    this.#account()
    this.#options.onEnded(this, error)
  }

  #release(): void {
    this.#live?.close()
    this.#asleep?.close()
  }
}
