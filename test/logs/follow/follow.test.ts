// follow() at the wire, against a peer that serves a log: how it begins, goes on and ends, and what it leaves open.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { connect, type Engine } from '../../../src/index.ts'
import { type FollowedLog, type FollowOptions, follow } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { openResources } from '../../support/handles.ts'
import { ID, LogPeer } from './log-peer.ts'

async function setUp(
  t: TestContext,
): Promise<{ peer: LogPeer; engine: Engine; open: (options?: FollowOptions) => FollowedLog }> {
  const peer = await LogPeer.start(t)
  const engine = connect(peer.host)
  t.after(() => engine.close())
  const open = (options: FollowOptions = {}): FollowedLog => {
    const log = follow(engine, 'web', { retry: { first: 5, most: 20 }, ...options })
    t.after(() => log.close())
    return log
  }
  return { peer, engine, open }
}

/** The texts of the next `count` records; notices are passed over. */
async function texts(log: FollowedLog, count: number): Promise<string[]> {
  const found: string[] = []
  while (found.length < count) {
    const { value, done } = await log.next()
    if (done) break
    if (value.kind === 'record') found.push(value.text)
  }
  return found
}

test('a container that does not exist: ready() and the first next() reject with the 404', async (t) => {
  const { peer, open } = await setUp(t)
  peer.inspectStatus = 404
  await assert.rejects(open().ready(), { name: 'EngineError', status: 404 })
  const log = open()
  await assert.rejects(log.next(), { name: 'EngineError', status: 404 })
  assert.deepEqual(await log.next(), { value: undefined, done: true })
  assert.throws(() => log.cursor, { code: 'ERR_OPTION' })
})

test('no Engine: it is an error at the start', async () => {
  const engine = connect('unix:///nowhere/at/all.sock')
  await assert.rejects(follow(engine, 'web').ready(), { code: 'ERR_CONNECT' })
  await engine.close()
})

test('a driver that keeps nothing: one notice, then the end', async (t) => {
  const { peer, open } = await setUp(t)
  peer.logStatus = 501
  const items: unknown[] = []
  for await (const item of open()) items.push(item.kind)
  assert.deepEqual(items, ['unreadable'])
})

test('records, an end, a restart and the removal; no position is ever a time', async (t) => {
  const { peer, open } = await setUp(t)
  peer.write('one\n')
  const log = open()
  assert.equal(await log.ready(), log)
  assert.deepEqual(await texts(log, 1), ['one'])
  peer.write('two\n', 2)
  assert.deepEqual(await texts(log, 1), ['two'])
  await eventually(() => assert.equal(peer.following, 1))
  peer.write('three')
  peer.stop()
  const { value } = await log.next()
  assert.ok(value?.kind === 'record')
  assert.deepEqual([value.text, value.complete, value.source.id, value.source.name], ['three', false, ID, 'web'])
  peer.state = 'gone'
  log.close()
  for (const query of peer.queries) {
    assert.equal(query.get('since'), null)
    assert.equal(query.get('timestamps'), '1')
    assert.equal(query.get('stdout'), '1')
    assert.equal(query.get('stderr'), '1')
  }
})

test('the loop ends when the container stops, where that is the end, or is removed', async (t) => {
  const { peer, open } = await setUp(t)
  peer.write('one\n')
  peer.stop()
  const found: string[] = []
  for await (const record of open({ until: 'stopped' }).records()) found.push(record.text)
  assert.deepEqual(found, ['one'])
  peer.state = 'running'
  const log = open()
  assert.deepEqual(await texts(log, 1), ['one'])
  await eventually(() => assert.equal(peer.following, 1))
  peer.stop('gone')
  assert.deepEqual(await texts(log, 1), [])
})

test('cut within a record, ten times: every record once, and a notice each time', async (t) => {
  const { peer, open } = await setUp(t)
  const log = await open().ready()
  const found: string[] = []
  for (let n = 0; n < 100; n++) {
    peer.write(`line ${n}\n`)
    if (n % 10 === 5) {
      await eventually(() => assert.equal(peer.following, 1))
      peer.cut()
    }
    if (n % 10 === 9) found.push(...(await texts(log, 10)))
  }
  assert.deepEqual(
    found,
    Array.from({ length: 100 }, (_, n) => `line ${n}`),
  )
  assert.ok(log.figures.resumed >= 9, `${log.figures.resumed} times`)
  assert.equal(log.figures.gaps, 0)
})

test('next() many times ahead: in order, and the rest is done at the end', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 5; n++) peer.write(`line ${n}\n`)
  const log = open()
  const ahead = Array.from({ length: 8 }, () => log.next())
  const first = await Promise.all(ahead.slice(0, 5))
  assert.deepEqual(
    first.map(({ value }) => value?.kind === 'record' && value.text),
    ['line 0', 'line 1', 'line 2', 'line 3', 'line 4'],
  )
  log.close()
  for (const { done } of await Promise.all(ahead.slice(5))) assert.equal(done, true)
})

