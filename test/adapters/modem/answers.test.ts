// The results of dial(): values by their media type, streams with their heads, errors as dockerode's users match them. The M
// numbers are docker-modem's defects, as numbered in docs/migrating-from-dockerode.md.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { type Duplex, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import { bodyValue } from '../../../src/adapters/modem/value.ts'
import type { DialOptions } from '../../../src/modem.ts'
import { Head } from '../../../src/wire/head.ts'
import { answer, chunked, JSON_TYPE } from '../../engine/kit.ts'
import { eventually } from '../../support/eventually.ts'
import { attachOf, dial, failure, serve, UPGRADED } from './kit.ts'

const TEXT_TYPE = 'Content-Type: text/plain; charset=utf-8\r\n'

/** dial() against a peer that sends these bytes and then ends. */
async function asked(t: TestContext, bytes: string, options: Partial<DialOptions> = {}) {
  const { modem } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(Buffer.from(bytes, 'latin1'))
    wire.end()
  })
  return dial(modem, { path: '/x', ...options })
}

const rows: [what: string, type: string, body: string, path: string, value: unknown][] = [
  ['an object', JSON_TYPE, '{"a":1}', '/x', { a: 1 }],
  ['M16: nothing at all in JSON', JSON_TYPE, 'null', '/x', null],
  ['M16: a list that the Engine never made', JSON_TYPE, 'null\n', '/containers/c1/changes', []],
  ['M16: a list of no checkpoint', JSON_TYPE, 'null\n', '/v1.41/containers/c1/checkpoints?dir=x', []],
  ['M16: false', JSON_TYPE, 'false', '/x', false],
  ['M16: zero', JSON_TYPE, '0', '/x', 0],
  ['no body', '', '', '/x', Buffer.alloc(0)],
  ['text', TEXT_TYPE, 'OK', '/_ping', Buffer.from('OK')],
  ['M16: text that looks like JSON', TEXT_TYPE, '[1]', '/x', Buffer.from('[1]')],
  [
    'M16: a log that looks like JSON',
    '',
    '{"level":"info"}\n',
    '/containers/c1/logs',
    Buffer.from('{"level":"info"}\n'),
  ],
  ['JSON whose type was lost on the way', '', '{"a":1}', '/x', { a: 1 }],
  ['JSON that is none', JSON_TYPE, '{', '/x', Buffer.from('{')],
]
for (const [what, type, body, path, value] of rows) {
  test(`a value: ${what}`, async (t) => {
    assert.deepEqual(await asked(t, answer('200 OK', type, body), { path }), value)
  })
}

test('M17: a body that no string can hold is a Buffer under any media type, and no string is tried', () => {
  // Untouched pages of zeros take no memory.
  const bytes = new Uint8Array(2 ** 29)
  const head = (text: string): Head => {
    const at = [...text.matchAll(/:|\r\n/g)].map(({ index }) => index)
    return new Head(200, 1, text, at)
  }
  for (const fields of ['', 'Content-Type: application/json\r\n']) {
    const value = bodyValue(bytes, head(`HTTP/1.1 200 OK\r\n${fields}`), '/containers/c1/logs')
    assert.ok(Buffer.isBuffer(value))
    assert.equal(value.buffer, bytes.buffer)
  }
})

