import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LengthDecoder } from '../../src/wire/length-decoder.ts'
import { bytesOf, Collector, feedEveryWay } from '../support/feed.ts'

function subject(length: number) {
  const sink = new Collector()
  const body = new LengthDecoder(sink)
  body.reset(length)
  let consumed = 0
  return {
    push(bytes: Uint8Array, start: number, end: number) {
      consumed += body.push(bytes, start, end) - start
    },
    result: (error: unknown) => ({ error, consumed, text: sink.text, done: body.done }),
  }
}

test('takes its length and leaves what follows, in every way', () => {
  const input = bytesOf('hello, world HTTP/1.1')
  for (const length of [0, 1, 12, input.length]) {
    const text = 'hello, world HTTP/1.1'.slice(0, length)
    assert.deepEqual(
      feedEveryWay(input, () => subject(length)),
      { error: undefined, consumed: length, text, done: true },
    )
  }
})

test('a strict prefix is not done, and its end is a truncation that says how much came', () => {
  const input = bytesOf('hello')
  for (let size = 0; size < input.length; size++) {
    const sink = new Collector()
    const body = new LengthDecoder(sink)
    body.reset(5)
    assert.equal(body.push(input, 0, size), size)
    assert.equal(body.done, false)
    assert.equal(sink.text, 'hello'.slice(0, size))
    assert.throws(() => body.end(), {
      code: 'ERR_TRUNCATED_BODY',
      message: new RegExp(`after ${size} bytes of a body of 5 `),
    })
  }
})

test('is empty and done before its first reset, and usable again after each', () => {
  const sink = new Collector()
  const body = new LengthDecoder(sink)
  assert.equal(body.done, true)
  body.end()
  assert.equal(body.push(bytesOf('x'), 0, 1), 0)
  body.reset(2)
  assert.equal(body.push(bytesOf('abc'), 0, 3), 2)
  body.end()
  body.reset(Number.MAX_SAFE_INTEGER)
  assert.equal(body.push(bytesOf('def'), 0, 3), 3)
  assert.equal(body.done, false)
  assert.equal(sink.text, 'abdef')
})

test('what the sink throws comes out unchanged and poisons the decoder until its reset', () => {
  const oops = new Error('oops')
  const body = new LengthDecoder({
    onData: () => {
      throw oops
    },
  })
  body.reset(3)
  assert.throws(() => body.push(bytesOf('abc'), 0, 3), oops)
  assert.equal(body.done, false)
  assert.throws(() => body.push(bytesOf('abc'), 0, 3), { code: 'ERR_CLOSED' })
  assert.throws(() => body.end(), { code: 'ERR_TRUNCATED_BODY' })
  body.reset(0)
  assert.equal(body.done, true)
})
