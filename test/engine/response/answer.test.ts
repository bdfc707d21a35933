// requestTarget(): a target given whole, and every response returned, errors too. What is sent is compared byte by byte.

import assert from 'node:assert/strict'
import test from 'node:test'
import { type ConnectOptions, connect } from '../../../src/index.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'
import { answer, chunked, FIELDS, failure, JSON_TYPE, request, serve } from '../kit.ts'

const REFUSAL = answer('404 Not Found', JSON_TYPE, '{"message":"no such container: x"}')

for (const [target, line] of [
  ['/containers/json', '/v1.41/containers/json'],
  ['/containers/json?', '/v1.41/containers/json'],
  ['/containers/json?all=1&filters=%7B%22label%22%3A%5B%22a%22%5D%7D', undefined],
  ['/containers/x/archive?path=%FF+%zz', undefined],
  ['/v1.30/containers/json?all=1', '/v1.30/containers/json?all=1'],
  ['/v1.30', '/v1.41/v1.30'],
  ['/images/a%2Fb:c/json', undefined],
] as const) {
  test(`GET ${target} is sent as it is`, async (t) => {
    const { engine } = await serve(t, async (wire) => {
      await wire.expect(`GET ${line ?? `/v1.41${target}`} HTTP/1.1\r\n${FIELDS}\r\n`)
      wire.send(answer('200 OK', JSON_TYPE, '[]'))
    })
    const response = await engine.requestTarget('GET', target)
    assert.equal(response.status, 200)
    assert.deepEqual(await response.json(), [])
    assert.equal(engine.connections.idle, 1)
  })
}

for (const [status, fields, body] of [
  ['404 Not Found', JSON_TYPE, '{"message":"no such container: x"}'],
  ['400 Bad Request', JSON_TYPE, '{"message":"client version 1.41 is too new. Maximum supported API version is 1.40"}'],
  ['500 Internal Server Error', '', ''],
  ['301 Moved Permanently', 'Location: /elsewhere\r\n', 'moved'],
] as const) {
  test(`a ${status} is a response with its body, and the request is sent once`, async (t) => {
    let requests = 0
    const peer = await ScriptedPeer.start(async (wire) => {
      await wire.head()
      wire.send(answer('200 OK', 'Api-Version: 1.41\r\n', ''))
      while ((await wire.nextHead()) !== undefined) {
        requests++
        wire.send(answer(status, fields, body))
      }
    })
    const engine = connect(peer.host)
    t.after(async () => {
      await engine.close()
      await peer.close()
    })
    const response = await engine.requestTarget('GET', '/containers/x/json')
    assert.equal(`${response.status} ${response.headers.reason}`, status)
    assert.equal(await response.text(), body)
    assert.equal(requests, 1)
    assert.equal(engine.connections.idle, 1)
  })
}

test('a version in front is not negotiated; without one the Engine is pinged, optimistic or not', async (t) => {
  const negotiation = 'optimistic' as const
  const options: ConnectOptions & { listen: 'unix' } = { apiVersion: undefined, negotiation, listen: 'unix' }
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.expect(`GET /v1.24/info HTTP/1.1\r\n${FIELDS}\r\n`)
      wire.send(answer('400 Bad Request', '', 'too old'))
      await wire.expect(`HEAD /_ping HTTP/1.1\r\n${FIELDS}\r\n`)
      wire.send('HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n')
      await wire.expect(request('GET', '/info'))
      wire.send(answer('200 OK', '', 'fine'))
    },
    options,
  )
  assert.equal(await (await engine.requestTarget('GET', '/v1.24/info')).text(), 'too old')
  assert.equal(await (await engine.requestTarget('GET', '/info')).text(), 'fine')
})

test('a body is sent as with request(), and a streamed response is read as it arrives', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    const fields = 'Content-Type: application/json\r\nContent-Length: 7\r\n'
    await wire.expect(`POST /v1.41/containers/create?name=x HTTP/1.1\r\n${FIELDS}${fields}\r\n{"a":1}`)
    wire.send(`HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n${chunked('one', 'two')}`)
  })
  const response = await engine.requestTarget('POST', '/containers/create?name=x', { body: { a: 1 } })
  assert.equal(response.status, 201)
  assert.equal(await response.text(), 'onetwo')
})

test('an invalid target is rejected before anything is sent', async (t) => {
  const { engine, peer } = await serve(t, () => {})
  for (const target of [
    '',
    'containers/json',
    'http://docker/info',
    '/a#b',
    '/a?b#c',
    '/a//b',
    '/a/../b',
    '/{id}',
    '/ ',
  ]) {
    assert.equal((await failure(engine.requestTarget('GET', target))).code, 'ERR_PATH', target)
  }
  assert.equal((await failure(engine.requestTarget('GET', '/a?b c'))).code, 'ERR_REQUEST_SYNTAX')
  assert.equal(peer.accepted, 0)
})

test('an error response that is not read is abandoned with close(), and its connection closes', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(REFUSAL.slice(0, -4))
    await wire.ended()
  })
  const response = await engine.requestTarget('GET', '/containers/x/json')
  response.close()
  assert.equal(engine.connections.busy, 0)
  assert.equal(peer.accepted, 1)
})
