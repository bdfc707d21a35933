// How the embedded engine parses requests: heads split anywhere, bodies with a length and chunked, pipelining, and Go's own error
// responses. Their text was observed on Docker 20.10.24.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Query, timeParameter } from '../../../src/testing/http/request.ts'
import { RequestBody } from '../../../src/testing/http/request-body.ts'
import { headLength, readHead } from '../../../src/testing/http/request-reader.ts'
import { eventually, exchange, pause, Raw, splitAnswer, withEngine } from '../support.ts'

const PING = 'GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n'

/** Requests after which the server closes: [what, request, the rest of the status line and the body]. */
const REFUSED: readonly (readonly [string, string, string, string?])[] = [
  [
    'a version of 2',
    'GET / HTTP/2.0\r\nHost: d\r\n\r\n',
    '505 HTTP Version Not Supported: unsupported protocol version',
  ],
  ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', '400 Bad Request'],
  ['a host with a space', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', '400 Bad Request: malformed Host header'],
  ['a folded host', 'GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n', '400 Bad Request: malformed Host header'],
  ['a fold before any field', 'GET / HTTP/1.1\r\n a\r\n\r\n', '400 Bad Request'],
  ['a space before the colon', 'GET / HTTP/1.1\r\nHost : d\r\n\r\n', '400 Bad Request: missing required Host header'],
  ['a bad field name', 'GET / HTTP/1.1\r\nHost: d\r\nA b: c\r\n\r\n', '400 Bad Request: invalid header name'],
  [
    'an unknown coding',
    'POST / HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: gzip\r\n\r\n',
    '501 Not Implemented',
    'Unsupported transfer encoding',
  ],
  ['a length that is none', 'POST / HTTP/1.1\r\nHost: d\r\nContent-Length: x\r\n\r\n', '400 Bad Request'],
  ['a target without slash', 'GET _ping HTTP/1.1\r\nHost: d\r\n\r\n', '400 Bad Request'],
  ['a broken escape in the path', 'GET /a%zz HTTP/1.1\r\nHost: d\r\n\r\n', '400 Bad Request'],
  ['a method that is no token', 'G(T / HTTP/1.1\r\nHost: d\r\n\r\n', '400 Bad Request'],
  [
    'a head of a megabyte',
    `GET / HTTP/1.1\r\nHost: d\r\nA: ${'x'.repeat(1_100_000)}`,
    '431 Request Header Fields Too Large',
  ],
]

describe('request heads', () => {
  for (const [what, request, status, body = status] of REFUSED) {
    it(`rejects ${what} and closes`, () =>
      withEngine(async ({ host }) => {
        const type = 'Content-Type: text/plain; charset=utf-8'
        assert.equal(await exchange(host, request), `HTTP/1.1 ${status}\r\n${type}\r\nConnection: close\r\n\r\n${body}`)
      }))
  }

  it('is incomplete at every strict prefix', () => {
    for (const head of [PING, PING.replaceAll('\r', ''), '\r\n', '\n']) {
      for (let end = 0; end < head.length; end++) {
        // One byte before the end of CRLF CRLF there is LF CR, which does not end a head.
        assert.equal(headLength(Buffer.from(head.slice(0, end))), 0, JSON.stringify(head.slice(0, end)))
      }
      assert.equal(headLength(Buffer.from(`${head}more`)), head.length)
    }
  })

  it('joins repeated fields, unfolds them, and splits the target', () => {
    const request = readHead('GET http://x/a%20b?c=d HTTP/1.1\r\nHost: d\r\nA: 1\r\nA: 2\r\nB: 3\r\n 4\r\n\r\n')
    assert.ok('method' in request)
    assert.deepEqual({ ...request.headers }, { host: 'd', a: '1, 2', b: '3 4' })
    assert.deepEqual([request.path, request.search, request.keepAlive], ['/a b', 'c=d', true])
  })

  it('serves requests sent byte by byte, and three in one write', () =>
    withEngine(async ({ host }) => {
      const raw = new Raw(host)
      for (const byte of PING) {
        raw.send(byte)
        await pause(0)
      }
      await raw.contains('OK')
      raw.send(PING + PING + PING.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
      await raw.ended()
      assert.equal(raw.text.match(/HTTP\/1\.1 200 OK/g)!.length, 4)
      raw.close()
    }))

  it('keeps a pipelined request of any size until the response before it is complete', () =>
    withEngine(async (engine) => {
      engine.faults.add({ times: 1, plan: { delayHead: 60 } })
      const body = `{"Image":"none"}${' '.repeat(300_000)}`
      const create = `POST /containers/create HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      const text = await exchange(engine.host, PING + create)
      assert.match(splitAnswer(text).rest, /No such image: none:latest/)
    }))

  it('closes when the client closes before or inside a head', () =>
    withEngine(async (engine) => {
      for (const start of ['', 'GET /_ping HT']) {
        const raw = new Raw(engine.host)
        raw.socket.end(start)
        await raw.ended()
        assert.equal(raw.text, '')
      }
      await eventually(() => engine.connections === 0)
    }))

  it('waits half a second for a client that does not close its side', () =>
    withEngine(async (engine) => {
      const raw = await new Raw(engine.host).send('BAD\r\n\r\n').ended()
      assert.equal(engine.connections, 1)
      await eventually(() => engine.connections === 0)
      raw.close()
    }))
})

function post(framing: string, body: string): string {
  return `POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n${framing}\r\n\r\n${body}`
}

describe('request bodies', () => {
  const chunked = 'Transfer-Encoding: chunked'

  it('reads chunks with extensions and trailers, split anywhere', () =>
    withEngine(async ({ host }) => {
      const raw = new Raw(host)
      for (const byte of post(chunked, '9;a=b\r\n{"Image":\r\n7\r\n"nope"}\r\n0\r\nX: y\r\n\r\n')) {
        raw.send(byte)
        await pause(0)
      }
      await raw.contains('No such image: nope:latest')
      raw.send(PING)
      await raw.contains('OK')
      raw.close()
    }))

  it('closes after an invalid chunk', () =>
    withEngine(async ({ host }) => {
      assert.match(
        await exchange(host, post(chunked, 'zz\r\n')),
        /Connection: close\r\n\r\n\{"message":"invalid byte in chunk length"\}\n$/,
      )
      assert.match(await exchange(host, post(chunked, '2\r\n{}x\r\n')), /"malformed chunked encoding"/)
    }))

  it('reports a body that ends too soon', () =>
    withEngine(async ({ host }) => {
      const raw = new Raw(host)
      raw.socket.end(post('Content-Length: 100', '{"I'))
      await raw.ended()
      assert.match(raw.text, /500 Internal Server Error.*\{"message":"unexpected EOF"\}\n$/s)
    }))

  it('discards what a handler has not read, and closes if that is too much', () =>
    withEngine(async ({ host }) => {
      const small = `POST /nope HTTP/1.1\r\nHost: d\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(400)}`
      const raw = await new Raw(host).send(small).contains('page not found')
      raw.send('x'.repeat(600) + PING)
      await raw.contains('OK')
      raw.close()
      const large = 'POST /nope HTTP/1.1\r\nHost: d\r\nContent-Length: 300000\r\n\r\nxxx'
      assert.match(await exchange(host, large), /Connection: close/)
    }))

  it('pauses the socket while a body is unread, and resumes it when it is read', async () => {
    const body = new RequestBody(6)
    let reads = 0
    body.onRead = () => reads++
    assert.equal(body.push(Buffer.from('abc')), 3)
    assert.equal(body.unread, 3)
    setTimeout(() => body.push(Buffer.from('defgh')), 5)
    assert.equal(String(await body.bytes(100)), 'abcdef')
    assert.equal(body.unread, 0)
    assert.equal(reads, 2)
    const large = new RequestBody(4)
    large.push(Buffer.from('abcd'))
    assert.equal(await large.bytes(3), undefined)
  })
})

describe('query values', () => {
  it('reads flags as the Engine does', () => {
    for (const value of ['', '0', 'no', 'False', 'NONE', ' false ']) {
      assert.equal(new Query(`a=${encodeURIComponent(value)}`).flag('a'), false, value)
    }
    for (const value of ['1', 'yes', 'true', 'x']) assert.equal(new Query(`a=${value}`).flag('a'), true, value)
    assert.equal(new Query('').flag('a'), false)
  })

  it('uses the first value of a name, reads a plus as a space, and accepts bytes that are not UTF-8', () => {
    const query = new Query('a=1&a=2&b+c=d+%2B&e&f=%ff&g=%C3%A4')
    assert.deepEqual([query.text('a'), query.text('b c'), query.has('e'), query.text('e')], ['1', 'd +', true, ''])
    assert.deepEqual([query.text('f'), query.text('g')], ['\ufffd', 'ä'])
    assert.throws(() => new Query('a=%zz'), { status: 400, message: 'invalid URL escape "%zz"' })
    assert.throws(() => new Query('a=%4'), { status: 400, message: 'invalid URL escape "%4"' })
  })

  it('reads integers and points in time', () => {
    assert.equal(new Query('t=-3').integer('t'), -3)
    assert.equal(new Query('').integer('t'), undefined)
    assert.throws(() => new Query('t=x').integer('t'), {
      status: 500,
      message: 'strconv.Atoi: parsing "x": invalid syntax',
    })
    assert.deepEqual(timeParameter('12.05'), { seconds: 12, nanos: 50_000_000 })
    assert.equal(timeParameter(''), undefined)
    assert.throws(() => timeParameter('1.5x'), { message: 'strconv.ParseInt: parsing "5x": invalid syntax' })
  })
})
