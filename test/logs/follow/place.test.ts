// The pure parts around a place in a log: timestamps, anchors, the aligner, the cursor as text, and which reading a log gets.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Aligner } from '../../../src/logs/follow/aligner.ts'
import { readCursor, writeCursor } from '../../../src/logs/follow/cursor.ts'
import { Place } from '../../../src/logs/follow/place.ts'
import { maxLagOf, maxSizeOf, readingOf } from '../../../src/logs/port/reading.ts'
import { AnchorKeeper, type Fingerprint } from '../../../src/logs/records/anchor.ts'
import { type Instant, lagOf, readTimestamp } from '../../../src/logs/records/timestamps.ts'

interface Rec {
  kind?: number
  nanos: number
  text: string
}

/** The ranges of a record, as the parser passes them on. */
function ranges({ kind = 1, nanos, text }: Rec): [number, Uint8Array, number, number, number, number] {
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0')}`
  const stamp = `2026-11-29T16:22:02${fraction}Z`
  const bytes = new TextEncoder().encode(`${stamp} ${text}`)
  return [kind, bytes, 0, stamp.length, stamp.length + 1, bytes.length]
}

const add = (keeper: AnchorKeeper, record: Rec): boolean => {
  const [kind, bytes, start, , text, end] = ranges(record)
  return keeper.add(kind, bytes, start, text, end)
}

function anchorOf(records: readonly Rec[]): Fingerprint[] {
  const keeper = new AnchorKeeper()
  for (const record of records) add(keeper, record)
  return keeper.runs()
}

/** The texts that are new behind the anchor; undefined where it is not found. */
function newOf(anchor: readonly Fingerprint[], read: readonly Rec[], fromHead = false): string[] | undefined {
  const aligner = new Aligner(anchor, fromHead)
  const fresh = read.filter((record) => {
    const [kind, bytes, start, , text, end] = ranges(record)
    return aligner.push(kind, bytes, start, text, end)
  })
  return aligner.end() ? fresh.map(({ text }) => text) : undefined
}

const numbered = (count: number): Rec[] =>
  Array.from({ length: count }, (_, n) => ({ nanos: 100 + n, text: `line ${n}\n` }))

test('an anchor is found in a wider and in a narrower read', () => {
  const log = numbered(100)
  const anchor = anchorOf(log.slice(0, 50))
  assert.equal(anchor.length, 8)
  const behind = log.slice(50).map(({ text }) => text)
  for (let from = 0; from < 50; from++) assert.deepEqual(newOf(anchor, log.slice(from)), behind, `from ${from}`)
  assert.equal(newOf(anchor, log.slice(50)), undefined)
  assert.deepEqual(newOf(anchor, log.slice(0, 50)), [])
  assert.deepEqual(newOf([], log.slice(0, 2)), ['line 0\n', 'line 1\n'])
})

test('timestamp, stream, length and content each decide', () => {
  const log = numbered(20)
  const anchor = anchorOf(log)
  for (const other of [{ nanos: 1 }, { kind: 2 }, { text: 'line 9999\n' }, { text: 'LINE 19\n' }]) {
    const changed = [...log.slice(0, 19), { ...log[19]!, ...other }]
    assert.equal(newOf(anchor, changed), undefined, JSON.stringify(other))
  }
})

test('whole seconds: what is equal is distinguished by what stands before it', () => {
  const log: Rec[] = ['a', 'b', 'a', 'b', 'c', 'a', 'b', 'c', 'd'].map((text) => ({ nanos: 0, text: `${text}\n` }))
  const anchor = anchorOf(log.slice(0, 7))
  assert.deepEqual(newOf(anchor, log), ['c\n', 'd\n'])
})

test('equal pieces of one line are counted', () => {
  const piece: Rec = { nanos: 7, text: 'x'.repeat(16_384) }
  const log: Rec[] = [{ nanos: 1, text: 'before\n' }, piece, piece, piece, { nanos: 7, text: 'end\n' }]
  const anchor = anchorOf(log.slice(0, 3))
  assert.equal(anchor.at(-1)!.count, 2)
  assert.deepEqual(newOf(anchor, log)?.length, 2)
  // A tail that begins inside them cannot show how many came before.
  assert.equal(newOf(anchor, log.slice(2)), undefined)
  // An anchor of nothing else, behind a doubt: what rotation left of it at the head of the log was delivered.
  const alone = anchorOf([piece, piece, piece])
  assert.deepEqual(newOf(alone, log.slice(2), true), ['end\n'])
  assert.deepEqual(newOf(alone, log, true), ['end\n'])
  assert.equal(newOf(alone, log.slice(2)), undefined)
})

