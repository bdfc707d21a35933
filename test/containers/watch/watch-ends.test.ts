// How watch() begins and ends at the wire: refusals, giving up, close, abort, a closed engine; and what it leaves open.

import assert from 'node:assert/strict'
import test from 'node:test'
import type { WatchItem } from '../../../src/containers/watch/pending.ts'
import { watch } from '../../../src/containers/watch/watch.ts'
import type { Watch } from '../../../src/containers/watch/watched.ts'
import { connect } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { openResources } from '../../support/handles.ts'
import { setUp, take } from './watch-kit.ts'

test('the start: no Engine, a refusal, nothing to watch, an unknown option', async (t) => {
  const { peer, open } = await setUp(t)
  const nowhere = connect('unix:///nowhere/at/all.sock')
  await assert.rejects(watch(nowhere, { containers: true }).ready(), { code: 'ERR_CONNECT' })
  await nowhere.close()
  peer.refused.set('/services', 503)
  const watched = open({ services: true })
  await assert.rejects(watched.ready(), { name: 'EngineError', status: 503 })
  await assert.rejects(watched.next(), { status: 503 })
  assert.deepEqual(await watched.next(), { value: undefined, done: true })
  peer.lists['/containers/json'] = { not: 'a list' }
  await assert.rejects(open().ready(), { code: 'ERR_RECORD_SYNTAX' })
  peer.lists['/containers/json'] = [{ no: 'id' }]
  await assert.rejects(open().next(), { code: 'ERR_RECORD_SYNTAX' })
  assert.throws(() => watch(nowhere, {}), { code: 'ERR_OPTION', message: /nothing to watch/ })
  assert.throws(() => watch(nowhere, { container: true } as never), { code: 'ERR_OPTION' })
  await eventually(() => assert.equal(peer.listeners, 0))
})

test('retry.forMs: it is given up with the last error', async (t) => {
  const { peer, open } = await setUp(t)
  const watched = await open({ retry: { first: 1, most: 5, forMs: 30 } }).ready()
  await take(watched, 1)
  peer.stop()
  assert.deepEqual(await take(watched, 1), ['away'])
  await assert.rejects(watched.next(), { code: 'ERR_CONNECT' })
  assert.equal((await watched.next()).done, true)
})

for (const when of ['before', 'listing', 'live', 'away'] as const) {
  test(`close and abort while ${when}: the pending next() settles, and nothing stays open`, async (t) => {
    const { peer, engine, open } = await setUp(t)
    for (const how of ['close', 'abort', 'return'] as const) {
      const before = openResources()
      const stop = new AbortController()
      const watched = open({ signal: stop.signal, retry: { first: 10_000 } })
      let next: Promise<IteratorResult<WatchItem, undefined>> | undefined
      if (when === 'listing') {
        let resume = () => {}
        peer.onList = () => new Promise((resolve) => (resume = resolve))
        next = watched.next()
        await eventually(() => assert.equal(peer.listeners, 1))
        end(watched, stop, how)
        resume()
        peer.onList = () => {}
      } else {
        if (when !== 'before') {
          await watched.ready()
          await take(watched, 1)
        }
        if (when === 'away') {
          peer.endEvents()
          await take(watched, 1)
        }
        if (when !== 'before') next = watched.next()
        end(watched, stop, how)
      }
      if (how === 'abort') await assert.rejects(next ?? watched.next(), { code: 'ERR_ABORTED' })
      else assert.equal((await (next ?? watched.next())).done, true)
      assert.equal((await watched.next()).done, true)
      await eventually(() => assert.equal(engine.connections.busy, 0))
      await eventually(() => assert.equal(peer.listeners, 0))
      assert.deepEqual(timersOf(openResources()), timersOf(before))
    }
  })
}

test('an engine that is closed ends its watches, and does not keep them trying', async (t) => {
  const { engine, open } = await setUp(t)
  const watched = await open().ready()
  await take(watched, 1)
  const next = watched.next()
  await engine.close()
  await assert.rejects(next, { code: 'ERR_CLOSED' })
  assert.equal((await watched.next()).done, true)
  assert.equal(watched.isLive, false)
})

function end(watched: Watch, stop: AbortController, how: 'close' | 'abort' | 'return'): void {
  if (how === 'abort') stop.abort()
  else if (how === 'close') watched.close()
  else void watched.return()
}

function timersOf(resources: Record<string, number>): number {
  return resources.Timeout ?? 0
}
