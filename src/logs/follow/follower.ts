// Follows one log for good: cut connections, restarts of the daemon and the container, consumers that stay away. Works on a LogPort
// alone: no socket, no clock. Every record is delivered once, in the order in which it is stored, or lies in a gap that was reported.

// States: starting → (reading ⇄ away) → over.
//   starting  finds the place to begin at.
//   reading   follows on one connection, or reads snapshots: see reading.ts. Every end is followed by a closing read (catch-up.ts),
//             since a clean end says that the stream was closed, never that everything was in it.
//   away      the Engine does not respond: waits, longer each time, for ever unless `forMs` says otherwise.
//             The container does not run: waits until it is started, and looks every ten seconds.
//   over      the container is gone, or has stopped where that is the end; the caller ended it; the Engine refuses for good.

import { type Inspection, isOtherRun, isRunning, type LogPort, type ReadEnd, type ReadHandler } from '../port/port.ts'
import { maxLagOf, type Reading, readingOf } from '../port/reading.ts'
import { bellOf, Waits } from '../port/waits.ts'
import type { RecordHandler } from '../records/record-parser.ts'
import { isAfter, lagOf } from '../records/timestamps.ts'
import { Aligner } from './aligner.ts'
import { SkipAudit } from './audit.ts'
import { type BeginningPort, findBeginning } from './beginning.ts'
import { CATCH_UP_RECORDS, type CatchUpPort, type CaughtUp, catchUp, stampOf } from './catch-up.ts'
import type { FollowerOptions, FollowFrom, FollowSink } from './follower-types.ts'
import { Place } from './place.ts'
import { Reads } from './reads.ts'
import { watchStall } from './stall.ts'

/** Ms that snapshots are apart while they bring something, and at most. */
export const SNAPSHOT_MS = 50
export const MOST_SNAPSHOT_MS = 1000
/** A snapshot is read after so many times what the last one took, and after LOOK_MS in any case. */
const SNAPSHOT_REST = 20
/** The longest time that snapshots are read before a connection is tried again. */
const MOST_CALM_MS = 30_000
/** Ms between two looks at a container that does not run, and at one whose log is read by snapshots. */
export const LOOK_MS = 10_000
/** Ms that a connection may take to show the place that it has to begin at. */
const ALIGN_MS = 2000

type FollowEnd = ReadEnd | { readonly how: 'lost' | 'late' | 'stalled' }

/** Follows one log. For one run. */
export class Follower {
  readonly place: Place
  readonly #port: LogPort
  readonly #sink: FollowSink
  readonly #options: FollowerOptions
  readonly #from: FollowFrom
  readonly #reads: Reads
  readonly #waits: Waits
  #isClosed = false
  /** How long snapshots are read after a connection was late. */
  #calmMs = SNAPSHOT_MS
  #delivered = 0
  /** Records of the next connection's tail, among which the place has to be. */
  #followTail = CATCH_UP_RECORDS
  /** What was inspected before the place to begin at was found; null: it is over. */
  #begun: Inspection | null | undefined
  readonly #onGap: CatchUpPort['onGap'] = (gap) => this.#sink.onNotice(gap)
  /** The audits of a rotating log that is followed. */
  #audit: SkipAudit | undefined
  /** That of the present connection, or of the last one. */
  #aligner: Aligner | undefined
  /** The next connection stands at the place. */
  #goesOn: boolean

  constructor(port: LogPort, sink: FollowSink, from: FollowFrom, options: FollowerOptions) {
    this.#port = port
    this.#sink = sink
    this.#from = from
    this.#options = options
    this.#waits = new Waits(port, options.retry)
    if (options.left !== undefined) this.#waits.leave(options.left)
    this.#begun = options.seen
    this.#goesOn = options.goesOn === true
    this.place = new Place(from.kind === 'anchor' ? from.runs : [])
    this.#reads = new Reads(port, sink, this.place, options.stall)
  }

  /** Ends it: `run` resolves soon, and the sink is not called again. */
  close(): void {
    this.#isClosed = true
    this.#audit?.close()
    this.#reads.close()
    this.#waits.close()
  }

  /** The sink became full, though not by what this follower delivered: the present read pauses. */
  look(): void {
    this.#reads.look()
  }

  /** All that the connection brought was delivered, and all that it is still to bring is new. */
  get isAligned(): boolean {
    return this.#aligner?.found === true
  }

