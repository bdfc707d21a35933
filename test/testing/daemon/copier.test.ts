// Invariant: the records do not depend on how a program's output is split into writes. Joined they are the output, none is longer than
// 16 KiB, and only a record of 16 KiB or the very last one has no line feed.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Clock } from '../../../src/testing/base/clock.ts'
import { Copier, RECORD_BYTES } from '../../../src/testing/daemon/copier.ts'
import { RecordLog } from '../../../src/testing/daemon/record-log.ts'
import fc from '../../support/property.ts'

function records(log: RecordLog): { text: string; time: string }[] {
  const found: { text: string; time: string }[] = []
  for (
    let segment: ReturnType<RecordLog['from']>['segment'] | undefined = log.from(undefined).segment;
    segment;
    segment = segment.next
  ) {
    for (let i = 0; i < segment.count; i++) {
      const text = segment.bytes.toString('latin1', i === 0 ? 0 : segment.ends[i - 1], segment.ends[i])
      found.push({ text, time: `${segment.seconds[i]}.${String(segment.nanos[i]).padStart(9, '0')}` })
    }
  }
  return found
}

function copied(writes: readonly string[]): { text: string; time: string }[] {
  const log = new RecordLog(Number.POSITIVE_INFINITY)
  const copier = new Copier(1, log, new Clock())
  for (const write of writes) copier.push(Buffer.from(write, 'latin1'))
  copier.end()
  return records(log)
}

const texts = (writes: readonly string[]) => copied(writes).map(({ text }) => text)

describe('log records', () => {
  it('are one per line, with its line feed', () => {
    assert.deepEqual(texts(['one\ntwo\n', '\n', 'th', 'ree\n']), ['one\n', 'two\n', '\n', 'three\n'])
  })

  it('keep an incomplete line for the end', () => {
    assert.deepEqual(texts(['a\nrest']), ['a\n', 'rest'])
    assert.deepEqual(texts(['']), [])
  })

  it('split a longer line into parts of 16 KiB without line feed and with one time', () => {
    const line = `${'x'.repeat(40_000)}\n`
    for (const writes of [[line], line.match(/.{1,777}/gs)!]) {
      const found = copied(writes)
      assert.deepEqual(
        found.map(({ text }) => text.length),
        [RECORD_BYTES, RECORD_BYTES, 40_001 - 2 * RECORD_BYTES],
      )
      assert.equal(new Set(found.map(({ time }) => time)).size, 1)
    }
  })

  it('need the line feed inside the 16 KiB', () => {
    const full = 'y'.repeat(RECORD_BYTES)
    assert.deepEqual(texts([`${full.slice(1)}\n`]), [`${full.slice(1)}\n`])
    assert.deepEqual(texts([`${full}\n`]), [full, '\n'])
    assert.deepEqual(texts([full]), [full])
    assert.deepEqual(texts([full, '\n', 'z\n']), [full, '\n', 'z\n'])
  })

  it('have a later time for each line', () => {
    const times = copied(['a\nb\nc\n', 'd\n']).map(({ time }) => time)
    assert.deepEqual([...times].sort(), times)
    assert.equal(new Set(times).size, times.length)
  })

  it('do not depend on the writes', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom('\n', 'a', 'line\n', '\n\n'),
        fc.integer({ min: 1, max: 40_000 }).map((size) => 'x'.repeat(size)),
        fc.integer({ min: RECORD_BYTES - 2, max: RECORD_BYTES + 2 }).map((size) => `${'x'.repeat(size)}\n`),
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(
        pieces,
        fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 5 }),
        (parts, cuts) => {
          const whole = parts.join('')
          const writes: string[] = []
          for (let at = 0, i = 0; at < whole.length; i++) {
            const size = cuts[i % cuts.length]!
            writes.push(whole.slice(at, at + size))
            at += size
          }
          const found = texts(writes)
          assert.deepEqual(found, texts([whole]))
          assert.equal(found.join(''), whole)
          found.forEach((text, index) => {
            assert.ok(text.length > 0 && text.length <= RECORD_BYTES)
            assert.ok(!text.slice(0, -1).includes('\n'))
            assert.ok(text.endsWith('\n') || text.length === RECORD_BYTES || index === found.length - 1)
          })
        },
      ),
      { numRuns: 300, interruptAfterTimeLimit: 2500, markInterruptAsFailure: false },
    )
  })
})

describe('the kept log', () => {
  it('drops the oldest segments above its limit and counts all that was written', () => {
    const log = new RecordLog(64 * 1024)
    const copier = new Copier(1, log, new Clock())
    for (let i = 0; i < 1000; i++) copier.push(Buffer.from(`${String(i).padStart(999, '0')}\n`))
    const found = records(log)
    assert.equal(log.records, 1000)
    assert.equal(log.bytes, 1_000_000)
    assert.ok(found.length >= 64 && found.length < 1000, String(found.length))
    assert.ok(found.at(-1)!.text.endsWith('999\n'))
    const { segment, index } = log.from(2)
    assert.equal(segment.firstRecord + index, 998)
    const oldest = log.from(5000)
    assert.equal(oldest.index, 0)
    assert.equal(oldest.segment, log.from(undefined).segment)
  })
})
