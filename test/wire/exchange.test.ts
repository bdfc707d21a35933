import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FairleadError } from '../../src/error.ts'
import { Exchange, type ExchangeHandler, MAX_INTERIM } from '../../src/wire/exchange.ts'
import { CHUNKED, NO_BODY, TUNNEL, UNTIL_CLOSE } from '../../src/wire/framing.ts'
import type { Head } from '../../src/wire/head.ts'
import { bytesOf, Collector, feedEveryWay } from '../support/feed.ts'

/** Notes what it hears, in order; data are joined. */
class Listener extends Collector implements ExchangeHandler {
  readonly events: string[] = []
  takes = true

  onHead(head: Head, framing: number): boolean {
    this.events.push(`head ${head.status} ${framing}`)
    return this.takes
  }

  override onData(bytes: Uint8Array, start: number, end: number): void {
    super.onData(bytes, start, end)
    if (this.events.at(-1) !== 'data') this.events.push('data')
  }

  onEnd(): void {
    this.events.push('end')
  }
}

function opened(method = 'GET', options: { withBody?: boolean; upgrade?: boolean; takes?: boolean } = {}) {
  const listener = new Listener()
  listener.takes = options.takes ?? true
  const exchange = new Exchange(listener)
  exchange.allowUpgrade = options.upgrade ?? false
  exchange.open(method, options.withBody ?? false)
  const push = (text: string) => exchange.push(bytesOf(text), 0, text.length)
  return { listener, exchange, push }
}

const state = ({ untouched, idle, complete, reusable }: Exchange) => ({ untouched, idle, complete, reusable })

const LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const CHUNKS = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n'
const CLOSE = 'HTTP/1.1 200 OK\r\n\r\nhello'
const UPGRADE = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nhello'

interface Case {
  what: string
  method?: string
  text: string
  events: string[]
  body?: string
  /** Bytes of the text that are consumed, if not all. */
  consumed?: number
  complete: boolean
  reusable: boolean
}

