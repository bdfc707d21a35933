// readLog() at the wire, against a peer that serves a log: what is stored comes once and in order, and then it ends.
// Its records, batches, filters and cursor are those of follow(), which has tests of its own.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { connect, type Engine } from '../../../src/index.ts'
import { type FollowedLog, follow, type ReadLogOptions, readLog } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { LogPeer } from './log-peer.ts'

const PIECE = 'x'.repeat(16_384)

async function setUp(
  t: TestContext,
): Promise<{ peer: LogPeer; engine: Engine; open: (options?: ReadLogOptions) => FollowedLog }> {
  const peer = await LogPeer.start(t)
  const engine = connect(peer.host)
  t.after(() => engine.close())
  const open = (options: ReadLogOptions = {}): FollowedLog =>
    readLog(engine, 'web', { retry: { first: 5, most: 20 }, ...options })
  return { peer, engine, open }
}

/** All of it: texts, and the kinds of notices. */
async function all(log: FollowedLog): Promise<string[]> {
  const found: string[] = []
  for await (const item of log) found.push(item.kind === 'record' ? item.text : item.kind)
  return found
}

const lines = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `line ${from + n}`)

test('a container that runs, and one that has stopped: what is stored, once, and then the end; follow() goes on there', async (t) => {
  for (const state of ['running', 'exited']) {
    const { peer, engine, open } = await setUp(t)
    for (const text of lines(0, 600)) peer.write(`${text}\n`)
    peer.state = state
    const log = await open().ready()
    assert.deepEqual(await all(log), lines(0, 600))
    assert.deepEqual(await log.next(), { value: undefined, done: true })
    assert.ok(peer.queries.every((query) => query.get('follow') !== '1'))
    peer.write('line 600\n')
    assert.deepEqual(await all(open({ from: { cursor: log.cursor } })), ['line 600'])
    peer.state = 'running'
    const followed = follow(engine, 'web', { from: { cursor: log.cursor } })
    const { value } = await followed.next()
    assert.ok(value?.kind === 'record')
    assert.equal(value.text, 'line 600')
    // And a cursor of follow() fits here.
    assert.deepEqual(await all(open({ from: { cursor: followed.cursor } })), [])
    followed.close()
    await eventually(() => assert.equal(peer.following, 0))
  }
})

test('an empty log: nothing, and the end', async (t) => {
  const { open } = await setUp(t)
  assert.deepEqual(await all(open()), [])
  assert.deepEqual(await all(open({ from: { last: 5 } })), [])
})

test('a read that breaks off, at each place: every record once, from every beginning', async (t) => {
  const { peer, open } = await setUp(t)
  for (const text of lines(0, 20)) peer.write(`${text}\n`)
  for (let at = 0; at < 20; at++) {
    peer.cutBehind = at
    const found = await all(open())
    assert.equal(peer.cutBehind, undefined)
    assert.deepEqual(
      found.filter((text) => text !== 'resumed'),
      lines(0, 20),
    )
    peer.cutBehind = Math.min(at, 18)
    const since = await all(open({ from: { since: '2026-11-29T16:22:02Z' } }))
    assert.deepEqual(
      since.filter((text) => text !== 'resumed'),
      lines(0, 20),
    )
  }
})

test('from and until: the last, a moment, to the nanosecond; the cursor stands where it ended', async (t) => {
  const { peer, engine, open } = await setUp(t)
  for (const text of lines(1, 41)) peer.write(`${text}\n`)
  const at = (nanos: number): string => `2026-11-29T16:22:02.${String(nanos).padStart(9, '0')}Z`
  assert.deepEqual(await all(open({ from: { last: 3 } })), lines(38, 41))
  assert.deepEqual(await all(open({ from: { last: 0 } })), [])
  assert.deepEqual(await all(open({ from: { since: '2026-11-29T16:22:03Z' } })), [])
  assert.deepEqual(await all(open({ until: at(0) })), [])
  for (const end of [1, 7, 39, 40]) {
    const log = open({ until: at(end) })
    assert.deepEqual(await all(log), lines(1, end + 1))
    const rest: string[] = []
    const followed = follow(engine, 'web', { from: { cursor: log.cursor } })
    while (rest.length < 40 - end) {
      const { value } = await followed.next()
      if (value?.kind === 'record') rest.push(value.text)
    }
    assert.deepEqual(rest, lines(end + 1, 41))
    followed.close()
  }
  assert.deepEqual(await all(open({ from: { last: 10 }, until: at(33) })), lines(31, 34))
  assert.deepEqual(await all(open({ until: new Date('2026-11-29T16:22:02.001Z') })), lines(1, 41))
})

