// A head that comes again is recognised only when it is the same one, byte for byte, and whole; what is recognised is the Head
// that parsing gave. Few are kept, and short ones only.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Exchange } from '../../src/wire/exchange.ts'
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

test('found where it stands, with the index after it, and nothing of what follows', () => {
  const recent = new RecentHeads()
  const text = headOf(100)
  const head = parse(text)
  recent.keep(head, text)
  const bytes = bytesOf(`garbage${text}body`)
  assert.equal(recent.find(bytes, 7, bytes.length), head)
  assert.equal(recent.stop, 107)
  assert.equal(recent.find(bytes, 6, bytes.length), undefined)
  assert.equal(recent.find(bytes, 8, bytes.length), undefined)
})

test('not before its last byte is there, and not when any byte differs', () => {
  const recent = new RecentHeads()
  const text = headOf(60)
  recent.keep(parse(text), text)
  for (let end = 0; end < text.length; end++) assert.equal(recent.find(bytesOf(text), 0, end), undefined)
  for (let i = 0; i < text.length; i++) {
    const bytes = bytesOf(text)
    bytes[i]! ^= 1
    assert.equal(recent.find(bytes, 0, bytes.length), undefined, `byte ${i}`)
  }
})

test('one as long takes the place of the other; of others the oldest goes', () => {
  const recent = new RecentHeads()
  const keep = (text: string) => recent.keep(parse(text), text)
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
    recent.keep(parse(text), text)
    assert.equal(recent.find(bytesOf(text), 0, length) !== undefined, kept)
  }
})

test('an exchange gives the same Head for the same bytes, and judges it by the method each time', () => {
  const heads: Head[] = []
  const heard: string[] = []
  const exchange = new Exchange({
    onHead(head, framing) {
      heads.push(head)
      heard.push(`framing ${framing}`)
      return true
    },
    onData: (_bytes, start, end) => heard.push(`${end - start} bytes`),
    onEnd: () => heard.push('end'),
  })
  const head = bytesOf('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Test: recent\r\n\r\n')
  const answer = new Uint8Array([...head, 0x4f, 0x4b])
  for (const [method, bytes] of [
    ['GET', answer],
    ['HEAD', head],
    ['GET', answer],
    ['GET', answer],
  ] as const) {
    exchange.open(method, false)
    assert.equal(exchange.push(bytes, 0, bytes.length), bytes.length)
    assert.ok(exchange.reusable)
  }
  assert.equal(new Set(heads).size, 1)
  const whole = ['framing 2', '2 bytes', 'end']
  assert.deepEqual(heard, [...whole, 'framing 0', 'end', ...whole, ...whole])
})
