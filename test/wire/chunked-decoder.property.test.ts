// Invariant: however a body is cut into chunks and ranges, the decoder delivers exactly the body.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FairleadError } from '../../src/error.ts'
import { ChunkedDecoder } from '../../src/wire/chunked-decoder.ts'
import { Collector, feed } from '../support/feed.ts'
import fc from '../support/property.ts'

const budget = { numRuns: 2000, interruptAfterTimeLimit: 2500, markInterruptAsFailure: false }

const extension = fc.constantFrom('', '', '', ';a', ' ; b="c d"', '\t;=;\xff', '  ')
const trailer = fc.constantFrom('', '', 'A: b\r\n', 'A:\r\nX-Y: z \r\n')
const chunk = fc.record({
  data: fc.uint8Array({ minLength: 1, maxLength: 400 }),
  zeros: fc.nat({ max: 4 }),
  capital: fc.boolean(),
  extension,
})

test('any chunking, cut anywhere', () => {
  fc.assert(
    fc.property(
      fc.array(chunk, { maxLength: 12 }),
      extension,
      trailer,
      fc.array(fc.nat(), { maxLength: 12 }),
      (chunks, lastExtension, trailers, places) => {
        const pieces: Uint8Array[] = []
        for (const { data, zeros, capital, extension } of chunks) {
          const size = data.length.toString(16)
          const head = `${'0'.repeat(zeros)}${capital ? size.toUpperCase() : size}${extension}\r\n`
          pieces.push(Buffer.from(head, 'latin1'), data, Buffer.from('\r\n'))
        }
        pieces.push(Buffer.from(`0${lastExtension}\r\n${trailers}\r\n`, 'latin1'))
        const input = Buffer.concat(pieces)
        const body = Buffer.concat(chunks.map(({ data }) => data))
        const cuts = places.map((place) => place % (input.length + 1)).sort((a, b) => a - b)
        const sink = new Collector()
        const decoder = new ChunkedDecoder(sink)
        feed(input, cuts, {
          push: (bytes, start, end) => assert.equal(decoder.push(bytes, start, end), end),
          result: (error) => {
            if (error !== undefined) throw error
          },
        })
        assert.equal(decoder.done, true)
        assert.ok(body.equals(sink.bytes))
      },
    ),
    budget,
  )
})

test('random bytes give a FairleadError or nothing, and none past the end is consumed', () => {
  const noise = fc.array(fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('0123\r\n\r\n;a: '))), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(noise, fc.nat({ max: 20 }), (array, start) => {
      const bytes = Uint8Array.from(array)
      const from = Math.min(start, bytes.length)
      let delivered = 0
      const decoder = new ChunkedDecoder({
        onData(data, a, b) {
          assert.equal(data, bytes)
          assert.ok(from <= a && a < b && b <= bytes.length)
          delivered += b - a
        },
      })
      try {
        const at = decoder.push(bytes, from, bytes.length)
        assert.ok(at >= from && at <= bytes.length)
        assert.equal(at < bytes.length && !decoder.done, false)
      } catch (error) {
        assert.ok(error instanceof FairleadError, String(error))
      }
      assert.ok(delivered <= bytes.length)
    }),
    budget,
  )
})
