// Three separate limits: connect, head and idle. Each has its own error, and none counts another's time.
// Where a limit must not have passed yet, clocks are mocked; nothing here depends on how fast the machine is.

import assert from 'node:assert/strict'
import test, { mock } from 'node:test'
import { connect } from '../../src/engine/engine.ts'
import { takeTimers } from '../../src/net/base/timers.ts'
import { all, answer, failure, JSON_TYPE, serve, turn, turns, watch } from '../engine/kit.ts'
import { noSocketFiles } from '../support/local-socket.ts'
import { fullBacklog } from './full-backlog.ts'

const NONE = { dialling: 0, idle: 0, busy: 0, waiting: 0 }

test('connect: a unix socket whose backlog stays full', { skip: noSocketFiles }, async (t) => {
  const { socket } = await fullBacklog(t)
  const engine = connect({ host: `unix://${socket}`, apiVersion: '1.41', timeouts: { connect: 60 } })
  const error = await failure(engine.untyped.get('/x'))
  assert.equal(error.code, 'ERR_CONNECT_TIMEOUT')
  assert.equal(error.blame, 'network')
  assert.match(error.message, /full\.sock within 60 ms \(its backlog is full: the Engine accepts no connection\)/)
  assert.equal((error.cause as NodeJS.ErrnoException).code, 'EAGAIN')
  assert.deepEqual(engine.connections, NONE)
})

test('connect: a full backlog that empties in time is waited for', { skip: noSocketFiles }, async (t) => {
  const { socket, wake } = await fullBacklog(t)
  const engine = connect({ host: `unix://${socket}`, apiVersion: '1.41', timeouts: { connect: 0 } })
  const asked = engine.untyped.get('/x')
  await turns()
  assert.equal(engine.connections.dialling, 1)
  wake()
  assert.equal(await asked, 'OK')
  await engine.close()
})

test('connect: aborted and closed while a full backlog is waited for', { skip: noSocketFiles }, async (t) => {
  const { socket } = await fullBacklog(t)
  const engine = connect({ host: `unix://${socket}`, apiVersion: '1.41' })
  const controller = new AbortController()
  const aborted = failure(engine.untyped.get('/x', { signal: controller.signal }))
  const closed = failure(engine.untyped.get('/x'))
  await turns()
  controller.abort()
  assert.equal((await aborted).code, 'ERR_ABORTED')
  await engine.close()
  assert.equal((await closed).code, 'ERR_CLOSED')
  assert.deepEqual(engine.connections, NONE)
})

for (const [name, host, message] of [
  ...(noSocketFiles === false
    ? ([
        ['no socket', 'unix:///nonexistent/docker.sock', /ENOENT \(no such socket/],
        ['a file', `unix://${process.execPath}`, /ECONNREFUSED|ENOTSOCK|EACCES/],
      ] as const)
    : ([['no pipe', 'npipe:////./pipe/fairlead-nonexistent', /ENOENT \(no such socket/]] as const)),
  ['a port where nothing listens', 'tcp://127.0.0.1:1', /tcp:\/\/127\.0\.0\.1:1: ECONNREFUSED \(nothing listens/],
  ['a name with several addresses', 'tcp://localhost:1', /tcp:\/\/localhost:1: ECONNREFUSED/],
] as const) {
  test(`connect: ${name}`, async () => {
    const engine = connect({ host, apiVersion: '1.41' })
    const error = await failure(engine.untyped.get('/x'))
    assert.equal(error.code, 'ERR_CONNECT')
    assert.equal(error.blame, 'network')
    assert.match(error.message, message)
    assert.match((error.cause as NodeJS.ErrnoException).code ?? '', /^E/)
    assert.deepEqual(engine.connections, NONE)
  })
}

test('a host name is dialled, too', async (t) => {
  const { peer } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '1')), { listen: 'tcp' })
  const engine = connect({ host: peer.host.replace('127.0.0.1', 'localhost'), apiVersion: '1.41' })
  assert.equal(await engine.untyped.get('/x'), 1)
  await engine.close()
})

test('the connect limit does not apply to a slow response', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.head()
      await new Promise((resolve) => setTimeout(resolve, 60))
      wire.send(answer('200 OK', JSON_TYPE, '1'))
    },
    { timeouts: { connect: 20 } },
  )
  // 20 ms are enough for an immediate connection; the request could only fail by a connect limit that does not end.
  const result = await engine.untyped.get('/x').catch((error: { code: string }) => error.code)
  assert.ok(result === 1 || result === 'ERR_CONNECT_TIMEOUT', String(result))
})

