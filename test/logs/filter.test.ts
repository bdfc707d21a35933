// The filter on a record's bytes: what `only.includes` finds is what Buffer.includes finds, at every place and in every range.
// It never looks beyond the record.

import assert from 'node:assert/strict'
import test from 'node:test'
import { filterOf } from '../../src/logs/follow.ts'
import { randomOf } from './model-clock.ts'

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