  /** Finds the place to begin at; `run` does it where it was not done. Rejects as that does. */
  async begin(): Promise<void> {
    const seen = await this.#inspect()
    this.#begun = seen !== undefined && (await this.#start(seen)) ? seen : null
  }

  /** Follows until the end. Rejects where the Engine refuses for good, and where `forMs` is over. */
  async run(): Promise<void> {
    if (this.#begun === undefined) await this.begin()
    let seen = this.#begun
    this.#begun = null
    if (seen === undefined || seen === null) return
    if (this.#options.until === 'stored') return void (await this.#closingRead(seen))
    let last: Inspection | undefined
    while (!this.#isClosed) {
      if (isRunning(seen)) {
        if (last !== undefined && isOtherRun(seen, last)) this.#waits.note('restarted')
        if (!(await this.#read(seen))) return
        last = seen
      }
      if (!(await this.#closingRead(seen))) return
      let next = await this.#inspect()
      if (next !== undefined && !isRunning(next)) next = await this.#readLast(next)
      if (next === undefined || next.state === 'gone') return this.#onGone(next)
      if (!isRunning(next)) {
        this.#sink.onStopped()
        if (this.#options.until === 'stopped' && next.state !== 'restarting' && next.state !== 'created') return
        await this.#waits.untilStarted(this.#port, this.#options.look ?? LOOK_MS)
        next = await this.#inspect()
        if (next === undefined || next.state === 'gone') return this.#onGone(next)
      }
      seen = next
    }
  }

  /**
   * Reads what a container that does not run wrote between the closing read and the inspection, perhaps its last words. Returns what it
   * is doing then: it may have been started again meanwhile, and an open line be one of the new run. undefined: it is over.
   */
  async #readLast(stopped: Inspection): Promise<Inspection | undefined> {
    for (let seen = stopped; ; ) {
      if (seen.state === 'gone') return seen
      if (!(await this.#closingRead(seen))) return undefined
      if (!this.#sink.isLineOpen || seen.isSameRun) return seen
      const again = await this.#inspect()
      if (again === undefined || isRunning(again) || again.startedAt === seen.startedAt) return again
      seen = again
    }
  }

  #onGone(seen: Inspection | undefined): void {
    if (seen?.isCutOff !== true) return
    const after = stampOf(this.place.last)
    this.#sink.onNotice({ kind: 'gap', cause: 'removed', after, before: undefined })
  }

  /** Finds the place to begin at. False: it is over. */
  async #start(seen: Inspection): Promise<boolean> {
    const { place } = this
    const once: BeginningPort['once'] = (request, onRecord) => this.#reads.once(request, onRecord)
    const catchUpNow = (): Promise<CaughtUp> => this.#catchUpOnce()
    const untilClean: BeginningPort['untilClean'] = (read) => this.#untilClean(seen, read)
    return await findBeginning(this.#from, { place, deliver: this.#deliver, once, catchUp: catchUpNow, untilClean })
  }

  /** Reads while the container runs. False: it is over. */
  async #read(seen: Inspection): Promise<boolean> {
    const wanted = this.#options.reading
    const reading = wanted === 'auto' ? readingOf(seen) : wanted
    // Before its first record a connection cannot show that it skipped nothing.
    if (reading === 'snapshots' || (reading === 'guarded' && this.place.isHead)) {
      this.#goesOn = false
      return await this.#readSnapshots(seen, reading)
    }
    // The place has to be at the log's end for a connection to begin there. A log that may be followed can begin at its head.
    const isGuarded = reading === 'guarded'
    if (!this.#goesOn && (isGuarded || !this.place.isHead) && !(await this.#closingRead(seen))) return false
    for (;;) {
      const began = this.#port.now()
      const end = await this.#follow(isGuarded ? maxLagOf(seen) : Number.POSITIVE_INFINITY, seen)
      if (this.#isClosed) return false
      if (end.how === 'clean') return true
      if (end.how === 'refused') return await this.#onRefused(end, seen)
      if (end.how === 'late') {
        this.#waits.note('behind')
        return await this.#untilCalm(seen, this.#port.now() - began)
      }
      if (end.how === 'cut') {
        this.#waits.leave('cut')
        return true
      }
      if (end.how === 'stalled') this.#waits.leave('stalled')
      if (!(await this.#closingRead(seen))) return false
    }
  }

  /** One connection, from the place on. */
  async #follow(maxLag: number, { clockAheadMs, maxSize }: Inspection): Promise<FollowEnd> {
    const isHead = this.place.isHead
    const tail = isHead ? ('all' as const) : this.#followTail
    const aligner = new Aligner(this.#goesOn ? [] : this.place.runs(), isHead, this.place.isSevered)
    this.#aligner = aligner
    this.#goesOn = false
    let before = 0
    let isActive = true
    let why: 'lost' | 'late' | 'stalled' | undefined
    const stop = (reason: 'lost' | 'late' | 'stalled'): void => {
      if (why !== undefined) return
      why = reason
      // Inside a read: its memory changes when this returns.
      this.#reads.readEnded()
      handle.cancel()
    }
    const isGuarded = maxLag !== Number.POSITIVE_INFINITY
    if (isGuarded) this.#audit ??= new SkipAudit(this.#port, this.place, maxLag, maxSize, this.#onGap)
    const audit = isGuarded ? this.#audit : undefined
    audit?.begin()
    const began = this.#port.now()
    const handler: ReadHandler = {
      onRecord: (kind, bytes, start, stamp, text, end, stays) => {
        isActive = true
        if (why !== undefined) return
        if (!aligner.found) {
          const isNew = stamp > start && aligner.push(kind, bytes, start, text, end)
          if (!isNew) {
            before++
            if (!aligner.found && before > CATCH_UP_RECORDS && before > (tail as number)) stop('lost')
            // Until the tail was sent, the daemon's reader stood still: that must not have been for long either.
            else if (aligner.found && isGuarded && this.#port.now() - began > maxLag) stop('late')
            return
          }
        }
        if (audit?.note(kind, bytes, start, stamp, text, end)) {
          this.place.seam()
          this.#sink.onSeam()
        }
        this.#deliver(kind, bytes, start, stamp, text, end, stays)
        // What comes behind a record that is late may be what comes behind a skipped file.
        if (isGuarded && lagOf(bytes, start, stamp, this.#port.now() + clockAheadMs) > maxLag) stop('late')
      },
      onReadEnd: () => {
        this.#reads.readEnded()
        audit?.look()
      },
    }
    const handle = this.#reads.begin({ follow: true, tail }, handler)
    const untimed = this.#reads.watch(handle, maxLag, () => stop('late'))
    const unaligned = isHead
      ? undefined
      : this.#port.after(ALIGN_MS, () => {
          if (!aligner.found && before > 0) stop('lost')
        })
    const unstalled = watchStall(
      this.#port,
      this.place,
      this.#options.stall,
      () => {
        const wasActive = isActive
        isActive = false
        return wasActive || this.#sink.isFull
      },
      () => stop('stalled'),
    )
    const end = await handle.ended
    if (!this.#isClosed) await audit?.audit()
    untimed()
    unaligned?.()
    unstalled()
    this.#reads.end()
    if (aligner.found && why !== 'lost') this.#followTail = CATCH_UP_RECORDS
    // The next connection looks further back; where damage makes it end at once, less far.
    else this.#followTail = why === 'lost' ? this.#followTail * 8 : Math.max(1, Math.ceil(this.#followTail / 8))
    return why === undefined ? end : { how: why }
  }

  /** Snapshots, until the container does not run. False: it is over. */
  async #readSnapshots(seen: Inspection, reading: Reading): Promise<boolean> {
    let pause = SNAPSHOT_MS
    const looked = this.#port.now()
    const { bell, stop } = bellOf(this.#port)
    try {
      for (;;) {
        const began = this.#port.now()
        const caught = await this.#catchUpOnce()
        if (this.#isClosed) return false
        if (caught.how === 'refused') return await this.#onRefused(caught, seen)
        if (caught.how === 'cut' || caught.how === 'cancelled') {
          this.#waits.leave('cut')
          return true
        }
        this.#back()
        if (reading === 'guarded' && !this.place.isHead) return true
        const now = this.#port.now()
        const brought = caught.delivered > 0
        pause = brought ? SNAPSHOT_MS : Math.min(MOST_SNAPSHOT_MS, pause * 2)
        await this.#waits.sleep(Math.max(pause, Math.min(LOOK_MS, (now - began) * SNAPSHOT_REST)), bell)
        if (this.#isClosed) return false
        if (bell.isOver || this.#port.now() - looked >= LOOK_MS) return true
      }
    } finally {
      stop()
    }
  }

  /**
   * After a late record: snapshots for a while, a longer one each time that a connection did not last; or until the container does not
   * run, where nothing comes any more. False: it is over.
   */
  async #untilCalm(seen: Inspection, lastedMs: number): Promise<boolean> {
    this.#calmMs = lastedMs > MOST_CALM_MS ? SNAPSHOT_MS : Math.min(MOST_CALM_MS, this.#calmMs * 2)
    const end = this.#port.now() + this.#calmMs
    let pause = SNAPSHOT_MS
    for (;;) {
      const delivered = this.#delivered
      if (!(await this.#closingRead(seen))) return false
      if (this.#port.now() >= end && !this.#sink.isFull) return true
      if (this.#delivered > delivered) pause = SNAPSHOT_MS
      else {
        pause = Math.min(MOST_SNAPSHOT_MS, pause * 2)
        const now = await this.#inspect()
        if (now === undefined) return false
        if (!isRunning(now)) return true
      }
      await this.#waits.sleep(pause)
      if (this.#isClosed) return false
    }
  }

  /** Catches up, however often the connection is cut. False: it is over. */
  async #closingRead(seen: Inspection): Promise<boolean> {
    return await this.#untilClean(seen, () => this.#catchUpOnce())
  }

  /** Repeats a read until it ends clean. False: it is over. */
  async #untilClean(seen: Inspection, read: () => Promise<ReadEnd | CaughtUp>): Promise<boolean> {
    for (;;) {
      const end = await read()
      if (this.#isClosed) return false
      // Gone, or refused for now: the next inspection says which.
      if (end.how === 'refused') return await this.#onRefused(end, seen)
      if (end.how === 'cut') await this.#waits.backOff(end.error)
      else if (end.how !== 'cancelled') {
        this.#back()
        return true
      }
      if (this.#isClosed) return false
    }
  }

  async #catchUpOnce(): Promise<CaughtUp> {
    const read: CatchUpPort['read'] = (request, handler) => this.#reads.once(request, handler.onRecord)
    const caught = await catchUp({ place: this.place, deliver: this.#deliver, onGap: this.#onGap, read })
    if (caught.how === 'reached') await this.#audit?.audit()
    return caught
  }

  readonly #deliver: RecordHandler = (kind, bytes, start, stamp, text, end, stays) => {
    if (this.#isClosed || this.#isPast(bytes, start, stamp)) return
    this.#delivered++
    this.#audit?.count(end - start)
    this.#sink.onRecord(kind, bytes, start, stamp, text, end, stays)
    this.place.note(kind, bytes, start, stamp, text, end, stays)
  }

  /** Whether a record stands behind the moment that is the end: then that is reached. */
  #isPast(bytes: Uint8Array, start: number, stamp: number): boolean {
    const { last } = this.#options
    if (last === undefined || !isAfter(bytes, start, stamp, last)) return false
    // Inside a read: its memory changes when this returns.
    this.#reads.readEnded()
    this.close()
    return true
  }

  /** The place was found again. */
  #back(): void {
    const notice = this.#waits.comeBack()
    if (notice !== undefined) this.#sink.onNotice(notice)
  }

  /** The Engine refuses the read. True: an inspection says what it means. False: the log cannot be read. Throws what is final. */
  async #onRefused({ status, error }: Extract<ReadEnd, { how: 'refused' }>, { driver }: Inspection): Promise<boolean> {
    if (status === 404 && this.#options.until !== 'stored') return true
    if (status === 501) {
      this.#sink.onNotice({ kind: 'unreadable', driver })
      return false
    }
    if (status < 500 && status !== 409 && status !== 408 && status !== 429) throw error
    await this.#waits.backOff(error)
    return !this.#isClosed
  }

  /** What the container is doing; undefined where following was ended. */
  async #inspect(): Promise<Inspection | undefined> {
    for (;;) {
      try {
        const seen = await this.#port.inspect()
        return this.#isClosed ? undefined : seen
      } catch (error) {
        await this.#waits.backOff(error as Error)
        if (this.#isClosed) return undefined
      }
    }
  }
}
