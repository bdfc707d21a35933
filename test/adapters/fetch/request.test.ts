// The exact bytes that a fetch sends: targets, versions, fields and bodies of every kind.

import assert from 'node:assert/strict'
import test from 'node:test'
import { answer, chunked, FIELDS } from '../../engine/kit.ts'
import { failureOf, stage, streamOfPieces } from './helpers.ts'

const TEXT = 'content-type: text/plain;charset=UTF-8\r\n'
const JSON_FIELD = 'content-type: application/json\r\n'
const headers = { 'content-type': 'application/json' }
const half = { duplex: 'half' } as object

interface Case {
  what: string
  input: () => string | URL | Request
  init?: () => RequestInit
  /** The request line without HTTP/1.1, and the bytes after the common fields. */
  line: string
  rest?: string
}

const cases: Case[] = [
  {
    what: 'a URL as a string',
    input: () => 'http://docker/containers/json?all=1',
    line: 'GET /v1.41/containers/json?all=1',
  },
  { what: 'any origin', input: () => 'https://example.com:8443/info#part', line: 'GET /v1.41/info' },
  { what: 'a path alone', input: () => '/info', line: 'GET /v1.41/info' },
  { what: 'a URL', input: () => new URL('http://docker/a/../info?'), line: 'GET /v1.41/info' },
  {
    what: 'a Request',
    input: () => new Request('http://docker/info', { method: 'delete' }),
    line: 'DELETE /v1.41/info',
  },
  {
    what: 'a version in the path',
    input: () => 'http://docker/v1.24/info?x=%FF+%20',
    line: 'GET /v1.24/info?x=%FF+%20',
  },
  {
    what: 'fields; those of the connection are ignored',
    input: () => '/info',
    init: () => ({
      headers: { 'X-Registry-Auth': 'e30=', Connection: 'close', Host: 'evil', 'Keep-Alive': '1', TE: 'x' },
    }),
    line: 'GET /v1.41/info',
    rest: 'x-registry-auth: e30=\r\n\r\n',
  },
  {
    what: 'a field of the engine replaced',
    input: () => '/info',
    init: () => ({
      headers: [
        ['user-agent', 'me'],
        ['x', '1'],
        ['x', '2'],
      ],
    }),
    line: 'GET /v1.41/info',
    rest: 'user-agent: me\r\nx: 1, 2\r\n\r\n',
  },
  {
    what: 'no body',
    input: () => '/x',
    init: () => ({ method: 'POST' }),
    line: 'POST /v1.41/x',
    rest: 'Content-Length: 0\r\n\r\n',
  },
  {
    what: 'text',
    input: () => '/x',
    init: () => ({ method: 'PUT', body: 'é' }),
    line: 'PUT /v1.41/x',
    rest: `${TEXT}Content-Length: 2\r\n\r\n\xc3\xa9`,
  },
  {
    what: 'bytes, with a length that the caller wrote',
    input: () => '/x',
    init: () => ({ method: 'POST', body: Buffer.from('abc'), headers: { 'content-length': '3' } }),
    line: 'POST /v1.41/x',
    rest: 'Content-Type: application/x-tar\r\nContent-Length: 3\r\n\r\nabc',
  },
  {
    what: 'a Blob',
    input: () => '/x',
    init: () => ({ method: 'POST', body: new Blob(['abc'], { type: 'application/x-tar' }) }),
    line: 'POST /v1.41/x',
    rest: 'content-type: application/x-tar\r\nContent-Length: 3\r\n\r\nabc',
  },
  {
    what: 'search parameters',
    input: () => '/x',
    init: () => ({ method: 'POST', body: new URLSearchParams({ a: 'b c' }) }),
    line: 'POST /v1.41/x',
    rest: 'content-type: application/x-www-form-urlencoded;charset=UTF-8\r\nContent-Length: 5\r\n\r\na=b+c',
  },
  {
    what: 'JSON in a Request, with its length',
    input: () => new Request('http://docker/x', { method: 'POST', body: '{"a":1}', headers }),
    line: 'POST /v1.41/x',
    rest: `${JSON_FIELD}Content-Length: 7\r\n\r\n{"a":1}`,
  },
  {
    what: 'JSON as a stream, gathered',
    input: () => '/x',
    init: () => ({ method: 'POST', body: streamOfPieces('{"a"', ':1}'), headers, ...half }),
    line: 'POST /v1.41/x',
    rest: `${JSON_FIELD}Content-Length: 7\r\n\r\n{"a":1}`,
  },
  {
    what: 'a stream, in chunks',
    input: () => '/x',
    init: () => ({ method: 'POST', body: streamOfPieces('one', 'three'), ...half }),
    line: 'POST /v1.41/x',
    rest: `Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n\r\n${chunked('one', 'three')}`,
  },
  {
    what: 'a stream in a Request, whose length is known',
    input: () =>
      new Request('http://docker/x', {
        method: 'POST',
        body: streamOfPieces('one', 'three'),
        headers: { 'content-length': '8' },
        ...half,
      }),
    line: 'POST /v1.41/x',
    rest: 'Content-Type: application/x-tar\r\nContent-Length: 8\r\n\r\nonethree',
  },
]

