// docs/architecture.md: each file and folder that it names exists, those of the table "Where is …?" first of all.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { assertNone, read, root } from './sources.ts'

const page = read('docs/architecture.md')
const section = page.split(/^## /m).find((text) => text.startsWith('Where is')) ?? ''
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, behaviour = '', files = '']) => ({ behaviour, files: [...files.matchAll(/`([^`]+)`/g)].map((m) => m[1]!) }))

/** A path that the page writes in `code`, as a path from the root; undefined for anything else. */
function pathOf(code: string): string | undefined {
  if (/^(?:src|test|bench|docs)\//.test(code)) return code
  const inside = /^(?:wire|stream|endpoint|archive|net|engine|adapters|recipes|logs|testing)\/[\w./-]*$/.test(code)
  return inside ? `src/${code}` : undefined
}

test('the table has thirty behaviours, and a file for each', () => {
  assert.ok(rows.length >= 30, `${rows.length} rows`)
  assertNone(
    rows.filter(({ files }) => files.length === 0).map(({ behaviour }) => behaviour),
    'behaviours without a file',
  )
  assert.equal(new Set(rows.map(({ behaviour }) => behaviour)).size, rows.length, 'each behaviour is there once')
})

test('each file of the table exists', () => {
  const missing = rows.flatMap(({ behaviour, files }) =>
    files
      .filter((file) => !/\.c?ts$/.test(file) || !existsSync(path.join(root, 'src', file)))
      .map((file) => `${behaviour}: src/${file}`),
  )
  assertNone(missing, 'no such file')
})

test('each path that the page names in its text exists', () => {
  const text = page.replace(/^```[\s\S]*?^```/gm, '')
  const codes = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!)
  const paths = codes.map(pathOf).filter((place) => place !== undefined)
  assert.ok(paths.length >= 30, 'paths are found')
  assertNone(
    paths.filter((place) => !existsSync(path.join(root, place))),
    'no such path',
  )
})

test('the test recognises a path', () => {
  assert.equal(pathOf('wire/framing.ts'), 'src/wire/framing.ts')
  assert.equal(pathOf('test/house/where.test.ts'), 'test/house/where.test.ts')
  assert.equal(pathOf('onRead'), undefined)
  assert.equal(pathOf('fairlead/wire'), undefined)
})
