// The exact bytes that a call of dial() sends: as docker-modem does, except for its defects.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import test from 'node:test'
import type { DialOptions } from '../../../src/modem.ts'
import { answer, JSON_TYPE } from '../../engine/kit.ts'
import { tempDir } from '../../support/temp.ts'
import { dial, FIELDS, failure, serve } from './kit.ts'

const rows: [what: string, options: DialOptions, head: string, body?: string][] = [
  ['a path alone', { path: '/version' }, `GET /version HTTP/1.1\r\n${FIELDS}\r\n`],
  ['a path that waits for options that are not there', { path: '/info?' }, `GET /info HTTP/1.1\r\n${FIELDS}\r\n`],
  [
    'options as a query: words, lists, objects, nothing',
    {
      path: '/containers/json?',
      options: { all: true, limit: 1, filters: { label: ['a=b c'] }, t: ['x:1', 'y'], none: undefined },
    },
    `GET /containers/json?all=true&limit=1&filters=%7B%22label%22%3A%5B%22a%3Db%20c%22%5D%7D&t=x%3A1&t=y&none= HTTP/1.1\r\n${FIELDS}\r\n`,
  ],
  [
    'no options in a query that was not asked for',
    { path: '/networks/n', method: 'DELETE', options: { a: 1 } },
    `DELETE /networks/n HTTP/1.1\r\n${FIELDS}\r\n`,
  ],
  [
    'JSON',
    { path: '/containers/c1/update', method: 'POST', options: { CpuShares: 512 } },
    `POST /containers/c1/update HTTP/1.1\r\n${FIELDS}Content-Type: application/json\r\nContent-Length: 17\r\n\r\n`,
    '{"CpuShares":512}',
  ],
  [
    'JSON that is empty',
    { path: '/containers/c1/pause', method: 'POST', options: {} },
    `POST /containers/c1/pause HTTP/1.1\r\n${FIELDS}Content-Length: 0\r\n\r\n`,
  ],
  [
    'JSON that may be empty',
    { path: '/exec/e1/start', method: 'POST', options: {}, allowEmpty: true },
    `POST /exec/e1/start HTTP/1.1\r\n${FIELDS}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n`,
    '{}',
  ],
  [
    'a query and a body of their own',
    { path: '/plugins/pull?', method: 'POST', options: { _query: { remote: 'r', name: 'n' }, _body: [{ Name: 'x' }] } },
    `POST /plugins/pull?remote=r&name=n HTTP/1.1\r\n${FIELDS}Content-Type: application/json\r\nContent-Length: 14\r\n\r\n`,
    '[{"Name":"x"}]',
  ],
  [
    'an unknown route: everything both ways, as ever',
    { path: '/libpod/x?', method: 'POST', options: { a: 1 } },
    `POST /libpod/x?a=1 HTTP/1.1\r\n${FIELDS}Content-Type: application/json\r\nContent-Length: 7\r\n\r\n`,
    '{"a":1}',
  ],
  [
    'query keys alone to an operation without a body',
    { path: '/containers/c1/stop?', method: 'POST', options: { t: 5 } },
    `POST /containers/c1/stop?t=5 HTTP/1.1\r\n${FIELDS}Content-Length: 0\r\n\r\n`,
  ],
  [
    'what such an operation does not know: the Engine shall say so',
    { path: '/v1.41/containers/c1/start?', method: 'POST', options: { Privileged: true } },
    `POST /v1.41/containers/c1/start?Privileged=true HTTP/1.1\r\n${FIELDS}Content-Type: application/json\r\nContent-Length: 19\r\n\r\n`,
    '{"Privileged":true}',
  ],
  [
    'a hand-written query, whole',
    { path: '/exec/e1/resize?h=30&w=100', method: 'POST' },
    `POST /exec/e1/resize?h=30&w=100 HTTP/1.1\r\n${FIELDS}Content-Length: 0\r\n\r\n`,
  ],
  [
    'and one that options are added to',
    { path: '/images/json?all=1&', options: { digests: 1 } },
    `GET /images/json?all=1&digests=1 HTTP/1.1\r\n${FIELDS}\r\n`,
  ],
  [
    'fields of its own, in any shape; those of the connection are not its own',
    { path: '/info', headers: { 'X-A': 'b', 'X-N': 1, 'X-L': ['c', 'd'], Connection: 'close', 'X-U': undefined } },
    `GET /info HTTP/1.1\r\n${FIELDS}X-A: b\r\nX-N: 1\r\nX-L: c, d\r\n\r\n`,
  ],
  [
    'credentials, in base64url with its padding, and no trace of them elsewhere',
    {
      path: '/images/create?',
      method: 'POST',
      options: { fromImage: 'x', authconfig: { password: 'p' }, abortSignal: undefined },
      authconfig: { username: 'û?', password: 'p' },
    },
    `POST /images/create?fromImage=x HTTP/1.1\r\n${FIELDS}X-Registry-Auth: eyJ1c2VybmFtZSI6IsO7PyIsInBhc3N3b3JkIjoicCJ9\r\nContent-Length: 0\r\n\r\n`,
  ],
  [
    'credentials that are encoded already',
    { path: '/x', authconfig: { base64: 'abc' }, registryconfig: { 'r.io': { username: '>>>?', password: '' } } },
    `GET /x HTTP/1.1\r\n${FIELDS}X-Registry-Auth: abc\r\nX-Registry-Config: eyJyLmlvIjp7InVzZXJuYW1lIjoiPj4-PyIsInBhc3N3b3JkIjoiIn19\r\n\r\n`,
  ],
  [
    'bytes as a file',
    { path: '/build?', method: 'POST', file: Buffer.from('tar'), options: { t: 'x' } },
    `POST /build?t=x HTTP/1.1\r\n${FIELDS}Content-Type: application/tar\r\nContent-Length: 3\r\n\r\n`,
    'tar',
  ],
  [
    'a file whose type is given',
    { path: '/x', method: 'PUT', file: Buffer.from('zip'), headers: { 'Content-Type': 'application/zip' } },
    `PUT /x HTTP/1.1\r\n${FIELDS}Content-Type: application/zip\r\nContent-Length: 3\r\n\r\n`,
    'zip',
  ],
  [
    'a stream',
    {
      path: '/containers/c1/archive?',
      method: 'PUT',
      file: Readable.from([Buffer.from('tar')]),
      options: { path: '/' },
    },
    `PUT /containers/c1/archive?path=%2F HTTP/1.1\r\n${FIELDS}Content-Type: application/tar\r\nTransfer-Encoding: chunked\r\n\r\n`,
    '3\r\ntar\r\n0\r\n\r\n',
  ],
  [
    'a stream whose length is given',
    { path: '/x', method: 'PUT', file: Readable.from([Buffer.from('tar')]), headers: { 'Content-Length': 3 } },
    `PUT /x HTTP/1.1\r\n${FIELDS}Content-Type: application/tar\r\nContent-Length: 3\r\n\r\n`,
    'tar',
  ],
]
for (const [what, options, head, body = ''] of rows) {
  test(`sends ${what}`, async (t) => {
    const { modem } = await serve(t, async (wire) => {
      await wire.expect(head + body)
      wire.send(answer('200 OK', JSON_TYPE, '{"a":[1]}'))
    })
    const before = structuredClone(options.options ?? null)
    assert.deepEqual(await dial(modem, options), { a: [1] })
    assert.deepEqual(options.options ?? null, before, 'what was given is as it was')
  })
}

