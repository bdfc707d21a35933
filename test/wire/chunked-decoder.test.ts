import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FairleadError } from '../../src/error.ts'
import { ChunkedDecoder, MAX_CHUNK_EXTENSION_BYTES, MAX_TRAILER_BYTES } from '../../src/wire/chunked-decoder.ts'
import { bytesOf, Collector, feed, feedEveryWay } from '../support/feed.ts'
import { invalidChunked, validChunked } from '../vectors/wire/chunked.ts'

const STRAY = 'HTTP/1.1 200 OK\r\n\r\n'

function subject() {
  const sink = new Collector()
  const body = new ChunkedDecoder(sink)
  let consumed = 0
  return {
    push(bytes: Uint8Array, start: number, end: number) {
      consumed += body.push(bytes, start, end) - start
    },
    result: (error: unknown) => {
      const { code, message } = (error ?? {}) as Partial<FairleadError>
      // The push that threw returned nothing.
      return { code, message, consumed: error ? undefined : consumed, text: sink.text, done: body.done }
    },
  }
}

for (const { what, text, body } of validChunked) {
  test(`valid: ${what}`, () => {
    const good = { code: undefined, message: undefined, consumed: text.length, text: body, done: true }
    assert.deepEqual(feedEveryWay(bytesOf(text), subject), good)
    assert.deepEqual(feedEveryWay(bytesOf(text + STRAY), subject), good)
  })

  test(`valid: ${what}: no strict prefix is complete`, () => {
    const input = bytesOf(text)
    for (let size = 0; size < input.length; size++) {
      const sink = new Collector()
      const decoder = new ChunkedDecoder(sink)
      assert.equal(decoder.push(input, 0, size), size)
      assert.equal(decoder.done, false)
      assert.ok(body.startsWith(sink.text))
      assert.throws(() => decoder.end(), { code: 'ERR_TRUNCATED_BODY', message: new RegExp(`after ${size} bytes`) })
    }
  })
}

for (const { what, text, code, at, body } of invalidChunked) {
  test(`invalid: ${what}`, () => {
    const result = feedEveryWay(bytesOf(text + STRAY), subject)
    assert.equal(result.code, code)
    assert.match(String(result.message), new RegExp(`at offset ${at} of the body$`))
    assert.equal(result.text, body)
    assert.equal(result.done, false)
  })
}

test('the fast path passes on a chunk only if it is whole', () => {
  const sink = new Collector()
  const body = new ChunkedDecoder(sink)
  const input = bytesOf('3\r\nabc\r\n3\r\ndef\r\n')
  body.push(input, 0, input.length)
  assert.equal(sink.calls, 2)
  assert.equal(sink.text, 'abcdef')
})

test('a size of 2^53 - 1 is taken, and its data as they come', () => {
  const sink = new Collector()
  const body = new ChunkedDecoder(sink)
  const input = bytesOf('1fffffffffffff\r\nhello')
  assert.equal(body.push(input, 0, input.length), input.length)
  assert.equal(sink.text, 'hello')
})

test('extensions are bounded over the whole body, however many chunks carry them', () => {
  const chunk = `1;${'e'.repeat(99)}\r\nx\r\n` // 100 bytes of extension, the semicolon included
  const count = Math.floor(MAX_CHUNK_EXTENSION_BYTES / 100)
  const rest = `1;${'e'.repeat(MAX_CHUNK_EXTENSION_BYTES - count * 100 - 1)}\r\nx\r\n`
  const full = chunk.repeat(count) + rest
  const good = feed(bytesOf(`${full}0\r\n\r\n`), [], subject()) as { done: boolean; text: string }
  assert.equal(good.done, true)
  assert.equal(good.text, 'x'.repeat(count + 1))
  for (const more of ['0;\r\n\r\n', '0 \r\n\r\n']) {
    for (const cuts of [[], [full.length + 1], [100, 10_000, full.length]]) {
      const bad = feed(bytesOf(full + more), cuts, subject()) as { code: string; text: string }
      assert.equal(bad.code, 'ERR_CHUNK_SYNTAX')
      assert.equal(bad.text, 'x'.repeat(count + 1))
    }
  }
})