const errorResponses: [what: string, bytes: string, message: string, json: unknown][] = [
  [
    'JSON',
    answer('404 Not Found', JSON_TYPE, '{"message":"No such container: x"}'),
    '(HTTP code 404) no such container - No such container: x ',
    { message: 'No such container: x' },
  ],
  [
    'the older key',
    answer('500 Oh', JSON_TYPE, '{"error":"broken"}'),
    '(HTTP code 500) server error - broken ',
    { error: 'broken' },
  ],
  [
    'text',
    answer('404 No', TEXT_TYPE, 'page not found'),
    '(HTTP code 404) no such container - page not found ',
    Buffer.from('page not found'),
  ],
  [
    'a status that is not in statusCodes',
    answer('418 Tea', JSON_TYPE, '{"message":"m"}'),
    '(HTTP code 418) unexpected - m ',
    { message: 'm' },
  ],
  ['nothing', answer('404 No', '', ''), '(HTTP code 404) no such container -  ', Buffer.alloc(0)],
  [
    'text that breaks off',
    'HTTP/1.1 404 No\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\npage not f',
    '(HTTP code 404) no such container - page not f ',
    Buffer.from('page not f'),
  ],
  [
    'JSON without a message',
    answer('404 No', JSON_TYPE, '{"a":1}'),
    '(HTTP code 404) no such container - {"a":1} ',
    { a: 1 },
  ],
]
for (const [what, bytes, message, json] of errorResponses) {
  test(`an error response: ${what}`, async (t) => {
    for (const isStream of [false, true]) {
      const error = await failure(asked(t, bytes, { isStream }))
      assert.ok(error instanceof Error)
      assert.equal(error.message, message)
      const { statusCode, reason, json: parsed } = error as unknown as Record<string, unknown>
      const status = Number(message.slice(11, 14))
      assert.deepEqual([statusCode, parsed], [status, isStream ? null : json])
      assert.equal(reason, status === 418 ? undefined : status === 404 ? 'no such container' : 'server error')
    }
  })
}

test('a rejected hijack, whose body ends with the connection, has the daemon’s message', async (t) => {
  const bytes =
    'HTTP/1.1 404 Not Found\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nNo such container: c1\r\n'
  for (const more of [{ hijack: true }, {}]) {
    const error = await failure(asked(t, bytes, attachOf(more)))
    assert.equal(error.message, '(HTTP code 404) no such container - No such container: c1\r\n ')
  }
})

test('statusCodes decide: statuses with true succeed, all others are errors; without them every 2xx succeeds', async (t) => {
  assert.deepEqual(await asked(t, answer('404 No', JSON_TYPE, '{"a":1}'), { statusCodes: { 404: true } }), { a: 1 })
  const error = await failure(asked(t, answer('204 No Content', '', ''), { statusCodes: { 200: true } }))
  assert.equal(error.message, '(HTTP code 204) unexpected -  ')
  const { modem } = await serve(t, (wire) => wire.answerAll(answer('202 Accepted', JSON_TYPE, '1')))
  const value = await new Promise((resolve, reject) => {
    modem.dial({ path: '/x' }, (reason, data) => (reason ? reject(reason) : resolve(data)))
  })
  assert.equal(value, 1)
  assert.equal(await modem.dial({ path: '/x' }), 1)
  const reason = await failure(
    asked(t, 'HTTP/1.1 304 Not Modified\r\n\r\n', { statusCodes: { 304: 'already started' } }),
  )
  assert.deepEqual([reason.statusCode, reason.reason], [304, 'already started'])
})

test('promises are of the class that was assigned', async (t) => {
  class Own<T> extends Promise<T> {}
  const { modem } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '1')))
  modem.Promise = Own
  const dialled = modem.dial({ path: '/x' })
  assert.ok(dialled instanceof Own)
  assert.equal(await dialled, 1)
})

test('an exception of a callback is an uncaught exception, and the callback is called once', async (t) => {
  const { modem } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '1')))
  let called = 0
  process.removeAllListeners('uncaughtException')
  const seen = once(process, 'uncaughtException')
  modem.dial({ path: '/x' }, () => {
    called++
    throw new Error('of the callback')
  })
  const [error] = await seen
  assert.deepEqual([(error as Error).message, called], ['of the callback', 1])
})

