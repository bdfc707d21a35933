// A rejected API version, by exact bytes: a typed error with both numbers, or the request once more in a version that the
// Engine accepts. And an Engine that was replaced by an older or a newer one (user-pains 20).

import assert from 'node:assert/strict'
import test from 'node:test'
import { NEWEST_API_VERSION } from '../../../src/engine/api-version/api-version.ts'
import { EngineError } from '../../../src/error.ts'
import { capture } from '../../support/captures.ts'
import { answer, failure, JSON_TYPE, request, serve, turn } from '../kit.ts'
import { asks, ok, pong, said, tooNew, tooOld, turnOf } from './version-kit.ts'

async function refusal(promise: Promise<unknown>): Promise<EngineError> {
  const error = await failure(promise)
  assert.ok(error instanceof EngineError, String(error))
  assert.equal(error.code, 'ERR_API_VERSION')
  assert.equal(error.status, 400)
  return error
}

for (const [engine, newest] of [
  ['docker-20.10', '1.41'],
  ['docker-26.1', '1.45'],
  ['docker-28.5', '1.51'],
] as const) {
  test(`pinned too new, as ${engine} rejects it: a typed error with both numbers, nothing sent again`, async (t) => {
    const captured = capture(engine, 'no-such-version').response.toString('latin1')
    const { engine: client } = await serve(
      t,
      async (wire) => {
        await turnOf(wire, '1.99', captured.slice(0, captured.indexOf('}') + 2))
        await turnOf(wire, '1.99', ok())
      },
      { apiVersion: '1.99' },
    )
    const error = await refusal(client.untyped.get('/x'))
    const words = `client version 1.99 is too new. Maximum supported API version is ${newest}`
    assert.equal(error.message, `GET /x: 400 ${words}`)
    assert.equal(error.reason, words)
    assert.equal(client.apiVersion, '1.99')
    assert.equal(await client.untyped.get('/x'), 1)
  })
}

test('pinned too old, in plain text: the same error', async (t) => {
  const { engine } = await serve(t, (wire) => turnOf(wire, '1.10', tooOld('1.10', '1.12', '1.41')), {
    apiVersion: '1.10',
  })
  const { message } = await refusal(engine.untyped.get('/x'))
  assert.match(message, /client version 1\.10 is too old\. Minimum supported API version is 1\.12, please/)
})

test('another 400 stays an ordinary error response', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.41')
      await turnOf(wire, '1.41', answer('400 Bad Request', said('1.41') + JSON_TYPE, '{"message":"bad filter"}'))
      await turnOf(wire, '1.41', answer('400 Bad Request', said('1.41'), '').replace(': 0', ': 9'), 'HEAD')
      await turnOf(wire, '1.41', ok())
    },
    asks,
  )
  assert.equal((await failure(engine.untyped.get('/x'))).message, 'GET /x: 400 bad filter')
  assert.equal((await failure(engine.untyped.head('/x'))).message, 'HEAD /x: 400 Bad Request')
  assert.equal(await engine.untyped.get('/x'), 1)
})

for (const [name, header] of [
  ['an Engine says its version only in the refusal', '1.41'],
  ['a proxy strips Api-Version: the message says so', undefined],
] as const) {
  test(`${name}: sent again once, on the same connection, and used from then on`, async (t) => {
    const { engine, peer } = await serve(
      t,
      async (wire) => {
        await pong(wire, undefined)
        await turnOf(wire, NEWEST_API_VERSION, tooNew(NEWEST_API_VERSION, '1.41', header ?? ''))
        await turnOf(wire, '1.41', ok())
        await turnOf(wire, '1.41', ok())
      },
      asks,
    )
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(engine.apiVersion, '1.41')
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(peer.accepted, 1)
  })
}

test('the message of an Engine before 17.06, without JSON', async (t) => {
  const words = `client is newer than server (client API version: ${NEWEST_API_VERSION}, server API version: 1.24)\n`
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, undefined)
      await turnOf(wire, NEWEST_API_VERSION, answer('400 Bad Request', '', words))
      await turnOf(wire, '1.24', ok())
    },
    asks,
  )
  assert.equal(await engine.untyped.get('/x'), 1)
})

const BODY = '{"Image":"busybox"}'
const withBody = `${JSON_TYPE}Content-Length: ${BODY.length}\r\n`

test('an Engine replaced by an older one: a repeatable request is sent again once, with its body', async (t) => {
  const { engine, peer } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.51')
      await turnOf(wire, '1.51', ok('1.51'))
      await wire.expect(request('POST', '/x', withBody).replace('v1.41', 'v1.51') + BODY)
      wire.send(tooNew('1.51', '1.45'))
      await wire.expect(request('POST', '/x', withBody).replace('v1.41', 'v1.45') + BODY)
      wire.send(ok('1.45'))
      await turnOf(wire, '1.45', ok('1.45'))
    },
    asks,
  )
  assert.equal(await engine.untyped.get('/x'), 1)
  assert.equal(await engine.untyped.post('/x', { body: { Image: 'busybox' } }), 1)
  assert.equal(engine.apiVersion, '1.45')
  assert.equal(await engine.untyped.get('/x'), 1)
  assert.equal(peer.accepted, 1)
})

