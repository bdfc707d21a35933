// The filter on a record's bytes: what `only.includes` finds is what Buffer.includes finds, at every place and in every range.
// It never looks beyond the record.

import assert from 'node:assert/strict'
import test from 'node:test'
import { filterOf } from '../../../src/logs/follow/follow.ts'
import { randomOf } from '../model/model-clock.ts'

test('only.includes: as Buffer.includes, over 20,000 random texts of few letters', () => {
  const random = randomOf(14)
  const text = (length: number): Buffer => Buffer.from(Array.from({ length }, () => 97 + Math.floor(random() * 3)))
  for (let round = 0; round < 20_000; round++) {
    const bytes = text(40)
    const start = Math.floor(random() * 20)
    const end = start + Math.floor(random() * 20)
    const part = text(Math.floor(random() * 5))
    const accepts = filterOf({ only: { includes: part } })!
    const wanted = bytes.subarray(start, end).includes(part)
    assert.equal(accepts(1, bytes, start, end), wanted, `${part} in ${bytes.subarray(start, end)} of ${bytes}`)
  }
})

test('only.includes: in records of hundreds of bytes, where the memory is aligned and where it is not', () => {
  const random = randomOf(15)
  const memory = new Uint8Array(2048)
  for (let round = 0; round < 5_000; round++) {
    const bytes = Buffer.from(memory.buffer, round % 5, 1500)
    for (let index = 0; index < bytes.length; index++) bytes[index] = 97 + Math.floor(random() * 26)
    const start = Math.floor(random() * 700)
    const end = start + Math.floor(random() * 700)
    const part = Buffer.from(['E', 'e9', '\xe9', 'q', '\0\0', ' x'][round % 6]!, 'latin1')
    // Before, in, across the edges of and behind the record.
    bytes.set(part, Math.floor(random() * 1400))
    if (round % 3 === 0) bytes.set(part, Math.max(0, end - Math.floor(random() * 4)))
    const wanted = bytes.subarray(start, end).includes(part)
    assert.equal(filterOf({ only: { includes: part } })!(1, bytes, start, end), wanted, `round ${round}`)
  }
})

test('only.includes: a part longer than a step can say, with other bytes than letters', () => {
  const part = Buffer.alloc(700, 'ab\0')
  const accepts = filterOf({ only: { includes: part } })!
  for (const before of [0, 1, 254, 255, 256, 600]) {
    const bytes = Buffer.concat([Buffer.alloc(before, 'x'), part, Buffer.of(0xff)])
    assert.ok(accepts(1, bytes, 0, bytes.length), `behind ${before} bytes`)
    assert.ok(!accepts(1, bytes, 0, before + 699), `cut behind ${before} bytes`)
    assert.ok(!accepts(1, bytes, 1 + before, bytes.length), `begun within it, behind ${before} bytes`)
  }
})