test('close(), break and the signal leave nothing open', async (t) => {
  const { peer, engine, open } = await setUp(t)
  peer.write('one\n')
  await engine.get('/info')
  const before = openResources().Timeout ?? 0
  const ways: ((log: FollowedLog, ender: AbortController) => Promise<unknown>)[] = [
    async (log) => {
      await texts(log, 1)
      const pending = log.next()
      log.close()
      assert.equal((await pending).done, true)
    },
    async (log) => {
      for await (const _ of log) break
    },
    async (log) => {
      for await (const _ of log.records()) break
    },
    async (log, ender) => {
      await texts(log, 1)
      const pending = log.next()
      ender.abort(new Error('enough'))
      await assert.rejects(pending, { code: 'ERR_ABORTED' })
      assert.equal((await log.next()).done, true)
    },
    async (log, ender) => {
      ender.abort()
      await assert.rejects(log.ready(), { code: 'ERR_ABORTED' })
    },
    async (log) => {
      const pending = log.ready()
      log.close()
      await assert.rejects(pending, { code: 'ERR_CLOSED' })
    },
    async (log) => {
      await using own = log
      await own.ready()
    },
  ]
  for (const [index, way] of ways.entries()) {
    const ender = new AbortController()
    await way(open({ signal: ender.signal }), ender)
    await eventually(() => assert.equal(peer.following, 0, `way ${index}`))
  }
  // The pool's own timer for idle connections may have come; none of a log is left.
  await eventually(() => assert.ok((openResources().Timeout ?? 0) <= before + 1, JSON.stringify(openResources())))
})

test('a consumer that takes nothing: what waits is bounded', async (t) => {
  const { peer, open } = await setUp(t)
  const text = `${'x'.repeat(10_000)}\n`
  for (let n = 0; n < 1000; n++) peer.write(text)
  const log = open()
  assert.equal((await texts(log, 1)).length, 1)
  await new Promise((resolve) => setTimeout(resolve, 200))
  // The limit, and at most what one read more brought.
  assert.ok(log.figures.buffered < 262_144 + 200_000, `${log.figures.buffered}`)
  assert.equal((await texts(log, 999)).length, 999)
})

test('a cursor: goes on behind what was taken, in another process of the same container only', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 20; n++) peer.write(n % 2 === 0 ? `keep ${n}\n` : `drop ${n}\n`)
  const log = open({ only: { startsWith: 'keep' } })
  assert.deepEqual(await texts(log, 3), ['keep 0', 'keep 2', 'keep 4'])
  const { cursor } = log
  assert.ok(cursor.length < 700)
  log.close()
  assert.deepEqual(await texts(open({ from: { cursor } }), 3), ['drop 5', 'keep 6', 'drop 7'])
  assert.deepEqual(await texts(open({ from: { cursor }, only: { includes: '8' } }), 2), ['keep 8', 'keep 18'])
  peer.id = 'decaf'.padEnd(64, '0')
  await assert.rejects(open({ from: { cursor } }).ready(), { code: 'ERR_OPTION', message: /c0ffee000000.*decaf/ })
})

test("from 'now', the last, and a cursor before the first record", async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 5; n++) peer.write(`old ${n}\n`)
  assert.deepEqual(await texts(open({ from: { last: 2 } }), 2), ['old 3', 'old 4'])
  const log = await open({ from: 'now' }).ready()
  const { cursor } = log
  peer.write('new\n')
  assert.deepEqual(await texts(log, 1), ['new'])
  assert.deepEqual(await texts(open({ from: { cursor } }), 1), ['new'])
})

test("from 'now', where the read that looks for the end is cut: the place is right, for a later follower, too", async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 20; n++) peer.write(`old ${n}\n`)
  for (let at = 0; at < 20; at++) {
    peer.cutTailBehind = at
    const log = await open({ from: 'now' }).ready()
    assert.equal(peer.cutTailBehind, undefined)
    const { cursor } = log
    peer.write(`new ${at}\n`)
    for (const one of [log, open({ from: { cursor } })]) {
      assert.deepEqual(await texts(one, 1), [`new ${at}`])
      one.close()
    }
  }
})

test('nothing is stored that it begins with: what is stored is older and does not come, what is written then does', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 3; n++) peer.write(`old ${n}\n`)
  for (const from of [{ last: 0 }, { since: '2026-11-29T16:22:03Z' }]) {
    const logs = [open({ from }), open({ from, reading: 'snapshots' })]
    for (const log of logs) await log.ready()
    const first = logs.map((log) => texts(log, 1))
    // Each of them has looked where the log ends.
    const looked = (): number =>
      peer.queries.filter((query) => query.get('tail') === '256' && query.get('follow') !== '1').length
    await eventually(() => assert.equal(looked(), 2))
    peer.write('new\n')
    assert.deepEqual(await Promise.all(first), [['new'], ['new']])
    for (const log of logs) log.close()
    peer.queries.length = 0
  }
})

test('what was rotated away: a gap for those who iterate, an error for records()', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 30; n++) peer.write(`line ${n}\n`)
  const log = open()
  await texts(log, 10)
  const { cursor } = log
  log.close()
  peer.stored.splice(0, 20)
  const again = open({ from: { cursor } })
  const { value } = await again.next()
  assert.ok(value?.kind === 'gap')
  assert.deepEqual(
    [value.cause, value.after, value.before, value.source.name],
    ['rotated', '2026-11-29T16:22:02.000000010Z', '2026-11-29T16:22:02.000000021Z', 'web'],
  )
  assert.deepEqual(await texts(again, 2), ['line 20', 'line 21'])
  await assert.rejects(open({ from: { cursor } }).records().next(), { code: 'ERR_LOG_GAP', blame: 'peer' })
})

test('unref(): the log alone does not keep a process alive', async (t) => {
  const { peer } = await setUp(t)
  peer.write('one\n')
  const src = pathToFileURL(path.resolve(import.meta.dirname, '../../../src')).href
  const program = `
    const { connect } = await import('${src}/index.js')
    const { follow } = await import('${src}/logs.js')
    const log = follow(connect('${peer.host}'), 'web')
    const { value } = await log.next()
    console.log(value.text)
    setTimeout(() => { log.unref(); log.next() }, 100)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill())
  let said = ''
  child.stdout.on('data', (bytes) => (said += bytes))
  const [code] = await once(child, 'exit')
  // 13: the last promise is never settled, which is what unref() is about.
  assert.ok(code === 0 || code === 13, String(code))
  assert.equal(said, 'one\n')
})