test('the modem’s version is put before every path, and its headers in every request', async (t) => {
  const { modem } = await serve(
    t,
    async (wire) => {
      const head = (target: string, more = 'X-A: b\r\n') => `GET ${target} HTTP/1.1\r\n${FIELDS}${more}\r\n`
      await wire.expect(head('/v1.40/info'))
      wire.send(answer('200 OK', JSON_TYPE, '1'))
      await wire.expect(head('/v1.41/info', 'X-C: d\r\n'))
      wire.send(answer('200 OK', JSON_TYPE, '2'))
    },
    { version: 'v1.40', headers: { 'X-A': 'b' } },
  )
  assert.equal(await dial(modem, { path: '/info' }), 1)
  modem.version = 'v1.41'
  assert.equal(await dial(modem, { path: '/info', headers: { 'X-C': 'd' } }), 2)
})

test('a file by its path, and the errors of a file that cannot be read', async (t) => {
  const file = path.join(tempDir(t), 'context.tar')
  writeFileSync(file, 'bytes')
  const { modem } = await serve(t, async (wire) => {
    const head = await wire.nextHead()
    if (head === undefined) return
    await wire.expect('5\r\nbytes\r\n0\r\n\r\n')
    wire.send(answer('200 OK', JSON_TYPE, 'true'))
  })
  assert.equal(await dial(modem, { path: '/build?', method: 'POST', file }), true)
  const error = await failure(dial(modem, { path: '/build?', method: 'POST', file: `${file}.none` }))
  assert.equal(error.code, 'ENOENT')
  assert.equal(error.path, `${file}.none`)
})

test('an old-style stream, which only emits events, is accepted as a file', async (t) => {
  const { modem } = await serve(t, async (wire) => {
    await wire.head()
    await wire.expect('4\r\npart\r\n0\r\n\r\n')
    wire.send(answer('200 OK', JSON_TYPE, 'true'))
  })
  const readable = Readable.from([Buffer.from('part')])
  const old = { on: readable.on.bind(readable), pipe: readable.pipe.bind(readable), pause() {}, resume() {} }
  const file = old as unknown as NodeJS.ReadableStream
  assert.equal(await dial(modem, { path: '/build?', method: 'POST', file }), true)
})

test('the callback receives the error of an invalid request asynchronously, and nothing is dialled', async (t) => {
  const { modem, peer } = await serve(t, () => {})
  for (const options of [
    { path: 'info' },
    { path: '/x', headers: { 'X-A': 'a\r\nX-B: c' } },
    { path: '/x', method: 'BREW' },
    { path: '/x', method: 'POST', options: { self: 1n } },
  ]) {
    let called = 0
    const error = await new Promise<Error>((resolve) => {
      modem.dial(options, (reason) => {
        called++
        resolve(reason)
      })
      assert.equal(called, 0)
    })
    assert.ok(error instanceof Error)
  }
  assert.equal(peer.accepted, 0)
})
