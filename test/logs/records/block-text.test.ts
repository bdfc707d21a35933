// Texts and times of the records of a block: decoded together where that may be, and the same as each by itself.

import assert from 'node:assert/strict'
import test from 'node:test'
import type { LogSource } from '../../../src/logs/records/log-source.ts'
import { FIELDS, RecordBlock } from '../../../src/logs/records/record-block.ts'
import { TimestampReader } from '../../../src/logs/records/timestamp-reader.ts'
import { randomOf } from '../model/model-clock.ts'

/** Pieces of text that are next to each other in a memory, with bytes between them. */
function blockOf(texts: readonly Uint8Array[]): { block: RecordBlock; places: readonly (readonly [number, number])[] } {
  const between = Uint8Array.of(1, 0, 0, 0xc3, 0x80)
  const memory = new Uint8Array(texts.reduce((sum, { length }) => sum + length + between.length, 0))
  const places: (readonly [number, number])[] = []
  let at = 0
  for (const text of texts) {
    memory.set(text, at)
    places.push([at, at + text.length])
    memory.set(between, at + text.length)
    at += text.length + between.length
  }
  const source = { tty: false } as LogSource
  const block = new RecordBlock({ source, memory, base: 0, fields: new Int32Array(FIELDS), firstOrder: 0 })
  return { block, places }
}

test('texts of any bytes, in any order: what decoding each of them gives', () => {
  const random = randomOf(23)
  const pick = (below: number) => Math.floor(random() * below)
  const odd = [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0xff, 0x41]
  for (let round = 0; round < 300; round++) {
    // Of some blocks only a few bytes are not ASCII, and of some none.
    const oddness = [0, 0.001, 0.3][round % 3]!
    const texts = Array.from({ length: 1 + pick(80) }, () =>
      Uint8Array.from({ length: pick(round % 2 === 0 ? 60 : 900) }, () =>
        random() < oddness ? odd[pick(odd.length)]! : 32 + pick(95),
      ),
    )
    const { block, places } = blockOf(texts)
    const step = 1 + pick(3)
    for (let index = 0; index < texts.length; index += step) {
      // Now and then one that was passed already.
      const asked = pick(10) === 0 ? pick(texts.length) : index
      assert.equal(block.textOf(...places[asked]!), Buffer.from(texts[asked]!).toString(), `${asked} of round ${round}`)
    }
  }
})

/** Unix seconds of the years 1 and 9999. */
const FIRST = -62_135_596_800
const LAST = 253_402_300_799

test('times of any year, in ns: as integers are added', () => {
  const random = randomOf(29)
  const seconds = [0, -1, 1, 9_000_000_000, 9_000_000_001, -9_000_000_001, 9_223_372_036, FIRST, LAST]
  for (let round = 0; round < 500; round++) seconds.push(Math.floor(FIRST + random() * (LAST - FIRST)))
  for (let round = 0; round < 500; round++) seconds.push(Math.floor(1.7e9 + random() * 10))
  const stamps = seconds.map((second) => {
    const nanos = [0, 1, 999_999_999, Math.floor(random() * 1e9)][Math.floor(random() * 4)]!
    const text = `${new Date(second * 1000).toISOString().slice(0, 19)}.${String(nanos).padStart(9, '0')}Z`
    return [text, BigInt(second) * 1_000_000_000n + BigInt(nanos)] as const
  })
  const times = new TimestampReader(Buffer.from(stamps.map(([text]) => text).join(' ')))
  for (const [index, [text, expected]] of stamps.entries()) {
    assert.equal(times.nanos(index * 31, index * 31 + 30), expected, text)
  }
})

test('times: the second is kept, but not over another notation of it', () => {
  const stamps = [
    ['2026-11-29T16:22:02.000000001Z', 1n],
    ['2026-11-29T16:22:02.999999999Z', 999_999_999n],
    ['2026-11-29T16:22:02.12345678+01:00', 123_456_780n - 3_600_000_000_000n],
    ['2026-11-29T16:22:02.000000003Z', 3n],
    ['2026-11-29T16:22:03Z', 1_000_000_000n],
    ['2026-11-29T16:22:02.5Z', 500_000_000n],
    ['2026-11-29T16:22:02.00000000xZ', undefined],
    ['2026-11-29T16:22:02.000000004Z', 4n],
    ['1970-01-01T00:00:00.000000007Z', 7n - BigInt(Date.UTC(2026, 10, 29, 16, 22, 2)) * 1_000_000n],
  ] as const
  const bytes = Buffer.from(stamps.map(([text]) => text).join(' '))
  const times = new TimestampReader(bytes)
  const second = BigInt(Date.UTC(2026, 10, 29, 16, 22, 2)) * 1_000_000n
  let at = 0
  for (const [text, nanos] of stamps) {
    const expected = nanos === undefined ? 0n : second + nanos
    assert.equal(times.nanos(at, at + text.length), expected, text)
    assert.ok(Math.abs(times.ms(at, at + text.length) - Number(expected) / 1e6) < 0.001, text)
    at += text.length + 1
  }
})
