// The channels of diagnostics_channel: the exact sequence of events of a request, and what their object says, for every course
// that a request can take.

import assert from 'node:assert/strict'
import test from 'node:test'
import { asks, ok, pong, tooNew, turnOf } from '../../engine/api-version/version-kit.ts'
import { answer, chunked, failure, JSON_TYPE, request, serve, turns } from '../../engine/kit.ts'
import { LOCAL, pathOf } from '../../support/local-socket.ts'
import { taken, watchChannels } from './watch-kit.ts'

const OK = answer('200 OK', JSON_TYPE, '1')
const START = ['request.start', 'connection.start', 'connection.end', 'request.end', 'connection.asyncStart']
const GOOD = ['request.asyncStart', 'request.asyncEnd']
const BAD = ['request.error', 'request.asyncStart', 'request.asyncEnd']

/** The lines without their subject. */
const kinds = (lines: string[]): string[] => lines.map((line) => line.replace(/ .*/, ''))

test('a request, and another on the same connection', async (t) => {
  const watch = watchChannels(t)
  const { engine, peer } = await serve(t, (wire) => wire.answerAll(OK))
  await engine.get('/containers/{id}/json', { path: { id: 'c1' }, query: { size: true } })
  assert.deepEqual(kinds(taken(watch)), [...START, ...GOOD])
  await engine.post('/containers/{id}/start', { path: { id: 'c1' } })
  assert.deepEqual(taken(watch), [
    'request.start POST /containers/c1/start',
    'request.end POST /containers/c1/start',
    'request.asyncStart POST /containers/c1/start',
    'request.asyncEnd POST /containers/c1/start',
  ])
  const [first, second] = watch.requests
  const { id, connection, timings, ...rest } = first!
  assert.deepEqual(rest, {
    method: 'GET',
    path: '/containers/c1/json',
    template: '/containers/{id}/json',
    endpoint: { kind: LOCAL, address: pathOf(peer.host), port: undefined },
    apiVersion: '1.41',
    status: 200,
    reused: false,
    retries: 0,
    cancelled: false,
    bytesSent: request('GET', '/containers/c1/json?size=1').length,
    bytesReceived: OK.length,
    error: undefined,
  })
  assert.deepEqual([second?.id, second?.connection, second?.reused], [id + 1, connection, true])
  assert.equal(second?.bytesSent, request('POST', '/containers/c1/start', 'Content-Length: 0\r\n').length)
  assert.equal(second?.bytesReceived, OK.length)
  const { connection: found = -1, sent = -1, head = -1, end = -1 } = timings
  assert.ok(0 <= found && found <= sent && sent <= head && head <= end, JSON.stringify(timings))
  await engine.close()
  assert.deepEqual(taken(watch), ['connection.asyncEnd'])
  const [carrier] = watch.connections
  assert.deepEqual(
    [carrier?.id, carrier?.requests, carrier?.ending, carrier?.bytesSent, carrier?.bytesReceived],
    [connection, 2, 'closed', first!.bytesSent + second!.bytesSent, 2 * OK.length],
  )
})

test('a waiting call gets a connection before the end of the other call is published: each has its own bytes', async (t) => {
  const watch = watchChannels(t)
  const { engine } = await serve(t, (wire) => wire.answerAll(OK), { pool: { connections: 1 } })
  await Promise.all([engine.untyped.get('/one'), engine.untyped.get('/second')])
  assert.deepEqual(
    watch.requests.map(({ bytesSent, bytesReceived }) => [bytesSent, bytesReceived]),
    ['/one', '/second'].map((path) => [request('GET', path).length, OK.length]),
  )
})

test('an error response is an error if the call rejects with it, and a response if the call resolves with it', async (t) => {
  const watch = watchChannels(t)
  const errorResponse = answer('404 Not Found', JSON_TYPE, '{"message":"No such container: c1"}')
  const { engine } = await serve(t, (wire) => wire.answerAll(errorResponse))
  const error = await failure(engine.untyped.get('/x'))
  assert.deepEqual(kinds(taken(watch)), [...START, 'request.asyncStart', 'request.error', 'request.asyncEnd'])
  assert.equal(watch.requests[0]?.error, error)
  assert.deepEqual([watch.requests[0]?.status, watch.requests[0]?.bytesReceived], [404, errorResponse.length])
  const response = await engine.requestTarget('GET', '/x?secret=1')
  await response.text()
  assert.deepEqual(kinds(taken(watch)), ['request.start', 'request.end', ...GOOD])
  const [, resolved] = watch.requests
  assert.deepEqual(
    [resolved?.error, resolved?.status, resolved?.template, resolved?.path],
    [undefined, 404, undefined, '/x'],
  )
})

test('a body in pieces is counted with its framing', async (t) => {
  const watch = watchChannels(t)
  async function* pieces(): AsyncGenerator<string> {
    yield 'one'
    yield 'two'
  }
  const fields = 'Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n'
  const sent = request('POST', '/x', fields) + chunked('one', 'two')
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(sent)
    wire.send(OK)
  })
  await engine.untyped.post('/x', { body: pieces() })
  assert.equal(watch.requests[0]?.bytesSent, sent.length)
  assert.ok(watch.requests[0]?.timings.sent !== undefined)
})

