// version(), supports() and `requires`: what a program learns about versions, and a request that requires one.

import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import test from 'node:test'
import { NEWEST_API_VERSION } from '../../../src/engine/api-version/api-version.ts'
import { VERSION } from '../../../src/engine/request/library-version.ts'
import { connect } from '../../../src/index.ts'
import { requiresOf } from '../../../src/versions.ts'
import { capture } from '../../support/captures.ts'
import { failure, request, serve, turns } from '../kit.ts'
import { asks, ok, pong, tooNew, turnOf } from './version-kit.ts'

const optimistic = { ...asks, negotiation: 'optimistic' } as const

for (const [name, apiVersion, version] of [
  ['docker-20.10', '1.41', '20.10.24+dfsg1'],
  ['docker-28.5', '1.51', '28.5.2+dfsg4'],
  ['podman-4.3', '1.41', '4.3.1'],
] as const) {
  test(`version() returns both sides: ${name}`, async (t) => {
    const captured = capture(name, 'version').response.toString('latin1')
    const { engine } = await serve(
      t,
      async (wire) => {
        await pong(wire, apiVersion)
        await wire.expect(request('GET', '/version').replace('1.41', apiVersion))
        wire.send(captured)
      },
      asks,
    )
    const { client, server } = await engine.version()
    assert.deepEqual(client, {
      version: VERSION,
      apiVersion,
      maxApiVersion: NEWEST_API_VERSION,
      minApiVersion: '1.24',
      runtime: process.version,
      os: process.platform,
      arch: process.arch,
    })
    assert.deepEqual(server, JSON.parse(captured.slice(captured.indexOf('\r\n\r\n'))))
    assert.deepEqual(
      [server.Version, server.ApiVersion, server.MinAPIVersion?.slice(0, 2)],
      [version, apiVersion, '1.'],
    )
  })
}

test('supports() asks once where nothing is known', async (t) => {
  const { engine } = await serve(t, (wire) => pong(wire, '1.41'), asks)
  assert.deepEqual(await Promise.all([engine.supports('1.41'), engine.supports('v1.9')]), [true, true])
  assert.equal(await engine.supports('1.42'), false)
  const error = await failure(engine.supports('new'))
  assert.equal(error.code, 'ERR_OPTION')
  assert.match(error.message, /^supports: 'new'/)
})

test('supports() of a pinned version sends nothing; a failed ping is reported', async (t) => {
  const pinned = await serve(t, (wire) => wire.quiet())
  assert.equal(await pinned.engine.supports('1.42'), false)
  assert.equal(pinned.peer.accepted, 0)
  const { engine, peer } = await serve(t, () => {}, asks)
  await peer.close()
  assert.equal((await failure(engine.supports('1.42'))).code, 'ERR_CONNECT')
})

for (const [name, options] of [
  ['ping', asks],
  ['optimistic', optimistic],
] as const) {
  test(`a request that requires a newer version fails here and is not sent: ${name}`, async (t) => {
    const { engine } = await serve(
      t,
      async (wire) => {
        await pong(wire, '1.41')
        await turnOf(wire, '1.41', ok('1.41'))
      },
      options,
    )
    for (const requires of ['1.42', '2.0']) {
      const error = await failure(engine.untyped.get('/x', { requires }))
      assert.equal(error.code, 'ERR_API_VERSION')
      assert.equal(error.message, `GET /x: requires API version ${requires}: this connection uses 1.41`)
    }
    assert.equal(await engine.untyped.get('/x', { requires: '1.41' }), 1)
  })
}

test('what it required is checked again before it is sent again, and its body is let go', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.51')
      await turnOf(wire, '1.51', tooNew('1.51', '1.45'))
    },
    asks,
  )
  const error = await failure(engine.untyped.get('/x', { requires: '1.48' }))
  assert.match(error.message, /requires API version 1\.48: this connection uses 1\.45/)
  const body = Readable.from(['x'])
  assert.equal((await failure(engine.untyped.put('/x', { body, requires: '1.48' }))).code, 'ERR_API_VERSION')
  await turns(5)
  assert.ok(body.destroyed)
})

test('an invalid required version is rejected before anything is sent', async (t) => {
  const { engine, peer } = await serve(t, () => {}, asks)
  assert.equal((await failure(engine.untyped.get('/x', { requires: 'newest' }))).code, 'ERR_OPTION')
  assert.equal(peer.accepted, 0)
})

test('what a request needs can be left to a function: requiresOf of fairlead/versions knows it', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.expect(request('GET', '/images/a/json'))
      wire.send(ok())
      await wire.expect(request('GET', '/images/a/json?manifests=1'))
      wire.send(ok())
      await wire.ended()
      wire.quiet()
    },
    { requires: requiresOf },
  )
  const path = { name: 'a' }
  await engine.get('/images/{name}/json', { path })
  const error = await failure(engine.get('/images/{name}/json', { path, query: { manifests: true } }))
  assert.equal(error.message, 'GET /images/a/json: requires API version 1.48: this connection uses 1.41')
  const config = { Image: 'a', Healthcheck: { StartInterval: 1 } }
  assert.match(
    (await failure(engine.post('/containers/create', { body: config }))).message,
    /requires API version 1\.44:/,
  )
  // What the call says itself counts.
  await engine.get('/images/{name}/json', { path, query: { manifests: true }, requires: '1.40' })
  await engine.close()
})

test('a function that returns an invalid version is an error; a value that is not a function is rejected at once', async (t) => {
  const { engine } = await serve(t, (wire) => wire.ended(), { requires: () => 'new' })
  assert.equal((await failure(engine.get('/info'))).code, 'ERR_OPTION')
  assert.throws(() => connect({ requires: '1.44' as never }), { code: 'ERR_OPTION' })
})
