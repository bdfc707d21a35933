// Brings a log up to date by reading its tail: finds the place where delivery stands and delivers what is stored behind it.
// Works on a LogPort alone. Engine facts: `tail` costs the daemon only what it returns; a read that does not follow is complete for
// what is stored, even while files are rotated; behind damaged bytes a wide tail ends early where a narrow one does not.

// One run:
//   newest   read tail=1. Its record is the one that has to be reached. It is the last one delivered: done.
//   widen    read tail=N, 8N … all, until the place is in it. What stands behind it is delivered as it comes.
//   gap      the place is in none of them: it was rotated away. Report a gap, deliver all that is stored. Where it may be another
//            one, since equal pieces of a line stand there (aligner.ts): report a gap, deliver what stands behind it.
//   damage   the newest record is in none of them: damaged bytes stand before it. Report a gap, deliver the widest tail that has it.
// A read that is cut is repeated from where delivery stands by then.

import type { ReadEnd, ReadHandle, ReadHandler, ReadRequest } from '../port/port.ts'
import { type Fingerprint, hashBytes, isSameRecord } from '../records/anchor.ts'
import { PIECE_BYTES } from '../records/joiner.ts'
import type { GapNotice } from '../records/notices.ts'
import type { RecordHandler } from '../records/record-parser.ts'
import { type Instant, isEarlier, readTimestamp } from '../records/timestamps.ts'
import { Aligner } from './aligner.ts'
import type { Place } from './place.ts'

/** Records of the first read. */
export const CATCH_UP_RECORDS = 256
/** How much wider each further read is. */
const WIDER = 8
/** From here on the next read is of all. */
const MOST_RECORDS = 16_777_216

/** What catching up works with. */
export interface CatchUpPort {
  readonly place: Place
  /** Delivers one record and moves the place behind it. */
  readonly deliver: RecordHandler
  /** Reports a gap. */
  onGap(gap: GapNotice): void
  /** Starts a read whose consumer may be slow, and waits for its end. Settles the place after each part of it. */
  read(request: ReadRequest, handler: ReadHandler, onHandle?: (handle: ReadHandle) => void): Promise<ReadEnd>
}

/** How catching up ended: `reached` the newest record, `stuck` where damaged bytes hide it and even a narrow read fails, or as the read that failed. */
export type CaughtUp =
  | { readonly how: 'reached' | 'stuck'; readonly delivered: number }
  | Exclude<ReadEnd, { how: 'clean' }>

interface Pass {
  end: ReadEnd
  /** Records that the read returned. */
  records: number
  delivered: number
  /** The place was in it. */
  found: boolean
  /** The record that has to be reached was in it. */
  reached: boolean
}

/** Catches up once. @param first records of the first read; more where much is expected. */
export async function catchUp(port: CatchUpPort, first: number = CATCH_UP_RECORDS): Promise<CaughtUp> {
  let delivered = 0
  for (;;) {
    const newest = await readNewest(port)
    if (newest.end.how !== 'clean') return newest.end
    const { record } = newest
    // Nothing is stored, or nothing that has a place.
    if (record === undefined || isLast(port.place, record)) return { how: 'reached', delivered }
    let tail: number | 'all' = port.place.isHead ? 'all' : first
    for (;;) {
      const pass = await readBehind(port, tail, record)
      delivered += pass.delivered
      if (pass.end.how !== 'clean') return pass.end
      if (pass.found && pass.reached) return { how: 'reached', delivered }
      if (pass.found || (tail === 'all' && !pass.reached)) break
      if (tail === 'all') return await readAll(port, delivered)
      tail = pass.records < tail || tail * WIDER > MOST_RECORDS ? 'all' : tail * WIDER
    }
    // The newest record was not in a read that should have had it. It may have been rotated away meanwhile.
    const again = await readNewest(port)
    if (again.end.how !== 'clean') return again.end
    if (again.record !== undefined && isSameRecord(again.record, record)) {
      const passed = await readNarrow(port, first, record)
      if (passed.end.how !== 'clean') return passed.end
      return { how: passed.reached ? 'reached' : 'stuck', delivered: delivered + passed.delivered }
    }
  }
}

/** Whether delivery stands behind this record already. A piece may be one of several equal ones: then only its place decides. */
export function isLast(place: Pick<Place, 'last'>, record: Fingerprint): boolean {
  const { last } = place
  return last !== undefined && isSameRecord(last, record) && record.length < PIECE_BYTES
}

/** The newest record that is stored, if there is one that has a place. */
export async function readNewest(
  port: Pick<CatchUpPort, 'read'>,
): Promise<{ end: ReadEnd; record: Fingerprint | undefined }> {
  let record: Fingerprint | undefined
  const instant: Instant = { seconds: 0, nanos: 0 }
  const onRecord: RecordHandler = (kind, bytes, start, stamp, text, end) => {
    if (!readTimestamp(bytes, start, stamp, instant)) return
    record = { ...instant, kind, length: end - text, hash: hashBytes(bytes, text, end), count: 1 }
  }
  const end = await port.read({ follow: false, tail: 1 }, { onRecord, onReadEnd() {} })
  return { end, record }
}

