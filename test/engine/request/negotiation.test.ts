// The version is learned once, by exact bytes, by one ping however many wait for it, and again after a failure.

import assert from 'node:assert/strict'
import test, { mock } from 'node:test'
import { NEWEST_API_VERSION, OLDEST_API_VERSION } from '../../../src/engine/api-version/api-version.ts'
import { connect } from '../../../src/engine/engine.ts'
import { PING_MS } from '../../../src/engine/request/negotiation.ts'
import { takeTimers } from '../../../src/net/base/timers.ts'
import type { Wire } from '../../support/scripted-peer.ts'
import { answer, FIELDS, failure, JSON_TYPE, request, serve, turn, turns, watch } from '../kit.ts'

const asks = { apiVersion: undefined }
const headPing = `HEAD /_ping HTTP/1.1\r\n${FIELDS}\r\n`
const getPing = `GET /_ping HTTP/1.1\r\n${FIELDS}\r\n`

function requestAt(version: string): string {
  return request('GET', '/x').replace('1.41', version)
}

async function answerAt(wire: Wire, version: string): Promise<void> {
  await wire.expect(requestAt(version))
  wire.send(answer('200 OK', JSON_TYPE, '1'))
}

const advertised: [version: string | undefined, spoken: string][] = [
  [OLDEST_API_VERSION, '1.24'],
  ['1.40', '1.40'],
  ['1.41', '1.41'],
  ['1.44', '1.44'],
  [NEWEST_API_VERSION, NEWEST_API_VERSION],
  ['1.99', NEWEST_API_VERSION],
  ['2.0', NEWEST_API_VERSION],
  [undefined, NEWEST_API_VERSION],
  ['', NEWEST_API_VERSION],
]

for (const [version, spoken] of advertised) {
  test(`an Engine that sends ${version}: ${spoken} is used`, async (t) => {
    const { engine, peer } = await serve(
      t,
      async (wire) => {
        await wire.expect(headPing)
        wire.send(
          `HTTP/1.1 200 OK\r\n${version === undefined ? '' : `Api-Version: ${version}\r\n`}Content-Length: 2\r\n\r\n`,
        )
        await answerAt(wire, spoken)
        await answerAt(wire, spoken)
      },
      asks,
    )
    assert.equal(engine.apiVersion, undefined)
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(engine.apiVersion, spoken)
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(peer.accepted, 1)
  })
}

for (const refusal of [
  'HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n',
  'HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
]) {
  test(`HEAD gets ${refusal.slice(9, 12)}: GET is sent`, async (t) => {
    const { engine, peer } = await serve(
      t,
      async (wire) => {
        await wire.expect(headPing)
        wire.send(refusal)
        await wire.expect(getPing)
        wire.send(answer('200 OK', 'API-Version: 1.30\r\n', 'OK'))
        await answerAt(wire, '1.30')
      },
      asks,
    )
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(peer.accepted, 1)
  })
}

test('HEAD gets a closed connection: GET is sent on another', async (t) => {
  const { engine } = await serve(
    t,
    async (wire, index) => {
      if (index === 0) {
        await wire.expect(headPing)
        return wire.end()
      }
      await wire.expect(getPing)
      wire.send(answer('200 OK', 'Api-Version: 1.30\r\n', 'OK'))
      await answerAt(wire, '1.30')
    },
    asks,
  )
  assert.equal(await engine.untyped.get('/x'), 1)
})

test('an Engine older than fairlead knows is reported with both numbers, and the next request pings again', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      for (const version of ['1.23', '1.9', '1.24']) {
        await wire.expect(headPing)
        wire.send(`HTTP/1.1 200 OK\r\nApi-Version: ${version}\r\nContent-Length: 0\r\n\r\n`)
      }
      await answerAt(wire, '1.24')
    },
    asks,
  )
  for (const version of ['1.23', '1.9']) {
    const error = await failure(engine.untyped.get('/x'))
    assert.equal(error.code, 'ERR_API_VERSION')
    assert.ok(error.message.includes(`${version}, fairlead negotiates 1.24 to ${NEWEST_API_VERSION}`), error.message)
    assert.equal(engine.apiVersion, undefined)
  }
  assert.equal(await engine.untyped.get('/x'), 1)
})

