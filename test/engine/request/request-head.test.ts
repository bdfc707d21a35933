// Request heads, byte for byte: fields of the engine, of the request and of the body, and what is rejected.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { VERSION } from '../../../src/engine/request/library-version.ts'
import { FieldWriter } from '../../../src/engine/request/request-head.ts'
import type { Upload } from '../../../src/stream/upload/upload.ts'
import { root } from '../../support/root.ts'

const unix = { kind: 'unix', path: '/x' } as const
const tcp = { kind: 'tcp', host: '::1', port: 2375, basePath: '/ignored' } as const
const agent = `User-Agent: fairlead/${VERSION}\r\n`

/** A FieldWriter with the request line before its fields. */
class HeadWriter {
  readonly #writer: FieldWriter

  constructor(...given: ConstructorParameters<typeof FieldWriter>) {
    this.#writer = new FieldWriter(...given)
  }

  head(
    method: string,
    target: string,
    ...rest: [Record<string, string | string[]> | undefined, string | undefined, Upload | undefined]
  ): string {
    return `${method} ${target} HTTP/1.1\r\n${this.#writer.fields(method, ...rest)}`
  }
}

function upload(length: number | undefined): Upload {
  return { length, bytes: undefined, pieces: () => assert.fail('not to be opened') }
}

test('the version is the package’s', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  assert.equal(VERSION, version)
})

test('a GET over a unix socket, over tcp, and with fields', () => {
  assert.equal(
    new HeadWriter(unix, {}).head('GET', '/x', undefined, undefined, undefined),
    `GET /x HTTP/1.1\r\nHost: docker\r\n${agent}\r\n`,
  )
  assert.equal(
    new HeadWriter(tcp, {}).head('GET', '/x', undefined, undefined, undefined),
    `GET /x HTTP/1.1\r\nHost: [::1]:2375\r\n${agent}\r\n`,
  )
  const writer = new HeadWriter(unix, { 'X-Common': 'a', 'X-Both': 'b' })
  assert.equal(
    writer.head('HEAD', '/x', { 'x-both': 'c', 'X-Own': '' }, undefined, undefined),
    `HEAD /x HTTP/1.1\r\nHost: docker\r\n${agent}X-Common: a\r\nx-both: c\r\nX-Own: \r\n\r\n`,
  )
})

test('Host and User-Agent may be replaced', () => {
  const writer = new HeadWriter(unix, { HOST: 'h', 'user-agent': 'me' })
  assert.equal(
    writer.head('GET', '/', undefined, undefined, undefined),
    'GET / HTTP/1.1\r\nHOST: h\r\nuser-agent: me\r\n\r\n',
  )
  assert.equal(
    writer.head('GET', '/', { host: 'g' }, undefined, undefined),
    'GET / HTTP/1.1\r\nuser-agent: me\r\nhost: g\r\n\r\n',
  )
})

test('names that Object.prototype knows are names like others', () => {
  const headers = JSON.parse('{"constructor":"a","toString":"b","__proto__":"c"}') as Record<string, string>
  const expected = `GET / HTTP/1.1\r\nHost: docker\r\n${agent}constructor: a\r\ntoString: b\r\n__proto__: c\r\n\r\n`
  assert.equal(new HeadWriter(unix, headers).head('GET', '/', undefined, undefined, undefined), expected)
  assert.equal(new HeadWriter(unix, {}).head('GET', '/', headers, undefined, undefined), expected)
})

test('the fields of a body', () => {
  const writer = new HeadWriter(unix, {})
  const common = `Host: docker\r\n${agent}`
  assert.equal(
    writer.head('POST', '/', undefined, undefined, undefined),
    `POST / HTTP/1.1\r\n${common}Content-Length: 0\r\n\r\n`,
  )
  assert.equal(
    writer.head('PUT', '/', undefined, undefined, undefined),
    `PUT / HTTP/1.1\r\n${common}Content-Length: 0\r\n\r\n`,
  )
  assert.equal(writer.head('DELETE', '/', undefined, undefined, undefined), `DELETE / HTTP/1.1\r\n${common}\r\n`)
  assert.equal(
    writer.head('PUT', '/', undefined, 'application/x-tar', upload(undefined)),
    `PUT / HTTP/1.1\r\n${common}Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  assert.equal(
    writer.head('POST', '/', { 'content-TYPE': 'a/b' }, 'application/json', upload(7)),
    `POST / HTTP/1.1\r\n${common}content-TYPE: a/b\r\nContent-Length: 7\r\n\r\n`,
  )
  const typed = new HeadWriter(unix, { 'Content-Type': 'c/d' })
  assert.equal(
    typed.head('POST', '/', undefined, 'application/json', upload(0)),
    `POST / HTTP/1.1\r\n${common}Content-Type: c/d\r\nContent-Length: 0\r\n\r\n`,
  )
})

test('framing fields are rejected, in any case, of the engine and of a request', () => {
  for (const name of [
    'Connection',
    'content-length',
    'EXPECT',
    'Keep-Alive',
    'TE',
    'Trailer',
    'transfer-encoding',
    'Upgrade',
  ]) {
    assert.throws(() => new HeadWriter(unix, { [name]: 'x' }), { code: 'ERR_OPTION', blame: 'caller' })
    assert.throws(() => new HeadWriter(unix, {}).head('GET', '/', { [name]: 'x' }, undefined, undefined), {
      code: 'ERR_OPTION',
    })
  }
})

test('an array is one field line per value, and replaces the field of the same name', () => {
  const writer = new HeadWriter(unix, { 'X-Method': 'common' })
  const head = writer.head('GET', '/', { 'x-method': ['/a', '/b'], 'X-None': [] }, undefined, undefined)
  assert.deepEqual(head.match(/^x-.*$/gim), ['x-method: /a', 'x-method: /b'])
})

test('nothing can be injected, and no value is shown', () => {
  const writer = new HeadWriter(unix, {})
  const bad: [name: string, value: unknown][] = [
    ['X', 'secret\r\nEvil: 1'],
    ['X', 'secret\n'],
    ['X', 'secret\0'],
    ['X', 'secret€'],
    ['X', ' secret'],
    ['X\r\nEvil', 'secret'],
    ['X Y', 'secret'],
    ['X:', 'secret'],
    ['', 'secret'],
    ['X', undefined],
    ['X', 7],
    ['X', ['fine', 'secret\r\nEvil: 1']],
    ['X', ['fine', 7]],
    ['X', [['secret']]],
  ]
  for (const [name, value] of bad) {
    assert.throws(
      () => writer.head('GET', '/', { [name]: value as string }, undefined, undefined),
      (error: Error & { code?: string }) => {
        assert.match(error.code ?? '', /^ERR_(REQUEST_SYNTAX|OPTION)$/, `${name}: ${String(value)}`)
        assert.doesNotMatch(error.message, /secret/)
        return true
      },
    )
  }
  assert.throws(() => new HeadWriter(unix, { X: 'secret\r\n' }), { code: 'ERR_REQUEST_SYNTAX' })
})
