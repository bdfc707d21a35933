// A process that was busy while the Engine closed an idle connection: the end is unread in the kernel. A request that must not
// be sent twice is not sent on such a connection, and a connection that is too old is not used at all.

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test from 'node:test'
import { createFetch } from '../../src/fetch.ts'
import { connect, exec } from '../../src/index.ts'
import { Modem } from '../../src/modem.ts'
import { takeClock } from '../../src/net/base/timers.ts'
import { answer, JSON_TYPE, serve, turns } from '../engine/kit.ts'
import { block, idleDaemon } from '../support/idle-daemon.ts'
import { pathOf } from '../support/local-socket.ts'

const CLOSES_MS = 60

for (const how of ['unix', 'tcp'] as const) {
  for (const method of ['POST', 'PUT', 'DELETE'] as const) {
    test(`${method} over ${how} after the process was busy: sent once, on a fresh connection`, async (t) => {
      const daemon = await idleDaemon(t, CLOSES_MS, { how })
      const engine = connect({ host: daemon.host, apiVersion: '1.41' })
      t.after(() => engine.close())
      await engine.untyped.get('/first')
      daemon.blockUntilAllEnded()
      const body = method === 'PUT' ? { body: 'abc' } : {}
      const response = await engine.untyped.request(method, '/x', body)
      assert.equal(await response.text(), '1')
      assert.deepEqual(await daemon.requests(), ['GET /v1.41/first', `${method} /v1.41/x`])
      assert.equal(await daemon.accepted(), 2)
    })
  }
}

test('busy between a request and its response: the next POST goes out once, on a fresh connection', async (t) => {
  for (const how of ['unix', 'tcp'] as const) {
    const daemon = await idleDaemon(t, CLOSES_MS, { how })
    const engine = connect({ host: daemon.host, apiVersion: '1.41' })
    t.after(() => engine.close())
    const first = engine.untyped.get('/first')
    while (engine.connections.busy === 0) await turns(1)
    // Its response and the end of the connection come while the process does not read.
    daemon.blockUntilAllEnded()
    await first
    assert.equal(await engine.untyped.post('/x'), 1)
    assert.deepEqual(await daemon.requests(), ['GET /v1.41/first', 'POST /v1.41/x'])
  }
})

test('many that lie idle, all of them ended: each POST is sent once', async (t) => {
  const daemon = await idleDaemon(t, CLOSES_MS)
  for (const connections of [undefined, 8, 3, 1]) {
    const engine = connect({ host: daemon.host, apiVersion: '1.41', pool: { connections } })
    t.after(() => engine.close())
    const eight = (method: 'GET' | 'POST') =>
      Promise.all(Array.from({ length: 8 }, () => engine.untyped.request(method, '/x').then((r) => r.text())))
    await eight('GET')
    daemon.blockUntilAllEnded()
    assert.deepEqual(await eight('POST'), Array(8).fill('1'))
  }
  const requests = await daemon.requests()
  assert.equal(requests.filter((line) => line.startsWith('POST')).length, 32)
})

test('GETs under a limit, all connections ended: each gets its response, sent again on a fresh connection only', async (t) => {
  const daemon = await idleDaemon(t, CLOSES_MS)
  const engine = connect({ host: daemon.host, apiVersion: '1.41', pool: { connections: 6 } })
  t.after(() => engine.close())
  for (let round = 0; round < 3; round++) {
    const values = await Promise.all(Array.from({ length: 40 }, () => engine.untyped.get('/x')))
    assert.deepEqual(values, Array(40).fill(1))
    daemon.blockUntilAllEnded()
  }
  assert.ok(engine.connections.idle + engine.connections.busy <= 6)
})

test('exec, fetch and the modem after the process was busy', async (t) => {
  const daemon = await idleDaemon(t, CLOSES_MS)
  const engine = connect({ host: daemon.host, apiVersion: '1.41' })
  const modem = new Modem({ socketPath: pathOf(daemon.host) })
  t.after(async () => {
    await engine.close()
    await modem.close()
  })
  const fetch = createFetch(engine)
  const get = { path: '/x', method: 'GET', statusCodes: { 200: true as const } }
  await engine.untyped.get('/first')
  daemon.blockUntilAllEnded()
  assert.equal((await exec(engine, 'c', ['true'])).exitCode, 0)
  daemon.blockUntilAllEnded()
  assert.equal(await (await fetch('http://engine/x', { method: 'POST' })).text(), '1')
  await modem.dial(get)
  daemon.blockUntilAllEnded()
  assert.equal(await modem.dial({ ...get, method: 'POST' }), 1)
})

