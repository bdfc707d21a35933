// Any frames, written by mux and cut anywhere, are the same frames after demux; all payload pushed so far was passed on.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Demuxer } from '../../../src/stream/parse/demux.ts'
import { FRAME_HEADER_BYTES, frame, frameKinds, streamNames, writeFrameHeader } from '../../../src/stream/parse/mux.ts'
import fc from '../../support/property.ts'
import { latin1, pieces, Scratch } from '../support.ts'

const budget = { numRuns: 2000, interruptAfterTimeLimit: 2500, markInterruptAsFailure: false }
const frames = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.uint8Array({ maxLength: 300 })), { maxLength: 20 })
const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 200 })

test('mux, cut, demux', () => {
  fc.assert(
    fc.property(frames, lengths, (list, cut) => {
      const wire = Buffer.concat(list.map(([kind, payload]) => frame(kind, payload)))
      const out: [number, string][] = []
      const scratch = new Scratch()
      let open = false
      let passed = 0
      const demuxer: Demuxer = new Demuxer((kind, bytes, start, end) => {
        passed += end - start
        if (open) out.at(-1)![1] += latin1(bytes, start, end)
        else out.push([kind, latin1(bytes, start, end)])
        open = demuxer.missing > 0
      })
      let pushed = 0
      for (const piece of pieces(new Uint8Array(wire), cut)) {
        scratch.lend(piece, (bytes, start, end) => demuxer.push(bytes, start, end))
        pushed += piece.length
        assert.equal(passed, payloadBytes(list, pushed))
      }
      demuxer.end()
      assert.deepEqual(
        out,
        list.map(([kind, payload]) => [kind, latin1(payload)]),
      )
    }),
    budget,
  )
})

/** How many of the first `pushed` bytes on the wire are payload. */
function payloadBytes(list: [number, Uint8Array][], pushed: number): number {
  let sum = 0
  let left = pushed
  for (const [, payload] of list) {
    left -= FRAME_HEADER_BYTES
    if (left <= 0) break
    sum += Math.min(left, payload.length)
    left -= payload.length
  }
  return sum
}

test('any size to 2^32-1 is read back from a header', () => {
  fc.assert(
    fc.property(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 0xffffffff }), (kind, size) => {
      const bytes = new Uint8Array(12).fill(0xee)
      writeFrameHeader(bytes, 2, kind, size)
      assert.deepEqual([bytes[0], bytes[1], bytes[10], bytes[11]], [0xee, 0xee, 0xee, 0xee])
      const demuxer = new Demuxer(() => {})
      demuxer.push(bytes, 2, 10)
      assert.equal(demuxer.missing, size)
    }),
    budget,
  )
})

test('the names of the kinds are those of the numbers', () => {
  for (const name of streamNames) assert.equal(streamNames[frameKinds[name]], name)
})