const cases: Case[] = [
  {
    what: 'a length',
    text: LENGTH,
    events: ['head 200 5', 'data', 'end'],
    body: 'hello',
    complete: true,
    reusable: true,
  },
  {
    what: 'chunks',
    text: CHUNKS,
    events: ['head 200 -1', 'data', 'end'],
    body: 'hello',
    complete: true,
    reusable: true,
  },
  {
    what: 'until close',
    text: CLOSE,
    events: ['head 200 -2', 'data'],
    body: 'hello',
    complete: false,
    reusable: false,
  },
  { what: 'a tunnel', text: UPGRADE, events: ['head 101 -3', 'data'], body: 'hello', complete: false, reusable: false },
  {
    what: 'a tunnel that a proxy gave a length',
    text: UPGRADE.replace('tcp', 'tcp\r\nContent-Length: 0'),
    events: ['head 101 -3', 'data'],
    body: 'hello',
    complete: false,
    reusable: false,
  },
  {
    what: 'no body: length 0',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    events: ['head 200 0', 'end'],
    complete: true,
    reusable: true,
  },
  {
    what: 'no body: HEAD',
    method: 'HEAD',
    text: 'HTTP/1.1 404 Not Found\r\nContent-Length: 69\r\n\r\n',
    events: ['head 404 0', 'end'],
    complete: true,
    reusable: true,
  },
  {
    what: 'no body: 204',
    text: 'HTTP/1.1 204 No Content\r\n\r\n',
    events: ['head 204 0', 'end'],
    complete: true,
    reusable: true,
  },
  {
    what: 'no body: 304',
    text: 'HTTP/1.1 304 Not Modified\r\n\r\n',
    events: ['head 304 0', 'end'],
    complete: true,
    reusable: true,
  },
  {
    what: 'CONNECT',
    method: 'CONNECT',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhello',
    events: ['head 200 -3', 'data'],
    body: 'hello',
    complete: false,
    reusable: false,
  },
  {
    what: 'interim answers first',
    text: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${LENGTH}`,
    events: ['head 200 5', 'data', 'end'],
    body: 'hello',
    complete: true,
    reusable: true,
  },
  {
    what: 'interim answers up to the limit',
    text: 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(MAX_INTERIM) + CHUNKS,
    events: ['head 200 -1', 'data', 'end'],
    body: 'hello',
    complete: true,
    reusable: true,
  },
  {
    what: 'Connection: close',
    text: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhe',
    events: ['head 200 2', 'data', 'end'],
    body: 'he',
    complete: true,
    reusable: false,
  },
  {
    what: 'HTTP/1.0',
    text: 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhe',
    events: ['head 200 2', 'data', 'end'],
    body: 'he',
    complete: true,
    reusable: false,
  },
  {
    what: 'HTTP/1.0 keep-alive',
    text: 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhe',
    events: ['head 200 2', 'data', 'end'],
    body: 'he',
    complete: true,
    reusable: true,
  },
  {
    what: 'chunked and a length',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\n',
    events: ['head 200 -1', 'data', 'end'],
    body: 'he',
    complete: true,
    reusable: false,
  },
]

for (const { what, method = 'GET', text, events, body = '', complete, reusable } of cases) {
  test(`${what}: in every way`, () => {
    const result = feedEveryWay(bytesOf(text), () => {
      const { listener, exchange } = opened(method, { upgrade: true })
      return {
        push: (bytes, start, end) => assert.equal(exchange.push(bytes, start, end), end),
        result: (error: unknown) => ({ error, events: listener.events, body: listener.text, ...state(exchange) }),
      }
    })
    const expected = { error: undefined, events, body, untouched: false, complete, idle: complete, reusable }
    assert.deepEqual(result, expected)
  })

  test(`${what}: stopped after the head, in every way`, () => {
    const result = feedEveryWay(bytesOf(text), () => {
      const { listener, exchange } = opened(method, { upgrade: true, takes: false })
      return {
        push(bytes, start, end) {
          const at = exchange.push(bytes, start, end)
          if (at === end) return
          assert.deepEqual(listener.events, events.slice(0, 1))
          assert.equal(exchange.complete, false)
          exchange.resume()
          assert.equal(exchange.push(bytes, at, end), end)
        },
        result: (error: unknown) => {
          exchange.resume()
          exchange.resume()
          return { error, events: listener.events, body: listener.text, ...state(exchange) }
        },
      }
    })
    const expected = { error: undefined, events, body, untouched: false, complete, idle: complete, reusable }
    assert.deepEqual(result, expected)
  })

  if (complete) {
    test(`${what}: stray bytes after it are left and spoil the connection, in every way`, () => {
      const result = feedEveryWay(bytesOf(`${text}HTTP`), () => {
        const { listener, exchange } = opened(method, { upgrade: true })
        let consumed = 0
        return {
          push: (bytes, start, end) => {
            consumed += exchange.push(bytes, start, end) - start
          },
          result: (error: unknown) => ({ error, consumed, events: listener.events, ...state(exchange) }),
        }
      })
      const expected = {
        error: undefined,
        consumed: text.length,
        events,
        untouched: false,
        complete,
        idle: true,
        reusable: false,
      }
      assert.deepEqual(result, expected)
    })
  }
}

test('the end of the connection at every byte: clean only where that ends the body', () => {
  for (const { text, method = 'GET', what } of cases) {
    for (let size = 0; size <= text.length; size++) {
      const { listener, exchange, push } = opened(method, { upgrade: true })
      push(text.slice(0, size))
      const before = listener.text
      let code: string | undefined
      try {
        exchange.end()
      } catch (error) {
        code = (error as FairleadError).code
      }
      const finalHead = listener.events.length > 0
      const framing = Number(listener.events[0]?.split(' ')[2])
      const expected =
        size === 0
          ? 'ERR_CONNECTION_CLOSED'
          : !finalHead
            ? 'ERR_TRUNCATED_HEAD'
            : framing >= CHUNKED && size < text.length
              ? 'ERR_TRUNCATED_BODY'
              : undefined
      assert.equal(code, expected, `${what}, ended after ${size} bytes`)
      assert.equal(exchange.complete, expected === undefined)
      assert.equal(listener.events.filter((event) => event === 'end').length, expected === undefined ? 1 : 0)
      assert.equal(listener.text, before)
      assert.equal(exchange.reusable, false)
      exchange.end() // once more changes nothing
    }
  }
})

test('what each stage says of itself', () => {
  const listener = new Listener()
  const exchange = new Exchange(listener)
  assert.deepEqual(state(exchange), { untouched: true, idle: true, complete: false, reusable: true })
  exchange.open('GET', false)
  assert.deepEqual(state(exchange), { untouched: true, idle: false, complete: false, reusable: false })
  const bytes = bytesOf(LENGTH)
  assert.equal(exchange.push(bytes, 3, 3), 3)
  assert.equal(exchange.untouched, true)
  exchange.push(bytes, 0, 1)
  assert.deepEqual(state(exchange), { untouched: false, idle: false, complete: false, reusable: false })
  exchange.push(bytes, 1, bytes.length)
  assert.deepEqual(state(exchange), { untouched: false, idle: true, complete: true, reusable: true })
  exchange.open('GET', false)
  assert.deepEqual(state(exchange), { untouched: true, idle: false, complete: false, reusable: false })
})

test('an answer may come before the request is sent; the connection is reusable once both are complete', () => {
  const { exchange, push } = opened('POST', { withBody: true })
  push(LENGTH)
  assert.deepEqual(state(exchange), { untouched: false, idle: false, complete: true, reusable: false })
  exchange.sent()
  assert.deepEqual(state(exchange), { untouched: false, idle: true, complete: true, reusable: true })
})

test('a request sent before its answer', () => {
  const { exchange, push } = opened('POST', { withBody: true })
  exchange.sent()
  assert.equal(exchange.reusable, false)
  push(LENGTH)
  assert.equal(exchange.reusable, true)
  exchange.abandonBody() // too late to matter
  assert.equal(exchange.reusable, true)
})

test('an abandoned request body spoils the connection for good', () => {
  const { exchange, push } = opened('POST', { withBody: true })
  push(LENGTH)
  exchange.abandonBody()
  exchange.sent()
  assert.deepEqual(state(exchange), { untouched: false, idle: false, complete: true, reusable: false })
  assert.throws(() => exchange.open('GET', false), { code: 'ERR_CLOSED' })
})

test('exchange after exchange on one connection', () => {
  const listener = new Listener()
  const exchange = new Exchange(listener)
  for (const { method = 'GET', text } of cases.filter((one) => one.reusable)) {
    exchange.open(method, false)
    assert.equal(exchange.push(bytesOf(text), 0, text.length), text.length)
    assert.equal(exchange.reusable, true)
  }
})

test('the next exchange may be opened from onEnd', () => {
  let ends = 0
  const exchange: Exchange = new Exchange({
    onHead: () => true,
    onData: () => {},
    onEnd() {
      if (++ends < 3) exchange.open('GET', false)
    },
  })
  exchange.open('GET', false)
  for (const text of [LENGTH, 'HTTP/1.1 204 No Content\r\n\r\n', CHUNKS]) {
    assert.equal(exchange.complete, false)
    exchange.push(bytesOf(text), 0, text.length)
  }
  assert.equal(ends, 3)
  assert.equal(exchange.complete, true)
})

test('left-over bytes are known before onEnd is heard', () => {
  for (const text of [LENGTH, CHUNKS, 'HTTP/1.1 204 No Content\r\n\r\n']) {
    for (const takes of [true, false]) {
      const seen: boolean[] = []
      const exchange: Exchange = new Exchange({
        onHead: () => takes,
        onData: () => {},
        onEnd: () => seen.push(exchange.reusable),
      })
      exchange.open('GET', false)
      const bytes = bytesOf(`${text}HTTP`)
      const at = exchange.push(bytes, 0, bytes.length)
      if (!takes) exchange.push(bytes, at, bytes.length)
      assert.deepEqual(seen, [false])
    }
  }
})

test('bytes for an answer without a body that come while the handler has stopped are left-over ones', () => {
  const { listener, exchange, push } = opened('GET', { takes: false })
  push('HTTP/1.1 204 No Content\r\n\r\n')
  assert.equal(push('HTTP'), 0)
  assert.deepEqual(listener.events, ['head 204 0', 'end'])
  assert.equal(exchange.reusable, false)
})

test('bytes that nobody asked for are left, and spoil the connection', () => {
  const exchange = new Exchange(new Listener())
  const bytes = bytesOf('HTTP/1.1 408 Request Timeout\r\n\r\n')
  assert.equal(exchange.push(bytes, 0, bytes.length), 0)
  assert.equal(exchange.reusable, false)
  assert.throws(() => exchange.open('GET', false), { code: 'ERR_CLOSED' })
})

test('the end of an idle connection is no error, but it is the end', () => {
  const exchange = new Exchange(new Listener())
  exchange.end()
  assert.deepEqual(state(exchange), { untouched: true, idle: true, complete: false, reusable: false })
  const { exchange: used, push } = opened()
  push(LENGTH)
  used.end()
  assert.deepEqual(state(used), { untouched: false, idle: true, complete: true, reusable: false })
})

test('the end while the handler has stopped', () => {
  const run = (text: string) => {
    const { listener, exchange, push } = opened('GET', { takes: false })
    push(text)
    exchange.end()
    return listener.events
  }
  assert.deepEqual(run('HTTP/1.1 204 No Content\r\n\r\n'), ['head 204 0', 'end'])
  assert.deepEqual(run('HTTP/1.1 200 OK\r\n\r\n'), [`head 200 ${UNTIL_CLOSE}`, 'end'])
  assert.throws(() => run('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'), { code: 'ERR_TRUNCATED_BODY' })
})

test('a second exchange cannot be opened over the first', () => {
  const { exchange } = opened()
  assert.throws(() => exchange.open('GET', false), { code: 'ERR_CLOSED', blame: 'caller' })
})

test('resume and empty pushes where nothing is stopped do nothing', () => {
  const { listener, exchange, push } = opened()
  exchange.resume()
  push('')
  push('HTTP/1.1 200 OK\r\n\r\n')
  push('')
  exchange.resume()
  assert.deepEqual(listener.events, [`head 200 ${UNTIL_CLOSE}`])
})

const failures: [what: string, text: string, code: string][] = [
  ['a 101 that was not asked for', UPGRADE, 'ERR_UNASKED_UPGRADE'],
  ['endless interim answers', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(MAX_INTERIM + 1) + LENGTH, 'ERR_FRAMING'],
  ['10,000 interim answers', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(10_000), 'ERR_FRAMING'],
  ['lengths that differ', 'HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello', 'ERR_FRAMING'],
  ['a head that is none', 'hello', 'ERR_HEAD_SYNTAX'],
  ['10,000 headers', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(10_000)}\r\n`, 'ERR_HEAD_TOO_LARGE'],
  ['a header of 1 MB', `HTTP/1.1 200 OK\r\nA: ${'b'.repeat(1_000_000)}\r\n\r\n`, 'ERR_HEAD_TOO_LARGE'],
  [
    'a chunk of 2^64',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\n',
    'ERR_CHUNK_TOO_LARGE',
  ],
]

