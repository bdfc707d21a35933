// The pool: which connection a call gets, how many are kept and how long, what a stale one costs, and what close does.

import assert from 'node:assert/strict'
import test from 'node:test'
import { takeClock, takeTimers } from '../../src/net/base/timers.ts'
import { answer, failure, JSON_TYPE, serve, turn, turns, watch } from '../engine/kit.ts'
import type { Script, Wire } from '../support/scripted-peer.ts'

const NONE = { dialling: 0, idle: 0, busy: 0, waiting: 0 }

/** Responds to every request with the connection's index. */
const indexed: Script = (wire, index) => wire.answerAll(answer('200 OK', JSON_TYPE, String(index)))

/** Responds when it is called; notes the requests. */
function onDemand(): { script: Script; asked: { path: string; wire: Wire; index: number }[] } {
  const asked: { path: string; wire: Wire; index: number }[] = []
  return {
    asked,
    async script(wire, index) {
      for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
        asked.push({ path: head.split(' ')[1]!.slice(6), wire, index })
      }
    },
  }
}

const ok = answer('200 OK', JSON_TYPE, '1')

test('the newest idle connection is used first', async (t) => {
  const { script, asked } = onDemand()
  const { engine } = await serve(t, script)
  const both = [engine.untyped.get('/a'), engine.untyped.get('/b')]
  while (asked.length < 2) await turn()
  for (const { wire } of asked) {
    wire.send(ok)
    await turns(5)
  }
  await Promise.all(both)
  assert.deepEqual(engine.connections, { ...NONE, idle: 2 })
  const third = engine.untyped.get('/c')
  while (asked.length < 3) await turn()
  assert.equal(asked[2]!.index, asked[1]!.index)
  asked[2]!.wire.send(ok)
  await third
})

test('the limit of idle connections: the oldest is closed; none is kept with idle: 0 or idleMs: 0', async (t) => {
  for (const [pool, kept] of [
    [{ idle: 2 }, 2],
    [{ idle: 0 }, 0],
    [{ idleMs: 0 }, 0],
  ] as const) {
    const { engine, peer } = await serve(t, indexed, { pool })
    await Promise.all(Array.from({ length: 5 }, () => engine.untyped.get('/x')))
    assert.deepEqual(engine.connections, { ...NONE, idle: kept })
    assert.equal(peer.accepted, 5)
    while (peer.open.size > kept) await turn()
  }
})

test('idle connections are closed when they grow old, one after the other', async (t) => {
  // Whole milliseconds: sums of fractions would differ in their last bit.
  let now = Math.ceil(performance.now())
  takeClock(() => now)
  t.after(() => takeClock(undefined))
  t.mock.timers.enable({ apis: ['setTimeout'] })
  takeTimers()
  t.after(takeTimers)
  const pass = (ms: number): void => {
    now += ms
    t.mock.timers.tick(ms)
  }
  const { engine, peer } = await serve(t, indexed, { pool: { idleMs: 60 } })
  await Promise.all([engine.untyped.get('/x'), engine.untyped.get('/x')])
  pass(40)
  // The newer of the two is used again and so grows old later.
  await engine.untyped.get('/x')
  pass(19)
  assert.equal(engine.connections.idle, 2)
  pass(1)
  assert.equal(engine.connections.idle, 1)
  pass(39)
  assert.equal(engine.connections.idle, 1)
  pass(1)
  assert.equal(engine.connections.idle, 0)
  while (peer.open.size > 0) await turn()
  await engine.untyped.get('/x')
  assert.equal(peer.accepted, 3)
})

test('no more connections than the limit; further calls wait in order', async (t) => {
  const { script, asked } = onDemand()
  const { engine, peer } = await serve(t, script, { pool: { connections: 2 } })
  const controller = new AbortController()
  const results = ['/a', '/b', '/c', '/d', '/e'].map((path) =>
    watch(engine.untyped.get(path, path === '/d' ? { signal: controller.signal } : {})),
  )
  while (asked.length < 2) await turn()
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 2, waiting: 3 })
  controller.abort()
  assert.equal(engine.connections.waiting, 2)
  await turn()
  assert.equal(results[3]!.error?.code, 'ERR_ABORTED')
  for (let i = 0; i < 4; i++) {
    while (asked.length <= i) await turn()
    asked[i]!.wire.send(ok)
    await turns(5)
  }
  assert.deepEqual(asked.map(({ path }) => path).sort(), ['/a', '/b', '/c', '/e'])
  assert.deepEqual(
    asked.slice(2).map(({ path }) => path),
    ['/c', '/e'],
  )
  assert.equal(peer.accepted, 2)
  assert.deepEqual(engine.connections, { ...NONE, idle: 2 })
})

