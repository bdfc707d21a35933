// A path with a version of its own goes out in that, through every door: Docker's two parts, Podman's three. And who says which
// version the others go out in: DOCKER_API_VERSION before the program.

import assert from 'node:assert/strict'
import test from 'node:test'
import { inspect } from 'node:util'
import { createFetch } from '../../../src/fetch.ts'
import { type ConnectOptions, connect, type Engine } from '../../../src/index.ts'
import { Modem } from '../../../src/modem.ts'
import { under } from '../../support/environment.ts'
import { pathOf } from '../../support/local-socket.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'
import { answer, JSON_TYPE } from '../kit.ts'

/** An Engine of this version that responds to everything with `{}`, and keeps the request lines. */
async function listening(t: test.TestContext, said = 'Api-Version: 1.41\r\n') {
  const lines: string[] = []
  const peer = await ScriptedPeer.start(async (wire) => {
    for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
      lines.push(head.slice(0, head.indexOf(' HTTP/')))
      if (head.includes('Upgrade: tcp')) {
        wire.send('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n\x01\0\0\0\0\0\0\x02hi')
        return wire.end()
      }
      const body = head.includes('/json ') ? '{"Config":{"Tty":false}}' : '{}'
      wire.send(
        head.startsWith('HEAD')
          ? `HTTP/1.1 200 OK\r\n${said}Content-Length: 0\r\n\r\n`
          : answer('200 OK', JSON_TYPE + said, body),
      )
    }
  })
  t.after(() => peer.close())
  const on = (options: ConnectOptions = {}, variable?: string): Engine => {
    const engine = under({ DOCKER_API_VERSION: variable }, () => connect({ host: peer.host, ...options }))
    t.after(() => engine.close())
    return engine
  }
  return { lines, on, host: peer.host }
}

const VERSIONS = ['1.41', '1.24', '4.0.0', '5.4.2', '5.0.0-rc1', '5']

for (const version of VERSIONS) {
  const path = `/v${version}/libpod/info`
  test(`${path} is not prefixed again, by any door`, async (t) => {
    const { lines, on, host } = await listening(t)
    const engine = on()
    await engine.untyped.get(path)
    await (await engine.untyped.request('GET', path, { query: { a: 1 } })).bytes()
    await engine.untyped.head(path)
    await (await engine.requestTarget('GET', `${path}?a=1`)).bytes()
    await (await createFetch(engine)(`http://docker${path}?a=1`)).text()
    const { call } = await engine.requestRaw('GET', `${path}?a=1`)
    call.cancel()
    const expected = [`GET ${path}`, `GET ${path}?a=1`, `HEAD ${path}`, ...Array(3).fill(`GET ${path}?a=1`)]
    // And nothing was asked for: the version is the caller's.
    assert.deepEqual(lines, expected)
    lines.length = 0
    for (const said of ['v1.40', '1.40', undefined]) {
      const modem = new Modem({ socketPath: pathOf(host), version: said })
      await modem.dial({ path, method: 'GET' })
      await modem.dial({ path: '/info', method: 'GET' })
      await modem.close()
    }
    const inOurs = ['GET /v1.40/info', 'GET /v1.40/info', 'GET /info']
    assert.deepEqual(
      lines,
      inOurs.flatMap((line) => [`GET ${path}`, line]),
    )
  })
}

test('what only looks like a version is a path', async (t) => {
  const { lines, on } = await listening(t)
  const engine = on({ apiVersion: '1.41' })
  for (const path of ['/version', '/volumes', '/vx/info', '/v', '/v1.41']) await engine.untyped.get(path)
  assert.deepEqual(
    lines,
    ['/version', '/volumes', '/vx/info', '/v', '/v1.41'].map((path) => `GET /v1.41${path}`),
  )
})

test('a version of the caller is no news of the Engine', async (t) => {
  const { lines, on } = await listening(t, '')
  const engine = on()
  await engine.untyped.get('/v4.0.0/libpod/info')
  assert.equal(engine.apiVersion, undefined)
  await engine.get('/info')
  assert.deepEqual(lines.slice(1, 2), ['HEAD /_ping'])
  assert.notEqual(engine.apiVersion, '4.0.0')
})

