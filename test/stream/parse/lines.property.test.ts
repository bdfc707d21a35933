// Output that is cut into frames in any way, with frames of the other output between, has the lines of the whole; each within the limit.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LineSplitter } from '../../../src/stream/parse/lines.ts'
import { finderFor, NO_WORDS, scanLine, wordsOf } from '../../../src/stream/parse/scan.ts'
import fc from '../../support/property.ts'
import { pieces, Scratch } from '../support.ts'

const budget = { numRuns: 1500, interruptAfterTimeLimit: 2500, markInterruptAsFailure: false }
const text = fc.array(fc.constantFrom('a', 'é', '€', '😀', '\n', '\r', '\r\n', 'some words of text '), {
  maxLength: 60,
})
const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 100 })

test('two outputs, interleaved', () => {
  fc.assert(
    fc.property(text, text, lengths, lengths, fc.boolean(), fc.boolean(), (one, two, cutOne, cutTwo, raw, windowed) => {
      const texts = [one.join(''), two.join('')]
      const queues = [pieces(Buffer.from(texts[0]!), cutOne), pieces(Buffer.from(texts[1]!), cutTwo)]
      const seen: string[][] = [[], []]
      const open = [false, false]
      const splitter = new LineSplitter((kind, line, complete) => {
        seen[kind - 1]!.push(line)
        open[kind - 1] = !complete
      }, raw)
      const scratch = new Scratch()
      for (let turn = 0; queues[0]!.length + queues[1]!.length > 0; turn++) {
        const piece = queues[turn % 2]!.shift()
        if (piece === undefined) continue
        scratch.lend(piece, (bytes, start, end) => {
          if (windowed) splitter.window(bytes, end)
          splitter.push(1 + (turn % 2), bytes, start, end)
        })
      }
      splitter.end()
      for (const index of [0, 1]) {
        const whole = texts[index]!
        const expected = whole.split(raw ? /\r?\n/ : '\n')
        // A last line without LF keeps its CR.
        if (expected.at(-1) === '') expected.pop()
        assert.deepEqual(seen[index], expected)
        assert.equal(open[index], whole !== '' && !whole.endsWith('\n'))
      }
    }),
    budget,
  )
})

test('over the limit: the pieces are the line again, none longer than the limit, no character split', () => {
  fc.assert(
    fc.property(text, lengths, fc.integer({ min: 4, max: 40 }), (parts, cut, limit) => {
      const whole = parts.join('')
      let again = ''
      const splitter = new LineSplitter(
        (_kind, piece, complete) => {
          assert(Buffer.byteLength(piece) <= limit)
          assert(!piece.includes('\ufffd'))
          again += complete ? `${piece}\n` : piece
        },
        false,
        { maxLineBytes: limit },
      )
      for (const piece of pieces(Buffer.from(whole), cut)) splitter.push(1, piece, 0, piece.length)
      splitter.end()
      assert.equal(again, whole)
    }),
    budget,
  )
})

test('scanLine finds what a loop finds, by words and by bytes', () => {
  const byte = fc.constantFrom(10, 11, 9, 0, 1, 97, 0x7f, 0x80, 0x8a, 0xff)
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), fc.nat({ max: 40 }), fc.nat({ max: 40 }), (list, a, b) => {
      const bytes = new Uint8Array(list)
      const start = Math.min(a, b, list.length)
      const end = Math.min(Math.max(a, b), list.length)
      let at = start
      while (at < end && bytes[at] !== 10) at++
      const ascii = list.slice(start, at).every((value) => value < 0x80)
      assert.equal(scanLine(bytes, wordsOf(bytes), start, end), ascii ? at : ~at)
      assert.equal(scanLine(bytes, NO_WORDS, start, end), ascii ? at : ~at)
    }),
    { ...budget, numRuns: 5000 },
  )
})

test('scanLine in long lines: the place is right, and a line is called ASCII only if it is', () => {
  const run = fc.tuple(fc.constantFrom(97, 0xc3, 10), fc.integer({ min: 1, max: 300 }))
  fc.assert(
    fc.property(fc.array(run, { maxLength: 6 }), fc.nat({ max: 900 }), fc.nat({ max: 900 }), (runs, a, b) => {
      const bytes = new Uint8Array(runs.flatMap(([value, times]) => new Array<number>(times).fill(value)))
      const start = Math.min(a, b, bytes.length)
      const end = Math.min(Math.max(a, b), bytes.length)
      let at = start
      while (at < end && bytes[at] !== 10) at++
      const ascii = bytes.subarray(start, at).every((value) => value < 0x80)
      for (const words of [wordsOf(bytes), NO_WORDS]) {
        const found = scanLine(bytes, words, start, end)
        assert.equal(found < 0 ? ~found : found, at)
        if (!ascii) assert.ok(found < 0)
        else if (at - start < 128) assert.equal(found, at)
      }
    }),
    { ...budget, numRuns: 3000 },
  )
})

test('a search with and without Buffer', () => {
  const bytes = new Uint8Array([1, 10, 2, 10])
  for (const find of [finderFor(Buffer), finderFor(undefined)]) {
    assert.equal(find.call(bytes, 10, 0), 1)
    assert.equal(find.call(bytes, 3, 0), -1)
  }
})
