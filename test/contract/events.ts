// GET /events (Engine API SystemEvents): past events by since and until, live events, and filters.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import type { Engine, EventMessage, Schema } from '../../src/index.ts'
import { holdings } from '../support/handles.ts'
import { wholePast } from '../support/past-events.ts'
import type { Lab, OpenLab } from './lab.ts'

async function events(engine: Engine, query: Schema.SystemEventsQuery): Promise<AsyncIterableIterator<EventMessage>> {
  return (await engine.request('GET', '/events', { query })).records()
}

/** The events up to now that match the filters. A Date is the beginning of its millisecond, so `until` is one later. */
async function past(lab: Lab, since: number, filters: Schema.SystemEventsFilters): Promise<EventMessage[]> {
  const all: EventMessage[] = []
  const until = new Date(Date.now() + 1)
  for await (const event of await events(lab.engine, { since, until, filters })) all.push(event)
  return all
}

const actions = (all: readonly EventMessage[]) => all.map(({ Action }) => Action)

export function eventTests(open: OpenLab): void {
  test('past events, between since and until, in order', async (t) => {
    const lab = open(t)
    const { mark, began, name, id, found } = await wholePast(
      async () => {
        const mark = randomUUID()
        const began = Math.floor(Date.now() / 1000) - 1
        const name = `contract-${mark}`
        const id = await lab.finish('say', { name, labels: { mark }, env: { CODE: 3 } })
        await lab.engine.delete('/containers/{id}', { path: { id } })
        return {
          mark,
          began,
          name,
          id,
          found: await past(lab, began, { type: ['container'], label: [`mark=${mark}`] }),
        }
      },
      ({ found }) => found[0]?.Action !== 'create',
    )
    assert.deepEqual(actions(found), ['create', 'start', 'die', 'destroy'])
    for (const { Type, Actor, time, timeNano } of found) {
      assert.equal(Type, 'container')
      assert.equal(Actor.ID, id)
      assert.equal(Actor.Attributes.name, name)
      assert.equal(Actor.Attributes.image, 'busybox:latest')
      assert.equal(Actor.Attributes.mark, mark)
      assert.equal(time, Math.floor(timeNano / 1e9))
    }
    assert.equal(found[2]?.Actor.Attributes.exitCode, '3')
    const filters = { label: [`mark=${mark}`] }
    const nothing: EventMessage[] = []
    for await (const event of await events(lab.engine, { since: 1, until: began - 1, filters })) nothing.push(event)
    assert.deepEqual(nothing, [])
  })

  test('filters: by container, by event, by type', async (t) => {
    const lab = open(t)
    const { one, other, began, ofOne, both } = await wholePast(
      async () => {
        const began = Math.floor(Date.now() / 1000) - 1
        const one = await lab.finish('say')
        const other = await lab.finish('say')
        const ofOne = await past(lab, began, { container: [one] })
        return {
          one,
          other,
          began,
          ofOne,
          both: await past(lab, began, { container: [one, other], event: ['die', 'create'] }),
        }
      },
      ({ ofOne, both }) => ofOne[0]?.Action !== 'create' || both[0]?.Action !== 'create',
    )
    assert.deepEqual(actions(ofOne), ['create', 'start', 'die'])
    assert.deepEqual(
      both.map(({ Action, Actor }) => [Action, Actor.ID]),
      [
        ['create', one],
        ['die', one],
        ['create', other],
        ['die', other],
      ],
    )
    assert.deepEqual(await past(lab, began, { container: [one], type: ['image'] }), [])
  })

  test('live events arrive as they happen, and break closes the connection', async (t) => {
    const lab = open(t)
    const mark = randomUUID()
    await lab.engine.get('/_ping')
    const settled = holdings()
    const client = lab.client(t)
    const live = await events(client, { filters: { type: ['container'], label: [`mark=${mark}`] } })
    // Each next() is called first, so that it waits for an event in the future.
    const next = async () => (await live.next()).value as EventMessage
    let coming = next()
    const id = await lab.create('tick', { labels: { mark } })
    assert.equal((await coming).Action, 'create')
    coming = next()
    await lab.start(id)
    assert.equal((await coming).Action, 'start')
    coming = next()
    await lab.engine.post('/containers/{id}/kill', { path: { id } })
    const { Action, Actor } = await coming
    assert.equal(Action, 'kill')
    assert.equal(Actor.Attributes.signal, '9')
    assert.equal((await next()).Action, 'die')
    await live.return?.()
    assert.deepEqual(client.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
    await settled()
  })

  test('with until in the future the stream ends by itself, and its connection serves the next request', async (t) => {
    const lab = open(t)
    const mark = randomUUID()
    const since = Math.floor(Date.now() / 1000) - 1
    await lab.create('say', { labels: { mark } })
    const until = new Date(Date.now() + 1000)
    const found: EventMessage[] = []
    for await (const event of await events(lab.engine, { since, until, filters: { label: [`mark=${mark}`] } })) {
      found.push(event)
    }
    assert.deepEqual(actions(found), ['create'])
    assert.deepEqual(lab.engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })
  })
}
