// A pool with a limit of connections: a call that waits fails in time, an urgent call goes beyond the limit and
// the pool comes back to it, and idle connections never keep a call waiting.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Modem } from '../../src/modem.ts'
import { answer, failure, JSON_TYPE, serve, turn, turns, watch } from '../engine/kit.ts'
import type { Wire } from '../support/scripted-peer.ts'

const ok = answer('200 OK', JSON_TYPE, '1')

/** Streams never end, a request with `silent` in it gets no response, every other one gets it at once. */
async function script(wire: Wire): Promise<void> {
  for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
    if (head.includes('silent')) continue
    if (head.includes('Upgrade: tcp')) wire.send('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n')
    else wire.send(head.includes('stream') ? 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n' : ok)
  }
}

for (const limits of [
  { timeouts: { connect: 50 }, pool: { connections: 1 } },
  { pool: { connections: 1, waitMs: 50 } },
  { timeouts: { connect: 60_000 }, pool: { connections: 1, waitMs: 50 } },
]) {
  test(`behind a stream, with ${JSON.stringify(limits)}: an error that names the pool and what its connections do`, async (t) => {
    const { engine, peer } = await serve(t, script, limits)
    const stream = await engine.untyped.request('GET', '/stream')
    for (const ask of [
      () => engine.untyped.get('/x'),
      () => engine.untyped.post('/x', { body: { a: 1 }, timeouts: { head: 20 } }),
      () => engine.untyped.tunnel('/exec/a/start', { tty: true }),
      () => engine.untyped.upgrade('/session'),
    ]) {
      const error = await failure(ask())
      assert.equal(error.code, 'ERR_POOL_TIMEOUT')
      assert.equal(error.blame, 'caller')
      assert.match(
        error.message,
        /^(GET|POST) .*: the pool had no connection within 50 ms: 1 of 1 connections are busy \(1 GET/,
      )
      assert.match(error.message, /open body that is not read\)/)
      assert.match(error.message, /pool\.connections/)
    }
    assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 1, waiting: 0 })
    stream.close()
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(peer.accepted, 2)
  })
}

test('the error says what the connections are busy with', async (t) => {
  const { engine } = await serve(t, script, { pool: { connections: 4, waitMs: 40 } })
  await engine.untyped.request('GET', '/stream')
  const read = await engine.untyped.request('GET', '/stream')
  const reading = watch(read.text())
  await engine.untyped.tunnel('/exec/a/start', { tty: true })
  const silent = watch(engine.untyped.post('/silent'))
  await turns(5)
  const calls = await Promise.all([failure(engine.untyped.get('/x')), failure(engine.untyped.get('/y'))])
  const holders = ['1 GET with an open body that is not read', '1 GET with an open body', '1 POST with an open tunnel']
  for (const { message } of calls) for (const holder of holders) assert.ok(message.includes(holder), message)
  assert.match(calls[0]!.message, /4 of 4 .*1 POST without a response yet.*; 1 more calls wait/)
  assert.ok(!silent.settled && !reading.settled)
})

test('calls wait in a long queue as long as it moves', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
        await new Promise((resolve) => setTimeout(resolve, 40))
        wire.send(ok)
      }
    },
    { pool: { connections: 1, waitMs: 200 } },
  )
  const began = performance.now()
  assert.deepEqual(await Promise.all(Array.from({ length: 10 }, () => engine.untyped.get('/x'))), Array(10).fill(1))
  assert.ok(performance.now() - began > 300)
})

test('no limit with waitMs: 0; an abort and close() reach a call that waits', async (t) => {
  const { engine } = await serve(t, script, { timeouts: { connect: 20 }, pool: { connections: 1, waitMs: 0 } })
  const stream = await engine.untyped.request('GET', '/stream')
  const controller = new AbortController()
  const aborted = watch(engine.untyped.get('/x', { signal: controller.signal }))
  const waits = watch(engine.untyped.get('/y'))
  await new Promise((resolve) => setTimeout(resolve, 60))
  assert.ok(!aborted.settled && !waits.settled)
  controller.abort()
  await turn()
  assert.equal(aborted.error?.code, 'ERR_ABORTED')
  stream.close()
  while (!waits.settled) await turn()
  assert.equal(waits.value, 1)
  await engine.untyped.request('GET', '/stream')
  const closed = watch(engine.untyped.get('/x'))
  await engine.close()
  await turn()
  assert.equal(closed.error?.code, 'ERR_CLOSED')
})

