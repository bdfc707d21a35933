import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type LineOptions, LineSplitter, MAX_LINE_BYTES } from '../../../src/stream/parse/lines.ts'
import { lineVectors } from '../../vectors/stream/lines.ts'
import { cuts, Scratch, utf8Of } from '../support.ts'

type SeenLine = [kind: number, text: string, complete: boolean]

function optionsOf(limit: number | undefined): LineOptions {
  return limit === undefined ? {} : { maxLineBytes: limit }
}

describe('vectors', () => {
  for (const { name, pieces, lines, raw = false, limit } of lineVectors) {
    test(name, () => {
      for (const windowed of [false, true]) {
        for (const cut of cutsOf(pieces)) {
          const seen: SeenLine[] = []
          const splitter = new LineSplitter((...line) => seen.push(line), raw, optionsOf(limit))
          const scratch = new Scratch()
          for (const [kind, piece] of cut) {
            scratch.lend(piece, (bytes, start, end) => {
              if (windowed) splitter.window(bytes, end)
              splitter.push(kind, bytes, start, end)
            })
          }
          splitter.end()
          assert.deepEqual(seen, lines)
        }
      }
    })
  }
})

/** Each piece with all its cuts, the others whole. */
function* cutsOf(pieces: [number, string][]): Generator<[number, Uint8Array][]> {
  yield pieces.map(([kind, text]) => [kind, utf8Of(text)])
  for (const [index, [kind, text]] of pieces.entries()) {
    for (const cut of cuts(utf8Of(text))) {
      yield pieces.flatMap(([otherKind, other], at): [number, Uint8Array][] =>
        at === index ? cut.map((piece) => [kind, piece]) : [[otherKind, utf8Of(other)]],
      )
    }
  }
}

test('bytes that are not UTF-8 are U+FFFD, whichever way they are read', () => {
  for (const windowed of [false, true]) {
    const seen: string[] = []
    const splitter = new LineSplitter((_kind, text) => seen.push(text), false, { maxLineBytes: 4 })
    const bytes = new Uint8Array([
      0xff, 10, 0xe2, 0x82, 10, 0x80, 0x80, 0x80, 0x80, 0x80, 10, 97, 0x80, 0x80, 0x80, 0x80, 10,
    ])
    if (windowed) splitter.window(bytes, bytes.length)
    splitter.push(1, bytes, 0, bytes.length)
    const bad = '\ufffd'
    assert.deepEqual(seen, [bad, bad, bad.repeat(4), bad, `a${bad.repeat(3)}`, bad])
  }
})

test('a window serves lines before and after what it has decoded, and none outside', () => {
  const text = Array.from({ length: 4000 }, (_, i) => `line ${i}\n`).join('')
  const bytes = utf8Of(`${text}${'x'.repeat(9000)}\ny\n`)
  const seen: string[] = []
  const splitter = new LineSplitter((_kind, line) => seen.push(line))
  splitter.window(bytes, bytes.length)
  splitter.push(1, bytes, 7, bytes.length)
  splitter.push(1, bytes, 0, 7)
  splitter.window(bytes, 7)
  splitter.push(1, bytes, 7, 14)
  splitter.window(undefined, 0)
  splitter.push(1, bytes, 0, 7)
  assert.deepEqual(seen.slice(0, 2), ['line 1', 'line 2'])
  assert.deepEqual(seen.slice(3999), ['x'.repeat(9000), 'y', 'line 0', 'line 1', 'line 0'])
})

test('memory that does not begin on a word', () => {
  const seen: string[] = []
  const splitter = new LineSplitter((_kind, line) => seen.push(line))
  const bytes = new Uint8Array(utf8Of('?a line of some length\nanother\n').buffer, 1)
  splitter.window(bytes, bytes.length)
  splitter.push(1, bytes, 0, bytes.length)
  assert.deepEqual(seen, ['a line of some length', 'another'])
})

test('a line of 20,000 bytes in records of 16 KiB is one line, as is one of the default limit', () => {
  const seen: SeenLine[] = []
  const splitter = new LineSplitter((...line) => seen.push(line))
  const long = utf8Of(`${'€'.repeat(6666)}ab`)
  splitter.push(1, long, 0, 16384)
  splitter.push(2, utf8Of('between\n'), 0, 8)
  splitter.push(1, long, 16384, long.length)
  splitter.push(1, utf8Of('\n'), 0, 1)
  const limit = new Uint8Array(MAX_LINE_BYTES + 1).fill(97)
  limit[MAX_LINE_BYTES] = 10
  splitter.push(1, limit, 0, 5000)
  splitter.push(1, limit, 5000, limit.length)
  splitter.end()
  splitter.end()
  assert.deepEqual(
    seen.map(([kind, text, complete]) => [kind, text.length, complete]),
    [
      [2, 7, true],
      [1, 6668, true],
      [1, MAX_LINE_BYTES, true],
    ],
  )
})
