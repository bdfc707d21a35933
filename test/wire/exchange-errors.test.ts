// Errors that end an exchange; it stays unusable.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Exchange, type ExchangeHandler, MAX_INTERIM } from '../../src/wire/exchange.ts'
import { opened, state } from '../support/exchange.ts'
import { bytesOf } from '../support/feed.ts'
import { CHUNKS, CLOSE, LENGTH, UPGRADE } from '../vectors/wire/exchanges.ts'

const failures: [what: string, text: string, code: string][] = [
  ['a 101 that was not requested', UPGRADE, 'ERR_UNASKED_UPGRADE'],
  ['endless interim responses', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(MAX_INTERIM + 1) + LENGTH, 'ERR_FRAMING'],
  ['10,000 interim responses', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(10_000), 'ERR_FRAMING'],
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
  test(`${what}: reported once, then the exchange is unusable`, () => {
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

test("push throws a handler's error unchanged, and the exchange is unusable", () => {
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
