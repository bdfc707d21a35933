// Bytes as text, with Buffer's own slices and without them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decoders, decodersFor, hex } from '../src/bytes.ts'
import fc from './support/property.ts'

const runtimes = {
  'this runtime': decoders,
  'no Buffer': decodersFor(undefined),
  'a Buffer without latin1Slice': decodersFor({}),
}

for (const [name, { latin1 }] of Object.entries(runtimes)) {
  test(`${name}: every byte becomes the char of its number`, () => {
    const bytes = Uint8Array.from({ length: 258 }, (_, i) => i - 1)
    const text = latin1(bytes, 1, 257)
    assert.equal(text.length, 256)
    for (let i = 0; i < 256; i++) assert.equal(text.charCodeAt(i), i)
  })

  test(`${name}: a range of a view into shared memory, long and empty ones`, () => {
    const bytes = new Uint8Array(new ArrayBuffer(70_010), 10, 70_000).fill(0x61)
    bytes[69_999] = 0xff
    assert.equal(latin1(bytes, 3, 3), '')
    assert.equal(latin1(bytes, 1, 70_000), `${'a'.repeat(69_998)}\xff`)
    assert.equal(latin1(bytes, 69_999, 70_000), '\xff')
  })
}

// Both runtimes' decoders give the same text for any bytes.
test('with and without Buffer', () => {
  const node = decodersFor(Buffer.prototype as never)
  const web = decodersFor(undefined)
  assert.deepEqual(Object.keys(decodersFor({})), Object.keys(web))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 5 }), (bytes, start) => {
      const from = Math.min(start, bytes.length)
      assert.equal(node.utf8(bytes, from, bytes.length), web.utf8(bytes, from, bytes.length))
      assert.equal(node.latin1(bytes, from, bytes.length), web.latin1(bytes, from, bytes.length))
      // A part of it may be anything: a reader slices the ASCII beside that by its place.
      const [own, other] = [node.ascii(bytes, from, bytes.length), web.ascii(bytes, from, bytes.length)]
      assert.equal(own.length, other.length)
      for (let i = 0; i < own.length; i++) if (bytes[from + i]! < 0x80) assert.equal(own[i], other[i])
      const ascii = bytes.map((byte) => byte & 0x7f)
      assert.equal(node.ascii(ascii, from, bytes.length), web.ascii(ascii, from, bytes.length))
    }),
    { numRuns: 3000, interruptAfterTimeLimit: 2000, markInterruptAsFailure: false },
  )
})

test('a byte in hex has two digits', () => {
  assert.deepEqual([0, 0x0a, 0xff].map(hex), ['0x00', '0x0a', '0xff'])
})
