// How the embedded engine reads requests: heads cut anywhere, bodies by length and chunked, pipelining, and Go's own
// refusals. The texts were observed on Docker 20.10.24.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Query, timeParameter } from '../../src/testing/request.ts'
import { RequestBody } from '../../src/testing/request-body.ts'
import { headLength, readHead } from '../../src/testing/request-reader.ts'
import { eventually, exchange, pause, Raw, splitAnswer, withEngine } from './support.ts'

const PING = 'GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n'

/** [what, request, status line's rest and body] of those after which the server closes. */
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
    it(`refuses ${what} and closes`, () =>
      withEngine(async ({ host }) => {
        const type = 'Content-Type: text/plain; charset=utf-8'
        assert.equal(await exchange(host, request), `HTTP/1.1 ${status}\r\n${type}\r\nConnection: close\r\n\r\n${body}`)
      }))
  }

  it('is not whole at any strict prefix', () => {
    for (const head of [PING, PING.replaceAll('\r', ''), '\r\n', '\n']) {
      for (let end = 0; end < head.length; end++) {
        // One byte short of CRLF CRLF there may stand LF CR, which ends nothing.
        assert.equal(headLength(Buffer.from(head.slice(0, end))), 0, JSON.stringify(head.slice(0, end)))
      }
      assert.equal(headLength(Buffer.from(`${head}more`)), head.length)
    }
  })

  it('joins repeated fields, unfolds, and takes the target apart', () => {
    const request = readHead('GET http://x/a%20b?c=d HTTP/1.1\r\nHost: d\r\nA: 1\r\nA: 2\r\nB: 3\r\n 4\r\n\r\n')
    assert.ok('method' in request)
    assert.deepEqual({ ...request.headers }, { host: 'd', a: '1, 2', b: '3 4' })
    assert.deepEqual([request.path, request.search, request.keepAlive], ['/a b', 'c=d', true])
  })

  it('answers requests sent byte by byte, and three in one write', () =>
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

  it('waits with a pipelined request, however large, until the one before is answered', () =>
    withEngine(async (engine) => {
      engine.faults.add({ times: 1, plan: { delayHead: 60 } })
      const body = `{"Image":"none"}${' '.repeat(300_000)}`
      const create = `POST /containers/create HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      const text = await exchange(engine.host, PING + create)
      assert.match(splitAnswer(text).rest, /No such image: none:latest/)
    }))

  it('closes when the client closes before or in the middle of a head', () =>
    withEngine(async (engine) => {
      for (const start of ['', 'GET /_ping HT']) {
        const raw = new Raw(engine.host)
        raw.socket.end(start)
        await raw.ended()
        assert.equal(raw.text, '')
      }
      await eventually(() => engine.connections === 0)
    }))

  it('gives a client that does not close its side half a second', () =>
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

  it('reads chunks with extensions and trailers, cut anywhere', () =>
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

  it('closes behind a broken chunk', () =>
    withEngine(async ({ host }) => {
      assert.match(
        await exchange(host, post(chunked, 'zz\r\n')),
        /Connection: close\r\n\r\n\{"message":"invalid byte in chunk length"\}\n$/,
      )
      assert.match(await exchange(host, post(chunked, '2\r\n{}x\r\n')), /"malformed chunked encoding"/)
    }))

  it('says so when the body ends too soon', () =>
    withEngine(async ({ host }) => {
      const raw = new Raw(host)
      raw.socket.end(post('Content-Length: 100', '{"I'))
      await raw.ended()
      assert.match(raw.text, /500 Internal Server Error.*\{"message":"unexpected EOF"\}\n$/s)
    }))

  it('throws away what a handler leaves, and closes where that is too much', () =>
    withEngine(async ({ host }) => {
      const small = `POST /nope HTTP/1.1\r\nHost: d\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(400)}`
      const raw = await new Raw(host).send(small).contains('page not found')
      raw.send('x'.repeat(600) + PING)
      await raw.contains('OK')
      raw.close()
      const large = 'POST /nope HTTP/1.1\r\nHost: d\r\nContent-Length: 300000\r\n\r\nxxx'
      assert.match(await exchange(host, large), /Connection: close/)
    }))

  it('stops reading the socket when a body waits unread, and goes on when it is read', async () => {
    const body = new RequestBody(6)
    let told = 0
    body.onRead = () => told++
    assert.equal(body.push(Buffer.from('abc')), 3)
    assert.equal(body.waiting, 3)
    setTimeout(() => body.push(Buffer.from('defgh')), 5)
    assert.equal(String(await body.bytes(100)), 'abcdef')
    assert.equal(body.waiting, 0)
    assert.equal(told, 2)
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

  it('takes the first of a name, a plus for a space, and bytes that are no UTF-8', () => {
    const query = new Query('a=1&a=2&b+c=d+%2B&e&f=%ff&g=%C3%A4')
    assert.deepEqual([query.text('a'), query.text('b c'), query.has('e'), query.text('e')], ['1', 'd +', true, ''])
    assert.deepEqual([query.text('f'), query.text('g')], ['\ufffd', 'ä'])
    assert.throws(() => new Query('a=%zz'), { status: 400, message: 'invalid URL escape "%zz"' })
    assert.throws(() => new Query('a=%4'), { status: 400, message: 'invalid URL escape "%4"' })
  })

  it('reads whole numbers and instants', () => {
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