test('older than idleMs: never handed out, though no timer has run', async (t) => {
  const daemon = await idleDaemon(t, 60_000)
  for (const method of ['GET', 'POST'] as const) {
    const engine = connect({ host: daemon.host, apiVersion: '1.41', pool: { idleMs: 50 } })
    t.after(() => engine.close())
    const before = await daemon.accepted()
    await Promise.all([engine.untyped.get('/x'), engine.untyped.get('/x')])
    block(80)
    await engine.untyped.request(method, '/y').then((response) => response.text())
    assert.equal((await daemon.accepted()) - before, 3)
    assert.equal(engine.connections.idle, 1)
  }
})

test('an idle connection that is well is used again by a POST, however long it lay', async (t) => {
  const daemon = await idleDaemon(t, 60_000)
  const engine = connect({ host: daemon.host, apiVersion: '1.41', pool: { connections: 1 } })
  t.after(() => engine.close())
  await engine.untyped.get('/x')
  for (let i = 0; i < 3; i++) {
    block(20)
    assert.equal(await engine.untyped.post('/x'), 1)
  }
  assert.equal(await daemon.accepted(), 1)
})

test('aborted, or closed with its engine, in the turn of the loop: the connection is kept, or closed', async (t) => {
  const daemon = await idleDaemon(t, 60_000)
  const engine = connect({ host: daemon.host, apiVersion: '1.41', pool: { connections: 1 } })
  await engine.untyped.get('/x')
  block(20)
  const controller = new AbortController()
  const aborted = engine.untyped.post('/never', { signal: controller.signal })
  const waits = engine.untyped.get('/waits')
  controller.abort()
  await assert.rejects(aborted, { code: 'ERR_ABORTED' })
  assert.equal(await waits, 1)
  block(20)
  const again = new AbortController()
  const alone = engine.untyped.post('/never', { signal: again.signal })
  again.abort()
  await assert.rejects(alone, { code: 'ERR_ABORTED' })
  await turns(5)
  assert.deepEqual(engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })
  block(20)
  const late = engine.untyped.post('/never')
  await engine.close()
  await assert.rejects(late, { code: 'ERR_CLOSED' })
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  assert.deepEqual(await daemon.requests(), ['GET /v1.41/x', 'GET /v1.41/waits'])
  assert.equal(await daemon.accepted(), 1)
})

for (const limit of ['connect', 'head'] as const) {
  test(`a ${limit} limit that passed while the process was busy: what came in time is read first`, async (t) => {
    const daemon = await idleDaemon(t, 60_000)
    const timeouts = { [limit]: 50 }
    const engine = connect({ host: daemon.host, apiVersion: '1.41', timeouts: limit === 'connect' ? timeouts : {} })
    t.after(() => engine.close())
    if (limit === 'head') await engine.untyped.get('/first')
    const call = engine.untyped.get('/x', limit === 'head' ? { timeouts } : {})
    if (limit === 'head') daemon.blockUntilAnswered(2)
    block(80)
    assert.equal(await call, 1)
  })
}

for (const how of ['not yet taken', 'paused within its body'] as const) {
  test(`a POST behind a response that is ${how}, after which the peer ends: sent once, on a fresh connection`, async (t) => {
    // The clock stands still: the connection is always one that was used just now.
    takeClock(() => 1_000)
    t.after(() => takeClock(undefined))
    let more = (): void => {}
    const heads: string[] = []
    const { engine } = await serve(
      t,
      async (wire) => {
        const head = await wire.nextHead()
        if (head === undefined) return
        heads.push(head.slice(0, head.indexOf(' ')))
        if (head.startsWith('POST')) return wire.send(answer('200 OK', JSON_TYPE, '1'))
        wire.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')
        more = () => {
          wire.send('0\r\n\r\n')
          wire.end()
        }
      },
      { pool: { connections: 1 } },
    )
    const response = await engine.untyped.request('GET', '/x')
    const post = engine.untyped.post('/x')
    let text = ''
    let resume = (): void => {}
    const whole = new Promise<void>((done) => {
      if (how === 'not yet taken') resume = () => void response.text().then((all) => done(void (text = all)))
      else {
        const piped = new Writable({
          highWaterMark: 1,
          write(chunk, _encoding, written) {
            text += chunk
            resume = written
          },
        })
        void response.pipe({ stdout: piped }, { tty: true }).then(done)
      }
    })
    await turns(5)
    more()
    await turns(10)
    // The end of the body and the peer's end lie unread in the paused socket.
    resume()
    assert.equal(await post, 1)
    await whole
    assert.equal(text, 'abc')
    assert.deepEqual(heads, ['GET', 'POST'])
  })
}