test('each waiting call has its own limit: the first to come is the first that is late', async (t) => {
  const { engine } = await serve(t, script, { pool: { connections: 1, waitMs: 150 } })
  const stream = await engine.untyped.request('GET', '/stream')
  const first = watch(engine.untyped.get('/a'))
  await new Promise((resolve) => setTimeout(resolve, 90))
  const second = watch(engine.untyped.get('/b'))
  while (!first.settled) await turn()
  assert.equal(first.error?.code, 'ERR_POOL_TIMEOUT')
  assert.ok(!second.settled)
  stream.close()
  while (!second.settled) await turn()
  assert.equal(second.value, 1)
})

test('urgent: beyond the limit, and back to it afterwards', async (t) => {
  const { engine, peer } = await serve(t, script, { pool: { connections: 2, waitMs: 50 } })
  const streams = [await engine.untyped.request('GET', '/stream'), await engine.untyped.request('GET', '/stream')]
  const urgent = { urgent: true }
  const calls = await Promise.all([
    engine.untyped.get('/x', urgent),
    engine.untyped.post('/x', urgent),
    engine.untyped.delete('/x', urgent),
    engine.untyped.tunnel('/exec/a/start', { ...urgent, tty: true }),
  ])
  calls[3].close()
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 2, waiting: 0 })
  while (peer.open.size > 2) await turn()
  assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_POOL_TIMEOUT')
  for (const stream of streams) stream.close()
  await engine.untyped.get('/x', urgent)
  assert.deepEqual(engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })
  await assert.rejects(engine.untyped.get('/x', { urgent: 1 as unknown as boolean }), { code: 'ERR_OPTION' })
})

test('an urgent call that outlives the streams: no call gets a connection beyond the limit', async (t) => {
  const { engine } = await serve(t, script, { pool: { connections: 1, waitMs: 0 } })
  const stream = await engine.untyped.request('GET', '/stream')
  const extra = await engine.untyped.request('GET', '/stream', { urgent: true })
  const waits = watch(engine.untyped.get('/x'))
  stream.close()
  await turns(10)
  assert.ok(!waits.settled)
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 1, waiting: 1 })
  extra.close()
  while (!waits.settled) await turn()
  assert.equal(waits.value, 1)
})

test('a detachable socket while all connections are idle: the oldest is closed', async (t) => {
  const { engine, peer } = await serve(t, script, { pool: { connections: 2 } })
  await Promise.all([engine.untyped.get('/a'), engine.untyped.get('/b')])
  const { socket } = await engine.untyped.upgrade('/session')
  // It was given away, and no longer counts.
  assert.deepEqual(engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })
  socket.destroy()
  assert.equal(peer.accepted, 3)
})

test('wait, then kill, by hand on one connection: an error in time, and urgent gets through', async (t) => {
  const { engine } = await serve(t, script, { timeouts: { connect: 60 }, pool: { connections: 1 } })
  const wait = watch(engine.post('/containers/{id}/wait', { path: { id: 'silent' } }))
  const kill = { path: { id: 'c' } }
  assert.equal((await failure(engine.post('/containers/{id}/kill', kill))).code, 'ERR_POOL_TIMEOUT')
  await engine.post('/containers/{id}/kill', { ...kill, urgent: true })
  assert.ok(!wait.settled)
})

test('the ping for the version waits for no other call, and a modem reports a full pool', async (t) => {
  const { engine, peer } = await serve(t, script, { apiVersion: undefined, pool: { connections: 1, waitMs: 40 } })
  const stream = await engine.requestRaw('GET', '/stream')
  const error = await failure(engine.untyped.get('/x'))
  assert.equal(error.code, 'ERR_POOL_TIMEOUT')
  const modem = new Modem({ engine } as never)
  const call = modem.dial({ path: '/x', method: 'GET', statusCodes: { 200: true } })
  const failed = await failure(Promise.resolve(call))
  assert.equal(failed.code, 'ETIMEDOUT')
  assert.match(failed.message, /the pool had no connection/)
  stream.call.cancel()
  while (peer.open.size > 0) await turn()
})
