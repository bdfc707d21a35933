// Where following a log begins, found by reading: behind what is stored now, at the last so many records, or at a moment.
// Works on reads that it is given; touches nothing else.

import type { ReadEnd, ReadRequest } from '../port/port.ts'
import { AnchorKeeper, type Fingerprint } from '../records/anchor.ts'
import type { RecordHandler } from '../records/record-parser.ts'
import { CATCH_UP_RECORDS, type CaughtUp } from './catch-up.ts'
import type { FollowFrom } from './follower-types.ts'
import type { Place } from './place.ts'

/** What finding the beginning works with. */
export interface BeginningPort {
  readonly place: Place
  /** Delivers one record and moves the place behind it. */
  readonly deliver: RecordHandler
  /** A read that has an end. */
  once(request: ReadRequest, onRecord: RecordHandler): Promise<ReadEnd>
  /** Delivers what is stored behind the place. */
  catchUp(): Promise<CaughtUp>
  /** Repeats a read until it ends clean. False: it is over. */
  untilClean(read: () => Promise<ReadEnd | CaughtUp>): Promise<boolean>
}

/** Moves the place to the beginning, and delivers what is stored behind that where a read of it shows the place. False: it is over. */
export async function findBeginning(from: FollowFrom, port: BeginningPort): Promise<boolean> {
  if (from.kind === 'start' || from.kind === 'anchor') return true
  if (from.kind === 'now') {
    const newest = await newestOf(port)
    if (newest !== undefined) port.place.move(newest)
    return newest !== undefined
  }
  const { place } = port
  const request =
    from.kind === 'last'
      ? { follow: false, tail: from.records }
      : ({ follow: false, tail: 'all', since: from.since } as const)
  // What was delivered when such a read is cut is where the next one goes on from.
  const read = (): Promise<boolean> =>
    port.untilClean(() => (place.isHead ? port.once(request, port.deliver) : port.catchUp()))
  if (!(await read())) return false
  if (!place.isHead) return true
  // Nothing of that is stored: what is stored is older, and not to be delivered. What came since the first read is in the second one.
  const newest = await newestOf(port)
  if (newest === undefined || !(await read())) return false
  if (place.isHead) place.move(newest)
  return true
}

/** The newest records that are stored, as an anchor. undefined: it is over. */
async function newestOf(port: BeginningPort): Promise<Fingerprint[] | undefined> {
  const keeper = new AnchorKeeper([])
  const isClean = await port.untilClean(() => {
    // What a read that was cut had brought comes again.
    keeper.clear()
    return port.once({ follow: false, tail: CATCH_UP_RECORDS }, (kind, bytes, start, stamp, text, end) => {
      if (stamp > start) keeper.add(kind, bytes, start, text, end)
    })
  })
  return isClean ? keeper.runs() : undefined
}
