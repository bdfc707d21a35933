import assert from 'node:assert/strict'
import { test } from 'node:test'
import { latin1, latin1With } from '../../src/wire/latin1.ts'

const decoders = {
  'this runtime': latin1,
  'no Buffer': latin1With(undefined),
  'a Buffer without latin1Slice': latin1With({ prototype: {} }),
}

for (const [name, decode] of Object.entries(decoders)) {
  test(`${name}: every byte becomes the char of its number`, () => {
    const bytes = Uint8Array.from({ length: 258 }, (_, i) => i - 1)
    const text = decode(bytes, 1, 257)
    assert.equal(text.length, 256)
    for (let i = 0; i < 256; i++) assert.equal(text.charCodeAt(i), i)
  })

  test(`${name}: a range of a view into shared memory, long and empty ones`, () => {
    const bytes = new Uint8Array(new ArrayBuffer(70_010), 10, 70_000).fill(0x61)
    bytes[69_999] = 0xff
    assert.equal(decode(bytes, 3, 3), '')
    assert.equal(decode(bytes, 1, 70_000), `${'a'.repeat(69_998)}\xff`)
    assert.equal(decode(bytes, 69_999, 70_000), '\xff')
  })
}
