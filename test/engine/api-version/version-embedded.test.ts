// Versions against the embedded engine: pinned ones in and out of its range, its own minimum, and an engine that is
// replaced at its address by an older or a newer one while a client stays.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { NEWEST_API_VERSION } from '../../../src/engine/api-version/api-version.ts'
import { connect } from '../../../src/engine/engine.ts'
import type { ConnectOptions } from '../../../src/engine/request/options.ts'
import { EmbeddedEngine, type EmbeddedEngineOptions } from '../../../src/testing.ts'
import { eventually } from '../../support/eventually.ts'
import { localSocket } from '../../support/local-socket.ts'
import { tempDir } from '../../support/temp.ts'
import { failure } from '../kit.ts'

function client(t: TestContext, host: string, options: ConnectOptions = {}) {
  const engine = connect({ host, ...options })
  t.after(() => engine.close())
  return engine
}

async function server(t: TestContext, options: EmbeddedEngineOptions) {
  const engine = await EmbeddedEngine.start(options)
  t.after(() => engine.close())
  return engine
}

const targets = ({ requests }: EmbeddedEngine): string[] => requests.map(({ method, target }) => `${method} ${target}`)

const rows: [EmbeddedEngineOptions, ConnectOptions, spoken: string, requests: string[]][] = [
  [{ apiVersion: '1.24' }, {}, '1.24', ['HEAD /_ping', 'GET /v1.24/info']],
  [{ apiVersion: '1.44', minApiVersion: '1.24' }, {}, '1.44', ['HEAD /_ping', 'GET /v1.44/info']],
  [{ apiVersion: '1.99', minApiVersion: '1.40' }, {}, '1.56', ['HEAD /_ping', 'GET /v1.56/info']],
  [{ apiVersion: '1.41' }, { negotiation: 'optimistic' }, '1.41', ['GET /v1.56/info', 'GET /v1.41/info']],
  [{ apiVersion: '1.56' }, { negotiation: 'optimistic' }, '1.56', ['GET /v1.56/info']],
  [{ apiVersion: '1.99' }, { negotiation: 'optimistic' }, '1.56', ['GET /v1.56/info']],
  [{ apiVersion: '1.41' }, { apiVersion: '1.30' }, '1.30', ['GET /v1.30/info']],
]

for (const [theirs, ours, spoken, requests] of rows) {
  test(`${JSON.stringify(theirs)} with ${JSON.stringify(ours)}: ${requests.join(', ')}`, async (t) => {
    const embedded = await server(t, theirs)
    const engine = client(t, embedded.host, ours)
    await engine.get('/info')
    assert.equal(engine.apiVersion, spoken)
    assert.deepEqual(targets(embedded), requests)
    await engine.get('/info')
    assert.deepEqual(targets(embedded), [...requests, `GET /v${spoken}/info`])
  })
}

const refusals: [EmbeddedEngineOptions, ConnectOptions, words: RegExp][] = [
  [{ apiVersion: '1.41' }, { apiVersion: '1.99' }, /1\.99 is too new\. Maximum supported API version is 1\.41$/],
  [{ minApiVersion: '1.12' }, { apiVersion: '1.10' }, /1\.10 is too old\. Minimum supported API version is 1\.12,/],
  [{ apiVersion: '1.52', minApiVersion: '1.44' }, { apiVersion: '1.43' }, /1\.43 is too old\. .* is 1\.44,/],
  [{ apiVersion: '1.41' }, { negotiation: 'off' }, /1\.56 is too new\. .* is 1\.41$/],
  [{ apiVersion: '1.99', minApiVersion: '1.90' }, {}, /1\.56 is too old\. .* is 1\.90,/],
]

for (const [theirs, ours, words] of refusals) {
  test(`${JSON.stringify(theirs)} with ${JSON.stringify(ours)} is rejected`, async (t) => {
    const embedded = await server(t, theirs)
    const error = await failure(client(t, embedded.host, ours).get('/info'))
    assert.equal(error.code, 'ERR_API_VERSION')
    assert.match(error.message, words)
  })
}

for (const [first, second, spoken] of [
  ['1.51', '1.45', '1.45'],
  ['1.45', '1.51', '1.51'],
  ['1.41', '1.99', NEWEST_API_VERSION],
] as const) {
  test(`an engine of ${first} replaced by one of ${second} at its address`, async (t) => {
    const { path } = localSocket(tempDir(t), 'docker.sock')
    const before = await server(t, { path, apiVersion: first })
    const engine = client(t, before.host)
    await engine.get('/info')
    assert.equal(engine.apiVersion, first)
    await before.close()
    // A POST on a connection that has just ended would fail: it may have been carried out.
    await eventually(() => engine.connections.idle === 0)
    const after = await server(t, { path, apiVersion: second, minApiVersion: '1.24' })
    after.image('busybox', () => {})
    // A POST with a body in memory: carried out once, even after an error response.
    await engine.post('/containers/create', { query: { name: 'one' }, body: { Image: 'busybox' } })
    await engine.get('/info')
    assert.equal(engine.apiVersion, spoken)
    const create = (version: string) => `POST /v${version}/containers/create?name=one`
    const tries = first === '1.51' ? [create(first), create(second)] : [create(first)]
    assert.deepEqual(targets(after), [...tries, `GET /v${spoken}/info`])
  })
}