for (const { what, input, init, line, rest = '\r\n' } of cases) {
  test(`${what}: ${line}`, async (t) => {
    const own = rest.startsWith('user-agent') ? 'Host: docker\r\n' : FIELDS
    const { fetch, engine } = await stage(t, async (wire) => {
      await wire.expect(`${line} HTTP/1.1\r\n${own}${rest}`)
      wire.send(answer('200 OK', '', 'fine'))
    })
    assert.equal(await (await fetch(input(), init?.())).text(), 'fine')
    assert.equal(engine.connections.idle, 1)
  })
}

for (const [what, input, init, expected] of [
  ['another scheme', 'ftp://docker/info', {}, { name: 'TypeError', code: undefined }],
  ['no URL', 'info', {}, { name: 'TypeError', code: 'ERR_INVALID_URL' }],
  ['empty segments', '/containers//json', {}, { name: 'TypeError', code: 'ERR_PATH' }],
  ['a method that the Engine has not', '/info', { method: 'OPTIONS' }, { name: 'TypeError', code: 'ERR_OPTION' }],
  [
    'an upgrade',
    '/session',
    { method: 'POST', headers: { Upgrade: 'h2c' } },
    { name: 'TypeError', code: 'ERR_FETCH_TUNNEL' },
  ],
  [
    'an attach that writes',
    '/v1.41/containers/x/attach?stdin=1',
    { method: 'POST' },
    { name: 'TypeError', code: 'ERR_FETCH_TUNNEL' },
  ],
  [
    'a stream of a wrong length',
    '/x',
    { method: 'POST', body: streamOfPieces('abc'), headers: { 'content-length': 'x' }, ...half },
    { name: 'TypeError', code: 'ERR_OPTION' },
  ],
] as const) {
  test(`${what} is rejected before anything is sent`, async (t) => {
    const { fetch, peer } = await stage(t, () => {})
    const { message, ...rest } = await failureOf(fetch(input, init as RequestInit))
    assert.deepEqual(rest, expected)
    assert.notEqual(message, 'fetch failed')
    assert.equal(peer.accepted, 0)
  })
}

test('an attach that only reads is a fetch', async (t) => {
  const { fetch } = await stage(t, async (wire) => {
    await wire.expect(`POST /v1.41/containers/x/attach?stdout=1&stdin=0 HTTP/1.1\r\n${FIELDS}Content-Length: 0\r\n\r\n`)
    wire.send('HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\noutput')
    wire.end()
  })
  const response = await fetch('/containers/x/attach?stdout=1&stdin=0', { method: 'POST' })
  assert.equal(await response.text(), 'output')
})
