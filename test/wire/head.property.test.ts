// Invariant: a head that is written from a status and fields is parsed to the same status and fields, however it is cut.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FairleadError } from '../../src/error.ts'
import { HeadParser } from '../../src/wire/head-parser.ts'
import { bytesOf, feed } from '../support/feed.ts'
import fc from '../support/property.ts'

const budget = { numRuns: 3000, interruptAfterTimeLimit: 2500, markInterruptAsFailure: false }

const tchar = fc.constantFrom(..."!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz")
const textChar = fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff }), fc.constant(9))
const text = fc.array(textChar, { maxLength: 40 }).map((codes) => String.fromCharCode(...codes))
const ows = fc.constantFrom('', ' ', '\t', ' \t ')
const field = fc.tuple(fc.string({ unit: tchar, minLength: 1, maxLength: 20 }), text, ows, ows)

test('any head written parses to the same fields', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 599 }),
      fc.constantFrom(0, 1),
      text,
      fc.array(field, { maxLength: 20 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      (status, minor, reason, fields, places) => {
        const lines = fields.map(([name, value, before, after]) => `${name}:${before}${value}${after}\r\n`)
        const input = bytesOf(`HTTP/1.${minor} ${status} ${reason}\r\n${lines.join('')}\r\n`)
        const cuts = places.map((place) => place % (input.length + 1)).sort((a, b) => a - b)
        const parser = new HeadParser()
        let last = -1
        feed(input, cuts, {
          push(bytes, start, end) {
            if (last < 0) last = parser.push(bytes, start, end)
          },
          result: (error) => {
            if (error !== undefined) throw error
          },
        })
        assert.ok(last >= 0)
        const head = parser.head
        assert.deepEqual([head.status, head.minor, head.reason, head.size], [status, minor, reason, fields.length])
        const trimmed = fields.map(([name, value]) => [name, value.replace(/^[ \t]+|[ \t]+$/g, '')])
        assert.deepEqual([...head], trimmed)
        for (const [name] of fields) {
          const values = trimmed
            .filter(([other]) => other?.toLowerCase() === name.toLowerCase())
            .map(([, value]) => value)
          assert.equal(head.get(name.toUpperCase()), values.join(', '))
          assert.deepEqual(head.getAll(name.toLowerCase()), values)
        }
      },
    ),
    budget,
  )
})

test('random bytes give a FairleadError or nothing, and none past the end is consumed', () => {
  const start = fc.constantFrom('', 'HTTP/1.', 'HTTP/1.1 200', 'HTTP/1.1 200 OK\r\n', 'HTTP/1.1 200 OK\r\nA: b\r\n')
  const noise = fc.array(fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('\r\n\r\n: \tab'))), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(start, noise, fc.nat({ max: 255 }), (start, noise, cut) => {
      const bytes = Buffer.concat([Buffer.from(start), Uint8Array.from(noise)])
      const middle = Math.min(cut, bytes.length)
      const parser = new HeadParser()
      try {
        const first = parser.push(bytes, 0, middle)
        assert.ok(first >= -1 && first <= middle)
        const second = first >= 0 ? first : parser.push(bytes, middle, bytes.length)
        assert.ok(second >= -1 && second <= bytes.length)
        if (second >= 0) assert.ok(bytes.subarray(0, second).toString('latin1').endsWith('\r\n\r\n'))
      } catch (error) {
        assert.ok(error instanceof FairleadError, String(error))
      }
    }),
    budget,
  )
})