for (const [what, text, code] of failures) {
  test(`${what}: told once, and then the exchange is dead`, () => {
    const { listener, exchange, push } = opened()
    assert.throws(() => push(text), { code, blame: 'peer' })
    assert.deepEqual(state(exchange), { untouched: false, idle: false, complete: false, reusable: false })
    assert.throws(() => push(LENGTH), { code: 'ERR_CLOSED' })
    exchange.resume()
    exchange.end()
    assert.ok(!listener.events.includes('end'))
    assert.throws(() => exchange.open('GET', false), { code: 'ERR_CLOSED' })
  })
}

test('what a handler throws comes out unchanged, and the exchange is dead', () => {
  const oops = new Error('oops')
  const throwing = () => {
    throw oops
  }
  const good: ExchangeHandler = { onHead: () => true, onData: () => {}, onEnd: () => {} }
  const bodies = [LENGTH, CHUNKS, CLOSE]
  const runs: [handler: ExchangeHandler, drive: (exchange: Exchange, text: string) => void, texts: string[]][] = [
    [{ ...good, onHead: throwing }, (exchange, text) => exchange.push(bytesOf(text), 0, text.length), bodies],
    [{ ...good, onData: throwing }, (exchange, text) => exchange.push(bytesOf(text), 0, text.length), bodies],
    [{ ...good, onEnd: throwing }, (exchange, text) => exchange.push(bytesOf(text), 0, text.length), [LENGTH, CHUNKS]],
    [
      { ...good, onEnd: throwing },
      (exchange, text) => {
        exchange.push(bytesOf(text), 0, text.length)
        exchange.end()
      },
      [CLOSE],
    ],
    [
      { ...good, onHead: () => false, onEnd: throwing },
      (exchange, text) => {
        exchange.push(bytesOf(text), 0, text.length)
        exchange.resume()
      },
      ['HTTP/1.1 204 No Content\r\n\r\n'],
    ],
  ]
  for (const [handler, drive, texts] of runs) {
    for (const text of texts) {
      const exchange = new Exchange(handler)
      exchange.open('GET', false)
      assert.throws(() => drive(exchange, text), oops)
      assert.deepEqual(state(exchange), { untouched: false, idle: false, complete: false, reusable: false })
    }
  }
})

test('framing is told by its names', () => {
  const heads: [text: string, framing: number][] = [
    ['HTTP/1.1 204 No Content\r\n\r\n', NO_BODY],
    [CHUNKS, CHUNKED],
    [CLOSE, UNTIL_CLOSE],
    [UPGRADE, TUNNEL],
  ]
  for (const [text, framing] of heads) {
    const { listener, push } = opened('GET', { upgrade: true })
    push(text)
    assert.ok(listener.events[0]?.endsWith(` ${framing}`))
  }
})