/** Reads a tail, and delivers what stands behind the place where that is in it; where not `delivers`, it only looks. */
async function readBehind(
  port: CatchUpPort,
  tail: number | 'all',
  newest: Fingerprint,
  delivers = true,
  fromHead = tail === 'all',
  cause: GapNotice['cause'] = 'rotated',
): Promise<Pass> {
  const aligner = new Aligner(port.place.runs(), fromHead, port.place.isSevered)
  const pass = passUntil(port, newest)
  const onRecord: RecordHandler = (kind, bytes, start, stamp, text, end, stays) => {
    const isNew = stamp > start && aligner.push(kind, bytes, start, text, end)
    if (isNew && delivers && pass.delivered === 0 && aligner.isInDoubt) {
      const after = stampOf(port.place.last)
      port.place.move([])
      port.onGap({ kind: 'gap', cause, after, before: latin1Of(bytes, start, stamp) })
    }
    pass.onRecord(kind, bytes, start, stamp, text, end, stays, isNew && delivers)
  }
  pass.end = await port.read({ follow: false, tail }, { onRecord, onReadEnd() {} })
  pass.found = pass.end.how === 'clean' ? aligner.end() : aligner.found
  return pass
}

/** The place is gone: delivers everything that is stored, behind a gap. */
async function readAll(port: CatchUpPort, before: number): Promise<CaughtUp> {
  const pass = await readWithGap(port, 'all', 'rotated')
  if (pass.end.how !== 'clean') return pass.end
  return { how: 'reached', delivered: before + pass.delivered }
}

/** Damage hides the newest record from wide reads: looks for the widest that has it, and delivers what is new in that. */
async function readNarrow(port: CatchUpPort, first: number, newest: Fingerprint): Promise<Pass> {
  let narrow = 0
  let wide = first
  let probe: Pass
  do {
    const tail = Math.ceil((narrow + wide) / 2)
    probe = await readBehind(port, tail, newest, false)
    if (probe.end.how !== 'clean') return probe
    if (probe.reached) narrow = tail
    else wide = tail
  } while (wide - narrow > 1)
  if (narrow === 0) return probe
  // The place may stand behind the damage already. The read begins there, as another does at the head of the log.
  const pass = await readBehind(port, narrow, newest, true, true, 'damaged')
  if (pass.found || pass.end.how !== 'clean') return pass
  // What was written since stands behind it, too: as many of the newest records are behind the damage in any case.
  return { ...(await readWithGap(port, narrow, 'damaged')), reached: true }
}

async function readWithGap(port: CatchUpPort, tail: number | 'all', cause: GapNotice['cause']): Promise<Pass> {
  const pass = passUntil(port, undefined)
  const { last } = port.place
  const instant: Instant = { seconds: 0, nanos: 0 }
  let isFirst = true
  pass.end = await port.read(
    { follow: false, tail },
    {
      onRecord: (kind, bytes, start, stamp, text, end, stays) => {
        if (isFirst && stamp > start) {
          isFirst = false
          // A log whose oldest record is older than the last one delivered, which it does not have, is another log.
          const isOther = last !== undefined && readTimestamp(bytes, start, stamp, instant) && isEarlier(instant, last)
          const real = cause === 'rotated' && isOther ? 'altered' : cause
          port.place.move([])
          port.onGap({ kind: 'gap', cause: real, after: stampOf(last), before: latin1Of(bytes, start, stamp) })
        }
        pass.onRecord(kind, bytes, start, stamp, text, end, stays, !isFirst)
      },
      onReadEnd() {},
    },
  )
  return pass
}

interface RunningPass extends Pass {
  onRecord(
    kind: number,
    bytes: Uint8Array,
    start: number,
    stamp: number,
    text: number,
    end: number,
    stays: boolean,
    isNew: boolean,
  ): void
}

/** Counts the records of a read, delivers the new ones, and sees whether the one to be reached is among them. */
function passUntil(port: CatchUpPort, newest: Fingerprint | undefined): RunningPass {
  const instant: Instant = { seconds: 0, nanos: 0 }
  const pass: RunningPass = {
    end: { how: 'clean' },
    records: 0,
    delivered: 0,
    found: false,
    reached: false,
    onRecord(kind, bytes, start, stamp, text, end, stays, isNew) {
      pass.records++
      if (isNew) {
        pass.delivered++
        port.deliver(kind, bytes, start, stamp, text, end, stays)
      }
      if (newest === undefined || pass.reached || end - text !== newest.length || kind !== newest.kind) return
      pass.reached =
        readTimestamp(bytes, start, stamp, instant) &&
        instant.nanos === newest.nanos &&
        instant.seconds === newest.seconds &&
        hashBytes(bytes, text, end) === newest.hash
    },
  }
  return pass
}

function latin1Of(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end))
}

/** A fingerprint's timestamp as the Engine writes it. */
export function stampOf(run: Fingerprint | undefined): string | undefined {
  if (run === undefined) return undefined
  const text = new Date(run.seconds * 1000).toISOString().slice(0, 19)
  return run.nanos === 0 ? `${text}Z` : `${text}.${String(run.nanos).padStart(9, '0')}Z`
}
