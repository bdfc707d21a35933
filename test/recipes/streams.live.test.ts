// Events and stats of a real Engine: typed records, no event missed after ready(), and nothing open after the loop is left.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { connect, type Engine, events, stats, statsOnce } from '../../src/index.ts'
import { call, callJson } from '../live/call.ts'
import { holdings } from '../support/handles.ts'
import { liveBody, liveEngine } from '../support/live.ts'
import { wholePast } from '../support/past-events.ts'

const { host, skip } = liveEngine()

function engineOf(t: TestContext): Engine {
  const engine = connect(host)
  t.after(() => engine.close())
  return engine
}

async function running(t: TestContext, engine: Engine): Promise<string> {
  const body = liveBody({ Image: 'busybox:latest', Cmd: ['sleep', '60'] })
  const { Id } = await callJson<{ Id: string }>(host, 'POST', '/containers/create', body)
  t.after(() => call(host, 'DELETE', `/containers/${Id}?force=1`))
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  return Id
}

test('no event is missed after ready(), and `since` and `until` select past events', { skip }, async (t) => {
  const engine = engineOf(t)
  const label = `fairlead.process=${process.pid}`
  const { seen, again } = await wholePast(
    async () => {
      const live = await events(engine, { filters: { type: 'container', label } }).ready()
      const since = new Date(Date.now() - 1000)
      const id = await running(t, engine)
      await engine.delete('/containers/{id}', { path: { id }, query: { force: true } })
      const seen: string[] = []
      for await (const { Type, Action, Actor, time, timeNano } of live) {
        assert.deepEqual([Type, Actor.ID, Actor.Attributes.image], ['container', id, 'busybox:latest'])
        assert.equal(Math.floor(timeNano / 1e9), time)
        seen.push(Action)
        if (Action === 'destroy') break
      }
      assert.deepEqual(seen.slice(0, 2), ['create', 'start'])
      const again: string[] = []
      const past = { since, until: Math.floor(Date.now() / 1000) + 1, filters: { container: [id] } }
      for await (const { Action } of events(engine, past)) again.push(Action)
      return { seen, again }
    },
    ({ again }) => again[0] !== 'create',
  )
  assert.deepEqual(again, seen)
})

test('stats: one sample at once, one with the previous sample, or a stream', { skip }, async (t) => {
  const engine = engineOf(t)
  const id = await running(t, engine)
  const quick = await statsOnce(engine, id, { oneShot: true })
  assert.match(quick.preread, /^0001-/)
  assert.ok(quick.cpu_stats.cpu_usage.total_usage > 0)
  assert.equal(quick.precpu_stats.cpu_usage.total_usage, 0)
  const whole = await statsOnce(engine, id)
  assert.ok(whole.precpu_stats.cpu_usage.total_usage > 0)
  let samples = 0
  for await (const { read, pids_stats } of stats(engine, id)) {
    assert.match(read, /^2/)
    assert.equal(pids_stats.current, 1)
    if (++samples === 2) break
  }
  await assert.rejects(statsOnce(engine, 'no-such-container'), { code: 'ERR_ENGINE', status: 404 })
  await assert.rejects(stats(engine, 'no-such-container').next(), { code: 'ERR_ENGINE', status: 404 })
})

test('30 streams that are begun and left hold nothing open', { skip }, async (t) => {
  const engine = engineOf(t)
  const id = await running(t, engine)
  const settled = holdings()
  await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const stream = i % 2 ? stats(engine, id) : events(engine)
      await stream.ready()
      if (i % 3 === 0) await stream.return()
      else stream.close()
    }),
  )
  await settled()
})