test('a waiting call gets the place of a closed stream, a failed dial, an aborted dial', async (t) => {
  const { script, asked } = onDemand()
  const { engine, peer } = await serve(t, script, { pool: { connections: 1 } })
  const stream = engine.untyped.request('GET', '/stream')
  const next = watch(engine.untyped.get('/a'))
  while (asked.length < 1) await turn()
  asked[0]!.wire.send('HTTP/1.1 200 OK\r\n\r\n')
  const response = await stream
  assert.equal(engine.connections.waiting, 1)
  response.close()
  while (asked.length < 2) await turn()
  asked[1]!.wire.end()
  while (!next.settled) await turn()
  assert.equal(next.error?.code, 'ERR_CONNECTION_CLOSED')

  const controller = new AbortController()
  const dialling = failure(engine.untyped.get('/b', { signal: controller.signal }))
  const waiting = engine.untyped.get('/c')
  assert.deepEqual(engine.connections, { ...NONE, dialling: 1, waiting: 1 })
  controller.abort()
  assert.deepEqual(engine.connections, { ...NONE, dialling: 1 })
  assert.equal((await dialling).code, 'ERR_ABORTED')
  while (asked.length < 3) await turn()
  assert.equal(asked[2]!.path, '/c')
  asked[2]!.wire.send(ok)
  assert.equal(await waiting, 1)

  await peer.close()
  while (engine.connections.idle > 0) await turn()
  const errors = await Promise.all(['/d', '/e', '/f'].map((path) => failure(engine.untyped.get(path))))
  assert.deepEqual(
    errors.map(({ code }) => code),
    Array(3).fill('ERR_CONNECT'),
  )
  assert.deepEqual(engine.connections, NONE)
})

for (const [name, act] of [
  ['bytes without a request', (wire: Wire) => wire.send('HTTP/1.1 408 Request Timeout\r\n\r\n')],
  ['an end', (wire: Wire) => wire.end()],
  ['a reset', (wire: Wire) => wire.reset()],
] as const) {
  test(`${name} on an idle connection: it is closed, and no call fails`, async (t) => {
    const { engine, peer } = await serve(
      t,
      async (wire, index) => {
        await wire.head()
        wire.send(ok)
        await turns()
        if (index === 0) act(wire)
      },
      { listen: 'tcp' },
    )
    await engine.untyped.get('/x')
    while (engine.connections.idle > 0) await turn()
    assert.equal(await engine.untyped.post('/x'), 1)
    assert.equal(peer.accepted, 2)
  })
}

test('close() fails the calls of every phase at once, and nothing stays open', async (t) => {
  const { script, asked } = onDemand()
  const { engine, peer } = await serve(t, script, { pool: { connections: 4 } })
  const idle = engine.untyped.get('/idle')
  while (asked.length < 1) await turn()
  asked[0]!.wire.send(ok)
  await idle
  const sent = watch(engine.untyped.get('/sent'))
  const held = engine.untyped.request('GET', '/held')
  const flowing = engine.untyped.request('GET', '/flowing')
  while (asked.length < 4) await turn()
  for (const { path, wire } of asked) if (path !== '/sent' && path !== '/idle') wire.send('HTTP/1.1 200 OK\r\n\r\nabc')
  const heldResponse = await held
  const chunks = (await flowing)[Symbol.asyncIterator]()
  assert.equal(Buffer.from((await chunks.next()).value!).toString(), 'abc')
  const last = watch(chunks.next())
  const dialling = watch(engine.untyped.get('/dialling'))
  const waiting = watch(engine.untyped.get('/waiting'))
  assert.deepEqual(engine.connections, { dialling: 1, idle: 0, busy: 3, waiting: 1 })
  await engine.close()
  await engine.close()
  assert.deepEqual(engine.connections, NONE)
  await turn()
  for (const call of [sent, last, dialling, waiting]) assert.equal(call.error?.code, 'ERR_CLOSED')
  assert.equal((await failure(heldResponse.text())).code, 'ERR_CLOSED')
  assert.equal((await failure(engine.untyped.get('/late'))).code, 'ERR_CLOSED')
  assert.equal(asked.length, 4)
  while (peer.open.size > 0) await turn()
})
