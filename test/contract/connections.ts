// One connection serves many requests, with responses of every kind; a closed connection is closed on both sides.

import assert from 'node:assert/strict'
import test from 'node:test'
import { EngineError } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { openDescriptors } from '../support/handles.ts'
import type { Lab, OpenLab } from './lab.ts'

const ONE_IDLE = { dialling: 0, idle: 1, busy: 0, waiting: 0 }

/** Requests whose responses have every kind of framing. */
function requests(lab: Lab, running: string, exited: string): Record<string, () => Promise<unknown>> {
  const { engine } = lab
  const path = { id: running }
  const assertEngineError = (error: unknown) => assert.ok(error instanceof EngineError)
  return {
    'a short body': () => engine.get('/_ping'),
    'a HEAD': () => engine.head('/_ping'),
    'a long body, chunked': () => engine.get('/containers/{id}/json', { path }),
    'a 304': () => engine.post('/containers/{id}/start', { path }),
    'a 404': () => engine.get('/containers/{id}/json', { path: { id: 'missing' } }).catch(assertEngineError),
    'a log': () => lab.read(exited),
    'an empty log': () => lab.read(exited, { tail: 0 }),
    'a 400': () => engine.request('GET', '/containers/{id}/logs', { path }).catch(assertEngineError),
    'a wait': () => lab.exitCode(exited),
    'a HEAD that fails': () => engine.untyped.head('/containers/{id}/json', { path }).catch(assertEngineError),
    'past events': async () => {
      for await (const _ of (await engine.request('GET', '/events', { query: { since: 1, until: 2 } })).records());
    },
    'a 204': () => engine.post('/containers/{id}/kill', { path, query: { signal: 'CONT' } }),
    'a chunked upload that fails': () => {
      const body = (async function* () {
        yield Buffer.from('{"Image":')
        yield Buffer.from('"fairlead/no-such:image"}')
      })()
      const headers = { 'Content-Type': 'application/json' }
      return engine.untyped.post('/containers/create', { body, headers }).catch(assertEngineError)
    },
    'a body read late': async () => {
      const response = await engine.request('GET', '/info')
      await new Promise((resolve) => setImmediate(resolve))
      await response.json()
    },
  }
}

export function connectionTests(open: OpenLab): void {
  test('one connection carries responses of every kind', async (t) => {
    const lab = open(t)
    const running = await lab.launch('tick')
    const exited = await lab.finish('say', { env: { OUT: 'some\n', ERR: 'words\n' } })
    const all = Object.entries(requests(lab, running, exited))
    const descriptors = openDescriptors()
    for (const step of [1, 3, 5]) {
      for (let i = 0; i < all.length; i++) {
        const [name, ask] = all[(i * step) % all.length]!
        await ask()
        assert.deepEqual(lab.engine.connections, ONE_IDLE, `after ${name}`)
        if (lab.target.sockets !== undefined) assert.equal(lab.target.sockets(), 1, `sockets after ${name}`)
      }
    }
    assert.equal(openDescriptors(), descriptors)
  })

  test('concurrent requests have a connection each, and the connections are reused', async (t) => {
    const { engine } = open(t)
    await engine.get('/_ping')
    const round = () => Promise.all(Array.from({ length: 20 }, () => engine.get('/version')))
    const first = await round()
    for (const version of first) assert.deepEqual(version, first[0])
    assert.deepEqual(engine.connections, { dialling: 0, idle: 20, busy: 0, waiting: 0 })
    await round()
    assert.deepEqual(engine.connections, { dialling: 0, idle: 20, busy: 0, waiting: 0 })
  })

  test('1,000 sequential requests use one connection, and no more descriptors', async (t) => {
    const { engine } = open(t)
    await engine.get('/_ping')
    const descriptors = openDescriptors()
    for (let i = 0; i < 1000; i++) assert.equal(await engine.get('/_ping'), 'OK')
    assert.deepEqual(engine.connections, ONE_IDLE)
    assert.equal(openDescriptors(), descriptors)
  })

  test('close() ends pending requests and leaves no socket', async (t) => {
    const lab = open(t)
    const other = lab.client(t)
    const descriptors = openDescriptors()
    const id = await lab.launch('tick')
    const query = { follow: true, stdout: true }
    const lines = (await other.request('GET', '/containers/{id}/logs', { path: { id }, query })).lines()
    await lines.next()
    const waiting = other.post('/containers/{id}/wait', { path: { id } })
    const ended = assert.rejects(waiting, { code: 'ERR_CLOSED' })
    await eventually(() => other.connections.busy === 2)
    await other.close()
    await ended
    await assert.rejects(other.get('/_ping'), { code: 'ERR_CLOSED' })
    await lab.engine.delete('/containers/{id}', { path: { id }, query: { force: true } })
    await lab.engine.close()
    await eventually(() => assert.equal(openDescriptors(), descriptors))
  })
}
