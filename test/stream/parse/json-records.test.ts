import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { JsonRecords, MAX_RECORD_BYTES } from '../../../src/stream/parse/json-records.ts'
import fc from '../../support/property.ts'
import { recordVectors } from '../../vectors/stream/records.ts'
import { assertError, capturedBodies, cuts, failureOf, pieces, Scratch, utf8Of } from '../support.ts'

function parse(all: Uint8Array[], limit = MAX_RECORD_BYTES) {
  const records: unknown[] = []
  const scratch = new Scratch()
  const machine = new JsonRecords((value) => records.push(value), limit)
  const error = failureOf(() => {
    for (const piece of all) scratch.lend(piece, (bytes, start, end) => machine.push(bytes, start, end))
    machine.end()
  })
  return { records, error }
}

describe('vectors', () => {
  for (const { name, text, records, error, limit } of recordVectors) {
    test(name, () => {
      for (const all of cuts(utf8Of(text))) {
        const result = parse(all, limit)
        assert.deepEqual(result.records, records)
        assertError(result.error, error)
        assert(!result.error?.message.includes('secret'))
        assert.equal(result.error?.cause, undefined)
      }
    })
  }
})

describe('captured progress, events and stats', () => {
  // If nothing happened during the capture, the body is empty.
  const bodies = [...capturedBodies(/^(78|79|8[0-3])-|^10[289]-/)].filter(({ body }) => body.length > 0)
  test('there are some of every engine', () => {
    assert.equal(new Set(bodies.map(({ name }) => name.split('/')[0])).size, 5)
  })
  for (const { name, body } of bodies) {
    test(name, () => {
      const whole = parse([body])
      assert.equal(whole.error, undefined)
      assert(whole.records.length > 0)
      for (const record of whole.records) assert.equal(typeof record, 'object')
      for (const size of [1, 7]) assert.deepEqual(parse(pieces(body, new Array(body.length).fill(size))), whole)
    })
  }
})

test('a record of 10 MiB', () => {
  const text = JSON.stringify({ stream: '€'.repeat(10 << 18) })
  const bytes = utf8Of(`${text}\n{"a":1}`)
  for (const all of [[bytes], pieces(bytes, new Array(200).fill(65_536))]) {
    const { records, error } = parse(all)
    assert.equal(error, undefined)
    assert.equal(JSON.stringify(records[0]), text)
    assert.deepEqual(records[1], { a: 1 })
  }
})

test('after an error, or a handler that threw, it is closed', () => {
  const wrong = new JsonRecords(() => {})
  assertError(
    failureOf(() => wrong.push(utf8Of('x\n'), 0, 2)),
    ['ERR_RECORD_SYNTAX', '0x78'],
  )
  assertError(
    failureOf(() => wrong.push(utf8Of('1\n'), 0, 2)),
    ['ERR_CLOSED', 'after an error'],
  )
  assertError(
    failureOf(() => wrong.end()),
    ['ERR_CLOSED', 'after an error'],
  )
  const mine = new RangeError('mine')
  const thrower = new JsonRecords(() => {
    throw mine
  })
  assert.throws(() => thrower.push(utf8Of('1\n'), 0, 2), mine)
  assertError(
    failureOf(() => thrower.push(utf8Of('1\n'), 0, 2)),
    ['ERR_CLOSED', ''],
  )
})

test('a first byte below 16 is shown in two digits', () => {
  assertError(
    failureOf(() => new JsonRecords(() => {}).push(utf8Of('\x01\n'), 0, 2)),
    ['ERR_RECORD_SYNTAX', 'byte 0x01'],
  )
})

