// Events: their order from a container's creation to its removal, filters, since and until, live and kept.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EmbeddedEngine } from '../../src/testing.ts'
import { ask, eventually, pause, Raw, run, splitAnswer, withEngine } from './support.ts'

interface SentEvent {
  Type: string
  Action: string
  Actor: { ID: string; Attributes: Record<string, string> }
  timeNano: number
}

async function eventsOf(engine: EmbeddedEngine, query = ''): Promise<SentEvent[]> {
  const until = Date.now() / 1000 + 0.002
  const { text } = await ask(engine.host, 'GET', `/events?since=0&until=${until}${query}`)
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SentEvent)
}

async function lifetime(engine: EmbeddedEngine): Promise<string> {
  engine.image('idle', async ({ sleep }) => sleep(60_000).then(() => undefined))
  const id = await run(engine, 'cc', { Image: 'idle', Labels: { zone: 'b', app: '<a>' } })
  await ask(engine.host, 'POST', '/containers/cc/stop')
  await ask(engine.host, 'POST', '/containers/cc/start')
  await ask(engine.host, 'DELETE', '/containers/cc?force=1')
  return id
}

describe('events', () => {
  it('come in the Engine’s order', () =>
    withEngine(async (engine) => {
      await lifetime(engine)
      const events = await eventsOf(engine)
      const stop = ['kill', 'die', 'disconnect', 'stop']
      const force = ['connect', 'start', 'kill', 'die', 'disconnect', 'destroy']
      assert.deepEqual(
        events.map(({ Action }) => Action),
        ['create', 'connect', 'start', ...stop, ...force],
      )
      const numbers = events.filter(({ Action }) => Action === 'kill').map(({ Actor }) => Actor.Attributes.signal)
      assert.deepEqual(numbers, ['15', '9'])
      const codes = events.filter(({ Action }) => Action === 'die').map(({ Actor }) => Actor.Attributes.exitCode)
      assert.deepEqual(codes, ['143', '137'])
      const times = events.map(({ timeNano }) => timeNano)
      assert.deepEqual(
        [...times].sort((a, b) => a - b),
        times,
      )
    }))

  it('of a container that removes itself have the stop before the destroy', () =>
    withEngine(async (engine) => {
      engine.image('idle', async ({ sleep }) => sleep(60_000).then(() => undefined))
      await run(engine, 'cc', { Image: 'idle', HostConfig: { AutoRemove: true } })
      await ask(engine.host, 'POST', '/containers/cc/stop')
      await pause(2)
      assert.deepEqual(
        (await eventsOf(engine)).slice(-4).map(({ Action }) => Action),
        ['die', 'disconnect', 'stop', 'destroy'],
      )
    }))

  it('are filtered', () =>
    withEngine(async (engine) => {
      const id = await lifetime(engine)
      const count = async (filters: object) =>
        (await eventsOf(engine, `&filters=${encodeURIComponent(JSON.stringify(filters))}`)).length
      assert.equal(await count({ type: ['container'] }), 9)
      assert.equal(await count({ type: ['network'] }), 4)
      assert.equal(await count({ event: ['die', 'destroy'] }), 3)
      assert.equal(await count({ container: ['cc'], event: ['start'] }), 2)
      assert.equal(await count({ container: [id.slice(0, 10)] }), 9)
      assert.equal(await count({ container: ['other'] }), 0)
      assert.equal(await count({ network: ['bridge'] }), 4)
      assert.equal(await count({ image: ['idle'] }), 9)
      assert.equal(await count({ image: ['other'] }), 0)
      assert.equal(await count({ label: ['app=<a>', 'zone'] }), 9)
      assert.equal(await count({ label: ['zone=a'] }), 0)
      assert.equal(await count({ scope: ['swarm'] }), 0)
      assert.equal(await count({ unknown: ['x'] }), 13)
    }))

  it('are kept, 256 of them, and resume from since without gap or repetition', () =>
    withEngine(async (engine) => {
      engine.image('idle', async ({ sleep }) => sleep(60_000).then(() => undefined))
      await run(engine, 'cc', { Image: 'idle' })
      for (let i = 0; i < 300; i++) await ask(engine.host, 'POST', '/containers/cc/kill?signal=URG')
      const { text } = await ask(engine.host, 'GET', `/events?since=0&until=${Date.now() / 1000 + 0.002}`)
      const stamps = text.match(/"timeNano":\d+/g)!.map((stamp) => stamp.slice(11))
      assert.equal(stamps.length, 256)
      assert.equal(new Set(stamps).size, 256)
      const middle = stamps[100]!
      const since = `${middle.slice(0, -9)}.${middle.slice(-9)}`
      const later = await ask(engine.host, 'GET', `/events?since=${since}&until=${Date.now() / 1000 + 0.002}`)
      assert.deepEqual(later.text.match(/\d{19}/g), stamps.slice(100))
    }))

  it('end at until without further events, and reject invalid times', () =>
    withEngine(async (engine) => {
      const started = Date.now()
      const raw = new Raw(engine.host).send(`GET /events?until=${(started + 60) / 1000} HTTP/1.1\r\nHost: d\r\n\r\n`)
      await raw.contains('\r\n\r\n')
      await raw.contains('0\r\n\r\n')
      assert.ok(Date.now() >= started + 60)
      raw.close()
      const order = await ask(engine.host, 'GET', '/events?since=5&until=3')
      assert.deepEqual(
        [order.status, order.text],
        [400, '{"message":"`since` time (5) cannot be after `until` time (3)"}\n'],
      )
      const time = await ask(engine.host, 'GET', '/events?since=x')
      assert.deepEqual(
        [time.status, time.text],
        [500, '{"message":"strconv.ParseInt: parsing \\"x\\": invalid syntax"}\n'],
      )
    }))

  it('are live: one JSON value per chunk, until the client disconnects', () =>
    withEngine(async (engine) => {
      const raw = new Raw(engine.host).send('GET /events HTTP/1.1\r\nHost: d\r\n\r\n')
      await raw.contains('\r\n\r\n')
      await lifetime(engine)
      await raw.contains('"destroy"')
      const { chunks } = splitAnswer(raw.text)
      assert.equal(chunks.length, 13)
      for (const chunk of chunks) assert.match(chunk, /^\{.*\}\n$/)
      assert.match(chunks[0]!, /"Attributes":\{"app":"\\u003ca\\u003e","image":"idle","name":"cc","zone":"b"\}/)
      raw.close()
      await eventually(() => engine.connections === 0)
      assert.equal(JSON.parse((await ask(engine.host, 'GET', '/info')).text).NEventsListener, 0)
    }))
})