test('a piece alone is in doubt where nothing shows that the one which was delivered is still stored', () => {
  const piece: Rec = { nanos: 7, text: 'x'.repeat(16_384) }
  const before: Rec = { nanos: 1, text: 'before\n' }
  const between: Rec = { kind: 2, nanos: 8, text: 'between\n' }
  const end: Rec = { nanos: 7, text: 'end\n' }
  const isInDoubt = (
    anchor: readonly Rec[],
    read: readonly Rec[],
    fromHead: boolean,
    isSevered: boolean,
  ): boolean | undefined => {
    const aligner = new Aligner(anchorOf(anchor), fromHead, isSevered)
    for (const record of read) {
      const [kind, bytes, start, , text, to] = ranges(record)
      aligner.push(kind, bytes, start, text, to)
    }
    return aligner.end() ? aligner.isInDoubt : undefined
  }
  // What stood before it is gone, at the head of the stored log.
  assert.equal(isInDoubt([before, piece], [piece, between, end], true, false), true)
  assert.equal(isInDoubt([before, piece], [piece], true, false), true)
  assert.equal(isInDoubt([before, piece, piece], [piece, end], true, false), true)
  assert.equal(isInDoubt([before, piece], [before, piece, between, end], true, false), false)
  assert.equal(isInDoubt([before, piece, between], [between, end], true, false), false)
  assert.equal(isInDoubt([before, piece, between], [piece, between, end], true, false), false)
  // Behind a doubt nothing stands before it; an older record shows that nothing was rotated away since.
  for (const fromHead of [true, false]) {
    // A read that does not begin at the head does not decide it.
    assert.equal(isInDoubt([piece], [between, piece, end], fromHead, true), fromHead || undefined)
    assert.equal(isInDoubt([piece], [before, piece, between, end], fromHead, true), false)
    assert.equal(isInDoubt([end], [between, end], fromHead, true), false)
  }
  // The log begins with it.
  assert.equal(isInDoubt([piece], [piece, between, piece, end], true, false), false)
})

test('a place notes the records of a read and hashes the last of them before their memory changes', () => {
  const log = numbered(40)
  const place = new Place([])
  assert.equal(place.isHead, true)
  assert.equal(place.isSevered, false)
  const parts = log.map(ranges)
  const memory = Buffer.concat(parts.map(([, bytes]) => bytes))
  let at = 0
  for (const [kind, , , stamp, text, end] of parts) {
    place.note(kind, memory, at, at + stamp, at + text, at + end, true)
    at += end
  }
  place.settle()
  memory.fill(0xee)
  assert.deepEqual(place.runs(), anchorOf(log))
  place.seam()
  const [next, after] = [
    { nanos: 900, text: 'behind a doubt\n' },
    { nanos: 901, text: 'after\n' },
  ]
  assert.deepEqual(place.runs(), anchorOf(log), 'until the next record nothing changes')
  place.note(...ranges(next), false)
  place.note(...ranges(after), false)
  assert.deepEqual(place.runs(), anchorOf([next, after]), 'no anchor reaches over the doubt')
  assert.equal(place.isSevered, true)
  assert.equal(place.isHead, false)
})

