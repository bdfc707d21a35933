// A unix socket whose backlog is full is tried again and again: after how long, and that the pauses do not keep the process alive
// once the engine does not.

import assert from 'node:assert/strict'
import test from 'node:test'
import { connect } from '../../src/engine/engine.ts'
import { failure, turn } from '../engine/kit.ts'
import { noSocketFiles } from '../support/local-socket.ts'
import { timersMade } from '../support/timers-made.ts'
import { fullBacklog } from './full-backlog.ts'

test('each pause is twice as long as the one before, up to 200 ms', { skip: noSocketFiles }, async (t) => {
  const { socket } = await fullBacklog(t)
  const made = timersMade(t, 0)
  const engine = connect({ host: `unix://${socket}`, apiVersion: '1.41', timeouts: { connect: 0 } })
  const asked = failure(engine.untyped.get('/x'))
  while (made.length < 9) await turn()
  await engine.close()
  assert.equal((await asked).code, 'ERR_CLOSED')
  assert.deepEqual(
    made.slice(0, 9).map(({ ms }) => ms),
    [5, 10, 20, 40, 80, 160, 200, 200, 200],
  )
  assert.ok(
    made.every((one) => !one.open),
    'close() ends the pause under way',
  )
})

test('unref() and ref() reach the pause under way, and those that follow', { skip: noSocketFiles }, async (t) => {
  const { socket } = await fullBacklog(t)
  const made = timersMade(t, 1)
  const engine = connect({ host: `unix://${socket}`, apiVersion: '1.41', timeouts: { connect: 0 } })
  const asked = failure(engine.untyped.get('/x'))
  const next = async (): Promise<boolean> => {
    const before = made.length
    while (made.length === before) await turn()
    return made.at(-1)!.timer.hasRef()
  }
  assert.equal(await next(), true)
  engine.unref()
  assert.equal(made.at(-1)!.timer.hasRef(), false)
  assert.equal(await next(), false)
  assert.equal(await next(), false)
  engine.ref()
  assert.equal(made.at(-1)!.timer.hasRef(), true)
  assert.equal(await next(), true)
  await engine.close()
  assert.equal((await asked).code, 'ERR_CLOSED')
})
