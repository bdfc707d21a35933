// docs/robustness.md and docs/security.md: the 36 problems are all there, and each problem and claim names a test that exists.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { assertNone, read, root } from './sources.ts'

const rows = [...read('docs/robustness.md').matchAll(/^\| (\d+) \|.*\| `([^`]+)` \|$/gm)]

test('each of the 36 problems has a row, in order', () => {
  assert.deepEqual(
    rows.map(([, number]) => Number(number)),
    Array.from({ length: 36 }, (_, at) => at + 1),
  )
})

const claims = [...read('docs/security.md').matchAll(/^\| [^-].* \| `([^`]+)` \|$/gm)]

test('each row names a test that exists', () => {
  assert.ok(claims.length >= 15, `${claims.length} claims`)
  assertNone(
    [...rows.map(([, , file]) => file!), ...claims.map(([, file]) => file!)]
      .map((file) => path.join('test', file))
      .filter((file) => !existsSync(path.join(root, file))),
    'tests that do not exist',
  )
})
