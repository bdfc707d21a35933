// RecordQueue: lines out of the Engine's records, filters, and where the consumer stands while it takes them.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { LogRecord } from '../../../src/logs/records/log-record.ts'
import { type Given, PIECE, queueOf } from './queue-kit.ts'

test('a line is joined by its timestamp, across the other output', () => {
  const { queue, read, takeAll } = queueOf()
  read([
    { nanos: 1, text: PIECE },
    { kind: 2, nanos: 2, text: 'between\n' },
    { nanos: 1, text: PIECE },
  ])
  read([
    { nanos: 1, text: 'end\n' },
    { nanos: 3, text: 'next\n' },
  ])
  const [between, long, next] = [queue.take(), queue.take(), queue.take()]
  assert.ok(between?.kind === 'record' && long?.kind === 'record' && next?.kind === 'record')
  assert.equal(between.text, 'between')
  assert.equal(long.text, `${PIECE}${PIECE}end`)
  assert.deepEqual([long.pieces, long.complete, long.truncated, long.stream], [3, true, false, 'stdout'])
  assert.deepEqual([next.text, next.pieces, next.time % 1_000_000_000n], ['next', 1, 3n])
  assert.deepEqual(takeAll(), [])
})

test('what a process leaves without an LF is not glued to the next run', () => {
  const { queue, read } = queueOf()
  for (const nanos of [1, 2, 3]) read([{ nanos, text: 'abc' }])
  for (const nanos of [1n, 2n, 3n]) {
    const record = queue.take()
    assert.ok(record?.kind === 'record')
    assert.deepEqual([record.text, record.complete, record.time % 1_000_000_000n], ['abc', false, nanos])
  }
})

test("20.10's local driver: the LF of a joined line is missing, and the next line is its own", () => {
  const { read, takeAll } = queueOf()
  read([
    { nanos: 1, text: PIECE },
    { nanos: 1, text: 'end' },
    { nanos: 2, text: 'next\n' },
  ])
  assert.deepEqual(takeAll(), [`${PIECE}end`, 'next'])
})

test('a line beyond maxLine is truncated, joined or not, and says so', () => {
  const { queue, read } = queueOf(undefined, undefined, 10)
  read([
    { nanos: 1, text: PIECE },
    { nanos: 1, text: 'end\n' },
    { nanos: 2, text: 'twelve bytes\n' },
    { nanos: 3, text: 'ten bytes\n' },
  ])
  const taken = [queue.take(), queue.take(), queue.take()]
  assert.deepEqual(
    taken.map((item) => item?.kind === 'record' && [item.text, item.truncated, item.complete]),
    [
      ['p'.repeat(10), true, false],
      ['twelve byt', true, false],
      ['ten bytes', false, true],
    ],
  )
})

test('a filter drops lines, and the cursor stands behind what it dropped', () => {
  const { queue, place, read, takeAll } = queueOf((text) => text.includes('keep'))
  read(Array.from({ length: 50 }, (_, n) => ({ nanos: n + 1, text: n % 10 === 0 ? `keep ${n}\n` : `drop ${n}\n` })))
  const half = [queue.take(), queue.take()]
  assert.equal(half.length, 2)
  // Behind the second one that was kept, with all that stands before it in the anchor: eight records, of which one was kept.
  const { runs, taken } = queue.place()
  assert.equal(runs.length, 8)
  assert.equal(runs.at(-1)!.nanos, 11)
  assert.deepEqual(taken, [0, 0, 0, 0])
  assert.deepEqual(takeAll(), ['keep 20', 'keep 30', 'keep 40'])
  assert.deepEqual(queue.place().runs, place.runs())
  assert.equal(queue.place().runs.at(-1)!.nanos, 50)
})

test('a cursor while a long line is open: another consumer gets that line whole, and what came between once', () => {
  const log: Given[] = [
    { nanos: 1, text: 'first\n' },
    { nanos: 2, text: PIECE },
    { kind: 2, nanos: 3, text: 'drop this\n' },
    { kind: 2, nanos: 4, text: 'between\n' },
    { nanos: 2, text: 'end\n' },
    { kind: 2, nanos: 5, text: 'after\n' },
  ]
  for (const accepts of [() => true, (text: string) => !text.startsWith('drop')]) {
    const one = queueOf(accepts)
    one.read(log.slice(0, 4))
    const before = one.takeAll()
    assert.equal(before.at(-1), 'between')
    const cursor = one.queue.place()
    assert.equal(cursor.runs.at(-1)!.nanos, 1)
    const two = queueOf(accepts, cursor)
    two.read(log.slice(1))
    assert.deepEqual(
      [...before, ...two.takeAll()].filter((text) => text !== 'drop this'),
      ['first', 'between', `${PIECE}end`, 'after'],
    )
  }
})

test('no anchor of a cursor reaches over a gap or a doubt', () => {
  const { queue, place, read, takeAll } = queueOf()
  read([{ nanos: 1, text: 'a\n' }])
  place.move([])
  queue.onNotice({ kind: 'gap', cause: 'rotated', after: undefined, before: undefined })
  read([
    { nanos: 5, text: 'b\n' },
    { nanos: 6, text: 'c\n' },
  ])
  queue.take()
  queue.take()
  queue.take()
  assert.deepEqual(
    queue.place().runs.map(({ nanos }) => nanos),
    [5],
  )
  takeAll()
  place.seam()
  queue.onSeam()
  read([
    { nanos: 8, text: 'd\n' },
    { nanos: 9, text: 'e\n' },
  ])
  queue.take()
  assert.deepEqual(
    queue.place().runs.map(({ nanos }) => nanos),
    [8],
  )
})

