// The times of watched lists and of tables of usage, each at, below and above, at the wire, by a clock that the test moves.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { FIRST_TABLE_MS, STATS_RETRY_MS, TABLE_MS, usages } from '../../../src/containers/usage/usages.ts'
import { BATCH_MS } from '../../../src/containers/watch/kept-list.ts'
import { CHECK_MS } from '../../../src/containers/watch/watch.ts'
import { LIST_MS } from '../../../src/containers/watch/watched.ts'
import { turn, turns, watch } from '../../engine/kit.ts'
import { stopClock } from '../../net/pacing-kit.ts'
import { threeCases } from '../../support/three-cases.ts'
import { container } from './list-peer.ts'
import { setUp } from './watch-kit.ts'

const STATS = '/containers/a/stats'
const never = (): Promise<void> => new Promise(() => {})

/** Waits for what comes in any case. Timers stand still. */
async function come(isThere: () => boolean): Promise<void> {
  for (let i = 0; i < 20_000 && !isThere(); i++) await turn()
  assert.ok(isThere(), 'it has not come')
}

threeCases('LIST_MS', LIST_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { peer, open } = await setUp(t)
  peer.onList = never
  const ready = watch(open().ready())
  await come(() => peer.requests.length === 5)
  await turns()
  clock.tick(ms)
  await turns(60)
  const { settled } = ready
  clock.tick(2)
  await come(() => ready.settled)
  assert.equal(ready.error?.code, 'ERR_HEAD_TIMEOUT')
  return !settled
})

// Then it listens and lists anew.
threeCases('CHECK_MS', CHECK_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { peer, open } = await setUp(t)
  await open({ check: undefined }).ready()
  assert.equal(peer.count('/events'), 1)
  clock.tick(ms)
  await turns(60)
  const isOnce = peer.count('/events') === 1
  clock.tick(2)
  await come(() => peer.count('/events') === 2)
  return isOnce
})

/** A table of one container that runs. */
async function tableOf(t: TestContext) {
  const clock = stopClock(t)
  const { peer, engine } = await setUp(t)
  peer.containers = [container('a')]
  const table = usages(engine)
  t.after(() => table.close())
  return { clock, peer, table }
}

threeCases('FIRST_TABLE_MS', FIRST_TABLE_MS - 1, async (ms, t) => {
  const { clock, peer, table } = await tableOf(t)
  peer.onList = (path) => (path === STATS ? never() : undefined)
  const first = watch(table.next())
  await come(() => peer.count(STATS) === 1)
  clock.tick(ms)
  await turns()
  const { settled } = first
  clock.tick(2)
  await turns()
  assert.deepEqual(
    first.value?.value?.map(({ id, usage }) => [id, usage]),
    [['a', undefined]],
  )
  return !settled
})

// After its container has left the list: that is news.
threeCases('TABLE_MS', TABLE_MS - 1, async (ms, t) => {
  const { clock, peer, table } = await tableOf(t)
  peer.refused.set(STATS, 500)
  assert.equal((await table.next()).value?.length, 1)
  const next = watch(table.next())
  const before = peer.count('/containers/json')
  peer.containers = []
  peer.container('destroy', 'a')
  let passed = 0
  // The event comes, and its list is asked for a moment later.
  for (; peer.count('/containers/json') === before && passed < TABLE_MS / 2; passed += BATCH_MS) {
    await turns()
    clock.tick(BATCH_MS)
    await turns()
  }
  await turns(100)
  clock.tick(ms - passed)
  await turns()
  const { settled } = next
  clock.tick(2)
  await come(() => next.settled)
  assert.deepEqual(next.value?.value, [])
  return !settled
})

threeCases('STATS_RETRY_MS', STATS_RETRY_MS - 1, async (ms, t) => {
  const { clock, peer, table } = await tableOf(t)
  peer.refused.set(STATS, 500)
  await table.next()
  assert.equal(peer.count(STATS), 1)
  clock.tick(ms)
  await turns(60)
  const isOnce = peer.count(STATS) === 1
  clock.tick(2)
  await come(() => peer.count(STATS) === 2)
  return isOnce
})
