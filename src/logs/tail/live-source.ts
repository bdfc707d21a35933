// What a source of a tail() needs while it is followed: its port, its follower and what waits to be taken. The sink of its follower.
// States: made → following (at begin() or run()) → closed. A silent source is put away: then none of this is in memory, see tailed-source.ts.

import { Follower } from '../follow/follower.ts'
import type { FollowerOptions, FollowFrom, FollowSink } from '../follow/follower-types.ts'
import { RecordQueue, type RecordQueueOptions } from '../follow/record-queue.ts'
import type { SourcePort } from '../port/finder.ts'
import type { Gate } from '../port/gate.ts'
import type { Fingerprint } from '../records/anchor.ts'
import type { FollowNotice } from '../records/notices.ts'
import type { RecordHandler } from '../records/record-parser.ts'
import { WatchedPort } from './watched-port.ts'

/** What stands around a followed source. */
export interface LiveOwner {
  readonly isFull: boolean
  /** Something came, or the source's place changed. */
  onChange(): void
  /** See FollowSink. */
  onRoom(callback: () => void): () => void
}

/** What a source is followed with. */
export interface LiveOptions {
  readonly port: SourcePort
  /** Limits how many reads are beginning; undefined: its reads begin at once. */
  readonly gate: Gate | undefined
  readonly from: FollowFrom
  /** Where the consumer stands. */
  readonly runs: readonly Fingerprint[]
  readonly skip: readonly number[]
  readonly head: RecordQueueOptions['head']
  readonly queue: Pick<RecordQueueOptions, 'maxLine' | 'accepts'>
  readonly follower: FollowerOptions
  /** Called once, when the first inspection ended. */
  readonly onInspected: (() => void) | undefined
}

/** A source that is followed. */
export class LiveSource implements FollowSink {
  readonly port: SourcePort
  readonly watched: WatchedPort
  readonly queue: RecordQueue
  readonly follower: Follower
  readonly onRecord: RecordHandler
  readonly #owner: LiveOwner

  constructor(owner: LiveOwner, options: LiveOptions) {
    const { port, gate, from, runs, skip, head, follower } = options
    this.#owner = owner
    this.port = port
    this.watched = new WatchedPort(port, gate, options.onInspected, follower.seen)
    this.queue = new RecordQueue({
      ...options.queue,
      place: () => this.follower.place.runs(),
      source: () => this.port.source,
      from: runs,
      skip,
      head,
      queueBytes: Number.POSITIVE_INFINITY,
      onReady: () => {},
    })
    this.onRecord = this.queue.onRecord.bind(this.queue)
    this.follower = new Follower(this.watched, this, from, follower)
  }

  /** Nothing waits, and a consumer that went on from here would be given all that comes, and nothing else. */
  get isDrained(): boolean {
    const { queue } = this
    if (!queue.isDrained) return false
    const { taken, head } = queue.place()
    return head === undefined && taken.every((count) => count === 0)
  }

  /** Ends it. What waits stays to be taken. */
  close(): void {
    this.follower.close()
    this.watched.close()
  }

  // — the follower's sink —

  get isFull(): boolean {
    return this.#owner.isFull
  }

  get isLineOpen(): boolean {
    return this.queue.isLineOpen
  }

  onReadEnd(): void {
    this.queue.onReadEnd()
    this.#owner.onChange()
  }

  onSeam(): void {
    this.queue.onSeam()
  }

  onNotice(notice: FollowNotice): void {
    this.queue.onNotice(notice)
    this.#owner.onChange()
  }

  onStopped(): void {
    this.queue.onStopped()
    this.#owner.onChange()
  }

  onRoom(callback: () => void): () => void {
    return this.#owner.onRoom(callback)
  }
}
