// Invariant: a strict reader of the written bytes finds exactly what the request writer was given, and no more.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FairleadError } from '../../src/error.ts'
import { HeadParser } from '../../src/wire/head-parser.ts'
import { field, requestLine } from '../../src/wire/request.ts'
import fc from '../support/property.ts'

const budget = { numRuns: 5000, interruptAfterTimeLimit: 2500, markInterruptAsFailure: false }

// Mostly valid, with harmful characters in between.
const harm = fc.constantFrom('\r', '\n', '\r\n', '\r\n\r\n', '\0', ' ', '\t', ':', '\x7f', '\u010d', '\u010a', '\ud800')
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom(...'ABCabc019-_.~!/?%&=') }) },
  { weight: 1, arbitrary: harm },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
)
const text = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''))

test('accepted requests read back', () => {
  let accepted = 0
  let tried = 0
  fc.assert(
    fc.property(text, text, fc.array(fc.tuple(text, text), { maxLength: 3 }), (method, target, fields) => {
      tried++
      let written = ''
      try {
        written = `${requestLine(method, target)}${fields.map(([name, value]) => field(name, value)).join('')}\r\n`
      } catch (error) {
        assert.ok(error instanceof FairleadError && error.code === 'ERR_REQUEST_SYNTAX', String(error))
        return
      }
      accepted++
      const bytes = Buffer.from(written, 'latin1')
      assert.equal(bytes.toString('latin1'), written)
      const lines = written.split('\r\n')
      assert.equal(lines.length, fields.length + 3)
      assert.deepEqual(lines[0]?.split(' '), [method, target, 'HTTP/1.1'])
      // The fields are read by this library's own parser, under a status line.
      const response = Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n'), bytes.subarray(lines[0]!.length + 2)])
      const parser = new HeadParser()
      assert.equal(parser.push(response, 0, response.length), response.length)
      assert.deepEqual([...parser.head], fields)
    }),
    budget,
  )
  // A busy machine tries fewer in the time limit; the share depends on the generator.
  assert.ok(accepted > Math.min(50, tried / 100), `only ${accepted} of ${tried} requests were accepted`)
})
