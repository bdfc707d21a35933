// What a Follower is given, and what takes what it delivers. Types only.
// The sink is called synchronously; where it is full, reading pauses.

import type { Inspection } from '../port/port.ts'
import type { Reading } from '../port/reading.ts'
import type { Retry } from '../port/waits.ts'
import type { Fingerprint } from '../records/anchor.ts'
import type { FollowNotice, ResumedNotice } from '../records/notices.ts'
import type { RecordHandler } from '../records/record-parser.ts'
import type { Instant } from '../records/timestamps.ts'

/** Where following begins. `anchor` is a place that an earlier follower reached. */
export type FollowFrom =
  | { readonly kind: 'start' }
  | { readonly kind: 'now' }
  | { readonly kind: 'last'; readonly records: number }
  | { readonly kind: 'since'; readonly since: string }
  | { readonly kind: 'anchor'; readonly runs: readonly Fingerprint[] }

/** How a {@link Follower} goes on. */
export interface FollowerOptions {
  /** The end: the container is removed, or has stopped, or what is stored was read. */
  readonly until: 'removed' | 'stopped' | 'stored'
  /** The end is before the first record that was written after this moment, too. */
  readonly last?: Instant | undefined
  /** 'auto': what loses nothing on this Engine and this log. */
  readonly reading: 'auto' | Reading
  readonly retry: Retry
  /** It goes on where an earlier follower of the same log ended: what that inspected last. It begins with `kind: 'anchor'`, or 'start'. */
  readonly seen?: Inspection | undefined
  /** The first connection that it asks for is the one of that follower, and stands at the place: all that it brings is new. */
  readonly goesOn?: boolean | undefined
  /** What interrupted that follower. */
  readonly left?: ResumedNotice['reason'] | undefined
  /** ms of silence after which it is asked whether the log is really silent; 0 for never. */
  readonly stall: number
  /** ms between two looks at a container that does not run. Default LOOK_MS. */
  readonly look?: number
}

/** Takes what a {@link Follower} delivers. */
export interface FollowSink {
  readonly onRecord: RecordHandler
  /** What was delivered since the last call is complete for now, and its bytes are about to change. */
  onReadEnd(): void
  /** The next record may not stand behind the last one in the stored log: no anchor may reach over both. */
  onSeam(): void
  onNotice(notice: FollowNotice): void
  /** The container does not run, and all that it wrote was delivered. */
  onStopped(): void
  /** Whether pieces of a line came, and more may come. */
  readonly isLineOpen: boolean
  /** Whether it has enough for now. */
  readonly isFull: boolean
  /** Calls back, once, when it is no longer full. Returns what takes that back. */
  onRoom(callback: () => void): () => void
}
