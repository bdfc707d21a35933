import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Head } from '../../src/wire/head.ts'
import { HeadParser } from '../../src/wire/head-parser.ts'
import { bytesOf } from '../support/feed.ts'

function parse(text: string): Head {
  const parser = new HeadParser()
  assert.equal(parser.push(bytesOf(text), 0, text.length), text.length)
  return parser.head
}

test('names are compared without regard to case; iteration yields the received case', () => {
  const head = parse('HTTP/1.1 200 OK\r\ncontent-TYPE: text/plain\r\nX: 1\r\n\r\n')
  for (const name of ['Content-Type', 'content-type', 'CONTENT-TYPE']) {
    assert.equal(head.get(name), 'text/plain')
    assert.equal(head.has(name), true)
    assert.deepEqual(head.getAll(name), ['text/plain'])
  }
  assert.deepEqual(
    [...head],
    [
      ['content-TYPE', 'text/plain'],
      ['X', '1'],
    ],
  )
  assert.equal(head.size, 2)
})

test('a missing name: of another length, of equal length, of other alphabets', () => {
  const head = parse('HTTP/1.1 200 OK\r\nA^B: 1\r\nKey: 2\r\n\r\n')
  // U+212A KELVIN SIGN is "k" in small letters to String.prototype.toLowerCase; "~" differs from "^" by the case bit only.
  for (const name of ['', 'A', 'A^', 'A^BC', 'A~B', 'a^c', '\u212aey', '\u014b\u0145\u0159', 'constructor', 'B: 1']) {
    assert.equal(head.get(name), undefined)
    assert.equal(head.has(name), false)
    assert.deepEqual(head.getAll(name), [])
  }
})

test('several fields of a name are joined with a comma, and listed in their order', () => {
  const head = parse('HTTP/1.1 200 OK\r\nVia: a\r\nX: y\r\nVIA: b, c\r\nvia:\r\n\r\n')
  assert.equal(head.get('via'), 'a, b, c, ')
  assert.deepEqual(head.getAll('via'), ['a', 'b, c', ''])
  assert.equal(head.size, 4)
})

test('an empty value is a value', () => {
  const head = parse('HTTP/1.1 200 OK\r\nBuilder-Version: \r\n\r\n')
  assert.equal(head.get('builder-version'), '')
  assert.equal(head.has('builder-version'), true)
})

test('a head outlives its parser and the bytes it came from', () => {
  const parser = new HeadParser()
  const bytes = bytesOf('HTTP/1.1 201 Created\r\nLocation: /x\r\n\r\n')
  parser.push(bytes, 0, 10)
  parser.push(bytes, 10, bytes.length)
  const head = parser.head
  bytes.fill(0xee)
  parser.reset()
  parser.push(bytesOf('HTTP/1.0 500 No\r\nA: b\r\nC: d\r\n\r\n'), 0, 30)
  assert.deepEqual([head.status, head.reason, head.minor, head.size], [201, 'Created', 1, 1])
  assert.deepEqual([...head], [['Location', '/x']])
})
