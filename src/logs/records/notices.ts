// What following a log has to say besides its records. Types only.
// A gap is always reported; everything else says why records came late.

import type { LogSource } from './log-source.ts'

/**
 * Records of this log were not delivered, or may not have been.
 * `rotated`: the Engine removed them before they were read. `damaged`: what is stored cannot be read as a whole.
 * `altered`: the stored log is another one than before (truncated, or made anew).
 * `skipped`: the Engine left them out of the connection that followed the log, though it has them. An audit found it: records from
 * behind this gap were delivered already.
 * `removed`: the log is gone, and was not read to its end: a task was removed while its node was away, or quickly.
 */
export interface GapNotice {
  readonly kind: 'gap'
  readonly cause: 'rotated' | 'damaged' | 'altered' | 'skipped' | 'removed'
  /** The timestamp of the last record before the gap; undefined where none was delivered. */
  readonly after: string | undefined
  /** The timestamp of the first record behind the gap. */
  readonly before: string | undefined
}

/** The connection or the container was away; nothing is missing. */
export interface ResumedNotice {
  readonly kind: 'resumed'
  /** `cut`: the connection broke. `restarted`: the container was started again. `behind`: the consumer or the connection was late. `stalled`: the stream had died without an end. */
  readonly reason: 'cut' | 'restarted' | 'behind' | 'stalled'
  /** ms from the end of the last read to the place being found again. */
  readonly awayMs: number
  /** Tries that this took. */
  readonly attempts: number
}

/** The log cannot be read at all: the logging driver keeps nothing. */
export interface UnreadableNotice {
  readonly kind: 'unreadable'
  readonly driver: string
}

/** What following a log reports. */
export type FollowNotice = GapNotice | ResumedNotice | UnreadableNotice

/** What following a log reports besides its records, and which log that is. */
export type LogNotice = FollowNotice & { readonly source: LogSource }
