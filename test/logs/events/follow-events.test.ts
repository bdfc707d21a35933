// followEvents() at the wire, against a peer that serves events: how it begins, goes on and ends, and what it leaves open.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import test from 'node:test'
import { connect } from '../../../src/index.ts'
import { type FollowedEvents, followEvents } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { items, setUp } from './event-kit.ts'

test("a filter that the Engine refuses: ready() and the first next() reject with the Engine's 400", async (t) => {
  const { peer, open } = await setUp(t)
  peer.status = 400
  await assert.rejects(open().ready(), { name: 'EngineError', status: 400 })
  const followed = open()
  await assert.rejects(followed.next(), { name: 'EngineError', status: 400 })
  assert.deepEqual(await followed.next(), { value: undefined, done: true })
  await assert.rejects(followed.ready(), { name: 'EngineError', status: 400 })
  assert.throws(() => followed.cursor, { code: 'ERR_OPTION' })
})

test('no Engine: it is an error at the start', async () => {
  const engine = connect('unix:///nowhere/at/all.sock')
  await assert.rejects(followEvents(engine).ready(), { code: 'ERR_CONNECT' })
  await engine.close()
})

test('from now: no past event; each event has its exact nanoseconds, and no position is ever a time', async (t) => {
  const { peer, open } = await setUp(t)
  peer.publish('past')
  await new Promise((resolve) => setTimeout(resolve, 5))
  const followed = open()
  assert.equal(await followed.ready(), followed)
  const nano = peer.publish('one')
  const { value } = await followed.next()
  assert.ok(value?.kind === 'event')
  assert.deepEqual([value.event.Actor.ID, value.event.Action, value.timeNano], ['one', 'start', nano])
  peer.cut()
  await eventually(() => assert.equal(peer.listeners.size, 1))
  peer.publish('two')
  assert.deepEqual(await items(followed, 2), ['resumed cut', 'two'])
  for (const query of peer.queries) assert.equal(query.get('since'), '0')
  assert.deepEqual(followed.figures, { events: 2, buffered: 0, gaps: 0, resumed: 1 })
})

test('since: the past events from that moment on', async (t) => {
  const { peer, open } = await setUp(t)
  peer.publish('too early')
  const nano = peer.publish('one')
  peer.publish('two')
  const since = `${nano.slice(0, -9)}.${nano.slice(-9)}`
  assert.deepEqual(await items(open({ from: { since } }), 2), ['one', 'two'])
})

test('more than the ring holds while away: a gap, with the times around it, and an error for events()', async (t) => {
  const { peer, open } = await setUp(t)
  const followed = await open().ready()
  const alone = await open().ready()
  const after = peer.publish('one')
  assert.deepEqual(await items(followed, 1), ['one'])
  const events = alone.events()
  assert.equal((await events.next()).value?.event.Actor.ID, 'one')
  peer.cut()
  for (let n = 0; n < 300; n++) peer.publish(`event ${n}`)
  const { value } = await followed.next()
  assert.ok(value?.kind === 'gap')
  const before = String(peer.ring[0]!.nano)
  assert.deepEqual(value, { kind: 'gap', cause: 'overrun', after, before })
  assert.deepEqual(await items(followed, 3), ['resumed cut', 'event 44', 'event 45'])
  await assert.rejects(events.next(), {
    code: 'ERR_EVENT_GAP',
    blame: 'peer',
    message: new RegExp(`${after}.*${before}`),
  })
})

test('a restart of the daemon: a gap, also where nothing has happened since', async (t) => {
  const { peer, open } = await setUp(t)
  const followed = await open({ filters: { type: 'container' } }).ready()
  peer.publish('one')
  assert.deepEqual(await items(followed, 1), ['one'])
  peer.restart()
  assert.deepEqual(await items(followed, 2), ['gap restarted', 'resumed cut'])
  peer.publish('two')
  assert.deepEqual(await items(followed, 1), ['two'])
  peer.restart()
  peer.publish('three')
  assert.deepEqual(await items(followed, 3), ['gap restarted', 'resumed cut', 'three'])
})

test('filters: what does not match shows that nothing is missing', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 10; n++) peer.publish(`noise ${n}`, { type: 'image' })
  const followed = await open({ filters: { type: ['container'] } }).ready()
  peer.cut()
  assert.deepEqual(await items(followed, 1), ['resumed cut'])
  peer.restart()
  assert.deepEqual(await items(followed, 2), ['gap restarted', 'resumed cut'])
})

test('a connection that died silently is noticed', async (t) => {
  const { peer, open } = await setUp(t)
  const followed = await open({ stall: 50 }).ready()
  peer.publish('one')
  assert.deepEqual(await items(followed, 1), ['one'])
  peer.listeners.clear()
  peer.publish('two')
  assert.deepEqual(await items(followed, 2), ['resumed stalled', 'two'])
  // Silence alone is none.
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.equal(followed.figures.resumed, 1)
})

