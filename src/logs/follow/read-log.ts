// readLog(): what is stored of a container's log, read to its end, with the records, batches and filters of follow(). See docs/logs.md.
// Options are checked here, before anything is sent.

import { ANY, checkOptions, type Kinds } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Timestamp, unixSeconds } from '../../engine/request/timestamp.ts'
import { FairleadError } from '../../error.ts'
import { instantOf } from '../records/timestamps.ts'
import { FOLLOWING, type FollowOptions, followingOf, placeOf } from './follow.ts'
import { FollowedLog } from './followed-log.ts'

/** Options of {@link readLog}: where to begin and to end, and what to deliver. The others are those of `follow()`. */
export interface ReadLogOptions extends Omit<FollowOptions, 'from' | 'until' | 'reading'> {
  /** Where to begin: the oldest record that is stored, the last so many, a moment, or the `cursor` that an earlier log had. Default 'start'. */
  from?: 'start' | { last: number } | { since: Timestamp } | { cursor: string } | undefined
  /** Ends before the first record that was written after this moment. Default: the last record that is stored. */
  until?: Timestamp | undefined
}

const { reading: _reading, ...OTHERS } = FOLLOWING
const READ: Kinds<ReadLogOptions> = { ...OTHERS, from: ANY, until: ANY }

/**
 * What is stored of one container's log, running or not: every record, once, in order, or a `gap` notice that says where some are missing;
 * then it ends. A connection that is cut is opened again, and reading goes on where it was. Returned at once; the first `next()`, or
 * `ready()`, sends the first request. A `cursor` of it fits `follow()`, and the other way round.
 *
 * The iteration rejects with the Engine's 404 where the container is removed before its log was read to the end.
 * @param container id or name.
 * @throws FairleadError ERR_OPTION.
 */
export function readLog(engine: Engine, container: string, options: ReadLogOptions = {}): FollowedLog {
  checkOptions('readLog()', options, READ)
  const { from = 'start', until, signal } = options
  if ((from as unknown) === 'now')
    throw new FairleadError(
      'ERR_OPTION',
      "from: expected 'start', { last: a whole number }, { since: a moment } or { cursor: a text }",
    )
  const { follower, ...following } = followingOf('readLog()', { ...options, until: undefined })
  const last = until === undefined ? undefined : instantOf(unixSeconds('until', until))
  return new FollowedLog({
    engine,
    container,
    from: placeOf(from),
    ...following,
    follower: { ...follower, until: 'stored', last },
    signal,
  })
}
