// Whatever ranges go in, the same bytes come out in the same order, in memory that nobody else has and that is at least
// half used from 1 KiB on.

import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { Gather, PIECE_BYTES } from '../../src/adapters/gather.ts'

const size = fc.oneof(
  { weight: 8, arbitrary: fc.nat(200) },
  { weight: 2, arbitrary: fc.nat(20_000) },
  { weight: 1, arbitrary: fc.nat(200_000) },
)
/** Negative: what was gathered is taken; -2: thrown away. */
const step = fc.oneof({ weight: 6, arbitrary: size }, { weight: 1, arbitrary: fc.constantFrom(-1, -2) })

test('gathering keeps bytes and order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const gather = new Gather()
      let expected: number[] = []
      let next = 0
      const held: { piece: Uint8Array; copy: Uint8Array }[] = []
      const take = (): void => {
        const pieces = gather.take()
        assert.deepEqual(Buffer.concat(pieces), Buffer.from(expected))
        for (const piece of pieces) {
          assert.ok(piece.length > 0 && (piece.length <= PIECE_BYTES || piece.buffer.byteLength === piece.length))
          assert.ok(piece.buffer.byteLength <= Math.max(2 * piece.length, 1024))
          held.push({ piece, copy: piece.slice() })
        }
        expected = []
      }
      for (const count of steps) {
        if (count === -1) take()
        else if (count === -2) {
          gather.clear()
          expected = []
        } else {
          const memory = new Uint8Array(count + 7).fill(0xee)
          for (let i = 0; i < count; i++) expected.push((memory[i + 3] = next++ & 0xff))
          gather.add(memory, 3, 3 + count)
          memory.fill(0xa5)
        }
      }
      take()
      for (const { piece, copy } of held) assert.deepEqual(piece, copy)
    }),
    { interruptAfterTimeLimit: 3000, markInterruptAsFailure: false },
  )
})