test('a consumer that takes nothing: events are read, what waits is bounded, and a gap says what was dropped', async (t) => {
  const { peer, open } = await setUp(t)
  const followed = await open({ maxBytes: 20_000 }).ready()
  for (let n = 0; n < 2000; n++) {
    peer.publish(`event ${n}`)
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const last = String(peer.ring.at(-1)!.nano)
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.ok(followed.figures.buffered < 25_000)
  const found: string[] = []
  for (;;) {
    const { value } = await followed.next()
    if (value?.kind === 'gap') {
      assert.equal(value.cause, 'behind')
      break
    }
    assert.ok(value?.kind === 'event')
    found.push(value.event.Actor.ID!)
  }
  assert.deepEqual(
    found,
    [...found.keys()].map((n) => `event ${n}`),
  )
  assert.ok(found.length < 2000)
  // The cursor stands behind the gap.
  const { cursor } = followed
  const nano = peer.publish('after')
  assert.ok(nano > last)
  assert.deepEqual(await items(followed, 1), ['after'])
  assert.deepEqual(await items(open({ from: { cursor } }), 1), ['after'])
})

test('a cursor: goes on behind what was taken, of the same Engine only', async (t) => {
  const { peer, open } = await setUp(t)
  // Of an empty ring nothing shows later that it is the same.
  const ofNone = (await open().ready()).cursor
  peer.publish('before')
  await new Promise((resolve) => setTimeout(resolve, 5))
  const followed = await open().ready()
  const fresh = followed.cursor
  for (let n = 0; n < 20; n++) peer.publish(`event ${n}`, { sameTime: n % 2 === 1 })
  assert.equal((await items(followed, 10)).at(-1), 'event 9')
  const { cursor } = followed
  assert.ok(cursor.length < 700, `${cursor.length}`)
  followed.close()
  peer.publish('event 20')
  assert.deepEqual(
    await items(open({ from: { cursor } }), 11),
    Array.from({ length: 11 }, (_, n) => `event ${n + 10}`),
  )
  assert.deepEqual(await items(open({ from: { cursor: fresh } }), 2), ['event 0', 'event 1'])
  assert.deepEqual(await items(open({ from: { cursor: ofNone } }), 2), ['gap restarted', 'before'])
  // With filters that let nothing of what it remembers through.
  peer.publish('of an image', { type: 'image' })
  assert.deepEqual(await items(open({ from: { cursor }, filters: { type: 'image' } }), 1), ['of an image'])
  peer.restart()
  peer.publish('new')
  assert.deepEqual(await items(open({ from: { cursor } }), 2), ['gap restarted', 'new'])
  peer.id = 'CCCC:DDDD'
  await assert.rejects(open({ from: { cursor } }).ready(), { code: 'ERR_OPTION', message: /AAAA.*CCCC/ })
})

test('each way to end it leaves no connection and no listener', async (t) => {
  const { peer, open } = await setUp(t)
  const ways: ((followed: FollowedEvents, ender: AbortController) => Promise<void>)[] = [
    async (followed) => {
      await followed.ready()
      followed.close()
      await assert.rejects(open({ signal: AbortSignal.abort() }).ready(), { code: 'ERR_ABORTED' })
    },
    async (followed) => {
      peer.publish('one')
      await followed.ready()
      peer.publish('two')
      for await (const _ of followed) break
    },
    async (followed) => {
      await followed.ready()
      peer.publish('two')
      for await (const _ of followed.events()) break
    },
    async (followed, ender) => {
      const pending = followed.next()
      await followed.ready()
      ender.abort(new Error('enough'))
      await assert.rejects(pending, { code: 'ERR_ABORTED' })
      assert.equal((await followed.next()).done, true)
    },
    async (followed, ender) => {
      peer.isSilent = true
      const pending = followed.ready()
      setTimeout(() => ender.abort(), 20)
      await assert.rejects(pending, { code: 'ERR_ABORTED' })
      peer.isSilent = false
    },
    async (followed) => {
      const pending = followed.ready()
      followed.close()
      await assert.rejects(pending, { code: 'ERR_CLOSED' })
    },
    async (followed) => {
      await using own = followed
      await own.ready()
    },
    async (followed) => {
      // Away, and waiting for the next try.
      await followed.ready()
      peer.status = 500
      peer.cut()
      await new Promise((resolve) => setTimeout(resolve, 60))
      const pending = followed.next()
      followed.close()
      assert.equal((await pending).done, true)
      peer.status = 200
    },
  ]
  for (const [index, way] of ways.entries()) {
    const ender = new AbortController()
    await way(open({ signal: ender.signal }), ender)
    await eventually(() => assert.equal(peer.listeners.size, 0, `way ${index}`))
    assert.equal(getEventListeners(ender.signal, 'abort').length, 0, `way ${index}`)
  }
})

test('an Engine that stays away: for as long as it was allowed', async (t) => {
  const { peer, open } = await setUp(t)
  const followed = await open({ retry: { first: 5, most: 10, forMs: 100 } }).ready()
  peer.publish('one')
  peer.status = 503
  peer.cut()
  assert.deepEqual(await items(followed, 1), ['one'])
  await assert.rejects(followed.next(), { name: 'EngineError', status: 503 })
  assert.equal((await followed.next()).done, true)
})