test('it is full beyond its bytes, and says when there is room', () => {
  const { queue, read } = queueOf()
  let rooms = 0
  queue.onRoom(() => rooms++)
  for (let n = 1; !queue.isFull; n++) read([{ nanos: n, text: `${'x'.repeat(5000)}\n` }])
  assert.ok(queue.waiting > 262_144)
  while (rooms === 0) queue.take()
  assert.ok(queue.waiting <= 131_072 && queue.waiting > 120_000)
  while (queue.take() !== undefined);
  assert.equal(queue.waiting, 0)
})

test('a batch: the same records as one by one, in every cut; its notices stand before its records', () => {
  const gap = { kind: 'gap', cause: 'rotated', after: undefined, before: undefined } as const
  const reads: Given[][] = [
    [
      { nanos: 1, text: 'one\n' },
      { kind: 2, nanos: 2, text: 'drop\n' },
      { nanos: 3, text: PIECE },
      { kind: 2, nanos: 4, text: 'three\n' },
    ],
    [
      { nanos: 3, text: 'end\n' },
      { nanos: 5, text: '\n' },
      { kind: 2, nanos: 6, text: 'drop\n' },
      { kind: 2, nanos: 7, text: 'drop\n' },
      { nanos: 8, text: 'a line beyond maxLine'.padEnd(20_000, '.') },
      { nanos: 9, text: 'last\n' },
    ],
  ]
  const fill = (mayDrop: boolean, hasGap: boolean) => {
    const made = queueOf((text) => !mayDrop || text !== 'drop\n', undefined, 17_000)
    made.read(reads[0]!)
    if (hasGap) made.queue.onNotice(gap)
    made.read(reads[1]!)
    return made
  }
  for (const [mayDrop, hasGap] of [
    [true, true],
    [false, true],
    [true, false],
    [false, false],
  ] as const) {
    const single = fill(mayDrop, hasGap)
    const wanted: unknown[] = []
    const places: unknown[] = []
    for (let item = single.queue.take(); item !== undefined; item = single.queue.take()) {
      wanted.push(
        item.kind === 'record' ? [item.text, item.timestamp, item.pieces, item.truncated, item.stream] : item.kind,
      )
      places.push(single.queue.place())
    }
    assert.ok(wanted.length >= 6 - Number(mayDrop) && wanted.includes('gap') === hasGap)
    for (const [records, bytes] of [1, 2, 3, 4, 100].flatMap((most) => [
      [most, 1] as const,
      [most, 100_000] as const,
    ])) {
      const { queue } = fill(mayDrop, hasGap)
      const found: unknown[] = []
      const latest: [() => unknown, unknown][] = []
      for (let batch = queue.takeBatch(records, bytes); batch !== undefined; batch = queue.takeBatch(records, bytes)) {
        assert.ok(batch.length <= records)
        found.push(...batch.notices.map(({ kind }) => kind))
        for (const { block, from, to } of batch.spans)
          for (let at = from; at < to; at++) {
            const { text, timestamp, pieces, truncated, stream } = new LogRecord(block, at)
            found.push([text, timestamp, pieces, truncated, stream])
          }
        latest.push([batch.place, places[found.length - 1]])
      }
      assert.deepEqual(found, wanted)
      // Worked out when all was taken, and still the place of the batch.
      for (const [place, due] of latest) assert.deepEqual(place(), due)
      assert.deepEqual([queue.waiting, queue.records, queue.notices, queue.taken], [0, 0, 0, single.queue.taken])
      assert.equal(queue.takenBytes, single.queue.takenBytes)
    }
  }
})

test('a queue that is never empty forgets what was taken', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const { queue, read } = queueOf()
  read([{ nanos: 1, text: 'first\n' }])
  const blocks: WeakRef<object>[] = []
  for (let n = 2; n < 1000; n++) {
    read([{ nanos: n, text: `${n}\n` }])
    blocks.push(new WeakRef(queue.takeBatch(1, 1)!.spans[0]!.block))
    assert.equal(queue.records, 1)
  }
  await new Promise((resolve) => setImmediate(resolve))
  gc()
  // What the cursor is made of stays, and some items.
  const alive = blocks.filter((block) => block.deref() !== undefined).length
  assert.ok(alive < 200, `${alive} of ${blocks.length}`)
})

test('a consumer that took some behind an open first line goes on there, or behind a gap where that line was rotated away', () => {
  const { queue, read, takeAll } = queueOf()
  read([
    { kind: 2, nanos: 1, text: PIECE },
    { nanos: 2, text: 'taken\n' },
  ])
  assert.deepEqual(takeAll(), ['taken'])
  const saved = queue.place()
  assert.deepEqual([saved.runs, saved.taken, saved.head?.nanos], [[], [0, 1, 0, 0], 1])
  const there = queueOf(undefined, saved)
  there.read([
    { kind: 2, nanos: 1, text: PIECE },
    { nanos: 2, text: 'taken\n' },
    { kind: 2, nanos: 1, text: 'end\n' },
    { nanos: 3, text: 'next\n' },
  ])
  assert.deepEqual(there.takeAll(), [`${PIECE}end`, 'next'])
  const gone = queueOf(undefined, saved)
  gone.read([
    { nanos: 7, text: 'later\n' },
    { nanos: 8, text: 'next\n' },
  ])
  const [gap] = [gone.queue.take()]
  assert.deepEqual(gap, {
    kind: 'gap',
    cause: 'rotated',
    after: '2026-11-29T16:22:02.000000001Z',
    before: '2026-11-29T16:22:02.000000007Z',
  })
  assert.deepEqual(gone.takeAll(), ['later', 'next'])
  // Saved again before anything came: the same place.
  assert.deepEqual(queueOf(undefined, saved).queue.place(), saved)
})