test('an endless extension is an error when its bytes exceed the limit, cut or not', () => {
  const input = bytesOf(`5;${'e'.repeat(MAX_CHUNK_EXTENSION_BYTES)}`)
  for (const cuts of [[], [2], [9000]]) {
    assert.equal((feed(input, cuts, subject()) as { code: string }).code, 'ERR_CHUNK_SYNTAX')
  }
})

test('trailers are bounded, in one field or many, in names or values', () => {
  const line = (bytes: number) => `A:${'v'.repeat(bytes - 4)}\r\n`
  const run = (text: string) =>
    feed(bytesOf(`0\r\n${text}\r\n`), [], subject()) as { done: boolean; code: string; message: string }
  assert.equal(run(line(MAX_TRAILER_BYTES)).done, true)
  assert.equal(run(line(MAX_TRAILER_BYTES + 1)).code, 'ERR_TRAILERS_TOO_LARGE')
  assert.equal(run(line(64).repeat(MAX_TRAILER_BYTES / 64)).done, true)
  assert.equal(run(line(64).repeat(MAX_TRAILER_BYTES / 64) + line(4)).code, 'ERR_TRAILERS_TOO_LARGE')
  assert.equal(run('n'.repeat(MAX_TRAILER_BYTES + 1)).code, 'ERR_TRAILERS_TOO_LARGE')
  const where = `at offset ${3 + MAX_TRAILER_BYTES + 1} of the body`
  assert.ok(run(line(MAX_TRAILER_BYTES + 1)).message.endsWith(where))
})

test('reset prepares for the next body and resets its counts', () => {
  const sink = new Collector()
  const body = new ChunkedDecoder(sink)
  const first = bytesOf(`1;${'e'.repeat(16_000)}\r\na\r\n0\r\nA: ${'v'.repeat(8_000)}\r\n\r\n`)
  for (let round = 0; round < 3; round++) {
    assert.equal(body.push(first, 0, first.length), first.length)
    assert.equal(body.done, true)
    assert.equal(body.push(first, 7, 9), 7)
    body.end()
    body.reset()
    assert.equal(body.done, false)
  }
  assert.throws(() => body.push(bytesOf('x'), 0, 1), { message: /at offset 0 of the body/ })
  body.reset()
  assert.equal(body.push(bytesOf('0\r\n\r\n'), 0, 5), 5)
  assert.equal(sink.text, 'aaa')
})

test('what the sink throws comes out unchanged and poisons the decoder', () => {
  const oops = new Error('oops')
  for (const text of ['3\r\nabc\r\n', '3\r\nab']) {
    const body = new ChunkedDecoder({
      onData: () => {
        throw oops
      },
    })
    assert.throws(() => body.push(bytesOf(text), 0, text.length), oops)
    assert.throws(() => body.push(bytesOf('c'), 0, 1), { code: 'ERR_CLOSED' })
    assert.throws(() => body.end(), { code: 'ERR_TRUNCATED_BODY' })
  }
})

test('a syntax error poisons the decoder', () => {
  const body = new ChunkedDecoder(new Collector())
  assert.throws(() => body.push(bytesOf('x'), 0, 1), { code: 'ERR_CHUNK_SYNTAX' })
  assert.throws(() => body.push(bytesOf('0\r\n\r\n'), 0, 5), { code: 'ERR_CLOSED' })
})

test('a push from within the sink is an error', () => {
  const body: ChunkedDecoder = new ChunkedDecoder({ onData: (bytes, start, end) => body.push(bytes, start, end) })
  assert.throws(() => body.push(bytesOf('3\r\n1\r\n\r\n'), 0, 8), { code: 'ERR_CLOSED' })
})

test('onData is looked up for each chunk, so that it can be replaced', () => {
  const seen: string[] = []
  const sink = {
    onData() {
      seen.push('first')
      sink.onData = () => seen.push('second')
    },
  }
  const body = new ChunkedDecoder(sink)
  body.push(bytesOf('1\r\na\r\n1\r\nb\r\n1\r\nc'), 0, 16)
  assert.deepEqual(seen, ['first', 'second', 'second'])
})
