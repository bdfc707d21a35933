// SkipAudit: what of a connection's neighbours is a gap, by what is stored when it looks. The log is in memory.

import assert from 'node:assert/strict'
import test from 'node:test'
import { SkipAudit } from '../../../src/logs/follow/audit.ts'
import { Place } from '../../../src/logs/follow/place.ts'
import type { GapNotice } from '../../../src/logs/records/notices.ts'
import { HandPort, rangesOf } from '../limit-kit.ts'

/** A record that is written so many seconds after the others. */
const at = (second: number, text: string): Buffer =>
  Buffer.from(`2026-11-29T16:22:${String(second).padStart(2, '0')}.000000001Z ${text}\n`)

const [first, second, third, fourth] = [at(1, 'first'), at(5, 'second'), at(9, 'third'), at(13, 'fourth')]
const piece = at(20, 'p'.repeat(16_384))
const late = at(25, 'late')

const cases: [what: string, delivered: [before: Buffer, after: Buffer], stored: Buffer[], isGap: boolean][] = [
  ['the second behind the first', [first, second], [first, second, third], false],
  ['another one between them', [first, third], [first, second, third], true],
  ['the first was rotated away, and another one stands before the second', [first, third], [second, third], true],
  [
    'the first was rotated away, and two others stand before the second',
    [first, fourth],
    [second, third, fourth],
    true,
  ],
  ['the first was rotated away, and the second is the oldest', [first, second], [second, third], false],
  ['both were rotated away', [first, second], [third, fourth], false],
  ['equal pieces around the first', [first, piece], [piece, first, piece], false],
  ['equal pieces behind the first', [first, piece], [first, piece, piece], false],
  ['equal pieces behind the first, which was rotated away', [first, piece], [piece, piece], false],
  ['a piece, and an equal one that stands before something else', [piece, late], [piece, late, piece, third], false],
  ['equal pieces, each before something else', [piece, late], [piece, third, piece, fourth, late], true],
]
for (const [what, [before, after], stored, isGap] of cases) {
  test(`${isGap ? 'a gap' : 'no gap'}: ${what}`, async () => {
    const port = new HandPort()
    port.stored = stored
    const place = new Place([])
    const gaps: GapNotice[] = []
    const audit = new SkipAudit(port, place, 1_000, Number.POSITIVE_INFINITY, (gap) => gaps.push(gap))
    audit.begin()
    const see = (record: Buffer): boolean => {
      const [kind, bytes, start, stamp, text, end] = rangesOf(record)
      const isDoubtful = audit.note(kind, bytes, start, stamp, text, end)
      place.note(kind, bytes, start, stamp, text, end, true)
      return isDoubtful
    }
    assert.equal(see(before), false)
    assert.equal(see(after), true)
    await audit.audit()
    const stamps = (record: Buffer): string => record.toString('latin1', 0, 30)
    const wanted = isGap ? [{ kind: 'gap', cause: 'skipped', after: stamps(before), before: stamps(after) }] : []
    assert.deepEqual(gaps, wanted)
    audit.close()
  })
}
