// tail() at the wire, against a peer with many containers: in which order it gives what it has, and what it leaves open.
// What it finds is in tail-finding.test.ts.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TailedLogs, type TailOptions, tail } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { openResources } from '../../support/handles.ts'
import type { FleetPeer } from './fleet-peer.ts'
import { inWords, records, setUp, texts, until } from './tail-kit.ts'

test('a cursor for all sources of two Engines: goes on behind what was taken of each; refused for other Engines', async (t) => {
  const { peers, open, engines } = await setUp(t, ['ONE', 'TWO'])
  const [one, two] = peers as [FleetPeer, FleetPeer]
  const a = one.run('a')
  const b = two.run('b')
  for (let n = 0; n < 50; n++) {
    one.write(a, String(n))
    two.write(b, String(n))
  }
  const seen: string[] = []
  let from: TailOptions['from'] = 'start'
  for (let round = 0; seen.length < 100; round++) {
    const all = open({ from })
    seen.push(...texts(await until(all, records(Math.min(7, 100 - seen.length)))))
    from = { cursor: all.cursor }
    all.close()
    assert.equal(all.cursor, from.cursor)
    if (round === 3) one.remove(one.run('gone'))
  }
  for (const name of ['a', 'b']) {
    assert.deepEqual(
      seen.filter((text) => text.startsWith(name)),
      Array.from({ length: 50 }, (_, n) => `${name}:${n}`),
    )
  }
  // One Engine more begins at its start; one that the cursor has and nobody gives is refused.
  const { cursor } = from as { cursor: string }
  await assert.rejects(tail(engines[0]!, { from: { cursor } }).ready(), { code: 'ERR_OPTION', message: /TWO.*ONE/ })
  assert.throws(() => tail(engines, { from: { cursor: '{}' } }), { code: 'ERR_OPTION' })
  assert.throws(() => open().cursor, { code: 'ERR_OPTION' })
})

test('from a moment behind all that is stored, and from one before: only what was written since', async (t) => {
  const { peer, open } = await setUp(t)
  const [a, b] = [peer.run('a'), peer.run('b')]
  const began = Date.now()
  for (let n = 0; n < 3; n++) for (const one of [a, b]) peer.write(one, `old ${n}`, began - 2000 + n * 1000)
  const wanted: [TailOptions['from'], number][] = [
    [{ since: new Date(began + 60_000) }, 3],
    [{ since: new Date(began - 1500) }, 1],
  ]
  for (const [from, old] of wanted) {
    const all = await open({ from }).ready()
    // Each has looked where its log ends.
    await eventually(() => assert.equal(peer.following, 2))
    for (const one of [a, b]) peer.write(one, 'new', began + 90_000)
    const found = texts(await until(all, records(2 * (4 - old))))
    for (const name of ['a', 'b']) {
      const lines = Array.from({ length: 3 - old }, (_, n) => `${name}:old ${old + n}`)
      assert.deepEqual(
        found.filter((text) => text.startsWith(name)),
        [...lines, `${name}:new`],
        JSON.stringify(from),
      )
    }
    all.close()
    await eventually(() => assert.equal(peer.following, 0))
    for (const one of [a, b]) one.stored.pop()
  }
})

test("from 'now', where the reads that look for the ends are cut: the cursor stands there, whatever else waits", async (t) => {
  const { peer, open } = await setUp(t)
  const [a, b] = [peer.run('a'), peer.run('b')]
  for (let n = 0; n < 3; n++) for (const one of [a, b]) peer.write(one, `old ${n}`)
  a.cuts = b.cuts = 2
  const all = await open({ from: 'now' }).ready()
  const { cursor } = all
  for (const one of [a, b]) peer.write(one, 'new')
  for (const one of [all, open({ from: { cursor } })]) {
    assert.deepEqual(texts(await until(one, records(2))).toSorted(), ['a:new', 'b:new'])
    one.close()
  }
})

test('options that do not fit are refused at once', async (t) => {
  const { engines } = await setUp(t)
  const wrong: unknown[] = [
    { containers: { nams: [] } },
    { containers: 'web' },
    { order: 'time' },
    { order: { withinMs: -1 } },
    { from: 'end' },
    { from: { last: 3 } },
    { maxBytes: 0 },
    { relist: 1.5 },
    { until: 'never' },
  ]
  for (const options of wrong) {
    assert.throws(() => tail(engines, options as TailOptions), { code: 'ERR_OPTION' }, JSON.stringify(options))
  }
  for (const given of [[], undefined, [undefined]]) assert.throws(() => tail(given as never), { code: 'ERR_OPTION' })
})

test('by time within a window: two Engines in order, also where one clock is ahead; what comes late is not dropped', async (t) => {
  const { peers, open } = await setUp(t, ['ONE', 'TWO'])
  const [one, two] = peers as [FleetPeer, FleetPeer]
  const a = one.run('a')
  const b = two.run('b')
  const all = await open({ order: { withinMs: 150 } }).ready()
  await eventually(() => assert.equal(one.following + two.following, 2))
  const now = Date.now()
  for (let n = 0; n < 10; n++) one.write(a, String(2 * n), now + 2 * n)
  await sleep(20)
  for (let n = 0; n < 10; n++) two.write(b, String(2 * n + 1), now + 2 * n + 1)
  const items = texts(await until(all, records(20)))
  assert.deepEqual(
    items,
    Array.from({ length: 20 }, (_, n) => `${n % 2 === 0 ? 'a' : 'b'}:${n}`),
  )
  two.write(b, 'late', now - 5000)
  assert.deepEqual(texts(await until(all, records(1))), ['b:late'])
})

