// The times of the recipes, each at, below and above, by a clock that the test moves. The Engine is in memory: it settles requests
// as the test says.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Engine } from '../../src/engine/engine.ts'
import { EngineError } from '../../src/error.ts'
import { connect } from '../../src/index.ts'
import { EXIT_MS, exitCodeOf, NOT_STARTED_MS } from '../../src/recipes/containers/exec-exit.ts'
import { RESIZE_MS, resize } from '../../src/recipes/containers/resize.ts'
import {
  CLEAR_AWAY_MS,
  CLEARED_MS,
  CREATE_GRACE_MS,
  clearAway,
  createContainer,
} from '../../src/recipes/containers/run-container.ts'
import { GONE_GRACE_MS, wait } from '../../src/recipes/containers/wait.ts'
import { turns, watch } from '../engine/kit.ts'
import { stopClock } from '../net/pacing-kit.ts'
import { threeCases } from '../support/three-cases.ts'
import { fakeEngine, NO_CONTENT } from './fake-engine.ts'

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

/** Whether an exec in this state is still waited for at a second look, so many ms behind the first; if not, `code` says so. */
const waitsFor = (state: object, code: string) => async (ms: number, t: TestContext) => {
  const clock = stopClock(t)
  const engine = { get: async () => state } as unknown as Engine
  const stop = new AbortController()
  const exit = watch(exitCodeOf(engine, 'e1', EXIT_MS, stop.signal))
  await turns()
  clock.pass(ms - 5)
  clock.tick(5)
  await turns()
  if (exit.settled) assert.equal(exit.error?.code, code)
  stop.abort()
  return !exit.settled
}

const CREATED = { Running: false, ExitCode: null, Pid: 0 }
const RUNNING = { Running: true, ExitCode: null, Pid: 7 }

threeCases('NOT_STARTED_MS', NOT_STARTED_MS - 1, waitsFor(CREATED, 'ERR_EXEC_NOT_STARTED'))
threeCases('EXIT_MS', EXIT_MS - 1, waitsFor(RUNNING, 'ERR_EXEC_RUNNING'))

// The pause before the next attempt counts: that would be too late.
threeCases('RESIZE_MS', RESIZE_MS, async (ms, t) => {
  const clock = stopClock(t)
  let attempts = 0
  const post = async () => {
    attempts++
    throw new EngineError('ERR_ENGINE', { status: 409, reason: 'is not running', method: 'POST', path: '/x' })
  }
  const stop = new AbortController()
  const engine = { post } as unknown as Engine
  const resizing = watch(resize(engine, { container: 'c' }, { rows: 1, columns: 1, signal: stop.signal }))
  await turns()
  assert.equal(attempts, 1)
  // The second attempt is so late that the third, 20 ms behind it, is `ms` behind the first.
  clock.pass(ms - 20 - 10)
  clock.tick(10)
  await turns()
  assert.equal(attempts, 2)
  const { settled } = resizing
  stop.abort()
  return !settled
})

threeCases('CREATE_GRACE_MS', CREATE_GRACE_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const postThrough = (_: string, { signal }: { signal: AbortSignal }) => abortOf(signal)
  const stop = new AbortController()
  const engine = { postThrough } as unknown as Engine
  const query = { name: undefined, platform: undefined }
  const creating = watch(createContainer(engine, { Image: 'i' }, query, stop.signal, new AbortController().signal))
  await turns()
  stop.abort()
  clock.tick(ms)
  await turns()
  const { settled } = creating
  clock.tick(2)
  await turns()
  assert.equal(creating.settled, true)
  return !settled
})

// For the kill and the removal together.
threeCases('CLEARED_MS', CLEARED_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  // It never connects, and no limit but this one ends it.
  const engine = connect({ dial: () => new Promise(() => {}), apiVersion: '1.41', timeouts: { connect: 0 } })
  t.after(() => engine.close())
  const clearing = watch(clearAway(engine, 'c1', { kill: true, remove: false }))
  await turns()
  clock.tick(ms)
  await turns()
  const { settled } = clearing
  clock.tick(2)
  await turns()
  assert.equal(clearing.settled, true)
  return !settled
})

threeCases('GONE_GRACE_MS', GONE_GRACE_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const body = '{"message":"No such container: c1"}'
  const { engine } = await fakeEngine(t, ({ target }) =>
    target.includes('/wait')
      ? 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'
      : `HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  const { exit } = await wait(engine, 'c1', { condition: 'removed' })
  const waiting = watch(exit)
  await turns(60)
  assert.equal(waiting.settled, false)
  clock.tick(ms)
  await turns()
  const { settled } = waiting
  clock.tick(2)
  await turns()
  assert.equal((waiting.error as EngineError | undefined)?.status, 404)
  return !settled
})

// Each request has its own: after a kill without a response the container is removed.
threeCases('CLEAR_AWAY_MS', CLEAR_AWAY_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { engine, requests } = await fakeEngine(t, ({ method }) => (method === 'DELETE' ? NO_CONTENT : undefined))
  const clearing = clearAway(engine, 'c1', { kill: true, remove: true })
  while (requests.length === 0) await turns(1)
  await turns()
  clock.tick(ms)
  await turns(60)
  const isKilling = requests.length === 1
  clock.tick(10)
  await clearing
  assert.equal(requests.length, 2)
  return isKilling
})
