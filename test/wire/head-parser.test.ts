import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FairleadError } from '../../src/error.ts'
import { HeadParser, MAX_FIELDS, MAX_HEAD_BYTES } from '../../src/wire/head-parser.ts'
import { bytesOf, feed, feedEveryWay } from '../support/feed.ts'
import { invalidHeads, validHeads } from '../vectors/wire/heads.ts'

const STRAY = 'HTTP/1.1 {"not": "a head"}\r\n\r\n\0'

function subject() {
  const parser = new HeadParser()
  let consumed = 0
  let complete = false
  return {
    push(bytes: Uint8Array, start: number, end: number) {
      if (complete) return
      const next = parser.push(bytes, start, end)
      complete = next >= 0
      consumed += (complete ? next : end) - start
      if (complete) assert.equal(parser.push(bytes, next, end), next)
    },
    result(error: unknown) {
      const { code, message } = (error ?? {}) as Partial<FairleadError>
      if (!complete) return { code, message, complete }
      const { status, reason, minor } = parser.head
      return { code, message, complete, consumed, status, reason, minor, fields: [...parser.head] }
    },
  }
}

type Result = ReturnType<ReturnType<typeof subject>['result']>
const run = (text: string, cuts: number[] = []) => feed(bytesOf(text), cuts, subject()) as Result

for (const { what, text, status, reason, minor, fields } of validHeads) {
  test(`valid: ${what}`, () => {
    const good = {
      code: undefined,
      message: undefined,
      complete: true,
      consumed: text.length,
      status,
      reason,
      minor,
      fields,
    }
    assert.deepEqual(feedEveryWay(bytesOf(text), subject), good)
    assert.deepEqual(feedEveryWay(bytesOf(text + STRAY), subject), good)
  })

  test(`valid: ${what}: no strict prefix is complete`, () => {
    const input = bytesOf(text)
    for (let size = 0; size < input.length; size++) {
      const parser = new HeadParser()
      assert.equal(parser.empty, true)
      assert.equal(parser.push(input, 0, size), -1)
      assert.equal(parser.empty, size === 0)
      assert.throws(() => parser.head, { code: 'ERR_CLOSED' })
      if (size === 0) parser.end()
      else assert.throws(() => parser.end(), { code: 'ERR_TRUNCATED_HEAD', message: new RegExp(`after ${size} bytes`) })
    }
  })
}

for (const { what, text, code, at } of invalidHeads) {
  test(`invalid: ${what}`, () => {
    const result = feedEveryWay(bytesOf(text + STRAY), subject)
    assert.equal(result.code, code)
    assert.match(String(result.message), new RegExp(`^byte 0x[0-9a-f]{2} at offset ${at} of the head`))
    const byte = (text + STRAY).charCodeAt(at).toString(16).padStart(2, '0')
    assert.ok(result.message?.startsWith(`byte 0x${byte} `))
  })
}

test('the message names a TLS alert', () => {
  assert.match(String(run('\x15\x03\x01\0\x02\x02\x16').message), /TLS alert/)
})

test('the message names a folded line', () => {
  assert.match(String(run('HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n').message), /folded/)
  assert.match(String(run('HTTP/1.1 200 OK\r\nA: b\r\n\tc\r\n\r\n').message), /folded/)
  assert.doesNotMatch(String(run('HTTP/1.1 200 OK\r\nA: b\r\n: c\r\n\r\n').message), /folded/)
})

test('an error poisons the parser until its reset', () => {
  const parser = new HeadParser()
  assert.throws(() => parser.push(bytesOf('x'), 0, 1), { code: 'ERR_HEAD_SYNTAX' })
  assert.throws(() => parser.push(bytesOf('HTTP'), 0, 4), { code: 'ERR_CLOSED' })
  parser.reset()
  const text = bytesOf('HTTP/1.1 200 OK\r\n\r\n')
  assert.equal(parser.push(text, 0, text.length), text.length)
  parser.end()
  assert.equal(parser.empty, false)
})

test('one parser parses head after head, whole and cut', () => {
  const parser = new HeadParser()
  for (let round = 0; round < 3; round++) {
    for (const { text, status, fields } of validHeads) {
      parser.reset()
      const cut = round === 0 ? 0 : Math.floor(text.length / 2)
      assert.equal(parser.push(bytesOf(text), 0, cut), -1)
      assert.equal(parser.push(bytesOf(text), cut, text.length), text.length)
      assert.equal(parser.head.status, status)
      assert.deepEqual([...parser.head], fields)
    }
  }
})

const withFields = (count: number) => `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(count)}\r\n`

test('as many fields as the limit, and not one more', () => {
  assert.equal(run(withFields(MAX_FIELDS)).fields?.length, MAX_FIELDS)
  for (const cuts of [[], [17 + 6 * MAX_FIELDS], [17 + 6 * MAX_FIELDS + 1]]) {
    assert.equal(run(withFields(MAX_FIELDS + 1), cuts).code, 'ERR_HEAD_TOO_LARGE')
  }
})

test('10,000 fields are an error', () => {
  assert.equal(run(withFields(10_000)).code, 'ERR_HEAD_TOO_LARGE')
  assert.equal(run(withFields(10_000), [5, 1000, 40_000]).code, 'ERR_HEAD_TOO_LARGE')
})

const ofBytes = (bytes: number) => `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(bytes - 24)}\r\n\r\n`

test('a head as long as the limit, and not one byte more, however it is cut', () => {
  assert.equal(ofBytes(MAX_HEAD_BYTES).length, MAX_HEAD_BYTES)
  for (const cuts of [[], [1], [30_000], [MAX_HEAD_BYTES - 1]]) {
    assert.equal(run(ofBytes(MAX_HEAD_BYTES) + STRAY, cuts).consumed, MAX_HEAD_BYTES)
    assert.equal(run(ofBytes(MAX_HEAD_BYTES + 1), cuts).code, 'ERR_HEAD_TOO_LARGE')
    assert.equal(run(ofBytes(MAX_HEAD_BYTES + 1) + STRAY, cuts).code, 'ERR_HEAD_TOO_LARGE')
  }
})

test('a head that fills the limit is an error without another byte', () => {
  const text = ofBytes(MAX_HEAD_BYTES + 1).slice(0, MAX_HEAD_BYTES)
  assert.equal(run(text).code, 'ERR_HEAD_TOO_LARGE')
  assert.equal(run(text, [1000]).code, 'ERR_HEAD_TOO_LARGE')
})

test('a 1 MB header is an error when the limit is reached, and is not collected', () => {
  const parser = new HeadParser()
  const start = bytesOf('HTTP/1.1 200 OK\r\nA: ')
  parser.push(start, 0, start.length)
  const piece = bytesOf('x'.repeat(1000))
  let pushed = start.length
  assert.throws(
    () => {
      for (; pushed < 1_000_000; pushed += piece.length) parser.push(piece, 0, piece.length)
    },
    { code: 'ERR_HEAD_TOO_LARGE', blame: 'peer' },
  )
  assert.ok(pushed <= MAX_HEAD_BYTES)
  assert.equal(run(ofBytes(1_000_000)).code, 'ERR_HEAD_TOO_LARGE')
})

test('a long head that trickles in byte by byte is read once', () => {
  const text = withFields(200)
  const parser = new HeadParser()
  const bytes = bytesOf(text)
  for (let at = 0; at < bytes.length - 1; at++) assert.equal(parser.push(bytes, at, at + 1), -1)
  assert.equal(parser.push(bytes, bytes.length - 1, bytes.length), bytes.length)
  assert.equal(parser.head.getAll('a').length, 200)
})
