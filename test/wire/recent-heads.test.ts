// A head that arrives again is recognised only if it is whole and the same byte for byte. What is found is the Head that parsing
// gave. Few heads are kept, and only short ones. Exchanges without a RecentHeads share nothing.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Exchange, type ExchangeHandler } from '../../src/wire/exchange.ts'
import type { Head } from '../../src/wire/head.ts'
import { HeadParser } from '../../src/wire/head-parser.ts'
import { KEPT_BYTES, KEPT_HEADS, RecentHeads } from '../../src/wire/recent-heads.ts'

const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

function parse(text: string): Head {
  const parser = new HeadParser()
  assert.equal(parser.push(bytesOf(text), 0, text.length), text.length)
  return parser.head
}

const headOf = (length: number) => {
  const empty = 'HTTP/1.1 200 OK\r\nX: \r\n\r\n'
  return `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(length - empty.length)}\r\n\r\n`
}

test('found at its place, with its length, and nothing of what follows', () => {
  const recent = new RecentHeads()
  const text = headOf(100)
  const head = parse(text)
  recent.keep(head)
  const bytes = bytesOf(`garbage${text}body`)
  assert.equal(recent.find(bytes, 7, bytes.length), head)
  assert.equal(7 + head.length, 107)
  assert.equal(recent.find(bytes, 6, bytes.length), undefined)
  assert.equal(recent.find(bytes, 8, bytes.length), undefined)
})

test('not found before its last byte, nor if any byte differs', () => {
  const recent = new RecentHeads()
  const text = headOf(60)
  recent.keep(parse(text))
  for (let end = 0; end < text.length; end++) assert.equal(recent.find(bytesOf(text), 0, end), undefined)
  for (let i = 0; i < text.length; i++) {
    const bytes = bytesOf(text)
    bytes[i]! ^= 1
    assert.equal(recent.find(bytes, 0, bytes.length), undefined, `byte ${i}`)
  }
})

test('a head replaces one of the same length, otherwise the oldest one', () => {
  const recent = new RecentHeads()
  const keep = (text: string) => recent.keep(parse(text))
  const has = (text: string) => recent.find(bytesOf(text), 0, text.length) !== undefined
  const dated = (second: number) => `HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 15:30:5${second} GMT\r\n\r\n`
  keep(dated(1))
  keep(dated(2))
  assert.deepEqual([has(dated(1)), has(dated(2))], [false, true])
  const others = Array.from({ length: KEPT_HEADS }, (_, i) => headOf(200 + i))
  for (const text of others.slice(1)) keep(text)
  assert.ok(has(dated(2)) && others.slice(1).every(has))
  keep(others[0]!)
  assert.ok(!has(dated(2)) && others.every(has))
  keep(headOf(300))
  assert.deepEqual([has(others[1]!), has(others[2]!), has(headOf(300))], [false, true, true])
})

test('a long head is not kept', () => {
  const recent = new RecentHeads()
  for (const [length, kept] of [
    [KEPT_BYTES, true],
    [KEPT_BYTES + 1, false],
  ] as const) {
    const text = headOf(length)
    recent.keep(parse(text))
    assert.equal(recent.find(bytesOf(text), 0, length) !== undefined, kept)
  }
})

test('an exchange reports the same Head for the same bytes, and frames it by the method each time', () => {
  const heads: Head[] = []
  const events: string[] = []
  const handler: ExchangeHandler = {
    onHead(head, framing) {
      heads.push(head)
      events.push(`framing ${framing}`)
      return true
    },
    onData: (_bytes, start, end) => events.push(`${end - start} bytes`),
    onEnd: () => events.push('end'),
  }
  const exchange = new Exchange(handler, new RecentHeads())
  const head = bytesOf('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Test: recent\r\n\r\n')
  const response = new Uint8Array([...head, 0x4f, 0x4b])
  for (const [method, bytes] of [
    ['GET', response],
    ['HEAD', head],
    ['GET', response],
    ['GET', response],
  ] as const) {
    exchange.open(method, false)
    assert.equal(exchange.push(bytes, 0, bytes.length), bytes.length)
    assert.ok(exchange.reusable)
  }
  assert.equal(new Set(heads).size, 1)
  const whole = ['framing 2', '2 bytes', 'end']
  assert.deepEqual(events, [...whole, 'framing 0', 'end', ...whole, ...whole])
})

/** The heads that exchanges report, one exchange per entry, for the same bytes. */
function headsOf(shared: readonly (RecentHeads | undefined)[]): Head[] {
  const bytes = bytesOf('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
  const heads: Head[] = []
  for (const recentHeads of shared) {
    const onHead = (head: Head) => heads.push(head) > 0
    const exchange = new Exchange({ onHead, onData() {}, onEnd() {} }, recentHeads)
    exchange.open('GET', false)
    exchange.push(bytes, 0, bytes.length)
  }
  return heads
}

test('exchanges share heads through the instance they are given, and only through it', () => {
  const [one, other] = [new RecentHeads(), new RecentHeads()]
  const [a, b, c, d, e] = headsOf([one, one, other, undefined, undefined])
  assert.equal(a, b)
  assert.equal(new Set([a, c, d, e]).size, 4)
})

test('a HeadParser keeps no head', () => {
  const text = headOf(80)
  const bytes = bytesOf(text)
  assert.notEqual(parse(text), parse(text))
  assert.equal(new RecentHeads().find(bytes, 0, bytes.length), undefined)
})
