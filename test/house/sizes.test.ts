// A file has at most 300 lines, or 400 if it consists of one class. Each source begins with a comment of 2 to 6 lines that says what it
// is. The generated src/engine/schema.ts may be longer.

import assert from 'node:assert/strict'
import test from 'node:test'
import { assertNone, filesUnder, read } from './sources.ts'

const LINES = 300
const CLASS_LINES = 400
const OPENING = { least: 2, most: 6 }
const generated = ['src/engine/schema.ts']

// test/vectors has data only.
const written = ['src', 'test', 'bench', 'docs/examples']
  .flatMap((folder) => filesUnder(folder, /\.(ts|js|mjs)$/))
  .filter((file) => !generated.includes(file) && !file.startsWith('test/vectors/'))

/** The number of `//` lines at the start of a text, after a `#!` line. */
function openingLines(text: string): number {
  const lines = text.replace(/^#!.*\n/, '').split('\n')
  const end = lines.findIndex((line) => !line.startsWith('//'))
  return end < 0 ? lines.length : end
}

/** Whether a file consists of one class: it has exactly one at its top level, with most of the text. */
function isOneClass(text: string): boolean {
  const [body, other] = text.match(/^(?:export )?(?:default )?(?:abstract )?class [\s\S]*?^}/gm) ?? []
  return body !== undefined && other === undefined && body.length > text.length / 2
}

test(`no file has more than ${LINES} lines, or ${CLASS_LINES} with one class`, () => {
  assert.ok(written.length > 0)
  const long = written
    .map((file) => ({ file, text: read(file).trimEnd() }))
    .map(({ file, text }) => ({ file, lines: text.split('\n').length, most: isOneClass(text) ? CLASS_LINES : LINES }))
    .filter(({ lines, most }) => lines > most)
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

test('a file of one class is recognised', () => {
  const lines = 'x\n'.repeat(20)
  assert.equal(isOneClass(`import a\n\nexport class A {\n${lines}}\n`), true)
  assert.equal(isOneClass(`class A {\n${lines}}\nclass B {\n${lines}}\n`), false)
  assert.equal(isOneClass(`class A {\n}\n${lines}`), false)
  assert.equal(isOneClass(lines), false)
})
