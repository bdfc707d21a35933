// Sources of a tail() that fall silent are put away, at the wire: what is asked for then, what wakes them, and that nothing is lost by it.
// That over many schedules is in follower.property.test.ts, and what they keep of memory in idle-memory.test.ts.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../../../src/index.ts'
import { takePace } from '../../../src/logs/tail/silence.ts'
import type { TailedLogs, TailOptions } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import type { FleetPeer, PeerContainer } from './fleet-peer.ts'
import { inWords, records, setUp, texts, until } from './tail-kit.ts'

/** Milliseconds of silence: more than a busy machine pauses this process. */
const SILENCE_MS = 250

interface Asleep {
  readonly peer: FleetPeer
  readonly all: TailedLogs
  readonly one: PeerContainer
  readonly open: (options?: TailOptions) => TailedLogs
  readonly engine: Engine
}

/** A container of three lines that were taken, followed by a tail that puts it away soon. */
async function begin(t: TestContext, version = '20.10.24', maxSize?: string, options?: TailOptions): Promise<Asleep> {
  takePace({ silenceMs: SILENCE_MS, tickMs: 10 })
  t.after(() => takePace(undefined))
  const { peer, open, engines } = await setUp(t)
  peer.version = version
  const one = peer.run('a', maxSize === undefined ? {} : { maxSize })
  for (let n = 0; n < 3; n++) peer.write(one, String(n))
  const all = await open(options).ready()
  assert.equal(inWords(await until(all, records(3))), 'joined a, a:0, a:1, a:2')
  return { peer, all, one, open, engine: engines[0]! }
}

/** Resolves when exactly this was asked for, and nothing else follows for a while; what is asked from then on counts anew. */
async function asked(peer: FleetPeer, wanted: readonly string[]): Promise<void> {
  await eventually(() => assert.deepEqual(peer.asked, wanted))
  await sleep(SILENCE_MS * 3)
  assert.deepEqual(peer.asked.splice(0), wanted)
}

/** By reading: what is asked for at first, and when it is put away. */
const WAYS = {
  'a log that does not rotate': {
    version: '28.5.0',
    maxSize: undefined,
    first: ['inspect', 'all+'],
    away: ['1', 'inspect', '1'],
    state: 'following',
  },
  'a log that rotates': {
    version: '28.5.0',
    // Of 10m a connection would be late after 20 ms, which a busy machine takes now and then.
    maxSize: '100m',
    first: ['inspect', '0+', '1', 'all', '1', 'inspect', '1', '256+'],
    away: ['1', 'inspect', '1'],
    state: 'following',
  },
} as const

for (const [what, { version, maxSize, first, away, state }] of Object.entries(WAYS)) {
  test(`${what}: put away behind a closing read, and woken by the next record`, async (t) => {
    const { peer, all, one } = await begin(t, version, maxSize)
    const { cursor } = all
    await asked(peer, [...first, ...away])
    // The same connection, and no other request, for as long as it is silent.
    assert.equal(peer.following, 1)
    assert.equal(all.cursor, cursor)
    assert.deepEqual(
      all.figures.sources.map(({ source, ...figures }) => [source.name, source.rotates, figures]),
      [['a', maxSize !== undefined, { state, lagMs: 0, records: 3, bytes: 6, buffered: 0, gaps: 0, resumed: 0 }]],
    )
    peer.write(one, '3')
    assert.equal(inWords(await until(all, records(1))), 'a:3')
    // Nothing was asked for: it reads on where it was.
    peer.write(one, '4')
    assert.equal(inWords(await until(all, records(1))), 'a:4')
    // Put away again; what was far apart on a log that rotates is audited first.
    await eventually(() => assert.deepEqual(peer.asked.slice(-3), away))
    assert.equal(/^25/.test(peer.asked[0]!), maxSize !== undefined)
    assert.equal(peer.asked.length, away.length + (maxSize === undefined ? 0 : 1))
    assert.equal(peer.following, 1)
    assert.deepEqual([all.figures.records, all.figures.resumed, all.figures.gaps], [5, 0, 0])
  })
}

test('a log that is read by snapshots: its second connection wakes it', async (t) => {
  const { peer, all, one } = await begin(t, '20.10.24', '10m')
  await eventually(() => assert.deepEqual(peer.asked.slice(-2), ['1', 'inspect']))
  const { length } = peer.asked
  // It reads no more: that was once a second.
  await sleep(1500)
  assert.equal(peer.asked.length, length)
  assert.equal(peer.following, 1)
  peer.write(one, '3')
  assert.equal(inWords(await until(all, records(1))), 'a:3')
  // Another second connection, and what is stored.
  assert.deepEqual(peer.asked.slice(length, length + 3), ['0+', '1', '256'])
})

test('stopped, started again and removed while it is put away: as if it were followed', async (t) => {
  const { peer, all, one } = await begin(t)
  await eventually(() => assert.equal(peer.asked.length, 5))
  peer.stop(one)
  await eventually(() => assert.equal(all.figures.sources[0]!.state, 'waiting'))
  peer.start(one)
  peer.write(one, 'again')
  const items = await until(all, (found) => found.length >= 2)
  assert.deepEqual(texts(items), ['a:again'])
  assert.deepEqual(
    items.filter(({ kind }) => kind === 'resumed').map((item) => item.kind === 'resumed' && item.reason),
    ['restarted'],
  )
  // It is put away again.
  await eventually(() => assert.deepEqual(peer.asked.slice(-4), ['256+', '1', 'inspect', '1']))
  await sleep(SILENCE_MS)
  peer.write(one, 'last')
  peer.remove(one)
  assert.equal(inWords(await until(all, (found) => found.at(-1)?.kind === 'left')), 'a:last, left a')
})

