// What a schedule's consumer took, held against what the model stored: missing, repeated, glued or shortened lines.
// Part of the property test of following.

import type { RecordQueueOptions } from '../../../src/logs/follow/record-queue.ts'
import type { ModelEngine } from './model.ts'
import type { ModelRecord } from './model-world.ts'

/** A line as it was taken, or a gap. */
export interface Taken {
  readonly gap: boolean
  readonly kind: number
  readonly stamp: string
  readonly text: string
  readonly pieces: number
  /** What an audit found: the timestamps around it. */
  readonly skipped?: { after: string | undefined; before: string | undefined } | undefined
}

export interface Limits {
  readonly accepts: RecordQueueOptions['accepts']
  readonly rotates: boolean
  readonly mayLoseNothing: boolean
}

/** Delivered = stored − reported gaps, in order, no repeats: per stream, since lines of two streams may be joined across each other. */
export function verdict(
  engine: ModelEngine,
  taken: readonly Taken[],
  { accepts, rotates, mayLoseNothing }: Limits,
): string[] {
  const problems: string[] = []
  let gaps = 0
  for (const kind of engine.options.tty ? [1] : [1, 2]) {
    const stored = wantedOf(
      engine.stored.filter((record) => record.kind === kind),
      accepts,
    )
    let next = 0
    let hasGap = false
    let isFirst = true
    for (const [index, item] of taken.entries()) {
      if (item.gap) {
        hasGap = true
        if (kind === 1) gaps++
      }
      if (item.kind !== kind) continue
      const at = placeOf(stored, item, next, hasGap || isFirst)
      if (at < 0 && hasGap && (repeatsItself(item) || repeatsBefore(taken.slice(0, index), item))) {
        // Equal pieces of one line around a gap: nothing shows which of them were delivered.
        next = stored.findLastIndex(({ stamp }) => stamp === item.stamp) + 1
        hasGap = isFirst = false
        continue
      }
      if (at < 0) {
        if (repeatsBehindGap(engine, taken.slice(0, index), item)) continue
        const was = placeOf(stored, item, 0, false)
        const what = was < 0 ? 'was never stored' : `comes again, or late, behind ${next}`
        problems.push(
          `stream ${kind}: a line ${what}: ${item.stamp} ${item.pieces} ${JSON.stringify(item.text.slice(-40))}`,
        )
        continue
      }
      const missing = stored.slice(next, at).filter((lost) => !isOwnLine(engine, lost, accepts))
      const wasBefore = isFirst && rotates
      const isFoundLater = missing.length > 0 && missing.every((lost) => isSkipped(engine, taken, lost, accepts))
      if (missing.length > 0 && !hasGap && !wasBefore && !isFoundLater) {
        problems.push(`stream ${kind}: ${missing.length} records before ${item.stamp} are missing without a gap`)
      }
      const joined = stored.slice(at, at + item.pieces)
      // A line may end where a gap begins; nothing else ends it early.
      const then = taken.slice(index + 1).find((other) => other.gap || other.kind === kind)
      const after = stored[at + item.pieces]
      const { wholeSeconds } = engine.options
      // Times that step back may meet: then the two are lines of their own.
      const isPiece = joined.at(-1)!.payload.length >= 16_384
      if (isPiece && after?.stamp === item.stamp && !wholeSeconds && then?.gap === false) {
        problems.push(`stream ${kind}: a line ends early: ${item.stamp}`)
      }
      if (joined.some((record) => record.stamp !== item.stamp)) problems.push(`stream ${kind}: glued: ${item.stamp}`)
      next = at + item.pieces
      hasGap = isFirst = false
    }
    // What one output wrote before the first record that any consumer could take, it may have lost as a whole.
    const first = taken.find(({ gap, stamp }) => !gap && stamp !== '')
    const firstId = first === undefined ? -1 : (engine.stored.find((record) => isBeginOf(first, record))?.id ?? -1)
    const wasAllBefore = isFirst && rotates && stored.every(({ id }) => id < firstId)
    const isEndSkipped = stored.slice(next).every((lost) => isSkipped(engine, taken, lost, accepts))
    if (!isEndSkipped && !wasAllBefore && !hasGap && problems.length === 0) {
      problems.push(`stream ${kind}: ended at ${next} of ${stored.length}`)
    }
  }
  for (const { skipped } of taken) {
    if (skipped === undefined) continue
    const { after, before } = placesOf(engine, skipped)
    if (before - after < 2) problems.push(`a skip is reported where nothing is missing: behind ${skipped.after}`)
  }
  if (mayLoseNothing && gaps > 0) problems.push(`${gaps} gaps where nothing can be lost`)
  return problems
}

