// negotiation: 'optimistic' remembers per endpoint, in this process, the version last agreed on: what it saves with the Engines
// that Docker has released, counted by the requests that an embedded engine of their versions receives.

import assert from 'node:assert/strict'
import test, { beforeEach, type TestContext } from 'node:test'
import { NEWEST_API_VERSION } from '../../../src/engine/api-version/api-version.ts'
import { connect } from '../../../src/engine/engine.ts'
import { lastVersions, Negotiation, REMEMBERED_ENDPOINTS } from '../../../src/engine/request/negotiation.ts'
import type { ConnectOptions } from '../../../src/engine/request/options.ts'
import { EmbeddedEngine, type EmbeddedEngineOptions } from '../../../src/testing.ts'
import { engineReleases } from '../../../src/versions.ts'
import { HeadParser } from '../../../src/wire/head-parser.ts'
import { localSocket } from '../../support/local-socket.ts'
import { tempDir } from '../../support/temp.ts'

const optimistic = { negotiation: 'optimistic' } as const

beforeEach(() => lastVersions.clear())

async function server(t: TestContext, options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const engine = await EmbeddedEngine.start(options)
  t.after(() => engine.close())
  return engine
}

/** The requests that the first `get` of a new client sends. */
async function firstGet(embedded: EmbeddedEngine, options: ConnectOptions): Promise<string[]> {
  const before = embedded.requests.length
  await using engine = connect({ host: embedded.host, ...options })
  await engine.get('/info')
  return embedded.requests.slice(before).map(({ method, target }) => `${method} ${target}`)
}

for (const name of ['29.9', '29.2', '28.5', '25.0', '20.10']) {
  const { maxApiVersion, minApiVersion } = engineReleases.find(({ engine }) => engine === name)!
  test(`Engine ${name} (API ${maxApiVersion}): one request in place of two, from the second client on`, async (t) => {
    const embedded = await server(t, { apiVersion: maxApiVersion, minApiVersion })
    const info = `GET /v${maxApiVersion}/info`
    assert.deepEqual(await firstGet(embedded, {}), ['HEAD /_ping', info])
    // The newest release accepts the newest version: nothing to correct even at first.
    const first = maxApiVersion === NEWEST_API_VERSION ? [info] : [`GET /v${NEWEST_API_VERSION}/info`, info]
    assert.deepEqual(await firstGet(embedded, optimistic), first)
    assert.deepEqual(await firstGet(embedded, optimistic), [info])
    assert.deepEqual(await firstGet(embedded, optimistic), [info])
  })
}

for (const [first, second, sent] of [
  [{ apiVersion: '1.51' }, { apiVersion: '1.45' }, ['1.51', '1.45']],
  [{ apiVersion: '1.41' }, { apiVersion: '1.52', minApiVersion: '1.44' }, ['1.41', '1.52']],
  [{ apiVersion: '1.45' }, { apiVersion: '1.51', minApiVersion: '1.24' }, ['1.45']],
] as const) {
  test(`an Engine ${JSON.stringify(first)} replaced by ${JSON.stringify(second)}: the remembered version is corrected`, async (t) => {
    const { path } = localSocket(tempDir(t), 'docker.sock')
    const old = await server(t, { path, ...first })
    await firstGet(old, optimistic)
    await old.close()
    const replaced = await server(t, { path, ...second })
    const requests = sent.map((version) => `GET /v${version}/info`)
    assert.deepEqual(await firstGet(replaced, optimistic), requests)
    assert.deepEqual(await firstGet(replaced, optimistic), [`GET /v${second.apiVersion}/info`])
  })
}

test('a client that pings remembers nothing, and neither does one with a version of its own', async (t) => {
  const embedded = await server(t, { apiVersion: '1.45' })
  await firstGet(embedded, {})
  await firstGet(embedded, { apiVersion: '1.44' })
  assert.equal(lastVersions.size, 0)
})

test('a limited number of endpoints is remembered; a custom dial is none', () => {
  const prober = { probe: () => assert.fail('a probe') }
  const text = Buffer.from('HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\n\r\n')
  const parser = new HeadParser()
  parser.push(text, 0, text.length)
  const { head } = parser
  for (let port = 1; port <= REMEMBERED_ENDPOINTS + 1; port++) {
    const endpoint = { kind: 'tcp', host: 'docker', port, basePath: '' } as const
    new Negotiation(prober, undefined, endpoint).observe(head, '1.45')
    assert.ok(lastVersions.size <= REMEMBERED_ENDPOINTS)
    assert.equal(new Negotiation(prober, undefined, endpoint).guess, '1.45')
  }
  const size = lastVersions.size
  new Negotiation(prober, undefined, { kind: 'custom' }).observe(head, '1.45')
  assert.equal(lastVersions.size, size)
  assert.equal(new Negotiation(prober, undefined, { kind: 'custom' }).guess, NEWEST_API_VERSION)
})
