// A container's life: create, start, list, inspect, kill, stop, remove (Engine API: Container*).

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import { EngineError } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { commandFor } from './behaviours.ts'
import type { Lab, OpenLab } from './lab.ts'

/** The status of an operation on a container. */
async function statusOf(lab: Lab, id: string, verb: string, query = {}): Promise<number> {
  const response = await lab.engine.untyped.request('POST', `/containers/{id}/${verb}`, { path: { id }, query })
  assert.equal(await response.text(), '')
  return response.status
}

async function listed(lab: Lab, query: { all?: boolean; limit?: number; filters: Record<string, string[]> }) {
  const found = await lab.engine.get('/containers/json', { query })
  return found.map(({ Id }) => Id)
}

export function lifecycleTests(open: OpenLab): void {
  test('a created container can be inspected by id, by the beginning of the id, and by name', async (t) => {
    const lab = open(t)
    const name = `contract-${randomUUID()}`
    const id = await lab.create('say', { name, env: { OUT: 'größe=€' }, labels: { flavour: 'süß "quoted"' } })
    assert.match(id, /^[0-9a-f]{64}$/)
    for (const key of [id, id.slice(0, 12), name]) {
      const { Id, Name, Config, State } = await lab.inspect(key)
      assert.equal(Id, id)
      assert.equal(Name, `/${name}`)
      assert.equal(Config.Image, 'busybox:latest')
      assert.deepEqual(Config.Cmd, commandFor('say'))
      assert.ok(Config.Env?.includes('OUT=größe=€'))
      assert.equal(Config.Labels?.flavour, 'süß "quoted"')
      assert.equal(State.Status, 'created')
      assert.equal(State.StartedAt, '0001-01-01T00:00:00Z')
    }
  })

  test('a start is 204, a second start is 304, and neither is an error', async (t) => {
    const lab = open(t)
    const id = await lab.create('tick')
    assert.equal(await statusOf(lab, id, 'start'), 204)
    assert.equal(await statusOf(lab, id, 'start'), 304)
    assert.equal(await lab.engine.post('/containers/{id}/start', { path: { id } }), undefined)
    assert.equal((await lab.inspect(id)).State.Running, true)
  })

  test('a kill ends a container with exit code 128 + signal', async (t) => {
    const lab = open(t)
    const id = await lab.launch('tick')
    assert.equal(await statusOf(lab, id, 'kill'), 204)
    assert.equal(await lab.exitCode(id), 137)
    const { State } = await lab.inspect(id)
    assert.equal(State.Status, 'exited')
    assert.equal(State.ExitCode, 137)
    // Docker leaves out zeros at the end of a fraction, so the texts cannot be compared as they are.
    assert.ok(withNanos(State.FinishedAt) > withNanos(State.StartedAt), `${State.StartedAt} ${State.FinishedAt}`)
  })

  test('a stop lets a container end itself; a second stop is 304', async (t) => {
    const lab = open(t)
    const id = await lab.launch('tick')
    // The shell ignores a signal that it has not trapped yet, so it must be running its loop.
    for await (const line of (await lab.logs(id, { follow: true })).lines()) if (line.text === 'tick 2') break
    assert.equal(await statusOf(lab, id, 'stop', { t: 30 }), 204)
    assert.equal(await lab.exitCode(id), 5)
    assert.equal(await statusOf(lab, id, 'stop'), 304)
  })

  test('an exited container can be started again, and its log continues', async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { env: { OUT: 'again\n' } })
    await lab.start(id)
    await lab.exitCode(id)
    assert.deepEqual(await lab.lines(id), ['again', 'again'])
  })

  test('a list shows what its filters select', async (t) => {
    const lab = open(t)
    const mark = randomUUID()
    const labels = { mark, kind: 'a' }
    const created = await lab.create('say', { name: `contract-${mark}`, labels })
    const running = await lab.launch('tick', { labels: { mark, kind: 'b' } })
    const exited = await lab.finish('say', { labels, env: { CODE: 3 } })
    const label = [`mark=${mark}`]
    const sorted = async (...query: Parameters<typeof listed>) => (await listed(...query)).sort()
    // Engines from 23 on may list a container as running for a moment after its wait has returned.
    await eventually(async () => assert.deepEqual(await listed(lab, { filters: { label } }), [running]))
    assert.deepEqual(await sorted(lab, { all: true, filters: { label } }), [created, running, exited].sort())
    assert.deepEqual(await listed(lab, { all: true, filters: { label: [...label, 'kind=b'] } }), [running])
    assert.deepEqual(
      await sorted(lab, { all: true, filters: { label: [...label, 'kind=a'] } }),
      [created, exited].sort(),
    )
    assert.deepEqual(await listed(lab, { filters: { label, status: ['exited'] } }), [exited])
    assert.deepEqual(await sorted(lab, { filters: { label, status: ['exited', 'created'] } }), [created, exited].sort())
    // A status implies `all`; an exit code does not.
    assert.deepEqual(await listed(lab, { filters: { label, exited: ['3'] } }), [])
    assert.deepEqual(await listed(lab, { all: true, filters: { label, exited: ['3'] } }), [exited])
    assert.deepEqual(await listed(lab, { all: true, filters: { name: [`contract-${mark}`] } }), [created])
    assert.deepEqual(await listed(lab, { all: true, filters: { id: [exited] } }), [exited])
    assert.deepEqual(await listed(lab, { all: true, filters: { label, ancestor: ['nothing:made-of-it'] } }), [])
    // Created before or after another container, which is not included.
    assert.deepEqual(await sorted(lab, { all: true, filters: { label, before: [exited] } }), [created, running].sort())
    assert.deepEqual(await listed(lab, { all: true, filters: { label, since: [running] } }), [exited])
    const between = { label, before: [exited], since: [`contract-${mark}`] }
    assert.deepEqual(await listed(lab, { all: true, filters: between }), [running])
    // Newest first, running or not.
    assert.deepEqual(await listed(lab, { limit: 2, filters: { label } }), [exited, running])
  })

  test('a list shows names, states and labels', async (t) => {
    const lab = open(t)
    const name = `contract-${randomUUID()}`
    await lab.create('say', { name, labels: { empty: '' } })
    const query = { all: true, filters: { name: [`^/${name}$`] } }
    const [found, ...others] = await lab.engine.get('/containers/json', { query })
    assert.equal(others.length, 0)
    assert.deepEqual(found?.Names, [`/${name}`])
    assert.equal(found?.State, 'created')
    assert.equal(found?.Image, 'busybox:latest')
    assert.equal(found?.Labels?.empty, '')
  })

  test('a removed container is gone, and its name is free', async (t) => {
    const lab = open(t)
    const name = `contract-${randomUUID()}`
    const id = await lab.create('say', { name })
    assert.equal(await lab.engine.delete('/containers/{id}', { path: { id } }), undefined)
    await assert.rejects(lab.inspect(id), (error) => error instanceof EngineError && error.status === 404)
    const next = await lab.create('say', { name })
    assert.notEqual(next, id)
  })

  test('force removes a running container', async (t) => {
    const lab = open(t)
    const id = await lab.launch('tick')
    await lab.engine.delete('/containers/{id}', { path: { id }, query: { force: true } })
    await assert.rejects(lab.inspect(id), (error) => error instanceof EngineError && error.status === 404)
  })
}

/** A time in UTC with all nine digits of its nanoseconds. */
function withNanos(time: string): string {
  return time.replace(/(?:\.(\d+))?Z$/, (_, fraction: string = '') => `.${fraction.padEnd(9, '0')}`)
}