for (const status of ['403 Forbidden', '404 Not Found']) {
  test(`a ping that a proxy rejects with ${status}: the newest version is tried, and corrected by the response`, async (t) => {
    const { engine } = await serve(
      t,
      async (wire) => {
        await wire.expect(headPing)
        wire.send(`HTTP/1.1 ${status}\r\nContent-Length: 9\r\n\r\n`)
        await wire.expect(getPing)
        wire.send(answer(status, '', 'forbidden'))
        await wire.expect(requestAt(NEWEST_API_VERSION))
        wire.send(answer('200 OK', `${JSON_TYPE}Api-Version: 1.44\r\n`, '1'))
        await answerAt(wire, '1.44')
      },
      asks,
    )
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(engine.apiVersion, '1.44')
    assert.equal(await engine.untyped.get('/x'), 1)
  })
}

test('an invalid version is reported, and the next request pings again', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.expect(headPing)
      wire.send('HTTP/1.1 200 OK\r\nApi-Version: latest\r\n\r\n')
      await wire.expect(headPing)
      wire.send('HTTP/1.1 200 OK\r\nApi-Version: 1.40\r\n\r\n')
      await answerAt(wire, '1.40')
    },
    asks,
  )
  assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_API_VERSION')
  assert.equal(await engine.untyped.get('/x'), 1)
})

test('both pings rejected: the second error is reported; the next request pings again', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      for (let i = 0; i < 2; i++) {
        await wire.expect(headPing)
        wire.send('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n')
        await wire.expect(getPing)
        wire.send(answer('503 Service Unavailable', '', 'starting'))
      }
    },
    asks,
  )
  for (let i = 0; i < 2; i++) {
    const error = await failure(engine.untyped.get('/x'))
    assert.equal(error.code, 'ERR_ENGINE')
    assert.equal(error.message, 'GET /_ping: 503 starting')
  }
})

test('a ping without a response ends at the head limit, or at its own, without a second', async (t) => {
  const { engine, peer } = await serve(t, () => {}, { ...asks, timeouts: { head: 20 } })
  assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_HEAD_TIMEOUT')
  assert.equal(peer.accepted, 1)

  const patient = await serve(t, () => {}, asks)
  mock.timers.enable({ apis: ['setTimeout'] })
  takeTimers()
  t.after(takeTimers)
  try {
    const waiting = watch(patient.engine.untyped.get('/x'))
    await turns()
    mock.timers.tick(PING_MS - 1)
    await turn()
    assert.ok(!waiting.settled)
    mock.timers.tick(1)
    await turns()
    assert.equal(waiting.error?.code, 'ERR_HEAD_TIMEOUT')
  } finally {
    mock.timers.reset()
    takeTimers()
  }
})

test('an Engine that cannot be reached is pinged once, and that is reported', async (t) => {
  const { engine, peer } = await serve(t, () => {}, asks)
  await peer.close()
  const error = await failure(engine.untyped.get('/x'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.match(error.message, /ENOENT/)
})

test('close() while the ping is out fails those who wait', async (t) => {
  const { engine, peer } = await serve(t, () => {}, asks)
  const waiting = failure(engine.untyped.get('/x'))
  while (peer.accepted === 0) await turn()
  await engine.close()
  assert.equal((await waiting).code, 'ERR_CLOSED')
  assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_CLOSED')
})

for (const [name, options, version] of [
  ['a pinned version', { apiVersion: ' v1.30 ' }, '1.30'],
  ['a pinned version older than any negotiated', { apiVersion: '1.10', negotiation: 'optimistic' }, '1.10'],
  ["negotiation: 'off'", { ...asks, negotiation: 'off' }, NEWEST_API_VERSION],
] as const) {
  test(`${name} sends no ping, and no response changes it`, async (t) => {
    const { engine } = await serve(
      t,
      async (wire) => {
        for (let i = 0; i < 2; i++) {
          await wire.expect(requestAt(version))
          wire.send(answer('200 OK', `${JSON_TYPE}Api-Version: 1.41\r\n`, '1'))
        }
      },
      options,
    )
    assert.equal(engine.apiVersion, version)
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(await engine.untyped.get('/x'), 1)
    assert.equal(engine.apiVersion, version)
  })
}

test('an invalid mode is rejected', () => {
  assert.throws(() => connect({ negotiation: 'never' as 'off' }), {
    code: 'ERR_OPTION',
    message: /negotiation: .*ping/,
  })
})
