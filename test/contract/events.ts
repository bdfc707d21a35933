// GET /events (Engine API SystemEvents): past ones by since and until, live ones, and filters.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import type { Engine, EventMessage, Schema } from '../../src/index.ts'
import { holdings } from '../support/handles.ts'
import type { Lab, OpenLab } from './lab.ts'

async function events(engine: Engine, query: Schema.SystemEventsQuery): Promise<AsyncIterableIterator<EventMessage>> {
  return (await engine.request('GET', '/events', { query })).records()
}

/** What has happened by now, as far as the filters want it. A Date is a millisecond at its beginning: the present one must belong to it. */
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
    const mark = randomUUID()
    const began = Math.floor(Date.now() / 1000) - 1
    const name = `contract-${mark}`
    const id = await lab.finish('say', { name, labels: { mark }, env: { CODE: 3 } })
    await lab.engine.delete('/containers/{id}', { path: { id } })
    const found = await past(lab, began, { type: ['container'], label: [`mark=${mark}`] })
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
    const began = Math.floor(Date.now() / 1000) - 1
    const one = await lab.finish('say')
    const other = await lab.finish('say')
    assert.deepEqual(actions(await past(lab, began, { container: [one] })), ['create', 'start', 'die'])
    const both = await past(lab, began, { container: [one, other], event: ['die', 'create'] })
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

  test('live events come as they happen, and break closes the connection', async (t) => {
    const lab = open(t)
    const mark = randomUUID()
    await lab.engine.get('/_ping')
    const settled = holdings()
    const client = lab.client(t)
    const live = await events(client, { filters: { type: ['container'], label: [`mark=${mark}`] } })
    // Asked for first, so that each wait is one for something that is yet to happen.
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

  test('until in the future ends the stream by itself, and its connection serves the next request', async (t) => {
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
