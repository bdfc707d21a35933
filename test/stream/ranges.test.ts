// Ranges of one read, joined: small and large ones, few and many, with whatever lies between them left out.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Ranges } from '../../src/stream/ranges.ts'

const noise = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff)

/** Notes ranges of `bytes` of these sizes and gaps, and what they are together. */
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
        ranges.moveTo(to, at)
        assert.deepEqual(Buffer.from(to.subarray(at, at + expected.length)), expected)
        assert.ok(to.subarray(0, at).every((byte) => byte === 0xee))
        assert.ok(to.subarray(at + expected.length).every((byte) => byte === 0xee))
        assert.equal(ranges.size, 0)
      },
    ),
    { interruptAfterTimeLimit: 3000 },
  )
})

test('small ranges over a stretch longer than a read', () => {
  const ranges = new Ranges()
  const bytes = noise(90_000)
  const expected = note(
    ranges,
    bytes,
    Array.from({ length: 800 }, () => [10, 100]),
  )
  const to = new Uint8Array(expected.length)
  ranges.moveTo(to, 0)
  assert.deepEqual(Buffer.from(to), expected)
})

test('what was cleared is forgotten', () => {
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
  ranges.moveTo(to, 0)
  assert.deepEqual(Buffer.from(to), expected)
})

test('an empty range leaves nothing behind for the next read', () => {
  const ranges = new Ranges()
  const first = noise(1000)
  ranges.add(first, 900, 900)
  assert.equal(ranges.size, 0)
  const next = noise(100)
  const expected = note(ranges, next, [
    [8, 1],
    [8, 1],
  ])
  const to = new Uint8Array(expected.length)
  ranges.moveTo(to, 0)
  assert.deepEqual(Buffer.from(to), expected)
})