// Any values, written in any of the forms and cut anywhere, are read back.
test('write, cut, parse', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 12 }),
      fc.constantFrom(['', '\n'], ['', '\r\n'], ['', '\r'], ['\x1e', '\n'], ['\x1e', ''], ['\n', '']),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 100 }),
      (values, [before, after], cut) => {
        const wire = values.map((value) => before + JSON.stringify(value) + after).join('')
        const { records, error } = parse(pieces(utf8Of(wire), cut))
        assert.equal(error, undefined)
        assert.deepEqual(
          records,
          values.map((value) => JSON.parse(JSON.stringify(value))),
        )
      },
    ),
    { numRuns: 1500, interruptAfterTimeLimit: 2500, markInterruptAsFailure: false },
  )
})

// Values in any layout, back to back or over several lines, are the same as one by one. A value is passed on with its last byte,
// unless it is a number.
test('values back to back and over several lines, cut anywhere', () => {
  const layout = fc.tuple(fc.constantFrom(undefined, 1, '\t'), fc.constantFrom('', ' ', '\n', '\r\n', '\x1e', '\n\n'))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.jsonValue(), layout), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 100 }),
      (values, cut) => {
        let wire = ''
        for (const [value, [indent, after]] of values) {
          const text = JSON.stringify(value, null, indent)
          // Two numbers need a separator.
          wire += /\d$/.test(wire) && /^\d/.test(text) ? ` ${text}${after}` : text + after
        }
        const { records, error } = parse(pieces(utf8Of(wire), cut))
        assert.equal(error, undefined)
        assert.deepEqual(
          records,
          values.map(([value]) => JSON.parse(JSON.stringify(value))),
        )
      },
    ),
    { numRuns: 1500, interruptAfterTimeLimit: 2500, markInterruptAsFailure: false },
  )
})

test('numbers of every form, within a value over several lines and back to back, cut anywhere', () => {
  const numbers = ['0', '-0', '7', '-12', '0.5', '-1.25', '1e5', '2E7', '1e+21', '3E-07', '1.5e+10', '-2.25e-12']
  const wire = Buffer.from(`[${numbers.join(',\n')}]\n${numbers.join(' ')}\n[${numbers.join('\n,')}]`)
  const list = numbers.map(Number)
  for (let size = 1; size <= wire.length; size++) {
    const found: unknown[] = []
    const records = new JsonRecords((value) => found.push(value))
    for (let at = 0; at < wire.length; at += size) records.push(wire, at, Math.min(at + size, wire.length))
    records.end()
    assert.deepEqual(found, [list, ...list, list], `pieces of ${size}`)
  }
  for (const wrong of ['[1e\n]', '[-\n]', '[1.\n]', '[1e+\n]', '[01\n]']) {
    const records = new JsonRecords(() => {})
    const bytes = Buffer.from(wrong)
    assert.throws(() => records.push(bytes, 0, bytes.length), { code: 'ERR_RECORD_SYNTAX' }, wrong)
  }
})

test('any text is read the same however it is cut, and gives what JSON.parse takes', () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a"',
    '\\',
    '\n',
    ' ',
    '0',
    '1',
    '-',
    '.',
    'e',
    '+',
    'true',
    'nul',
    '\x1e',
  )
  fc.assert(
    fc.property(fc.array(token, { maxLength: 14 }), (tokens) => {
      const bytes = utf8Of(tokens.join(''))
      const whole = parse([bytes])
      for (const all of cuts(bytes)) {
        const { records, error } = parse(all)
        assert.deepEqual(records, whole.records)
        assert.equal((error as Error | undefined)?.message, (whole.error as Error | undefined)?.message)
      }
      try {
        const value: unknown = JSON.parse(tokens.join(''))
        assert.deepEqual(whole, { records: [value], error: undefined })
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
      }
    }),
    { numRuns: 3000, interruptAfterTimeLimit: 3000, markInterruptAsFailure: false },
  )
})

test('a record is passed on with its last byte', () => {
  const records: unknown[] = []
  const machine = new JsonRecords((value) => records.push(value))
  for (const text of ['{"a":1}', '"b"', 'true']) {
    machine.push(utf8Of(text), 0, text.length)
    assert.deepEqual(records.pop(), JSON.parse(text))
  }
})
