// The runner's order and prediction, and that all files of the list of slow files exist.

import assert from 'node:assert/strict'
import test from 'node:test'
import { assertNone, filesUnder } from '../house/sources.ts'
import { inWords, readDurations, secondsFor, slowestFirst } from './durations.ts'

const some = new Map([
  ['test/b.test.ts', 2],
  ['test/c.test.ts', 30],
])

test('the slowest file runs first, and unlisted ones keep their order', () => {
  const files = ['e', 'b', 'a', 'c']
  assert.deepEqual(
    slowestFirst(files, some, (file) => `test/${file}.test.ts`),
    ['c', 'b', 'e', 'a'],
  )
})

test('a run takes as long as its longest file at least', () => {
  assert.equal(secondsFor(['test/b.test.ts', 'test/c.test.ts'], some, 4), 30)
  assert.equal(secondsFor(['test/b.test.ts', 'test/b.test.ts'], some, 1), 4)
  assert.equal(inWords(3), '5 s')
  assert.equal(inWords(130), '2.5 min')
})

test('every file of test/tools/durations.json exists (npm test -- --times writes the list)', () => {
  const files = new Set(filesUnder('test', /\.test\.ts$/))
  assertNone(
    [...readDurations().keys()].filter((file) => !files.has(file)),
    'listed and not there',
  )
})
