// Files stay short, and each source opens by saying what it is: 300 lines at most, 2 to 6 lines of opening comment.
// The generated src/engine/schema.ts is excepted from the size.

import assert from 'node:assert/strict'
import test from 'node:test'
import { assertNone, filesUnder, read } from './sources.ts'

const LINES = 300
const OPENING = { least: 2, most: 6 }
const generated = ['src/engine/schema.ts']

// test/vectors holds data: what engines sent, as tables.
const written = ['src', 'test', 'bench', 'docs/examples']
  .flatMap((folder) => filesUnder(folder, /\.(ts|js|mjs)$/))
  .filter((file) => !generated.includes(file) && !file.startsWith('test/vectors/'))

/** How many lines of `//` a text begins with, after a `#!` line. */
function openingLines(text: string): number {
  const lines = text.replace(/^#!.*\n/, '').split('\n')
  const end = lines.findIndex((line) => !line.startsWith('//'))
  return end < 0 ? lines.length : end
}

test(`no file has more than ${LINES} lines`, () => {
  assert.ok(written.length > 0)
  const long = written
    .map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LINES)
  assertNone(
    long.map(({ file, lines }) => `${file}: ${lines}`),
    'longer',
  )
})

test('every source file opens with a comment of 2 to 6 lines', () => {
  const wrong = written
    .filter((file) => file.startsWith('src/'))
    .map((file) => ({ file, lines: openingLines(read(file)) }))
    .filter(({ lines }) => lines < OPENING.least || lines > OPENING.most)
  assertNone(
    wrong.map(({ file, lines }) => `${file}: ${lines}`),
    'with another opening',
  )
})
