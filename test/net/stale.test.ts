// A connection that the peer closed while it was idle: a GET or HEAD without a response is sent once more, on a fresh one.
// Nothing else is ever sent twice.

import assert from 'node:assert/strict'
import test from 'node:test'
import { answer, failure, JSON_TYPE, request, serve, turn, watch } from '../engine/kit.ts'

const ok = answer('200 OK', JSON_TYPE, '1')

for (const method of ['GET', 'HEAD'] as const) {
  test(`${method} on a connection that closes as it is sent: sent once more, on a fresh one`, async (t) => {
    const { engine, peer } = await serve(t, async (wire, index) => {
      if (index === 0) {
        await wire.expect(request('GET', '/first'))
        wire.send(ok)
      }
      await wire.expect(request(method, '/x'))
      if (index === 0) wire.end()
      else wire.send(ok)
    })
    await engine.untyped.get('/first')
    const response = await engine.untyped.request(method, '/x')
    assert.equal(await response.text(), method === 'GET' ? '1' : '')
    assert.equal(peer.accepted, 2)
  })
}

test('only once, and only without a byte of a response, on a connection that had served before', async (t) => {
  const { engine, peer } = await serve(t, async (wire, index) => {
    if (index === 0) {
      await wire.head()
      wire.send(ok)
    }
    await wire.head()
    wire.end()
  })
  // A fresh connection: not sent again.
  await engine.untyped.get('/first')
  assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_CONNECTION_CLOSED')
  assert.equal(peer.accepted, 2)
  assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_CONNECTION_CLOSED')
  assert.equal(peer.accepted, 3)
})

test('any byte of a response, a 100 included, forbids to send again', async (t) => {
  for (const part of ['H', 'HTTP/1.1 100 Continue\r\n\r\n']) {
    const { engine, peer } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(ok)
      await wire.head()
      wire.send(part)
      wire.end()
    })
    await engine.untyped.get('/first')
    assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_TRUNCATED_HEAD')
    assert.equal(peer.accepted, 1)
  }
})

for (const [method, body] of [
  ['POST', undefined],
  ['DELETE', undefined],
  ['PUT', 'abc'],
  ['GET', 'abc'],
] as const) {
  test(`${method} ${body === undefined ? '' : 'with a body '}on a stale connection is not sent again`, async (t) => {
    const { engine, peer } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(ok)
      await wire.head()
      wire.end()
    })
    await engine.untyped.get('/first')
    const error = await failure(engine.untyped.request(method, '/x', { body }))
    assert.match(error.code!, /^ERR_CONNECTION_(CLOSED|RESET)$/)
    assert.equal(error.blame, 'network')
    assert.equal(peer.accepted, 1)
  })
}

test('over tcp, a connection that was reset is stale as well', async (t) => {
  const { engine, peer } = await serve(
    t,
    async (wire, index) => {
      await wire.head()
      wire.send(ok)
      if (index > 0) return
      await wire.head()
      wire.reset()
    },
    { listen: 'tcp' },
  )
  await engine.untyped.get('/first')
  assert.equal(await engine.untyped.get('/x'), 1)
  assert.equal(peer.accepted, 2)
})

test('several stale ones at once, with a limit: all get a response', async (t) => {
  const { engine } = await serve(
    t,
    async (wire, index) => {
      await wire.head()
      wire.send(ok)
      if (index < 3 && (await wire.nextHead()) !== undefined) wire.end()
      else await wire.answerAll(ok)
    },
    { pool: { connections: 3 } },
  )
  const three = () => Promise.all([engine.untyped.get('/x'), engine.untyped.get('/x'), engine.untyped.get('/x')])
  await three()
  assert.equal(engine.connections.idle, 3)
  assert.deepEqual(await three(), [1, 1, 1])
})

test('close() while a stale request is being sent again', async (t) => {
  const { engine, peer } = await serve(t, async (wire, index) => {
    await wire.head()
    if (index === 0) {
      wire.send(ok)
      await wire.head()
      wire.end()
    }
  })
  await engine.untyped.get('/x')
  const again = watch(engine.untyped.get('/x'))
  while (peer.accepted < 2) await turn()
  await engine.close()
  await turn()
  assert.equal(again.error?.code, 'ERR_CLOSED')
})
