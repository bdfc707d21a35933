// Error responses: every status but 2xx and 304 is an EngineError with the daemon's own message, in any form
// (user-pains 27), and no redirect is followed (23).

import assert from 'node:assert/strict'
import test from 'node:test'
import { errorInRecord, MAX_ERROR_BODY_BYTES, reasonOf } from '../../../src/engine/response/error-response.ts'
import { EngineError } from '../../../src/error.ts'
import { capture } from '../../support/captures.ts'
import { all, answer, chunked, failure, JSON_TYPE, request, serve, turn } from '../kit.ts'

/** A response, whether the peer closes after it, the reason expected, and the connections that two such requests take. */
const table: [name: string, answer: string, ends: boolean, status: number, reason: string][] = [
  [
    'JSON',
    answer('404 Not Found', JSON_TYPE, '{"message":"No such container: x"}\n'),
    false,
    404,
    'No such container: x',
  ],
  [
    "Podman's JSON",
    answer('409 Conflict', JSON_TYPE, '{"cause":"in use","message":"container is in use","response":409}'),
    false,
    409,
    'container is in use',
  ],
  [
    'chunked JSON',
    `HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n${chunked('{"mess', 'age":"\xc3\xbc"}')}`,
    false,
    500,
    'ü',
  ],
  ['plain text', answer('400 Bad Request', 'Content-Type: text/plain\r\n', 'too old\n'), false, 400, 'too old'],
  [
    'plain text until the end',
    'HTTP/1.1 404 Not Found\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nNo such container: x\r\n',
    true,
    404,
    'No such container: x',
  ],
  ['nothing at all', answer('500 Internal Server Error', '', ''), false, 500, ''],
  [
    'an HTML page',
    answer('502 Bad Gateway', 'Content-Type: text/html\r\n', '<html>\n</html>'),
    false,
    502,
    '<html>\n</html>',
  ],
  ['half of JSON', answer('500 Oops', JSON_TYPE, '{"message":"x'), false, 500, '{"message":"x'],
  ['JSON without a message', answer('500 Oops', JSON_TYPE, '{"a":1}'), false, 500, '{"a":1}'],
  [
    'a redirect',
    'HTTP/1.1 301 Moved Permanently\r\nLocation: http://evil/x\r\nContent-Length: 0\r\n\r\n',
    false,
    301,
    '',
  ],
  ['words cut short', 'HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\ndisk is full', true, 500, 'disk is full'],
]

/** What stands in the message for an empty body. */
const empty: Record<string, string> = {
  'nothing at all': 'Internal Server Error',
  'a redirect': 'Moved Permanently, Location: http://evil/x',
}

for (const [name, bytes, ends, status, reason] of table) {
  test(`${name} with ${status}`, async (t) => {
    const { engine, peer } = await serve(t, async (wire) => {
      for (let i = 0; i < 2; i++) {
        await wire.expect(request('GET', '/containers/x/json?size=1'))
        wire.send(bytes)
        if (ends) return wire.end()
      }
    })
    const options = { path: { id: 'x' }, query: { size: true } }
    for (const promise of ['get', 'request'] as const) {
      const error = await failure(
        promise === 'get'
          ? engine.get('/containers/{id}/json', options)
          : engine.request('GET', '/containers/{id}/json', options),
      )
      assert.ok(error instanceof EngineError)
      assert.equal(error.code, 'ERR_ENGINE')
      assert.equal(error.blame, 'peer')
      assert.deepEqual(
        { status: error.status, method: error.method, path: error.path, reason: error.reason },
        { status, method: 'GET', path: '/containers/x/json', reason },
      )
      const why = name === 'words cut short' ? ': the connection ended after 12 bytes of a body of 99 bytes' : ''
      assert.equal(error.message, `GET /containers/x/json: ${status} ${reason || empty[name]}${why}`)
      assert.equal(
        (error.cause as { code?: string })?.code,
        name === 'words cut short' ? 'ERR_TRUNCATED_BODY' : undefined,
      )
    }
    assert.equal(peer.accepted, ends ? 2 : 1)
  })
}

test('an error response to a HEAD with a Content-Length has no message, and its connection is reused', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.expect(request('HEAD', '/x'))
    wire.send('HTTP/1.1 404 Not Found\r\nContent-Length: 44\r\n\r\n')
    await wire.expect(request('HEAD', '/x'))
    wire.send('HTTP/1.1 200 OK\r\nContent-Length: 44\r\n\r\n')
  })
  const error = await failure(engine.untyped.head('/x'))
  assert.equal(error.message, 'HEAD /x: 404 Not Found')
  assert.equal((await engine.untyped.head('/x')).status, 200)
  assert.equal(peer.accepted, 1)
})

test('of an endless error response a MiB is read, and the connection closed', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 500 Oops\r\n\r\n')
    const chunk = Buffer.alloc(65_536, 'x')
    const more = (): void => {
      while (!wire.socket.destroyed && wire.socket.write(chunk));
    }
    wire.socket.on('drain', more)
    more()
    await wire.ended()
  })
  const error = await failure(engine.untyped.post('/x'))
  assert.ok(error instanceof EngineError)
  assert.equal(error.reason.length, MAX_ERROR_BODY_BYTES)
  while (engine.connections.busy > 0) await turn()
})

test('the rejected attach of a real Engine', async (t) => {
  const bytes = capture('docker-20.10', 'attach-404-upgrade').response.toString('latin1')
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(bytes)
    wire.end()
  })
  const error = await failure(engine.untyped.request('POST', '/containers/{id}/attach', { path: { id: 'nope' } }))
  assert.ok(error instanceof EngineError)
  assert.equal(error.status, 404)
  assert.match(error.reason, /^No such container/)
})

test('an error inside a stream comes after the records before it', async (t) => {
  const { engine } = await serve(t, (wire) =>
    wire.answerAll(
      answer('200 OK', JSON_TYPE, '{"status":"a"}\r\n{"errorDetail":{"message":"no space"},"error":"no space"}\r\n'),
    ),
  )
  const response = await engine.request('POST', '/images/create')
  const seen: unknown[] = []
  const error = await failure(
    (async () => {
      for await (const record of response.records()) seen.push(record)
    })(),
  )
  assert.deepEqual(seen, [{ status: 'a' }])
  assert.equal(error.code, 'ERR_ENGINE_STREAM')
  assert.equal(error.message, 'POST /images/create: 200 no space')
  const again = await engine.request('POST', '/images/create')
  assert.equal((await failure(all(again.records()))).code, 'ERR_ENGINE_STREAM')
})

test('what counts as the message, and what as an error record', () => {
  assert.equal(reasonOf(' text \n'), 'text')
  assert.equal(reasonOf('{"message":7}'), '{"message":7}')
  assert.equal(reasonOf(''), '')
  const facts = { status: 200, method: 'POST', path: '/x' }
  assert.equal(errorInRecord({ error: 'a' }, facts)?.reason, 'a')
  assert.equal(errorInRecord({ errorDetail: { message: 'b' }, error: 'a' }, facts)?.reason, 'b')
  assert.equal(errorInRecord({ errorDetail: {} }, facts)?.reason, '')
  assert.equal(errorInRecord({ errorDetail: {}, error: 'a' }, facts)?.reason, 'a')
  for (const record of [
    null,
    7,
    'error',
    [],
    {},
    { error: null },
    { error: '' },
    { errorDetail: null },
    { status: 'error' },
  ]) {
    assert.equal(errorInRecord(record, facts), undefined, JSON.stringify(record))
  }
})