test('a cursor is short, comes back the same, and what is none is refused', () => {
  const wide = Array.from({ length: 8 }, (_, n) => ({
    seconds: 4_000_000_000 + n,
    nanos: 999_999_990 + n,
    kind: 2,
    length: 1_048_576,
    hash: 4_294_967_295 - n,
    count: 99,
  }))
  const place = { container: 'f'.repeat(64), runs: wide, taken: [0, 99_999, 99_999, 0], from: undefined }
  const text = writeCursor(place)
  assert.ok(text.length < 700, `${text.length} bytes`)
  assert.deepEqual(readCursor(text), place)
  const seconds = { ...place, runs: [...wide, ...wide].map((run, n) => ({ ...run, nanos: 0, hash: run.hash - n })) }
  assert.ok(writeCursor(seconds).length < 700)
  assert.deepEqual(readCursor(writeCursor(seconds)), seconds)
  const begun = { ...place, runs: [], from: { kind: 'last', records: 5 } as const }
  assert.deepEqual(readCursor(writeCursor(begun)), begun)
  const behindHead = { ...begun, from: undefined, taken: [0, 1, 0, 0], head: place.runs[0]! }
  assert.deepEqual(readCursor(writeCursor(behindHead)), behindHead)
  const wrong = [
    '',
    '{}',
    'null',
    '5',
    text.slice(0, -5),
    text.replace('"v":1', '"v":2'),
    text.replace(/"r":"\w+/, '"r":"'),
  ]
  for (const one of [...wrong, text.replace('"t":[0,', '"t":[-1,')]) {
    assert.throws(() => readCursor(one), { code: 'ERR_OPTION' }, one)
  }
})

test('timestamps: nanoseconds, short fractions, zones, and what is none', () => {
  const read = (text: string): Instant | undefined => {
    const into = { seconds: 0, nanos: 0 }
    const bytes = new TextEncoder().encode(text)
    return readTimestamp(bytes, 0, bytes.length, into) ? into : undefined
  }
  const at = Date.UTC(2026, 10, 29, 16, 22, 2) / 1000
  assert.deepEqual(read('2026-11-29T16:22:02.032467653Z'), { seconds: at, nanos: 32_467_653 })
  assert.deepEqual(read('2026-11-29T16:22:02.5Z'), { seconds: at, nanos: 500_000_000 })
  assert.deepEqual(read('2026-11-29T17:22:02+01:00'), { seconds: at, nanos: 0 })
  assert.deepEqual(read('1970-01-01T00:00:00Z'), { seconds: 0, nanos: 0 })
  for (const text of [
    '',
    'x',
    '2026-11-29 16:22:02Z',
    '2026-13-29T16:22:02Z',
    '2026-11-29T16:22:02',
    '2026-11-29T16:22:02Zx',
  ])
    assert.equal(read(text), undefined, text)
  const stamp = new TextEncoder().encode('2026-11-29T16:22:02.250Z')
  assert.equal(lagOf(stamp, 0, stamp.length, at * 1000 + 300), 50)
})

test('which reading a log gets', () => {
  const cases: [major: number, driver: string, options: Record<string, string>, reading: string, size: number][] = [
    [20, 'json-file', {}, 'follow', 0],
    [28, 'json-file', {}, 'follow', 0],
    [28, 'json-file', { 'max-size': '-1' }, 'follow', 0],
    [20, 'json-file', { 'max-size': '10m' }, 'snapshots', 10_000_000],
    [23, 'json-file', { 'max-size': '10m' }, 'guarded', 10_000_000],
    [28, 'json-file', { 'max-size': '1.5GiB' }, 'guarded', 1_500_000_000],
    [0, 'json-file', { 'max-size': '10m' }, 'snapshots', 10_000_000],
    [28, 'local', {}, 'guarded', 20_000_000],
    [20, 'local', { 'max-size': '100k' }, 'snapshots', 100_000],
    [28, 'syslog', { 'max-size': '1k' }, 'guarded', 20_000_000],
    [28, 'fluentd', { 'cache-max-size': '2m' }, 'guarded', 2_000_000],
    [28, 'journald', {}, 'follow', 0],
    [28, 'json-file', { 'max-size': 'huge' }, 'guarded', 20_000_000],
  ]
  for (const [engineMajor, driver, options, reading, size] of cases) {
    const maxSize = maxSizeOf(driver, options)
    assert.equal(maxSize, size, `${driver} ${JSON.stringify(options)}`)
    assert.equal(readingOf({ engineMajor, driver, maxSize }), reading, `${engineMajor} ${driver}`)
  }
  assert.equal(maxLagOf({ engineMajor: 28, driver: 'json-file', maxSize: 10_000_000 }), 20)
})
