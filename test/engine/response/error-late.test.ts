// An error response whose body trickles, or never comes: the error has what came by then, for every way to call, and the connection
// is closed. Clocks are mocked: nothing here depends on how fast the machine is.

import assert from 'node:assert/strict'
import test, { mock, type TestContext } from 'node:test'
import type { ConnectOptions } from '../../../src/engine/request/options.ts'
import { ERROR_BODY_MS } from '../../../src/engine/response/error-response.ts'
import { EngineError } from '../../../src/error.ts'
import { takeTimers } from '../../../src/net/base/timers.ts'
import type { Wire } from '../../support/scripted-peer.ts'
import { open, timersMade } from '../../support/timers-made.ts'
import { failure, JSON_TYPE, serve, turns, watch } from '../kit.ts'

const LATE = `HTTP/1.1 500 Oops\r\n${JSON_TYPE}Content-Length: 4000\r\n\r\n`

/** An engine whose peer gives every request the head of an error, and the peer's connections. */
async function late(t: TestContext, options: ConnectOptions = {}) {
  mock.timers.enable({ apis: ['setTimeout'] })
  takeTimers()
  t.after(() => {
    mock.timers.reset()
    takeTimers()
  })
  const wires: Wire[] = []
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.head()
      wires.push(wire)
      wire.send(LATE)
      await wire.ended()
    },
    options,
  )
  return { engine, wires }
}

for (const limit of [undefined, 500]) {
  test(`a byte now and then: the error comes after ${limit ?? 'the default of'} ms, with what came and why`, async (t) => {
    const { engine, wires } = await late(t, { timeouts: { error: limit } })
    const ms = limit ?? ERROR_BODY_MS
    const calls = [
      watch(engine.untyped.get('/x')),
      watch(engine.untyped.request('POST', '/x')),
      watch(engine.untyped.upgrade('/containers/x/attach')),
    ]
    while (wires.length < calls.length) await turns(1)
    await turns()
    for (const letter of 'disk') {
      for (const wire of wires) wire.send(letter)
      mock.timers.tick(ms / 5)
      await turns(5)
    }
    mock.timers.tick(ms / 5 - 1)
    await turns(5)
    for (const call of calls) assert.ok(!call.settled, 'below the limit')
    mock.timers.tick(1)
    await turns()
    for (const { error } of calls) {
      assert.ok(error instanceof EngineError, 'at the limit')
      assert.equal(error.code, 'ERR_ENGINE')
      assert.equal(error.status, 500)
      assert.equal(error.reason, 'disk')
      assert.equal((error.cause as { code?: string }).code, 'ERR_TRUNCATED_BODY')
      assert.match(error.message, new RegExp(`500 disk: .*within ${ms} ms`))
    }
    assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  })
}

test('complete just before the limit, a little at a time: the error as it is, and the connection is used again', async (t) => {
  const { engine, wires } = await late(t)
  const call = watch(engine.untyped.get('/x'))
  while (wires.length === 0) await turns(1)
  await turns()
  wires[0]!.send('{"message":"full"')
  mock.timers.tick(ERROR_BODY_MS - 1)
  await turns()
  assert.ok(!call.settled)
  wires[0]!.send(`}${' '.repeat(4000 - 18)}`)
  await turns()
  assert.equal((call.error as EngineError).reason, 'full')
  assert.equal(call.error!.cause, undefined)
  assert.equal(engine.connections.idle, 1)
  mock.timers.tick(ERROR_BODY_MS)
  await turns()
  assert.equal(engine.connections.idle, 1, 'the limit is over with the body')
})

test('0 means no limit; an abort and close() end it at any time', async (t) => {
  const { engine, wires } = await late(t, { timeouts: { error: 0 } })
  const stop = new AbortController()
  const aborted = watch(engine.untyped.get('/x', { signal: stop.signal }))
  const closed = watch(engine.untyped.get('/y'))
  while (wires.length < 2) await turns(1)
  mock.timers.tick(86_400_000)
  await turns()
  assert.ok(!aborted.settled && !closed.settled)
  stop.abort()
  await turns(2)
  assert.equal(aborted.error?.code, 'ERR_ABORTED')
  await engine.close()
  await turns(2)
  assert.equal((closed.error?.cause as { code?: string } | undefined)?.code, 'ERR_CLOSED')
})

test('no timer is left of an error that came whole, that was cut, or whose call was aborted', async (t) => {
  const ms = 77_010
  const made = timersMade(t)
  const left = (): number => open(made).filter((one) => one === ms).length
  const ends = ['whole', 'cut', 'abort']
  const { engine } = await serve(
    t,
    async (wire) => {
      for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
        wire.send(head.includes('whole') ? `${LATE}${' '.repeat(4000)}` : `${LATE}a`)
        if (head.includes('cut')) wire.end()
      }
    },
    { timeouts: { error: ms } },
  )
  for (const [i, end] of ends.entries()) {
    const stop = new AbortController()
    const failed = failure(engine.untyped.get(`/${end}`, { signal: stop.signal }))
    while (made.filter((one) => one.ms === ms).length === i) await turns(1)
    if (end === 'abort') stop.abort()
    await failed
    assert.equal(left(), 0, end)
  }
})