test('a consumer that stays away: what waits of all is bounded, and everything comes', async (t) => {
  const { peer, open } = await setUp(t)
  const count = 40
  const text = 'x'.repeat(1000)
  const made = Array.from({ length: count }, (_, n) => peer.run(`web${n}`))
  const maxBytes = 1_000_000
  const all = await open({ maxBytes }).ready()
  for (const one of made) for (let n = 0; n < 200; n++) peer.write(one, `${n} ${text}`)
  await eventually(() => assert.ok(all.figures.buffered > maxBytes / 2))
  await sleep(200)
  // The bound, and what those that were beginning brought.
  assert.ok(all.figures.buffered < maxBytes + 16 * 65_536 * 1.2, String(all.figures.buffered))
  const items = texts(await until(all, records(count * 200)))
  for (const { name } of made) {
    const own = items
      .filter((item) => item.startsWith(`${name}:`))
      .map((item) => Number.parseInt(item.split(':')[1]!, 10))
    assert.deepEqual(
      own,
      Array.from({ length: 200 }, (_, n) => n),
      name,
    )
  }
})

test('a quiet line beside a log at full speed: it waits for a turn, not for the other log', async (t) => {
  const { peer, open } = await setUp(t)
  const loud = peer.run('loud')
  const quiet = peer.run('quiet')
  const all = await open().ready()
  const text = 'x'.repeat(200)
  for (let n = 0; n < 20_000; n++) peer.write(loud, text)
  let before = 0
  let isWritten = false
  for await (const item of all) {
    if (item.kind !== 'record') continue
    if (item.source.name === 'quiet') break
    if (!isWritten && ++before > 1000) {
      isWritten = true
      before = 0
      peer.write(quiet, 'here')
    }
    if (isWritten) before++
  }
  // One turn of the loud log, what a turn of the loop takes, and what was under way.
  assert.ok(before < 4000, `${before} lines before it`)
})

test('a log that keeps nothing, and one that the Engine refuses: a notice each, and the others go on', async (t) => {
  const { peer, open } = await setUp(t)
  const web = peer.run('web')
  peer.write(web, 'one')
  const [none, bad] = [peer.run('none'), peer.run('bad')]
  none.logStatus = 501
  bad.logStatus = 400
  const all = await open().ready()
  const items = await until(all, (items) =>
    ['left none', 'left bad', 'web:one'].every((one) => inWords(items).includes(one)),
  )
  assert.deepEqual(
    items
      .filter(({ kind }) => kind === 'unreadable' || kind === 'failed')
      .map((item) => inWords([item]))
      .sort(),
    ['failed bad', 'unreadable none'],
  )
  peer.write(web, 'two')
  assert.deepEqual(texts(await until(all, records(1))), ['web:two'])
  const rejected = async (): Promise<void> => {
    for await (const _ of open().records());
  }
  await assert.rejects(rejected(), { name: 'EngineError', status: 400 })
})

test('close(), break, the signal and dispose leave nothing open', async (t) => {
  const { peer, engines, open } = await setUp(t)
  const web = peer.run('web')
  peer.stop(peer.run('stopped'))
  peer.create('created')
  peer.write(web, 'one')
  await engines[0]!.get('/info')
  const before = openResources().Timeout ?? 0
  const ways: ((all: TailedLogs, ender: AbortController) => Promise<unknown>)[] = [
    async (all) => {
      await until(all, records(1))
      const pending = all.next()
      all.close()
      assert.equal((await pending).done, true)
    },
    async (all) => {
      for await (const _ of all) break
    },
    async (all) => {
      for await (const { text } of all.records()) {
        assert.equal(text, 'one')
        break
      }
    },
    async (all, ender) => {
      await until(all, records(1))
      const pending = until(all, () => false)
      ender.abort(new Error('enough'))
      await assert.rejects(pending, { code: 'ERR_ABORTED' })
      assert.equal((await all.next()).done, true)
    },
    async (all, ender) => {
      ender.abort()
      await assert.rejects(all.ready(), { code: 'ERR_ABORTED' })
    },
    async (all) => {
      const pending = all.ready()
      all.close()
      await assert.rejects(pending, { code: 'ERR_CLOSED' })
    },
    async (all) => {
      await using own = all
      await own.ready()
    },
  ]
  for (const [index, way] of ways.entries()) {
    const ender = new AbortController()
    await way(open({ signal: ender.signal, order: index % 2 ? { withinMs: 10 } : 'arrival' }), ender)
    await eventually(() => {
      assert.equal(peer.following, 0, `way ${index}`)
      assert.equal(peer.listeners.size, 0, `way ${index}`)
    })
  }
  // The pool's own timer for idle connections may have come; none of a tail is left.
  await eventually(() => assert.ok((openResources().Timeout ?? 0) <= before + 1, JSON.stringify(openResources())))
})
