// Lines with a prefix on each record are the same for every cut of the bytes, and text that looks like a prefix is not taken
// for one where none can be.

import assert from 'node:assert/strict'
import test from 'node:test'
import { type LogLine, MAX_PREFIX_BYTES, StampedLines } from '../../../src/recipes/containers/stamped-lines.ts'
import { frame } from '../../../src/stream/parse/mux.ts'
import { feed, feedEveryWay } from '../../support/feed.ts'

const T1 = '2024-01-02T03:04:05.000000001Z'
const T2 = '2024-01-02T03:04:05.000000002Z'

function subject(raw: boolean, options: { timestamps?: boolean; details?: boolean }) {
  const reader = new StampedLines(raw, { timestamps: false, details: false, ...options })
  return {
    // The pushed memory is reused by its owner, so kept bytes must be copied.
    push: (bytes: Uint8Array, start: number, end: number) =>
      reader.push(bytes as Uint8Array<ArrayBuffer> & Uint8Array, start, end),
    result(error: unknown) {
      if (error === undefined) reader.end(true)
      const lines: LogLine[] = []
      while (reader.ready > 0) lines.push(reader.take())
      return { error, lines: lines.map(short) }
    },
  }
}

/** A line as a short array. */
function short({ stream, text, complete, timestamp, details }: LogLine): unknown[] {
  return [stream, text, complete, timestamp?.slice(-3), details]
}

const frames = (...all: [number, string][]) => Buffer.concat(all.map(([kind, text]) => frame(kind, Buffer.from(text))))

test('records of both outputs, split and whole', () => {
  const bytes = frames(
    [1, `${T1} split `],
    [2, `${T2} err\n`],
    [1, `${T1} line €\n`],
    [1, `${T2} \n`],
    [3, 'Error grabbing logs: EOF\n'],
    [1, `${T2} last`],
  )
  const { lines } = feedEveryWay(bytes, () => subject(false, { timestamps: true }))
  assert.deepEqual(lines, [
    ['stderr', 'err', true, '02Z', undefined],
    ['stdout', 'split line €', true, '01Z', undefined],
    ['stdout', '', true, '02Z', undefined],
    ['system', 'Error grabbing logs: EOF', true, undefined, undefined],
    ['stdout', 'last', false, '02Z', undefined],
  ])
})

test('a record with another timestamp begins a line, even without an LF before it', () => {
  const T3 = '2024-01-02T03:04:05.000000003Z'
  const bytes = frames([1, `${T1} abc`], [2, `${T1} err`], [1, `${T2} abc`], [1, `${T3} abc\n`], [2, `${T1} or\n`])
  assert.deepEqual(feedEveryWay(bytes, () => subject(false, { timestamps: true })).lines, [
    ['stdout', 'abc', false, '01Z', undefined],
    ['stdout', 'abc', false, '02Z', undefined],
    ['stdout', 'abc', true, '03Z', undefined],
    ['stderr', 'error', true, '01Z', undefined],
  ])
})

test('with details alone, a short record without an LF is the last of its line', () => {
  const piece = 'x'.repeat(16_384)
  const bytes = frames([1, 'a=1 abc'], [1, 'a=2 abc'], [1, `a=3 ${piece}`], [1, 'a=3 rest\n'])
  const { lines } = feed(bytes, [3, 20, 500, 9000], subject(false, { details: true })) as { lines: unknown[][] }
  assert.deepEqual(lines, [
    ['stdout', 'abc', false, undefined, { a: '1' }],
    ['stdout', 'abc', false, undefined, { a: '2' }],
    ['stdout', `${piece}rest`, true, undefined, { a: '3' }],
  ])
})

test('without timestamps and details, too; an empty record ends no line', () => {
  const piece = 'x'.repeat(16_384)
  const bytes = frames([1, 'abc'], [2, 'err'], [1, piece], [2, 'or\n'], [1, ''], [1, 'rest\n'])
  const { lines } = feed(bytes, [3, 20, 500, 9000], subject(false, {})) as { lines: unknown[][] }
  assert.deepEqual(lines, [
    ['stdout', 'abc', false, undefined, undefined],
    ['stderr', 'err', false, undefined, undefined],
    ['stderr', 'or', true, undefined, undefined],
    ['stdout', `${piece}rest`, true, undefined, undefined],
  ])
  const reader = new StampedLines(false, { timestamps: false, details: false })
  const one = frames([1, 'one\n'])
  reader.push(one, 0, one.length)
  assert.deepEqual(reader.take(), { stream: 'stdout', text: 'one', complete: true })
})

test('details, with and without timestamps; escaped, empty, odd', () => {
  const both = frames([1, `${T1} a=1,b=x%2Cy+z one\n`], [1, `${T1}  two\n`], [1, `${T1} flag,c=%zz three\n`])
  assert.deepEqual(feedEveryWay(both, () => subject(false, { timestamps: true, details: true })).lines, [
    ['stdout', 'one', true, '01Z', { a: '1', b: 'x,y z' }],
    ['stdout', 'two', true, '01Z', {}],
    ['stdout', 'three', true, '01Z', { flag: '', c: '%zz' }],
  ])
  const alone = frames([1, 'a=1 one\n'], [2, ' two\n'])
  assert.deepEqual(feedEveryWay(alone, () => subject(false, { details: true })).lines, [
    ['stdout', 'one', true, undefined, { a: '1' }],
    ['stderr', 'two', true, undefined, {}],
  ])
})

