// negotiation: 'optimistic', by exact bytes: a first GET or HEAD goes out at once; nothing is added where the Engine is as
// new as fairlead or newer, one request where it is older.

import assert from 'node:assert/strict'
import test, { beforeEach } from 'node:test'
import { NEWEST_API_VERSION } from '../../../src/engine/api-version/api-version.ts'
import { lastVersions } from '../../../src/engine/request/negotiation.ts'
import { ok, pong, said, tooNew, turnOf } from '../api-version/version-kit.ts'
import { answer, failure, JSON_TYPE, request, serve } from '../kit.ts'

const optimistic = { apiVersion: undefined, negotiation: 'optimistic' } as const

// A port may be one that an earlier test had.
beforeEach(() => lastVersions.clear())

for (const version of [NEWEST_API_VERSION, '1.99', undefined, 'soon']) {
  test(`an Engine that says ${version}: no request is added`, async (t) => {
    const { engine, peer } = await serve(
      t,
      async (wire) => {
        for (let i = 0; i < 2; i++) await turnOf(wire, NEWEST_API_VERSION, ok(version))
        await turnOf(wire, NEWEST_API_VERSION, ok(version), 'POST', 'Content-Length: 0\r\n')
      },
      optimistic,
    )
    assert.equal(engine.apiVersion, undefined)
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(engine.apiVersion, NEWEST_API_VERSION)
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(await engine.untyped.post('/x'), 1)
    assert.equal(peer.accepted, 1)
  })
}

for (const [version, header] of [
  ['1.24', '1.24'],
  ['1.41', '1.41'],
  ['1.44', ''],
] as const) {
  test(`an Engine that ends at ${version}: one request is added, on the same connection`, async (t) => {
    const { engine, peer } = await serve(
      t,
      async (wire) => {
        await turnOf(wire, NEWEST_API_VERSION, tooNew(NEWEST_API_VERSION, version, header))
        for (let i = 0; i < 2; i++) await turnOf(wire, version, ok(header))
      },
      optimistic,
    )
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(engine.apiVersion, version)
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(peer.accepted, 1)
  })
}

test('an Engine that takes any version and says that it is older (Podman): no request is added', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await turnOf(wire, NEWEST_API_VERSION, ok('1.41'))
      await turnOf(wire, '1.41', ok('1.41'))
    },
    optimistic,
  )
  assert.equal(await engine.untyped.get('/x'), 1)
  assert.equal(engine.apiVersion, '1.41')
  assert.equal(await engine.untyped.get('/x'), 1)
})

test('the response is read as of the version of the Engine, not of the one in the request', async (t) => {
  const type = 'Content-Type: application/vnd.docker.raw-stream\r\n'
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.expect(request('GET', '/containers/c/logs').replace('1.41', NEWEST_API_VERSION))
      wire.send(answer('200 OK', said('1.41') + type, '\x01\0\0\0\0\0\0\x02a\n'))
    },
    optimistic,
  )
  const response = await engine.request('GET', '/containers/{id}/logs', { path: { id: 'c' } })
  // From 1.42 on the type would mean a TTY; before, it means nothing.
  for await (const frame of response.frames()) assert.equal(Buffer.from(frame.data).toString(), 'a\n')
})

for (const [method, fields] of [
  ['POST', 'Content-Length: 0\r\n'],
  ['PUT', 'Content-Length: 0\r\n'],
  ['DELETE', ''],
] as const) {
  test(`a first ${method} is not sent in a guessed version: a ping precedes it`, async (t) => {
    const { engine } = await serve(
      t,
      async (wire) => {
        await pong(wire, '1.41')
        await turnOf(wire, '1.41', ok('1.41'), method, fields)
      },
      optimistic,
    )
    assert.equal((await engine.untyped.request(method, '/x')).status, 200)
  })
}

test('nor is a GET with a body', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.41')
      await wire.expect(`${request('GET', '/x', `${JSON_TYPE}Content-Length: 2\r\n`)}{}`)
      wire.send(ok('1.41'))
    },
    optimistic,
  )
  assert.equal(await engine.untyped.get('/x', { body: {} }), 1)
})

test('a first HEAD is sent in a guessed version, and corrected without a message', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      const refused = tooNew(NEWEST_API_VERSION, '1.41')
      await turnOf(wire, NEWEST_API_VERSION, refused.slice(0, refused.indexOf('{')), 'HEAD')
      await turnOf(wire, '1.41', 'HTTP/1.1 200 OK\r\n\r\n', 'HEAD')
    },
    optimistic,
  )
  assert.equal((await engine.untyped.head('/x')).status, 200)
  assert.equal(engine.apiVersion, '1.41')
})

test('first requests at once go out each; none waits for another, and all are right in the end', async (t) => {
  const seen: string[] = []
  const { engine } = await serve(
    t,
    async (wire) => {
      for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
        const version = /v(1\.\d+)/.exec(head)![1]!
        seen.push(version)
        wire.send(version === '1.41' ? ok('1.41') : tooNew(version, '1.41'))
      }
    },
    optimistic,
  )
  assert.deepEqual(await Promise.all(Array.from({ length: 5 }, () => engine.untyped.get('/x'))), [1, 1, 1, 1, 1])
  assert.deepEqual([...seen].sort(), [...Array(5).fill('1.41'), ...Array(5).fill(NEWEST_API_VERSION)].sort())
})

test('a response that proves nothing leaves the version open: the next request guesses again', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await turnOf(wire, NEWEST_API_VERSION, answer('404 Not Found', JSON_TYPE, '{"message":"page not found"}'))
      await turnOf(wire, NEWEST_API_VERSION, answer('404 Not Found', said('1.41') + JSON_TYPE, '{"message":"no"}'))
      await turnOf(wire, '1.41', ok())
    },
    optimistic,
  )
  assert.equal((await failure(engine.untyped.get('/x'))).message, 'GET /x: 404 page not found')
  assert.equal(engine.apiVersion, undefined)
  assert.equal((await failure(engine.untyped.get('/x'))).message, 'GET /x: 404 no')
  assert.equal(engine.apiVersion, '1.41')
  assert.equal(await engine.untyped.get('/x'), 1)
})