test('head: no response, and half of one; per engine and per request', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      const head = await wire.head()
      if (head.includes('half')) wire.send('HTTP/1.1 200 OK\r\nA: b')
      if (head.includes('interim')) wire.send('HTTP/1.1 100 Continue\r\n\r\n')
    },
    { timeouts: { head: 30 } },
  )
  for (const path of ['/none', '/half', '/interim']) {
    const error = await failure(engine.untyped.post(path))
    assert.equal(error.code, 'ERR_HEAD_TIMEOUT')
    assert.equal(error.blame, 'peer')
    assert.match(error.message, /30 ms/)
  }
  assert.match((await failure(engine.untyped.get('/none', { timeouts: { head: 10 } }))).message, /10 ms/)
  const patient = watch(engine.untyped.get('/none', { timeouts: { head: 0 } }))
  await failure(engine.untyped.get('/none'))
  assert.ok(!patient.settled)
})

test('head: not counted while the body is sent, nor after the head has come', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] })
  takeTimers()
  t.after(takeTimers)
  t.after(() => mock.timers.reset())
  let resume = (): void => {}
  let taken = 0
  const { engine } = await serve(
    t,
    async (wire) => {
      const head = await wire.head()
      wire.socket.pause()
      await new Promise<void>((resolve) => {
        resume = resolve
      })
      wire.socket.resume()
      // The chunked one ends with `0`.
      const last = head.includes('chunked') ? '0\r\n\r\n' : '!'
      await wire.until(last)
      taken++
    },
    { timeouts: { head: 1000 } },
  )
  const bytes = Buffer.alloc(4 * 1024 * 1024, 'x')
  bytes[bytes.length - 1] = 0x21
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
  }
  for (const [i, body] of [bytes, pieces()].entries()) {
    const sent = watch(engine.untyped.put('/x', { body }))
    await turns(50)
    mock.timers.tick(5000)
    await turns(5)
    assert.ok(!sent.settled)
    resume()
    while (taken === i) await turn()
    await turns(5)
    assert.ok(!sent.settled)
    mock.timers.tick(1001)
    while (!sent.settled) await turn()
    assert.equal(sent.error?.code, 'ERR_HEAD_TIMEOUT')
  }
})

test('idle: within a body, not before it, not between requests, not while the reader pauses', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
        if (head.includes('late')) await new Promise((resolve) => setTimeout(resolve, 90))
        wire.send(`HTTP/1.1 200 OK\r\nContent-Length: ${head.includes('cut') ? 9 : 3}\r\n\r\nabc`)
      }
    },
    { timeouts: { idle: 30 }, pool: { connections: 1 } },
  )
  assert.equal(await engine.untyped.get('/late'), 'abc')
  await new Promise((resolve) => setTimeout(resolve, 60))
  assert.equal(engine.connections.idle, 1)

  const error = await failure(engine.untyped.get('/cut'))
  assert.equal(error.code, 'ERR_IDLE_TIMEOUT')
  assert.equal(error.blame, 'peer')
  assert.match(error.message, /30 ms/)

  const held = await engine.untyped.request('GET', '/cut')
  await new Promise((resolve) => setTimeout(resolve, 90))
  let got = ''
  const ended = new Promise<Error>((resolve, reject) => {
    held.source.start({
      onData(bytes, start, end) {
        got += Buffer.from(bytes.subarray(start, end)).toString()
        held.source.pause()
      },
      onEnd: () => reject(new Error('ended')),
      onFail: resolve,
    })
  })
  await new Promise((resolve) => setTimeout(resolve, 90))
  assert.equal(got, 'abc')
  assert.equal(engine.connections.busy, 1)
  held.source.resume()
  assert.equal(((await ended) as { code?: string }).code, 'ERR_IDLE_TIMEOUT')
})

test('idle: off by default', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] })
  takeTimers()
  t.after(takeTimers)
  t.after(() => mock.timers.reset())
  const { engine } = await serve(t, (wire) => wire.answerAll('HTTP/1.1 200 OK\r\n\r\nabc'))
  const read = watch(all(await engine.untyped.request('GET', '/x')))
  await turns()
  mock.timers.tick(3_600_000)
  await turns()
  assert.ok(!read.settled)
  assert.equal(engine.connections.busy, 1)
})