/** Whether the line begins with this record. Where a second is all that a timestamp says, the text distinguishes them. */
function isBeginOf(line: Taken, { kind, stamp, payload }: ModelRecord): boolean {
  return kind === line.kind && stamp === line.stamp && line.text.startsWith(Buffer.from(payload).toString('latin1'))
}

/** Whether the line's first two pieces are the same. */
function repeatsItself({ pieces, text }: Taken): boolean {
  return pieces > 2 && text.slice(0, 16_384) === text.slice(16_384, 32_768)
}

/** Whether an earlier part of the same line began with the same piece. */
function repeatsBefore(before: readonly Taken[], { kind, stamp, text }: Taken): boolean {
  const isPiece = text.length >= 16_384
  return (
    isPiece &&
    before.some((one) => one.kind === kind && one.stamp === stamp && one.text.startsWith(text.slice(0, 16_384)))
  )
}

/**
 * Whether a line was taken before, beyond a line of the other output that was open, and a gap came since: the cursor counts what was
 * taken beyond the open line, and behind a gap the count says nothing.
 */
function repeatsBehindGap({ stored }: ModelEngine, before: readonly Taken[], line: Taken): boolean {
  const first = before.findLastIndex(
    ({ kind, stamp, text }) => kind === line.kind && stamp === line.stamp && text === line.text,
  )
  const id = stored.find((record) => isBeginOf(line, record))?.id ?? 0
  const other = stored.findLast((record) => record.id < id && record.kind !== line.kind)
  const isWithin = other !== undefined && other.payload.length >= 16_384
  return first >= 0 && isWithin && before.slice(first).some(({ gap }) => gap)
}

/**
 * Whether a filter may rightly have dropped it: it follows an open line of an earlier run in the same whole second. Who saw the stop takes
 * it for a line of its own.
 */
function isOwnLine({ options, stored }: ModelEngine, record: ModelRecord, accepts: Limits['accepts']): boolean {
  if (!options.wholeSeconds || accepts === undefined) return false
  const before = stored.findLast(({ id, kind }) => id < record.id && kind === record.kind)
  return before?.run !== record.run && !accepts(record.kind, record.payload, 0, record.payload.length)
}

/** The records of the lines whose first one is accepted. */
function wantedOf(stored: readonly ModelRecord[], accepts: RecordQueueOptions['accepts']): ModelRecord[] {
  let isLineWanted = true
  return stored.filter((record, index) => {
    const last = stored[index - 1]
    const isNext = last !== undefined && last.stamp === record.stamp && last.payload.length >= 16_384
    if (!isNext) isLineWanted = accepts === undefined || accepts(record.kind, record.payload, 0, record.payload.length)
    return isLineWanted
  })
}

/**
 * Whether an audit reported a gap that this record lies in; with a filter also one that an earlier piece of its line lies in: the
 * filter then sees the line's rest alone.
 */
function isSkipped(
  engine: ModelEngine,
  taken: readonly Taken[],
  { id, stamp, kind }: ModelRecord,
  accepts: Limits['accepts'],
): boolean {
  const line = engine.stored.filter((other) => other.id <= id && other.stamp === stamp && other.kind === kind)
  return taken.some(({ skipped }) => {
    if (skipped === undefined) return false
    const { after, before } = placesOf(engine, skipped)
    return line.some((piece) => piece.id > after && piece.id < before && (piece.id === id || accepts !== undefined))
  })
}

/** Where the two records are around what an audit found. */
function placesOf({ stored }: ModelEngine, skipped: NonNullable<Taken['skipped']>): { after: number; before: number } {
  const after = stored.findIndex(({ stamp }) => stamp === skipped.after)
  return { after, before: stored.findLastIndex(({ stamp }) => stamp === skipped.before) }
}

/** Where in `stored` the line's records are, at `from` or behind it; of several places the last one where some may be missing. -1: nowhere. */
function placeOf(stored: readonly ModelRecord[], line: Taken, from: number, mayMiss: boolean): number {
  let found = -1
  for (let at = from; at + line.pieces <= stored.length; at++) {
    if (stored[at]!.stamp !== line.stamp) continue
    const text = stored
      .slice(at, at + line.pieces)
      .map(({ payload }) => Buffer.from(payload).toString('latin1'))
      .join('')
    if (text !== line.text) continue
    if (!mayMiss) return at
    found = at
  }
  return found
}