test('its connection is cut while it is put away: that is reported, and nothing is missing', async (t) => {
  const { peer, all, one } = await begin(t)
  await asked(peer, ['inspect', 'all+', '1', 'inspect', '1'])
  peer.cutLog(one)
  peer.write(one, '3')
  const items = await until(all, (found) => found.length >= 2)
  assert.equal(inWords(items), 'a:3, resumed a')
  assert.equal(items[1]?.kind === 'resumed' && items[1].reason, 'cut')
  await eventually(() => assert.equal(peer.following, 1))
})

test('a connection that died without an end: a look after `stall` wakes it', async (t) => {
  const { peer, all, one } = await begin(t, '28.5.0', undefined, { stall: SILENCE_MS * 4 })
  await asked(peer, ['inspect', 'all+', '1', 'inspect', '1'])
  await eventually(() => assert.deepEqual(peer.asked, ['1']))
  peer.store(one, '3')
  const items = await until(all, (found) => found.length >= 2)
  assert.equal(inWords(items), 'a:3, resumed a')
  assert.equal(items[1]?.kind === 'resumed' && items[1].reason, 'stalled')
  await eventually(() => assert.equal(peer.following, 1))
})

test('a record wakes it while its log is looked at: the look is given up, and nothing of it outlives close()', async (t) => {
  const { peer, all, one, engine } = await begin(t, '28.5.0', undefined, { stall: SILENCE_MS * 4 })
  await asked(peer, ['inspect', 'all+', '1', 'inspect', '1'])
  let looks = 0
  // The look is not answered.
  peer.onRequest = (path) => !path.endsWith('/logs') || looks++ > 0
  await eventually(() => assert.equal(looks, 1))
  const { busy } = engine.connections
  peer.write(one, '3')
  assert.equal(inWords(await until(all, records(1))), 'a:3')
  assert.equal(engine.connections.busy, busy - 1)
  all.close()
  await eventually(() => assert.equal(engine.connections.busy, 0), { within: 200 })
})

test('unref() while it is put away: its connection does not keep the process alive either', async (t) => {
  const { peer, all } = await begin(t)
  const held = (): number => process.getActiveResourcesInfo().filter((name) => name === 'PipeWrap').length
  // The log's connection was left, and nobody has it yet.
  peer.onInspect = () => all.unref()
  await asked(peer, ['inspect', 'all+', '1', 'inspect', '1'])
  const once = held()
  all.unref()
  assert.equal(once, held())
})

test('the Engine goes away and comes back while all are put away', async (t) => {
  const { peer, all, one } = await begin(t)
  await asked(peer, ['inspect', 'all+', '1', 'inspect', '1'])
  await peer.away()
  peer.write(one, '3')
  await peer.listen()
  assert.deepEqual(texts(await until(all, records(1))), ['a:3'])
})

test('closed while it is put away: the connection ends, and its cursor goes on there', async (t) => {
  const { peer, all, one, open } = await begin(t)
  await asked(peer, ['inspect', 'all+', '1', 'inspect', '1'])
  const { cursor } = all
  all.close()
  assert.equal(all.cursor, cursor)
  await eventually(() => assert.equal(peer.following, 0))
  peer.write(one, '3')
  assert.deepEqual(texts(await until(open({ from: { cursor } }), records(1))), ['a:3'])
})

test('what waits for its consumer is not put away', async (t) => {
  const { peer, all, one } = await begin(t)
  peer.write(one, '3')
  await eventually(() => assert.equal(all.figures.buffered > 0, true))
  await sleep(SILENCE_MS * 4)
  assert.deepEqual(peer.asked, ['inspect', 'all+'])
  assert.equal(inWords(await until(all, records(1))), 'a:3')
})

test('a hundred wake at once: each has its records, once, in order', async (t) => {
  takePace({ silenceMs: SILENCE_MS, tickMs: 10 })
  t.after(() => takePace(undefined))
  const { peer, open } = await setUp(t)
  const made = Array.from({ length: 100 }, (_, n) => peer.run(`web${n}`))
  for (const one of made) peer.write(one, '0')
  const all = await open().ready()
  await until(all, records(100))
  // Each is asked for what it has, twice, and inspected, when it is put away.
  await eventually(() => assert.equal(peer.asked.length, 500))
  for (let n = 1; n <= 5; n++) for (const one of made) peer.write(one, String(n))
  const seen = texts(await until(all, records(500)))
  for (const { name } of made) {
    const own = seen.filter((text) => text.startsWith(`${name}:`))
    assert.deepEqual(
      own,
      [1, 2, 3, 4, 5].map((n) => `${name}:${n}`),
      name,
    )
  }
  assert.deepEqual([all.figures.records, all.figures.gaps], [600, 0])
})

test('a log with a line now and then is not put away for each of them', async (t) => {
  const { peer, all, one } = await begin(t)
  peer.asked.length = 0
  for (let n = 0; n < 20; n++) {
    await sleep(SILENCE_MS * 1.6)
    peer.write(one, String(n))
    await until(all, records(1))
  }
  // Put away once or twice, until it has to be silent for longer than it is.
  assert.ok(peer.asked.filter((what) => what === 'inspect').length <= 4, peer.asked.join(' '))
})
