// Which limits of docs/limits.md have a test with three cases: at, one below, one above. A call of threeCases() in a test declares them.
// A new limit needs one, or a reason why three cases make no sense.

import assert from 'node:assert/strict'
import test from 'node:test'
import { assertNone, filesUnder, read } from './sources.ts'

/** Limits without such a test, and why: nothing happens beyond them that a test could see. */
const REASONS: Readonly<Record<string, string>> = {
  KEEP_ALIVE_MS: 'the kernel keeps it: it decides when a silent connection is probed, and when it is dead',
  RATE_MS: 'a pace: how fast older bytes lose weight in an average',
  READ_BYTES: "a buffer's size: what does not fit in it is the next read",
  READ_MEMORY_BYTES: "a buffer's size: the same, of memory that a reader gives",
  SSH_CONNECT_MS: 'ssh keeps it, in whole seconds; test/net/socket/ssh.test.ts has the argument that ssh gets',
}
const WITHOUT = Object.keys(REASONS)

/** The limits that a text of the tests declares the three cases of. */
function declaredIn(text: string): string[] {
  return [...text.matchAll(/^\s*threeCases\('([A-Z][A-Z0-9_]+)', \1\b/gm)].map((match) => match[1]!)
}

/** How many rows of the page name each limit: two of one name are limits of two modules. */
const limits = new Map<string, number>()
for (const row of read('docs/limits.md').split('\n')) {
  if (!row.startsWith('| ')) continue
  const names = [...row.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map((match) => match[1]!)
  for (const name of new Set(names)) if (!name.startsWith('ERR_')) limits.set(name, (limits.get(name) ?? 0) + 1)
}
/** Each limit with three cases, and the file that has them. */
const declared = filesUnder('test', /\.test\.ts$/)
  .filter((file) => !file.startsWith('test/house/'))
  .flatMap((file) => declaredIn(read(file)).map((name) => ({ name, file })))
const countOf = (name: string): number => declared.filter((one) => one.name === name).length

test('each limit has its three cases, or is in the list of those without', () => {
  assert.ok(limits.size > 100, `${limits.size} limits`)
  assertNone(
    [...limits].filter(([name, rows]) => countOf(name) < rows && !WITHOUT.includes(name)).map(([name]) => name),
    'without a test at, below and above',
  )
})

test('the list has no limit that has its three cases, and none that does not exist', () => {
  assertNone(
    WITHOUT.filter((name) => !limits.has(name) || countOf(name) > 0),
    'to be taken off the list',
  )
})

test('what has three cases is a limit of docs/limits.md, and has them in one file', () => {
  assert.ok(declared.length > 100, `${declared.length}`)
  assertNone(
    declared
      .filter(({ name, file }, at) => {
        const isTwice = declared.findIndex((one) => one.name === name && one.file === file) !== at
        return isTwice || countOf(name) > (limits.get(name) ?? 0)
      })
      .map(({ name, file }) => `${name} in ${file}`),
    'of no limit, or twice',
  )
})

test('a declaration is found, and only of the limit that it tests', () => {
  assert.deepEqual(declaredIn("threeCases('MAX_X', MAX_X, (count) => true)"), ['MAX_X'])
  assert.deepEqual(declaredIn("threeCases('LOW_X', LOW_X - 1, (count) => true)"), ['LOW_X'])
  assert.deepEqual(declaredIn("threeCases('MAX_X', MAX_XY, (count) => true)"), [])
  assert.deepEqual(declaredIn("// threeCases('MAX_X', MAX_X, …)"), [])
})
