// A call whose connection is lost, or cannot be had, is settled: its handler hears of it. The wait is bounded, so that a call that is
// forgotten fails this test and does not hang it.

import assert from 'node:assert/strict'
import test from 'node:test'
import { connect } from '../../src/engine/engine.ts'
import { serve, turn, type Watched, watch } from '../engine/kit.ts'

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  const watched: Watched<unknown> = watch(promise)
  for (let i = 0; i < 5_000 && !watched.settled; i++) await turn()
  return watched.settled ? watched.error?.code : 'never settled'
}

test('a connection that is closed before the response', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.end()
  })
  assert.equal(await codeOf(engine.untyped.post('/x')), 'ERR_CONNECTION_CLOSED')
})

test('a connection that cannot be made', async (t) => {
  const engine = connect({ dial: () => Promise.reject(new Error('no')), apiVersion: '1.41' })
  t.after(() => engine.close())
  assert.equal(await codeOf(engine.untyped.post('/x')), 'ERR_CONNECT')
})
