import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHUNK_END, chunkHead, LAST_CHUNK } from '../../src/wire/chunk-head.ts'
import { ChunkedBody } from '../../src/wire/chunked.ts'
import { bytesOf, Collector } from '../support/feed.ts'

test('a chunk head is the size in hex and CR LF', () => {
  assert.equal(chunkHead(1), '1\r\n')
  assert.equal(chunkHead(31), '1f\r\n')
  assert.equal(chunkHead(16_392), '4008\r\n')
  assert.equal(chunkHead(Number.MAX_SAFE_INTEGER), '1fffffffffffff\r\n')
})

test('a size that is no size is refused: 0 would end the body', () => {
  for (const size of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(() => chunkHead(size), { code: 'ERR_REQUEST_SYNTAX', blame: 'caller' })
  }
})

test('what is written is what the decoder reads', () => {
  const text = `${chunkHead(5)}hello${CHUNK_END}${chunkHead(300)}${'x'.repeat(300)}${CHUNK_END}${LAST_CHUNK}`
  const sink = new Collector()
  const body = new ChunkedBody(sink)
  assert.equal(body.push(bytesOf(text), 0, text.length), text.length)
  assert.equal(body.done, true)
  assert.equal(sink.text, `hello${'x'.repeat(300)}`)
})
