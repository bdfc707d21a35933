// A limit is over with what it limits: no timer of it waits on, whatever ended the call. A timer that is left would hold the call
// for its whole time, up to a minute per call.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import type { RequestOptions } from '../../src/engine/request/options.ts'
import { answer, failure, JSON_TYPE, serve, turn, turns } from '../engine/kit.ts'
import { open, timersMade } from '../support/timers-made.ts'

const HEAD_MS = 77_001
const UNTAKEN_MS = 77_002
const HELD = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'

/** An engine with limits that no other timer has, and how many timers of one of them are to fire. */
async function limited(t: TestContext, bytes: string) {
  const made = timersMade(t)
  const { engine } = await serve(t, (wire) => wire.answerAll(bytes), {
    timeouts: { head: HEAD_MS, untaken: UNTAKEN_MS, connect: 77_003 },
  })
  const waiting = (limit: number): number => open(made).filter((ms) => ms === limit).length
  return { engine, waiting }
}

test('head: the timer ends at the head, though the body goes on', async (t) => {
  const { engine, waiting } = await limited(t, HELD)
  const asked = engine.untyped.request('GET', '/x')
  while (waiting(HEAD_MS) === 0) await turn()
  const response = await asked
  assert.equal(waiting(HEAD_MS), 0)
  response.close()
})

test('head: the timer ends with a call that is aborted, or closed with its engine, while it waits', async (t) => {
  const { engine, waiting } = await limited(t, '')
  const stop = new AbortController()
  const aborted = failure(engine.untyped.get('/x', { signal: stop.signal }))
  const closed = failure(engine.untyped.get('/y'))
  while (waiting(HEAD_MS) < 2) await turn()
  stop.abort()
  assert.equal((await aborted).code, 'ERR_ABORTED')
  assert.equal(waiting(HEAD_MS), 1)
  await engine.close()
  assert.equal((await closed).code, 'ERR_CLOSED')
  assert.equal(waiting(HEAD_MS), 0)
})

const endings: [how: string, options: (stop: AbortController) => RequestOptions, end: 'abort' | 'close' | 'text'][] = [
  ['aborted', ({ signal }) => ({ signal }), 'abort'],
  ['closed', () => ({}), 'close'],
  ['read', () => ({}), 'text'],
]

for (const [how, options, end] of endings) {
  test(`untaken: the timer ends with a body that is ${how}`, async (t) => {
    const { engine, waiting } = await limited(t, end === 'text' ? answer('200 OK', JSON_TYPE, '1') : HELD)
    const stop = new AbortController()
    const response = await engine.untyped.request('GET', '/x', options(stop))
    assert.equal(waiting(UNTAKEN_MS), 1)
    if (end === 'abort') stop.abort()
    else if (end === 'close') response.close()
    else await response.text()
    assert.equal(waiting(UNTAKEN_MS), 0)
  })
}

test('connect: the timer ends at the connection, and with a dial that is given up', async (t) => {
  const { engine, waiting } = await limited(t, answer('200 OK', JSON_TYPE, '1'))
  const asked = engine.untyped.get('/x')
  assert.equal(waiting(77_003), 1)
  assert.equal(await asked, 1)
  assert.equal(waiting(77_003), 0)
  const stop = new AbortController()
  // The second call needs a connection of its own: the first has the one that there is.
  const both = [0, 1].map(() => failure(engine.untyped.get('/x', { signal: stop.signal })))
  assert.equal(waiting(77_003), 1)
  stop.abort()
  await Promise.all(both)
  await turns(3)
  assert.equal(waiting(77_003), 0)
})