test('a body that can be read only once is not sent again: the error says so, and the next request is right', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.51')
      await wire.until('0\r\n\r\n')
      wire.send(tooNew('1.51', '1.45'))
      await turnOf(wire, '1.45', ok('1.45'))
    },
    asks,
  )
  const body = (async function* () {
    yield 'tar'
  })()
  await refusal(engine.untyped.put('/x', { body }))
  assert.equal(await engine.untyped.get('/x'), 1)
})

test('a tunnel is requested again in the older version', async (t) => {
  const fields = 'Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n'
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, undefined)
      await turnOf(wire, NEWEST_API_VERSION, tooNew(NEWEST_API_VERSION, '1.41'), 'POST', fields)
      const head = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'
      await turnOf(wire, '1.41', `${head}hello`, 'POST', fields)
      wire.end()
    },
    asks,
  )
  const tunnel = await engine.untyped.tunnel('/x', { tty: true })
  let text = ''
  for await (const { data } of tunnel.frames()) text += Buffer.from(data).toString()
  assert.equal(text, 'hello')
})

test('an Engine whose minimum is above the version used: its own newest is used, or that minimum if it does not say', async (t) => {
  for (const [header, next] of [
    ['1.52', '1.52'],
    [undefined, '1.44'],
  ] as const) {
    const { engine } = await serve(
      t,
      async (wire) => {
        await pong(wire, '1.41')
        await turnOf(wire, '1.41', tooOld('1.41', '1.44', header))
        await turnOf(wire, next, ok(header))
      },
      asks,
    )
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(engine.apiVersion, next)
  }
})

test('an Engine that is too new for fairlead is reported with its message, without a second request', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.99')
      for (let i = 0; i < 2; i++) {
        await turnOf(wire, NEWEST_API_VERSION, tooOld(NEWEST_API_VERSION, '1.90', '1.99'))
      }
    },
    asks,
  )
  for (let i = 0; i < 2; i++) assert.match((await refusal(engine.untyped.get('/x'))).message, /Minimum .* 1\.90/)
})

test('an Engine replaced by one too old for fairlead: its message first, then the result of the next ping', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.41')
      await turnOf(wire, '1.41', tooNew('1.41', '1.20'))
      await pong(wire, '1.20')
    },
    asks,
  )
  assert.match((await refusal(engine.untyped.get('/x'))).message, /Maximum .* 1\.20/)
  assert.match(
    (await failure(engine.untyped.get('/x'))).message,
    /newest API version is 1\.20, fairlead negotiates 1\.24 to/,
  )
})

test('a version that is rejected twice is an error, not tried forever', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.51')
      await turnOf(wire, '1.51', tooNew('1.51', '1.45'))
      await turnOf(wire, '1.45', tooNew('1.45', '1.44'))
      await turnOf(wire, '1.44', ok('1.44'))
    },
    asks,
  )
  assert.match((await refusal(engine.untyped.get('/x'))).message, /1\.45 is too new/)
  assert.equal(await engine.untyped.get('/x'), 1)
})

test('an error response to a HEAD has no message: its Api-Version decides', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.51')
      const refused = tooNew('1.51', '1.45')
      await turnOf(wire, '1.51', refused.slice(0, refused.indexOf('{')), 'HEAD')
      await turnOf(wire, '1.45', 'HTTP/1.1 200 OK\r\nX-Y: z\r\n\r\n', 'HEAD')
    },
    asks,
  )
  assert.equal((await engine.untyped.head('/x')).get('x-y'), 'z')
})

test('aborted while the error response arrives: the call rejects with the abort and nothing is sent again', async (t) => {
  const controller = new AbortController()
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.51')
      await turnOf(wire, '1.51', tooNew('1.51', '1.45').slice(0, -5))
      await wire.ended()
      wire.quiet()
    },
    asks,
  )
  const failed = failure(engine.untyped.get('/x', { signal: controller.signal }))
  while (engine.apiVersion !== '1.45') await turn()
  controller.abort()
  assert.equal((await failed).code, 'ERR_ABORTED')
})

test('an Engine replaced by a newer one: the newer version is used from the next request on', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.41')
      await turnOf(wire, '1.41', ok('1.41'))
      await turnOf(wire, '1.41', ok('1.51'))
      await turnOf(wire, '1.51', ok('1.99'))
      await turnOf(wire, NEWEST_API_VERSION, ok('1.99'))
      // Responses without a version, or with an invalid one, change nothing.
      await turnOf(wire, NEWEST_API_VERSION, ok())
      await turnOf(wire, NEWEST_API_VERSION, ok('soon'))
      await turnOf(wire, NEWEST_API_VERSION, ok('1.99'))
    },
    asks,
  )
  for (let i = 0; i < 7; i++) assert.equal(await engine.untyped.get('/x'), 1)
  assert.equal(engine.apiVersion, NEWEST_API_VERSION)
})
