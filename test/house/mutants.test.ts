// test/mutants/mutants.json: each mutant still changes one place of its file. `npm run mutants` runs the tests against each of them.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import type { Mutant } from '../tools/mutants.ts'
import { assertNone, read, root } from './sources.ts'

const mutants = JSON.parse(readFileSync(path.join(root, 'test/mutants/mutants.json'), 'utf8')) as Mutant[]

test('there are 120 mutants or more, of all four folders', () => {
  assert.ok(mutants.length >= 120, `${mutants.length}`)
  for (const folder of ['wire', 'stream', 'net', 'engine'])
    assert.ok(mutants.filter(({ file }) => file.startsWith(`src/${folder}/`)).length >= 20, folder)
})

test('what each of them changes is there once', () => {
  assertNone(
    mutants
      .map(({ file, find, replace }, at) => ({ at, file, find, replace, found: read(file).split(find).length - 1 }))
      .filter(({ find, replace, found }) => found !== 1 || find === replace)
      .map(({ at, file, find, found }) => `${at} ${file}: ${found} times: ${find.trim()}`),
    'mutants that need a new text',
  )
})
