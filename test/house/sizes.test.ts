// Files stay short, and each source opens by saying what it is: 300 lines at most, 2 to 6 lines of opening comment.
// The generated src/engine/schema.ts is excepted from the size.

import assert from 'node:assert/strict'
import test from 'node:test'
import { filesUnder, read } from './sources.ts'

const LINES = 300
const OPENING = { least: 2, most: 6 }
const generated = ['src/engine/schema.ts']

const written = ['src', 'test', 'bench', 'docs/examples'].flatMap((folder) => filesUnder(folder, /\.(ts|js|mjs)$/))

/** How many lines of `//` a text begins with, after a `#!` line. */
function openingLines(text: string): number {
  const lines = text.replace(/^#!.*\n/, '').split('\n')
  const end = lines.findIndex((line) => !line.startsWith('//'))
  return end < 0 ? lines.length : end
}

test(`no file has more than ${LINES} lines`, () => {
  assert.ok(written.length > 0)
  const long = written
    .filter((file) => !generated.includes(file))
    .map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LINES)
  assert.deepEqual(long, [])
})

test('every source file opens with a comment of 2 to 6 lines', () => {
  const wrong = written
    .filter((file) => /^(src|bench)\//.test(file))
    .map((file) => ({ file, lines: openingLines(read(file)) }))
    .filter(({ lines }) => lines < OPENING.least || lines > OPENING.most)
  assert.deepEqual(wrong, [])
})

test('every test file opens by saying what it holds', () => {
  const silent = written.filter((file) => file.startsWith('test/') && openingLines(read(file)) === 0)
  assert.deepEqual(silent, [])
})
