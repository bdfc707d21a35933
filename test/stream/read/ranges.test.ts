// Ranges of one read, joined: small and large ones, few and many, without the bytes between them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ranges } from '../../../src/stream/read/ranges.ts'
import fc from '../../support/property.ts'

const noise = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff)

/** Records ranges of `bytes` with these sizes and gaps, and returns the expected result. */
function note(ranges: Ranges, bytes: Uint8Array, steps: [size: number, gap: number][]): Buffer {
  const expected: Uint8Array[] = []
  let at = 0
  for (const [size, gap] of steps) {
    ranges.add(bytes, at + gap, at + gap + size)
    expected.push(bytes.slice(at + gap, at + gap + size))
    at += gap + size
  }
  return Buffer.concat(expected)
}

test('any sizes and gaps, any place: just the ranges, in order, and no byte beside them', () => {
  const ranges = new Ranges()
  const bytes = noise(300_000)
  const size = fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 90 }) }, fc.constantFrom(600, 1024, 9000))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(size, fc.nat({ max: 20 })), { minLength: 1, maxLength: 60 }),
      fc.nat({ max: 9 }),
      (steps, at) => {
        const expected = note(ranges, bytes, steps)
        assert.equal(ranges.size, expected.length)
        const to = new Uint8Array(expected.length + at + 3).fill(0xee)
        Ranges.move([ranges], to, at)
        assert.deepEqual(Buffer.from(to.subarray(at, at + expected.length)), expected)
        assert.ok(to.subarray(0, at).every((byte) => byte === 0xee))
        assert.ok(to.subarray(at + expected.length).every((byte) => byte === 0xee))
        assert.equal(ranges.size, 0)
      },
    ),
    { interruptAfterTimeLimit: 3000 },
  )
})

test('small ranges in a span longer than a read', () => {
  const ranges = new Ranges()
  const bytes = noise(90_000)
  const expected = note(
    ranges,
    bytes,
    Array.from({ length: 800 }, () => [10, 100]),
  )
  const to = new Uint8Array(expected.length)
  Ranges.move([ranges], to, 0)
  assert.deepEqual(Buffer.from(to), expected)
})

test('cleared ranges are not copied', () => {
  const ranges = new Ranges()
  const bytes = noise(1000)
  note(ranges, bytes, [
    [5, 1],
    [6, 2],
  ])
  ranges.clear()
  assert.equal(ranges.size, 0)
  const expected = note(ranges, bytes, [[3, 7]])
  const to = new Uint8Array(3)
  Ranges.move([ranges], to, 0)
  assert.deepEqual(Buffer.from(to), expected)
})

test('several lists of one read, one after another; those that are empty take no room', () => {
  const bytes = noise(40_000)
  for (const size of [20, 900]) {
    const lists = [new Ranges(), new Ranges(), new Ranges()]
    const expected: Uint8Array[][] = [[], [], []]
    for (let at = 0; at + size < bytes.length; at += size + 13) {
      const i = at % 3 === 0 ? 0 : 2
      lists[i]!.add(bytes, at, at + size)
      lists[1]!.add(bytes, at, at)
      expected[i]!.push(bytes.slice(at, at + size))
    }
    const whole = Buffer.concat(expected.flat())
    const to = new Uint8Array(whole.length + 2)
    Ranges.move(lists, to, 1)
    assert.deepEqual(Buffer.from(to.subarray(1, -1)), whole)
    assert.deepEqual(
      lists.map((list) => list.size),
      [0, 0, 0],
    )
  }
})
