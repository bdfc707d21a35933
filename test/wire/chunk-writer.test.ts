import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHUNK_END, chunkHeader, LAST_CHUNK } from '../../src/wire/chunk-writer.ts'
import { ChunkedDecoder } from '../../src/wire/chunked-decoder.ts'
import { bytesOf, Collector } from '../support/feed.ts'

test('a chunk head is the size in hex and CR LF', () => {
  assert.equal(chunkHeader(1), '1\r\n')
  assert.equal(chunkHeader(31), '1f\r\n')
  assert.equal(chunkHeader(16_392), '4008\r\n')
  assert.equal(chunkHeader(Number.MAX_SAFE_INTEGER), '1fffffffffffff\r\n')
})

test('an invalid size is an error: 0 would end the body', () => {
  for (const size of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(() => chunkHeader(size), { code: 'ERR_REQUEST_SYNTAX', blame: 'caller' })
  }
})

test('what is written is what the decoder reads', () => {
  const text = `${chunkHeader(5)}hello${CHUNK_END}${chunkHeader(300)}${'x'.repeat(300)}${CHUNK_END}${LAST_CHUNK}`
  const sink = new Collector()
  const body = new ChunkedDecoder(sink)
  assert.equal(body.push(bytesOf(text), 0, text.length), text.length)
  assert.equal(body.done, true)
  assert.equal(sink.text, `hello${'x'.repeat(300)}`)
})