test('the framing of a tunnel is known in any version', async (t) => {
  const { lines, on } = await listening(t)
  for (const [prefix, pings] of [
    ['/v1.40', []],
    ['/v4.0.0/libpod', []],
    ['', ['HEAD /_ping']],
  ] as const) {
    lines.length = 0
    const engine = on()
    const exec = await engine.untyped.tunnel(`${prefix}/exec/{id}/start`, { path: { id: 'x' }, body: { Tty: false } })
    assert.equal(exec.multiplexed, true)
    exec.close()
    const attach = await engine.untyped.tunnel(`${prefix}/containers/{id}/attach`, { path: { id: 'x' } })
    assert.equal(attach.multiplexed, true)
    attach.close()
    const at = prefix === '' ? '/v1.41' : prefix
    assert.deepEqual(lines, [
      ...pings,
      `POST ${at}/exec/x/start`,
      `POST ${at}/containers/x/attach`,
      `GET ${at}/containers/x/json`,
    ])
  }
})

test('what is required is compared with the version that the caller wrote', async (t) => {
  const { on } = await listening(t)
  const refused = on().untyped.get('/v1.30/info', { requires: '1.40' })
  await assert.rejects(refused, { code: 'ERR_API_VERSION', method: 'GET', path: '/info' })
})

for (const [options, variable, line, reason] of [
  [{}, undefined, '/v1.41/info', 'agreed on with the Engine'],
  [{ apiVersion: '1.40' }, undefined, '/v1.40/info', 'the apiVersion option'],
  [{ apiVersion: '1.40' }, '1.30', '/v1.30/info', 'DOCKER_API_VERSION'],
  [{ apiVersion: '1.40' }, 'v1.30', '/v1.30/info', 'DOCKER_API_VERSION'],
  [{}, '1.30', '/v1.30/info', 'DOCKER_API_VERSION'],
  [{ negotiation: 'optimistic' }, '1.30', '/v1.30/info', 'DOCKER_API_VERSION'],
  [{ negotiation: 'off' }, '1.30', '/v1.30/info', 'DOCKER_API_VERSION'],
  [{ negotiation: 'off' }, undefined, undefined, "negotiation: 'off', the newest that fairlead knows"],
] as const) {
  test(`${JSON.stringify(options)} with DOCKER_API_VERSION=${variable}: ${reason}`, async (t) => {
    const { lines, on } = await listening(t)
    const engine = on(options, variable)
    const isKnown = reason !== 'agreed on with the Engine'
    assert.equal(engine.apiVersionReason, isKnown ? reason : undefined)
    await engine.get('/info')
    assert.equal(engine.apiVersionReason, reason)
    assert.deepEqual(lines, [...(isKnown ? [] : ['HEAD /_ping']), `GET ${line ?? `/v${engine.apiVersion}/info`}`])
    const shown = inspect(engine)
    assert.match(shown, /^Engine \{/)
    for (const text of ['unix://', 'the host option', engine.apiVersion!, reason.slice(0, 12), 'idle: 1', 'busy: 0'])
      assert.ok(shown.includes(text), shown)
  })
}

test('an engine that is printed shows no user, no path of a host, no header', () => {
  const printed = [
    connect({ host: 'ssh://hunter2@far/run/hunter2.sock', headers: { 'X-Token': 'hunter2' } }),
    connect({ host: 'tcp://h:1/hunter2', tls: { key: 'hunter2', cert: 'hunter2' }, proxy: 'http://a:hunter2@p:1' }),
    connect({ dial: () => Promise.reject(new Error('hunter2')) }),
  ].map((engine) => inspect(engine, { depth: 9, showHidden: true }))
  assert.doesNotMatch(printed.join(''), /hunter2/)
  assert.match(printed[0]!, /ssh:\/\/far/)
  assert.match(printed[1]!, /tcp:\/\/h:1/)
  assert.match(printed[2]!, /the given 'dial'/)
})

test('a value that is no version names its variable', () => {
  for (const value of ['1', 'latest', '1.41.0', '1.x']) {
    under({ DOCKER_API_VERSION: value }, () =>
      assert.throws(() => connect('unix:///x'), { code: 'ERR_OPTION', message: /^DOCKER_API_VERSION: / }),
    )
  }
})
