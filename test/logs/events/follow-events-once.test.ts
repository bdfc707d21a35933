// followEvents() at the wire: over cuts, and where the Engine itself sends an event twice, each is given once.

import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually } from '../../support/eventually.ts'
import { items, setUp } from './event-kit.ts'

test('cut within an event, twenty times, events of one nanosecond on both sides: each once, in order', async (t) => {
  const { peer, open } = await setUp(t)
  for (const filters of [undefined, { type: 'container' }]) {
    const followed = await open({ filters }).ready()
    const wanted: string[] = []
    for (let n = 0; n < 200; n++) {
      wanted.push(`event ${n}`)
      peer.publish(`event ${n}`, { sameTime: n % 3 === 1 })
      if (filters !== undefined) peer.publish(`noise ${n}`, { type: 'image' })
      if (n % 10 === 5) {
        const { resumed } = followed.figures
        peer.cut()
        // Some are cut on their way back, some live for a while; the ring holds what happens meanwhile.
        if (n % 20 === 5) await eventually(() => assert.ok(followed.figures.resumed > resumed))
      }
    }
    const found: string[] = []
    for await (const { event } of followed.events()) if (found.push(event.Actor.ID!) === wanted.length) break
    assert.deepEqual(found, wanted)
    await eventually(() => assert.equal(peer.listeners.size, 0))
  }
})

test('an event that is published while a connection begins: it comes from the ring and as a new one, and is given once', async (t) => {
  const { peer, open } = await setUp(t)
  peer.repeats = 2
  for (const filters of [undefined, { type: ['container'] }]) {
    const followed = await open(filters && { filters }).ready()
    peer.publish('taken')
    assert.deepEqual(await items(followed, 1), ['taken'])
    peer.cut()
    peer.publish('while away')
    assert.deepEqual(await items(followed, 2), ['resumed cut', 'while away'])
    peer.publish('after')
    assert.deepEqual(await items(followed, 1), ['after'])
  }
})

test('of an Engine that counts in whole seconds, two equal events are two', async (t) => {
  const { peer, open } = await setUp(t)
  peer.wholeSeconds = true
  const followed = await open().ready()
  peer.publish('one')
  peer.publish('one', { sameTime: true })
  peer.publish('other', { sameTime: true })
  assert.deepEqual(await items(followed, 3), ['one', 'one', 'other'])
})