test('sent again on a fresh connection where the one was stale', async (t) => {
  const watch = watchChannels(t)
  const { engine } = await serve(t, async (wire, index) => {
    if (index === 0) {
      await wire.head()
      wire.send(OK)
    }
    await wire.head()
    if (index === 0) wire.end()
    else wire.send(OK)
  })
  await engine.untyped.get('/first')
  taken(watch)
  await engine.untyped.get('/x')
  assert.deepEqual(kinds(taken(watch)), [
    'request.start',
    'request.end',
    'connection.error',
    'connection.asyncEnd',
    'retry.start',
    'retry.end',
    'connection.start',
    'connection.end',
    'connection.asyncStart',
    ...GOOD,
  ])
  const [, event] = watch.requests
  assert.deepEqual([event?.retries, event?.reused, event?.error], [1, false, undefined])
  assert.equal(event?.bytesSent, 2 * request('GET', '/x').length)
  assert.equal(event?.bytesReceived, OK.length)
  const [{ request: asked, reason, from, cause }] = watch.retries as [(typeof watch.retries)[0]]
  assert.deepEqual([asked, reason, from], [event?.id, 'stale', undefined])
  assert.equal((cause as { code?: string }).code, 'ERR_CONNECTION_CLOSED')
  assert.equal(watch.connections[0]?.ending, 'failed')
})

test('sent again in another version after the Engine rejected the first', async (t) => {
  const watch = watchChannels(t)
  const errorResponse = tooNew('1.41', '1.40')
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.41')
      await turnOf(wire, '1.41', errorResponse)
      await turnOf(wire, '1.40', ok('1.40'))
    },
    asks,
  )
  await engine.untyped.get('/x')
  const of = (path: string): string[] =>
    watch.lines.filter((line) => line.endsWith(path)).map((line) => line.replace(/ .*/, ''))
  assert.deepEqual(of(' /_ping'), ['request.start', 'request.end', ...GOOD])
  assert.deepEqual(of(' /x'), ['request.start', 'request.end', 'retry.start', 'retry.end', ...GOOD])
  const [event, ping] = watch.requests
  assert.deepEqual([ping?.method, ping?.template, ping?.apiVersion], ['HEAD', '/_ping', undefined])
  assert.deepEqual([event?.status, event?.apiVersion, event?.retries, event?.error], [200, '1.40', 1, undefined])
  assert.equal(event?.bytesReceived, errorResponse.length + ok('1.40').length)
  const [retry] = watch.retries
  assert.deepEqual([retry?.reason, retry?.from, retry?.to, retry?.request], ['version', '1.41', '1.40', event?.id])
})

test('a version that cannot be corrected is the request’s error', async (t) => {
  const watch = watchChannels(t, ['request', 'retry'])
  const { engine } = await serve(t, (wire) => wire.answerAll(tooNew('1.41', '1.40')))
  const error = await failure(engine.untyped.get('/x'))
  assert.equal(error.code, 'ERR_API_VERSION')
  assert.deepEqual(kinds(watch.lines), ['request.start', 'request.end', ...BAD])
  assert.equal(watch.requests[0]?.error, error)
  await failure(engine.untyped.get('/x', { requires: '1.42' }))
  assert.deepEqual(kinds(taken(watch)).slice(5), ['request.start', ...BAD, 'request.end'])
})

test('a connection that cannot be had', async (t) => {
  const watch = watchChannels(t)
  const { engine, peer } = await serve(t, () => {})
  await peer.close()
  const error = await failure(engine.untyped.get('/x'))
  assert.deepEqual(kinds(watch.lines), [
    'request.start',
    'connection.start',
    'connection.end',
    'request.end',
    'connection.error',
    'connection.asyncStart',
    'connection.asyncEnd',
    ...BAD,
  ])
  const [event] = watch.requests
  assert.equal(event?.error, error)
  assert.deepEqual([event?.connection, event?.status, event?.bytesSent], [undefined, undefined, 0])
  assert.equal(watch.connections[0]?.error, error)
  assert.equal(watch.connections[0]?.ending, 'failed')
})

test('a closed engine: all events come within the call', async (t) => {
  const watch = watchChannels(t)
  const { engine } = await serve(t, () => {})
  await engine.close()
  assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_CLOSED')
  assert.deepEqual(kinds(watch.lines), ['request.start', ...BAD, 'request.end'])
})

test('what is wrong with a call, or aborted before it, is no request', async (t) => {
  const watch = watchChannels(t)
  const { engine } = await serve(t, () => {})
  await failure(engine.untyped.get('no path'))
  await failure(engine.untyped.get('/x', { signal: AbortSignal.abort() }))
  assert.deepEqual(watch.lines, [])
})

test('a new subscriber receives the requests that begin from then on, on existing connections', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(OK))
  await engine.untyped.get('/before')
  const watch = watchChannels(t)
  await engine.untyped.get('/x')
  assert.deepEqual(kinds(taken(watch)), ['request.start', 'request.end', ...GOOD])
  const [event] = watch.requests
  assert.deepEqual([event?.reused, event?.bytesSent], [true, request('GET', '/x').length])
  assert.ok(event?.connection)
  await engine.close()
  await turns()
  assert.deepEqual(watch.lines, [])
})
