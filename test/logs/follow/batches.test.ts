// batches() at the wire: the same records as one by one, what a batch holds, cursors between batches, and ends while one is awaited.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { connect } from '../../../src/index.ts'
import { type FollowedLog, type FollowOptions, follow, type LogBatch, type LogNotice } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { openResources } from '../../support/handles.ts'
import { LogPeer } from './log-peer.ts'

async function setUp(t: TestContext): Promise<{ peer: LogPeer; open: (options?: FollowOptions) => FollowedLog }> {
  const peer = await LogPeer.start(t)
  const engine = connect(peer.host)
  t.after(() => engine.close())
  const open = (options: FollowOptions = {}): FollowedLog => {
    const log = follow(engine, 'web', { retry: { first: 5, most: 20 }, ...options })
    t.after(() => log.close())
    return log
  }
  return { peer, open }
}

const STREAMS = ['stdin', 'stdout', 'stderr', 'system']

/** What forEach gives. */
function linesOf(batch: LogBatch): string[] {
  const lines: string[] = []
  batch.forEach((stream, bytes, start, end) => {
    lines.push(`${STREAMS[stream]} ${Buffer.from(bytes.subarray(start, end)).toString()}`)
  })
  return lines
}

const texts = (batch: LogBatch): string[] => [...batch].map(({ text }) => text)

test('cut ten times: forEach, record() and iterating give every record once; bytes stay as they were', async (t) => {
  const { peer, open } = await setUp(t)
  const log = open()
  const wanted: string[] = []
  const found: string[] = []
  const kept: (() => string)[] = []
  let notices = 0
  const writeTen = async (): Promise<void> => {
    for (let n = 0; n < 10; n++) {
      const isError = n % 3 === 2
      const text = n === 5 ? `${wanted.length} ${'long'.repeat(4000)}` : `line ${wanted.length}`
      wanted.push(`${isError ? 'stderr' : 'stdout'} ${text}`)
      peer.write(`${text}\n`, isError ? 2 : 1)
      if (n !== 5 || wanted.length < 10) continue
      await eventually(() => assert.equal(peer.following, 1))
      peer.cut()
    }
  }
  await writeTen()
  for await (const batch of log.batches({ records: 7 })) {
    notices += batch.notices.length
    const lines = linesOf(batch)
    assert.deepEqual(
      lines,
      [...batch].map(({ stream, text }) => `${stream} ${text}`),
    )
    assert.deepEqual(
      lines,
      lines.map((_, at) => `${batch.record(at).stream} ${batch.record(at).text}`),
    )
    assert.equal(batch.length, lines.length)
    assert.ok(batch.length <= 7)
    batch.forEach((_stream, bytes, start, end, time) => {
      kept.push(() => Buffer.from(bytes.subarray(start, end)).toString())
      assert.ok(Math.abs(time - (Date.parse('2026-11-29T16:22:02Z') + kept.length / 1e6)) < 0.001, String(time))
    })
    found.push(...lines)
    if (found.length < wanted.length) continue
    if (wanted.length === 100) break
    await writeTen()
  }
  // A cut before the log is back from the last one is of the same absence.
  assert.ok(notices > 4 && notices <= 9, `${notices} notices`)
  assert.deepEqual(found, wanted)
  assert.deepEqual(
    kept.map((textOf) => textOf()),
    wanted.map((line) => line.slice(7)),
  )
})

test('a loop that is left between batches goes on from the batch’s cursor, also from that of an earlier batch', async (t) => {
  const { peer, open } = await setUp(t)
  const count = 200
  for (let n = 0; n < count; n++) peer.write(`line ${n}\n`, 1 + (n % 2))
  const found: string[] = []
  let cursor: string | undefined
  while (found.length < count) {
    const log = open({ from: cursor === undefined ? 'start' : { cursor } })
    let earlier: { cursor: string; count: number } | undefined
    for await (const batch of log.batches({ records: 13 })) {
      // Two batches are taken, and what the second one brought is forgotten, as after a crash.
      if (earlier !== undefined && found.length % 3 === 0) {
        found.length = earlier.count
        break
      }
      found.push(...texts(batch))
      earlier = { cursor: batch.cursor, count: found.length }
      cursor = batch.cursor
      if (found.length % 2 === 1) break
      if (found.length === count) break
    }
    cursor = earlier?.cursor ?? cursor
    assert.ok(cursor!.length < 700)
  }
  assert.deepEqual(
    found,
    Array.from({ length: count }, (_, n) => `line ${n}`),
  )
})

test('a batch’s cursor does not move with later batches', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 30; n++) peer.write(`line ${n}\n`)
  const batches = open().batches({ records: 10 })
  const first = (await batches.next()).value!
  const second = (await batches.next()).value!
  assert.equal(second.length, 10)
  const again = open({ from: { cursor: first.cursor } }).batches({ records: 100 })
  assert.deepEqual(texts((await again.next()).value!).at(0), 'line 10')
  assert.deepEqual(texts(second).at(0), 'line 10')
})

