// However a body is cut into pieces, its value is that of the whole: characters cut apart, bytes that are no UTF-8, a byte
// order mark, and nothing at all. A body that is too long is rejected where it becomes so, and the call is cancelled.

import assert from 'node:assert/strict'
import test from 'node:test'
import { BODY_LIMIT } from '../../../src/engine/response/response.ts'
import { ValueReader } from '../../../src/engine/response/value-reader.ts'
import { FairleadError } from '../../../src/error.ts'
import type { Call } from '../../../src/net/call.ts'
import type { Head } from '../../../src/wire/head.ts'
import { HeadParser } from '../../../src/wire/head-parser.ts'

const FACTS = { method: 'GET', path: '/x', version: '1.41' }

function headOf(type: string | undefined): Head {
  const text = `HTTP/1.1 200 OK\r\n${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`
  const parser = new HeadParser()
  parser.push(Buffer.from(text), 0, text.length)
  return parser.head
}

interface Settled {
  value?: unknown
  error?: Error
  cancelled: unknown[]
}

/** Pushes the bytes cut at these indices, each piece in memory that is spoiled after it. */
function read(bytes: Uint8Array, cuts: readonly number[], type: string | undefined): Settled {
  const settled: Settled = { cancelled: [] }
  const call = { cancel: (reason: unknown) => settled.cancelled.push(reason) } as unknown as Call
  const reader = new ValueReader(
    headOf(type),
    call,
    FACTS,
    (value) => {
      settled.value = value
    },
    (error) => {
      settled.error = error
    },
  )
  const edges = [0, ...cuts, bytes.length]
  for (let i = 1; i < edges.length; i++) {
    const piece = Uint8Array.of(0xc3, ...bytes.subarray(edges[i - 1], edges[i]), 0xbc)
    if (piece.length > 2) reader.onData(piece, 1, piece.length - 1)
    piece.fill(0x22)
  }
  reader.onEnd()
  return settled
}

test('JSON and text, cut anywhere, once and twice', () => {
  // The ellipsis has a byte 0x80 inside, the first one above ASCII.
  const texts = ['{"a":"ü€😀…","b":[1,"é"]}', '\ufeff"x"', '"é"']
  for (const text of texts) {
    const bytes = Buffer.from(text)
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        assert.deepEqual(read(bytes, [first, second], 'text/plain').value, text)
        if (text.startsWith('\ufeff')) continue
        assert.deepEqual(read(bytes, [first, second], 'application/json; charset=utf-8').value, JSON.parse(text))
      }
    }
  }
})

test('bytes that are no UTF-8 become what they become in one piece', () => {
  const bytes = Uint8Array.of(0x61, 0xe2, 0x82, 0x62, 0xff, 0xf0, 0x9f, 0x98, 0x63, 0xc3)
  const whole = Buffer.from(bytes).toString()
  for (let cut = 0; cut <= bytes.length; cut++) assert.equal(read(bytes, [cut], 'text/plain').value, whole)
})

test('an empty body is undefined, of any type; invalid JSON is reported without its text', () => {
  for (const type of ['application/json', 'text/plain', undefined]) {
    assert.deepEqual(read(new Uint8Array(0), [], type), { value: undefined, cancelled: [] })
  }
  const { error } = read(Buffer.from('{secret'), [3], 'application/JSON')
  assert.ok(error instanceof FairleadError && error.code === 'ERR_RECORD_SYNTAX' && !error.message.includes('secret'))
  assert.equal(read(Buffer.from('{}'), [], 'application/jsonl').value, '{}')
})

test('a body beyond the limit is rejected at the piece that passes it', () => {
  const settled: Settled = { cancelled: [] }
  const call = { cancel: (reason: unknown) => settled.cancelled.push(reason) } as unknown as Call
  const reader = new ValueReader(
    headOf('text/plain'),
    call,
    FACTS,
    () => assert.fail('a value'),
    (error) => {
      settled.error = error
    },
  )
  const piece = new Uint8Array(BODY_LIMIT / 4).fill(0x61)
  for (let i = 0; i < 4; i++) reader.onData(piece, 0, piece.length)
  assert.equal(settled.error, undefined)
  reader.onData(piece, 0, 1)
  assert.equal((settled.error as FairleadError | undefined)?.code, 'ERR_BODY_TOO_LARGE')
  assert.deepEqual(settled.cancelled, [settled.error])
})