test('a record without a prefix keeps its text', () => {
  const bytes = frames([1, 'no stamp here\n'], [1, 'short\n'], [1, ''], [1, `${T1} stamped\n`])
  assert.deepEqual(feedEveryWay(bytes, () => subject(false, { timestamps: true })).lines, [
    ['stdout', 'no stamp here', true, undefined, undefined],
    ['stdout', 'short', true, undefined, undefined],
    ['stdout', 'stamped', true, '01Z', undefined],
  ])
  const huge = frames([1, `${'x'.repeat(MAX_PREFIX_BYTES + 5)} y\n`])
  const { lines } = feed(huge, [40_000, 70_000], subject(false, { timestamps: true })) as { lines: unknown[][] }
  assert.equal((lines[0]![1] as string).length, MAX_PREFIX_BYTES + 7)
})

test('prefixes of every form, beside the usual one of the same second: whole as cut', () => {
  const second = '2024-01-02T03:04:05'
  const prefixes = [
    T1,
    T2,
    '2024-01-02T03:04:06.000000003Z',
    T1,
    `${second}Z`,
    `${second}.5Z`,
    `${second}.00000000xZ`,
    `${second}.00000000/Z`,
    `${second}.00000000:Z`,
    `${second}.000000001+01:00`,
    `${second}x000000001Z`,
    `${second}.0000 0001Z`,
    `${second}.000000001 `,
    `${second}.000000001z`,
    '2024-01-02T03:04:0x.000000001Z',
    '2024-01-02 03:04:05.000000001Z',
    'x024-01-02T03:04:05.000000001Z',
    `${second}.000000001ZZ`,
    T2,
  ]
  const texts = (timestamp: string): LogLine[] => {
    const reader = new StampedLines(false, { timestamps: true, details: false })
    const bytes = frames([1, `${T1} before\n`], [1, `${timestamp} text\n`], [1, `${T2} after\n`])
    reader.push(bytes as unknown as Uint8Array<ArrayBuffer> & Uint8Array, 0, bytes.length)
    reader.end(true)
    return Array.from({ length: reader.ready }, () => reader.take())
  }
  for (const prefix of prefixes) {
    // What reads up to the first space gives: a timestamp where it begins as one, else all of it is text.
    const at = prefix.indexOf(' ') < 0 ? prefix.length : prefix.indexOf(' ')
    const isStamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(prefix.slice(0, at))
    const [, { timestamp, text } = {}] = texts(prefix)
    const whole = `${prefix} text`
    assert.deepEqual([timestamp, text], isStamp ? [whole.slice(0, at), whole.slice(at + 1)] : [undefined, whole])
  }
  const all = frames(...prefixes.map((prefix): [number, string] => [1, `${prefix} text\n`]))
  assert.equal(feedEveryWay(all, () => subject(false, { timestamps: true })).lines.length, prefixes.length)
})

test('a TTY: no frames, lines end with CR LF, a long line repeats its prefix', () => {
  const bytes = Buffer.from(`${T1} one\r\n${T1} \r\n${T2} ${T1} said\r\nodd\r\n${T2} last`)
  assert.deepEqual(feedEveryWay(bytes, () => subject(true, { timestamps: true })).lines, [
    ['stdout', 'one', true, '01Z', undefined],
    ['stdout', '', true, '01Z', undefined],
    ['stdout', `${T1} said`, true, '02Z', undefined],
    ['stdout', 'odd', true, undefined, undefined],
    ['stdout', 'last', false, '02Z', undefined],
  ])
  const record = 'x'.repeat(16_384)
  const long = Buffer.from(`${T1} a=b ${record}${T1} a=b ${record}${T1} a=b end\r\n${T2}  next\r\n`)
  const { lines } = feed(long, [20_000], subject(true, { timestamps: true, details: true })) as { lines: unknown[][] }
  assert.deepEqual(lines, [
    ['stdout', `${record}${record}end`, true, '01Z', { a: 'b' }],
    ['stdout', 'next', true, '02Z', {}],
  ])
})

test('a stream cut inside a frame gives the lines that arrived, then the error', () => {
  const whole = frames([1, `${T1} one\n`], [1, `${T2} two\n`])
  const reader = new StampedLines(false, { timestamps: true, details: false })
  reader.push(whole, 0, whole.length - 2)
  assert.throws(() => reader.end(true), { code: 'ERR_TRUNCATED_FRAME' })
  const lines = []
  while (reader.ready > 0) lines.push(short(reader.take()))
  assert.deepEqual(lines, [
    ['stdout', 'one', true, '01Z', undefined],
    ['stdout', 'tw', false, '02Z', undefined],
  ])
})

test('a read parsed in place gives the same lines, which do not change with its memory', () => {
  const records = [`${T1} a=€ one\n`, `${T1} a=b two €\n`, `${T2}  three\n`, 'no stamp\n', `${T2} a=b last\n`]
  const reader = new StampedLines(false, { timestamps: true, details: true })
  const whole = records.map((text) => frame(1, Buffer.from(text)))
  const read = Buffer.concat(whole.flatMap((bytes) => [Buffer.from('4d\r\n'), bytes]))
  let at = 0
  for (const { length } of whole) {
    reader.parseInPlace(read, at + 4, at + 4 + length)
    at += 4 + length
  }
  reader.detach()
  read.fill(0x78)
  assert.deepEqual(
    Array.from({ length: reader.ready }, () => short(reader.take())),
    [
      ['stdout', 'one', true, '01Z', { a: '€' }],
      ['stdout', 'two €', true, '01Z', { a: 'b' }],
      ['stdout', 'three', true, '02Z', {}],
      ['stdout', 'no stamp', true, undefined, undefined],
      ['stdout', 'last', true, '02Z', { a: 'b' }],
    ],
  )
})
