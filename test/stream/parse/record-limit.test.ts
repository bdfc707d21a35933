// A record's limit, to the byte, and that a record beyond it is refused by the byte that is one too many: its end is not waited for.

import assert from 'node:assert/strict'
import test from 'node:test'
import { JsonRecords, MAX_RECORD_BYTES } from '../../../src/stream/parse/json-records.ts'
import { threeCases } from '../../support/three-cases.ts'
import { failureOf, utf8Of } from '../support.ts'

/** Pushes a string of `length` bytes in pieces, without its end where it is cut. Returns what was parsed, and where it failed. */
function push(limit: number, length: number, pieceBytes: number, end: string) {
  const records: unknown[] = []
  const machine = new JsonRecords((value) => records.push(value), limit)
  const bytes = utf8Of(`"${'x'.repeat(length - 2)}"`).subarray(0, end === '' ? length - 1 : length)
  let at = 0
  const error = failureOf(() => {
    for (; at < bytes.length; at += pieceBytes) machine.push(bytes, at, Math.min(at + pieceBytes, bytes.length))
    machine.push(utf8Of(end), 0, end.length)
  })
  return { records, code: error?.code, at }
}

for (const [limit, pieceBytes] of [
  [100, 1],
  [100, 7],
  [100, 1_000],
  [300_000, 65_536],
] as const) {
  test(`a record at, below and above ${limit} bytes, in pieces of ${pieceBytes}`, () => {
    for (const end of ['\n', '\r\n', ' ', '1']) {
      for (const length of [limit, limit - 1]) {
        const { records, code } = push(limit, length, pieceBytes, end)
        assert.equal(code, undefined)
        assert.equal((records[0] as string).length, length - 2)
      }
      assert.deepEqual(push(limit, limit + 1, pieceBytes, end).records, [])
      assert.equal(push(limit, limit + 1, pieceBytes, end).code, 'ERR_RECORD_TOO_LARGE')
    }
  })

  test(`beyond ${limit} bytes, in pieces of ${pieceBytes}: refused in the piece that brings the first byte too many`, () => {
    // The record never ends: at + 1 is the first byte too many.
    const { code, at } = push(limit, limit * 3, pieceBytes, '')
    assert.equal(code, 'ERR_RECORD_TOO_LARGE')
    assert.equal(at, Math.floor(limit / pieceBytes) * pieceBytes)
  })
}

threeCases('MAX_RECORD_BYTES', MAX_RECORD_BYTES, (count) => {
  const piece = new Uint8Array(1_048_576).fill(0x78)
  const machine = new JsonRecords(() => {})
  machine.push(utf8Of('"'), 0, 1)
  const error = failureOf(() => {
    for (let left = count - 1; left > 0; left -= piece.length) machine.push(piece, 0, Math.min(left, piece.length))
  })
  assert.ok(error === undefined || error.code === 'ERR_RECORD_TOO_LARGE')
  return error === undefined
})