test('a stream has its head as in node:http, and one piece per chunk', async (t) => {
  const fields = 'Content-Type: a/b\r\nX-A: 1\r\nX-a: 2\r\nSet-Cookie: c\r\nTransfer-Encoding: chunked\r\n'
  const stream = await asked(t, `HTTP/1.1 200 OK\r\n${fields}\r\n${chunked('{"a":1}', '{"b":2}')}`, { isStream: true })
  assert.ok(stream instanceof Readable)
  const { statusCode, statusMessage, httpVersion, headers, rawHeaders } = stream as unknown as Record<string, unknown>
  assert.deepEqual([statusCode, statusMessage, httpVersion], [200, 'OK', '1.1'])
  assert.deepEqual(headers, {
    'content-type': 'a/b',
    'x-a': '1, 2',
    'set-cookie': ['c'],
    'transfer-encoding': 'chunked',
  })
  assert.deepEqual((rawHeaders as string[]).slice(0, 4), ['Content-Type', 'a/b', 'X-A', '1'])
  const pieces: string[] = []
  stream.on('data', (piece) => pieces.push(String(piece)))
  await once(stream, 'end')
  assert.deepEqual([pieces, Reflect.get(stream, 'complete')], [['{"a":1}', '{"b":2}'], true])
})

test('the old ways to end a stream', async (t) => {
  for (const end of ['req.abort', 'req.destroy', 'socket.destroy', 'connection.destroySoon', 'destroy']) {
    const { modem, peer } = await serve(t, async (wire) => {
      await wire.head()
      wire.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n')
    })
    const stream = await dial(modem, { path: '/x', isStream: true })
    const [object, method] = end.includes('.') ? end.split('.') : [undefined, end]
    const target = object === undefined ? stream : stream[object]
    target[method!]()
    await eventually(() => assert.equal(peer.open.size, 0))
  }
})

test('a HEAD has its head and no body', async (t) => {
  const stream = await asked(t, 'HTTP/1.1 200 OK\r\nX-Stat: abc\r\nContent-Length: 9\r\n\r\n', {
    method: 'HEAD',
    isStream: true,
  })
  assert.equal(stream.headers['x-stat'], 'abc')
  assert.equal(await text(stream), '')
})

const early = `${UPGRADED}early`
for (const [what, bytes, options, kind] of [
  ['a 101', early, attachOf({ hijack: true }), 'socket'],
  ['a 101', early, attachOf({}), 'duplex'],
  ['a 200 where a proxy took the upgrade away', 'HTTP/1.1 200 OK\r\n\r\nearly', attachOf({ hijack: true }), 'socket'],
  ['a 200 where a proxy took the upgrade away', 'HTTP/1.1 200 OK\r\n\r\nearly', attachOf({}), 'duplex'],
  [
    'a 200 in chunks, which can only be read',
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunked('early')}`,
    attachOf({ hijack: true }),
    'readable',
  ],
  ['a 200, not hijacked', 'HTTP/1.1 200 OK\r\n\r\nearly', attachOf({ stdin: false }), 'readable'],
] as const) {
  test(`${what} makes a ${kind}, with the bytes that came early`, async (t) => {
    const stream: Duplex = await asked(t, bytes, options)
    assert.equal(stream instanceof Socket, kind === 'socket')
    assert.equal(typeof Reflect.get(stream, 'write') === 'function', kind !== 'readable')
    assert.equal(await text(stream), 'early')
  })
}

for (const type of ['', 'Content-Type: text/plain\r\n', JSON_TYPE]) {
  test(`an operation whose response is JSON: parsed, or rejected with its type: ${type.trim() || 'none'}`, async (t) => {
    const path = '/containers/json'
    assert.deepEqual(await asked(t, answer('200 OK', type, '[1]'), { path }), [1])
    for (const bytes of [answer('200 OK', type, 'secret'), answer('200 OK', type, ''), 'HTTP/1.1 204 No\r\n\r\n']) {
      const error = await failure(asked(t, bytes, { path }))
      assert.equal(error.code, 'ERR_RECORD_SYNTAX')
      assert.match(error.message, /^GET \/containers\/json: .* from unix:\/\//)
      assert.doesNotMatch(error.message, /secret/)
    }
  })
}

test('a web page is rejected: no Engine sends one, as a value or as a stream', async (t) => {
  const page = answer('200 OK', 'Content-Type: Text/HTML\r\n', '<html>')
  for (const call of [{ path: '/x' }, { path: '/images/create', method: 'POST', isStream: true }]) {
    const error = await failure(asked(t, page, call))
    assert.equal(error.code, 'ERR_RECORD_SYNTAX')
    assert.match(error.message, /is not a Docker Engine/)
  }
})