test('a gap is told at once, in a batch before the records behind it', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 30; n++) peer.write(`line ${n}\n`)
  const log = open()
  const { value: first } = await log.batches({ records: 5 }).next()
  log.close()
  peer.stored.splice(0, 20)
  const batches = open({ from: { cursor: first!.cursor } }).batches({ waitMs: 20 })
  const told = (await batches.next()).value!
  const [gap] = told.notices as LogNotice[]
  assert.ok(gap?.kind === 'gap')
  assert.deepEqual([gap.cause, gap.source.name], ['rotated', 'web'])
  assert.equal([...texts(told), ...texts((await batches.next()).value!)][0], 'line 20')
})

test('waitMs: a batch waits for more, and not longer than until it is full, until a notice, or the end', async (t) => {
  const { peer, open } = await setUp(t)
  const log = open({ until: 'stopped' })
  peer.write('one\n')
  const batches = log.batches({ records: 3, waitMs: 60_000 })
  const full = batches.next()
  await eventually(() => assert.equal(peer.following, 1))
  peer.write('two\n')
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(log.figures.records, 0)
  peer.write('three\n')
  peer.write('four\n')
  assert.deepEqual(texts((await full).value!), ['one', 'two', 'three'])
  const noticed = batches.next()
  peer.cut()
  const batch = (await noticed).value!
  assert.deepEqual(texts(batch), ['four'])
  const told = (await batches.next()).value!
  assert.deepEqual([told.notices[0]?.kind, told.length], ['resumed', 0])
  assert.throws(() => told.record(0), { code: 'ERR_OPTION' })
  const last = batches.next()
  peer.write('five\n')
  peer.stop()
  assert.deepEqual(texts((await last).value!), ['five'])
  assert.equal((await batches.next()).done, true)
  const short = open().batches({ waitMs: 30 })
  assert.deepEqual(texts((await short.next()).value!), ['one', 'two', 'three', 'four', 'five'])
})

test('batches asked for ahead come in order; a batch and single records can take turns', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 9; n++) peer.write(`line ${n}\n`)
  const log = open()
  const batches = log.batches({ records: 2 })
  const [one, two, single, three] = await Promise.all([batches.next(), batches.next(), log.next(), batches.next()])
  assert.deepEqual(texts(one.value!), ['line 0', 'line 1'])
  assert.deepEqual(texts(two.value!), ['line 2', 'line 3'])
  assert.ok(single.value?.kind === 'record' && single.value.text === 'line 4')
  assert.deepEqual(texts(three.value!), ['line 5', 'line 6'])
})

test('ended while a batch is awaited, with and without something in it: at once, and nothing stays open', async (t) => {
  const { peer, open } = await setUp(t)
  const before = openResources().Timeout ?? 0
  for (const text of [undefined, 'one\n']) {
    if (text !== undefined) peer.write(text)
    for (const way of ['return', 'throw', 'close', 'dispose', 'signal'] as const) {
      const ender = new AbortController()
      const log = open({ signal: ender.signal })
      const batches = log.batches({ waitMs: 60_000 })
      const pending = batches.next()
      pending.catch(() => {})
      await eventually(() => assert.equal(peer.following, 1, way))
      if (text !== undefined) await eventually(() => assert.ok(log.figures.buffered > 0))
      if (way === 'return') assert.equal((await batches.return!()).done, true)
      else if (way === 'throw') await assert.rejects(batches.throw!(new Error('own')), { message: 'own' })
      else if (way === 'close') log.close()
      else if (way === 'dispose') await log[Symbol.asyncDispose]()
      else ender.abort()
      if (way === 'signal') await assert.rejects(pending, { code: 'ERR_ABORTED' })
      else assert.equal((await pending).done, true, way)
      assert.equal((await batches.next()).done, true)
      await eventually(() => assert.equal(peer.following, 0, way))
    }
  }
  await eventually(() => assert.ok((openResources().Timeout ?? 0) <= before + 1, JSON.stringify(openResources())))
})

test('an error of the Engine rejects once; bad options at once', async (t) => {
  const { peer, open } = await setUp(t)
  peer.inspectStatus = 404
  const batches = open().batches()
  await assert.rejects(batches.next(), { name: 'EngineError', status: 404 })
  assert.equal((await batches.next()).done, true)
  for (const options of [{ records: 0 }, { bytes: 0 }, { bytes: 1.5 }, { waitMs: -1 }, { limit: 1 } as object])
    assert.throws(() => open().batches(options), { code: 'ERR_OPTION' }, JSON.stringify(options))
})

test('a filter: what it drops is in no batch, and behind its cursor', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 100; n++) peer.write(n % 10 === 0 ? `keep ${n}\n` : `drop ${n}\n`)
  const log = open({ only: { startsWith: 'keep' } })
  const batch = (await log.batches({ records: 4 }).next()).value!
  assert.deepEqual(linesOf(batch), ['stdout keep 0', 'stdout keep 10', 'stdout keep 20', 'stdout keep 30'])
  const from = { cursor: batch.cursor }
  assert.equal(texts((await open({ from }).batches().next()).value!)[0], 'drop 31')
  const rest = open({ from, only: { startsWith: 'keep' } }).batches()
  assert.equal(texts((await rest.next()).value!)[0], 'keep 40')
})
