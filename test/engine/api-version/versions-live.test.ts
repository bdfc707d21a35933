// API versions with a real Engine, and Podman: negotiated, guessed, pinned in and out of range, by what goes over the way.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import test, { type TestContext } from 'node:test'
import { compareVersions, NEWEST_API_VERSION, olderVersion } from '../../../src/engine/api-version/api-version.ts'
import { connect } from '../../../src/engine/engine.ts'
import type { ConnectOptions } from '../../../src/engine/request/options.ts'
import { engineReleaseOf } from '../../../src/versions.ts'
import { callJson } from '../../live/call.ts'
import { liveEngine, livePodman } from '../../support/live.ts'
import { failure } from '../kit.ts'

const { host, skip } = liveEngine()

/** Passes bytes on to the Engine, and keeps the request lines; for requests without a body. */
async function listener(t: TestContext, host: string): Promise<{ host: string; lines: string[] }> {
  const lines: string[] = []
  const { protocol, pathname, hostname, port } = new URL(host)
  const open = new Set<net.Socket>()
  const server = net.createServer((near) => {
    const far =
      protocol === 'unix:' ? net.connect(decodeURIComponent(pathname)) : net.connect(Number(port || 2375), hostname)
    for (const socket of [near, far]) open.add(socket.on('error', () => socket.destroy()))
    near.on('data', (bytes) => lines.push(...(bytes.toString('latin1').match(/^\S+ \S+(?= HTTP\/1\.1\r$)/gm) ?? [])))
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  return { host: `tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}`, lines }
}

async function client(t: TestContext, options: ConnectOptions = {}, at = host) {
  const between = await listener(t, at)
  const engine = connect({ host: between.host, ...options })
  t.after(() => engine.close())
  return { engine, lines: between.lines }
}

interface Said {
  Version: string
  ApiVersion: string
  MinAPIVersion: string
}

/** What the Engine says of itself, asked by another client. */
const said = skip === false ? await callJson<Said>(host, 'GET', '/version') : undefined

test('by default one ping, and then the newest of both', { skip }, async (t) => {
  const { engine, lines } = await client(t)
  const spoken = olderVersion(said!.ApiVersion, NEWEST_API_VERSION)
  const { client: ours, server: theirs } = await engine.version()
  assert.equal(ours.apiVersion, spoken)
  assert.deepEqual(
    [theirs.Version, theirs.ApiVersion, theirs.MinAPIVersion],
    [said!.Version, said!.ApiVersion, said!.MinAPIVersion],
  )
  await engine.get('/info')
  assert.deepEqual(lines, ['HEAD /_ping', `GET /v${spoken}/version`, `GET /v${spoken}/info`])
})

test('optimistic: one request more with an older Engine, none with another', { skip }, async (t) => {
  const { engine, lines } = await client(t, { negotiation: 'optimistic' })
  await engine.get('/info')
  await engine.get('/info')
  const spoken = olderVersion(said!.ApiVersion, NEWEST_API_VERSION)
  const guesses = spoken === NEWEST_API_VERSION ? [] : [`GET /v${NEWEST_API_VERSION}/info`]
  assert.deepEqual(lines, [...guesses, `GET /v${spoken}/info`, `GET /v${spoken}/info`])
  assert.equal(engine.apiVersion, spoken)
})

test('optimistic, a second client on the same endpoint: its first request is the only one', { skip }, async (t) => {
  const between = await listener(t, host)
  const options = { host: between.host, negotiation: 'optimistic' } as const
  const [first, second] = [connect(options), connect(options)]
  t.after(() => Promise.all([first.close(), second.close()]))
  await first.get('/info')
  between.lines.length = 0
  await second.get('/info')
  assert.deepEqual(between.lines, [`GET /v${first.apiVersion}/info`])
})

test('optimistic, a HEAD first: the error response has no message', { skip }, async (t) => {
  const { engine, lines } = await client(t, { negotiation: 'optimistic' })
  assert.equal((await engine.head('/_ping')).get('api-version'), said!.ApiVersion)
  assert.equal(lines.at(-1), `HEAD /v${engine.apiVersion}/_ping`)
})

test('pinned within the range: spoken, and nothing else is asked', { skip }, async (t) => {
  for (const apiVersion of new Set([said!.ApiVersion, said!.MinAPIVersion, '1.41'])) {
    if (compareVersions(apiVersion, said!.MinAPIVersion) < 0 || compareVersions(apiVersion, said!.ApiVersion) > 0)
      continue
    const { engine, lines } = await client(t, { apiVersion })
    assert.equal((await engine.version()).server.Version, said!.Version)
    assert.deepEqual(lines, [`GET /v${apiVersion}/version`])
  }
})

test("pinned too new, in JSON, and too old, in plain text: both numbers in the Engine's message", {
  skip,
}, async (t) => {
  for (const [apiVersion, words] of [
    ['1.99', `client version 1.99 is too new. Maximum supported API version is ${said!.ApiVersion}`],
    ['1.10', `client version 1.10 is too old. Minimum supported API version is ${said!.MinAPIVersion}, please`],
  ] as const) {
    const { engine, lines } = await client(t, { apiVersion })
    const error = await failure(engine.get('/info'))
    assert.equal(error.code, 'ERR_API_VERSION')
    assert.ok(error.message.startsWith(`GET /info: 400 ${words}`), error.message)
    assert.deepEqual(lines, [`GET /v${apiVersion}/info`])
  }
})

test('the matrix of releases is true of it', { skip }, (t) => {
  const release = engineReleaseOf(said!.Version)
  if (release === undefined) return t.skip(`${said!.Version} is not in the matrix`)
  assert.equal(release.maxApiVersion, said!.ApiVersion)
})

const podman = livePodman()

test('Podman accepts any version and sends its own: optimistic adds nothing', { skip: podman.skip }, async (t) => {
  const { engine, lines } = await client(t, { negotiation: 'optimistic' }, podman.host)
  const { client: ours, server: theirs } = await engine.version()
  const spoken = olderVersion(theirs.ApiVersion, NEWEST_API_VERSION)
  assert.equal(ours.apiVersion, spoken)
  await engine.get('/info')
  assert.deepEqual(lines, [`GET /v${NEWEST_API_VERSION}/version`, `GET /v${spoken}/info`])
})
