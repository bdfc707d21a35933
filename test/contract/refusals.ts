// Error responses: each rejects with an EngineError that has the status, method, path and the daemon's own message.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import { EngineError, type Method, type RequestOptions } from '../../src/index.ts'
import type { Lab, OpenLab } from './lab.ts'

/** The expected error; the message is the same from Engine 20.10 on. */
interface Expected {
  /** Several when releases differ. */
  status: number | readonly number[]
  path: string
  reason: RegExp
}

async function assertRejected(lab: Lab, method: Method, path: string, options: RequestOptions, expected: Expected) {
  await assert.rejects(lab.engine.untyped.request(method, path, options), (error) => {
    assert.ok(error instanceof EngineError, String(error))
    assert.equal(error.code, 'ERR_ENGINE')
    assert.equal(error.blame, 'peer')
    const statuses = [expected.status].flat()
    assert.ok(statuses.includes(error.status), `${error.status}, not ${statuses.join(' or ')}: ${error.message}`)
    assert.equal(error.method, method)
    assert.equal(error.path, expected.path)
    assert.match(error.reason, expected.reason)
    assert.ok(error.message.includes(error.reason))
    return true
  })
  // An error response is a response like any other: its connection is reusable.
  assert.deepEqual(lab.engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })
}

const create = '/containers/create'

export function errorResponseTests(open: OpenLab): void {
  test('404: no such container, for every operation', async (t) => {
    const lab = open(t)
    const id = `missing-${randomUUID()}`
    const operations: [Method, string][] = [
      ['GET', 'json'],
      ['GET', 'logs?'],
      ['POST', 'start'],
      ['POST', 'stop'],
      ['POST', 'kill'],
      ['POST', 'wait'],
      ['DELETE', ''],
    ]
    for (const [method, verb] of operations) {
      const query = verb === 'logs?' ? { stdout: true } : {}
      const suffix = verb === '' ? '' : `/${verb.replace('?', '')}`
      const expected = {
        status: 404,
        path: `/containers/${id}${suffix}`,
        reason: new RegExp(`No such container: ${id}$`),
      }
      await assertRejected(lab, method, `/containers/{id}${suffix}`, { path: { id }, query }, expected)
    }
  })

  test('404: no such image, no such route', async (t) => {
    const lab = open(t)
    const body = { Image: 'fairlead/no-such:image', Cmd: ['true'] }
    const expected = { status: 404, path: create, reason: /No such image: fairlead\/no-such:image/ }
    await assertRejected(lab, 'POST', create, { body }, expected)
    await assertRejected(lab, 'GET', '/nowhere', {}, { status: 404, path: '/nowhere', reason: /^page not found$/ })
  })

  test('409: a name that is taken', async (t) => {
    const lab = open(t)
    const name = `contract-${randomUUID()}`
    const id = await lab.create('say', { name })
    const options = { query: { name }, body: { Image: 'busybox:latest', Cmd: ['true'], Labels: lab.target.labels } }
    const reason = new RegExp(`container name "/${name}" is already in use by container "?${id}`)
    await assertRejected(lab, 'POST', create, options, { status: 409, path: create, reason })
  })

  test('409: a running container is not removed, a stopped one is not killed', async (t) => {
    const lab = open(t)
    const running = await lab.launch('tick')
    const path = `/containers/${running}`
    const reason = new RegExp(`remove.*running container.*${running}|cannot remove container.*running`, 'i')
    await assertRejected(lab, 'DELETE', '/containers/{id}', { path: { id: running } }, { status: 409, path, reason })
    const stopped = await lab.create('say')
    await assertRejected(
      lab,
      'POST',
      '/containers/{id}/kill',
      { path: { id: stopped } },
      { status: 409, path: `/containers/${stopped}/kill`, reason: /is not running/ },
    )
  })

  test('invalid names, filters and bodies', async (t) => {
    const lab = open(t)
    const body = { Image: 'busybox:latest', Cmd: ['true'] }
    const name = { status: 400, path: create, reason: /Invalid container name \(no spaces\)/ }
    await assertRejected(lab, 'POST', create, { query: { name: 'no spaces' }, body }, name)
    const filters = { status: 400, path: '/containers/json', reason: /[Ii]nvalid filter 'colour'/ }
    await assertRejected(lab, 'GET', '/containers/json', { query: { filters: { colour: ['red'] } } }, filters)
    for (const name of ['before', 'since']) {
      const query = { all: true, filters: { [name]: ['missing'] } }
      // 500 up to Engine 25, 404 since
      const missing = { status: [500, 404], path: '/containers/json', reason: /^no such container:? missing$/i }
      await assertRejected(lab, 'GET', '/containers/json', { query }, missing)
    }
    const type = { status: 400, path: create, reason: /Content-Type/ }
    await assertRejected(lab, 'POST', create, { body: 'plain words', headers: { 'Content-Type': 'text/plain' } }, type)
  })

  test('400: logs without stdout and stderr', async (t) => {
    const lab = open(t)
    const id = await lab.create('say')
    const path = `/containers/${id}/logs`
    const reason = /you must choose at least one stream/
    await assertRejected(lab, 'GET', '/containers/{id}/logs', { path: { id } }, { status: 400, path, reason })
  })

  test('logs with an invalid since', async (t) => {
    const lab = open(t)
    const id = await lab.create('say')
    for (const [since, part] of [
      ['yesterday', 'yesterday'],
      ['1.2.3', '2\\.3'],
    ]) {
      const reason = new RegExp(`"${part}": invalid syntax`)
      const options = { path: { id }, query: { stdout: true, since } }
      await assertRejected(lab, 'GET', '/containers/{id}/logs', options, {
        status: 500,
        path: `/containers/${id}/logs`,
        reason,
      })
    }
  })

  test('logs of a container with the log driver none', async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { env: { OUT: 'lost\n' }, hostConfig: { LogConfig: { Type: 'none' } } })
    const reason = /configured logging driver does not support reading/
    const options = { path: { id }, query: { stdout: true } }
    await assertRejected(lab, 'GET', '/containers/{id}/logs', options, {
      status: 501,
      path: `/containers/${id}/logs`,
      reason,
    })
  })

  test("an API version that is too new rejects with the Engine's message", async (t) => {
    const lab = open(t)
    const { connect } = await import('../../src/index.ts')
    const engine = connect({ host: lab.target.host, apiVersion: '1.999' })
    t.after(() => engine.close())
    await assert.rejects(engine.get('/info'), (error) => {
      assert.ok(error instanceof EngineError)
      assert.equal(error.status, 400)
      assert.match(error.reason, /client version 1\.999 is too new\. Maximum supported API version is 1\.\d+/)
      return true
    })
  })
}