test('long lines, filters, details of one output, batches that make nothing, records()', async (t) => {
  const { peer, open } = await setUp(t)
  peer.write(PIECE, 1, 100)
  peer.write('between\n', 2, 101)
  peer.write(`${PIECE}end\n`, 1, 100)
  peer.write('short\n', 1, 102)
  assert.deepEqual(await all(open({ stderr: false })), [`${PIECE}${PIECE}end`, 'short'])
  assert.deepEqual(await all(open({ stdout: false })), ['between'])
  assert.deepEqual(await all(open({ only: { includes: 'hor' } })), ['short'])
  const cut: [string, boolean][] = []
  for await (const { text, truncated } of open({ maxLine: 20_000, stderr: false }).records())
    cut.push([text, truncated])
  assert.deepEqual(cut, [
    [`${PIECE}${PIECE}`.slice(0, 20_000), true],
    ['short', false],
  ])
  const seen: string[] = []
  for await (const batch of open().batches({ records: 2 })) {
    assert.ok(batch.length <= 2)
    batch.forEach((stream, bytes, start, end, time) => {
      assert.ok(Math.abs(time - Date.parse('2026-11-29T16:22:02Z')) < 1)
      seen.push(`${stream} ${end - start} ${Buffer.from(bytes.subarray(end - 3, end)).toString()}`)
    })
  }
  assert.deepEqual(seen.toSorted(), ['1 32771 end', '1 5 ort', '2 7 een'])
})

test('damaged bytes, what was rotated away, a driver that keeps nothing: a notice each', async (t) => {
  const { peer, open } = await setUp(t)
  for (const text of lines(0, 40)) peer.write(`${text}\n`)
  peer.damagedAt = 30
  assert.deepEqual(await all(open()), [...lines(0, 30), 'gap', ...lines(30, 40)])
  peer.damagedAt = undefined
  const log = open({ until: '2026-11-29T16:22:02.000000005Z' })
  await all(log)
  peer.stored.splice(0, 10)
  assert.deepEqual(await all(open({ from: { cursor: log.cursor } })), ['gap', ...lines(10, 40)])
  await assert.rejects(
    open({ from: { cursor: log.cursor } })
      .records()
      .next(),
    { code: 'ERR_LOG_GAP' },
  )
  peer.logStatus = 501
  assert.deepEqual(await all(open()), ['unreadable'])
})

test('no such container, one that is removed before all was read, an abort, and options that do not fit', async (t) => {
  const { peer, engine, open } = await setUp(t)
  for (const text of lines(0, 20)) peer.write(`${text}\n`)
  peer.cutBehind = 10
  peer.onLog = (count) => {
    if (count > 2) peer.logStatus = 404
  }
  const found: string[] = []
  const read = async (): Promise<void> => {
    for await (const item of open()) found.push(item.kind === 'record' ? item.text : item.kind)
  }
  await assert.rejects(read(), { status: 404 })
  assert.deepEqual(found, lines(0, 10))
  peer.state = 'gone'
  await assert.rejects(open().ready(), { status: 404 })
  await assert.rejects(open({ signal: AbortSignal.abort() }).next(), { code: 'ERR_ABORTED' })
  const wrong: unknown[] = [
    { from: 'now' },
    { from: 'end' },
    { until: 'stopped' },
    { reading: 'auto' },
    { form: 'start' },
    { maxLine: -1 },
    { only: { include: 'x' } },
  ]
  for (const options of wrong)
    assert.throws(
      () => readLog(engine, 'web', options as ReadLogOptions),
      { code: 'ERR_OPTION' },
      JSON.stringify(options),
    )
})
