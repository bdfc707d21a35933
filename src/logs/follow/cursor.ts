// A cursor as text: where delivery of one log stands. It can be saved with what was taken, and begun from again.
// JSON, under 700 bytes: version, container, the anchor's runs, and what of each stream behind them was taken already.

import { FairleadError } from '../../error.ts'
import { ANCHOR_RUNS, type Fingerprint, WHOLE_SECOND_RUNS } from '../records/anchor.ts'
import type { FollowFrom } from './follower-types.ts'

/** A place between the records of one log. */
export interface LogPlace {
  /** The container's full id. */
  readonly container: string
  /** The records before the place; none: it is before all of them. */
  readonly runs: readonly Fingerprint[]
  /** Per kind of frame: how many records behind the place were taken already, while a longer line was still open. */
  readonly taken: readonly number[]
  /** The first record behind the place, where none stands before it and some behind it were taken. */
  readonly head?: Fingerprint | undefined
  /** Where to begin while no record stands before the place; absent: at the oldest record that is stored. */
  readonly from?: Extract<FollowFrom, { kind: 'last' | 'since' }> | undefined
}

const VERSION = 1

/** Seconds are written as differences, and hashes in base 36: eight runs take some 200 bytes. */
export function writeCursor({ container, runs, taken, head, from }: LogPlace): string {
  const first = runs[0]?.seconds ?? 0
  const short = runs.slice(-(runs.some(({ nanos }) => nanos !== 0) ? ANCHOR_RUNS : WHOLE_SECOND_RUNS))
  const lines = short.map((run) => lineOf(run, first))
  return JSON.stringify({
    v: VERSION,
    c: container,
    s: first,
    r: lines.join(','),
    t: taken,
    ...(runs.length === 0 && from ? { f: from } : {}),
    ...(runs.length === 0 && head ? { h: lineOf(head, 0) } : {}),
  })
}

function lineOf({ seconds, nanos, kind, length, hash, count }: Fingerprint, first: number): string {
  return [seconds - first, nanos, kind, length, hash, count].map((number) => number.toString(36)).join(' ')
}

function runOf(line: string, first: number): Fingerprint {
  const numbers = line.split(' ').map((part) => Number.parseInt(part, 36))
  if (numbers.length !== 6 || numbers.some((number) => !Number.isSafeInteger(number))) throw new Error()
  const [seconds = 0, nanos = 0, kind = 0, length = 0, hash = 0, count = 0] = numbers
  return { seconds: first + seconds, nanos, kind, length, hash, count }
}

interface Written {
  v: number
  c: string
  s: number
  r: string
  t: number[]
  h?: string
  f?: { kind: string; records?: unknown; since?: unknown }
}

function fromOf(written: Written['f']): LogPlace['from'] {
  if (written?.kind === 'last' && Number.isSafeInteger(written.records)) {
    return { kind: 'last', records: written.records as number }
  }
  if (written?.kind === 'since' && typeof written.since === 'string') return { kind: 'since', since: written.since }
  if (written !== undefined) throw new Error()
  return undefined
}

/** @throws FairleadError ERR_OPTION where `text` is no cursor. */
export function readCursor(text: string): LogPlace {
  try {
    const { v, c, s, r, t, f, h } = JSON.parse(text) as Written
    if (v !== VERSION || typeof c !== 'string' || typeof s !== 'number' || !Array.isArray(t)) throw new Error()
    const runs = (r === '' ? [] : r.split(',')).map((line) => runOf(line, s))
    if (!t.every((number) => Number.isSafeInteger(number) && number >= 0)) throw new Error()
    return { container: c, runs, taken: t, from: fromOf(f), ...(h === undefined ? {} : { head: runOf(h, 0) }) }
  } catch {
    throw new FairleadError(
      'ERR_OPTION',
      'from.cursor: not a cursor: expected the text that a followed log gave as its cursor',
    )
  }
}
