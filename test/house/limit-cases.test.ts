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

const limits = [
  ...new Set(
    read('docs/limits.md')
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .flatMap((row) => [...row.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map((match) => match[1]!))
      .filter((name) => !name.startsWith('ERR_')),
  ),
]
/** Each limit with three cases, and the file that has them. */
const declared = filesUnder('test', /\.test\.ts$/)
  .filter((file) => !file.startsWith('test/house/'))
  .flatMap((file) => declaredIn(read(file)).map((name) => ({ name, file })))

test('each limit has its three cases, or is in the list of those without', () => {
  assert.ok(limits.length > 100, `${limits.length} limits`)
  const names = declared.map(({ name }) => name)
  assertNone(
    limits.filter((limit) => !names.includes(limit) && !WITHOUT.includes(limit)),
    'without a test at, below and above',
  )
})

test('the list has no limit that has its three cases, and none that does not exist', () => {
  assertNone(
    WITHOUT.filter((name) => !limits.includes(name) || declared.some((one) => one.name === name)),
    'to be taken off the list',
  )
})

test('what has three cases is a limit of docs/limits.md, and has them in one file', () => {
  assert.ok(declared.length >= 13, `${declared.length}`)
  assertNone(
    declared
      .filter(({ name }, at) => !limits.includes(name) || declared.findIndex((one) => one.name === name) !== at)
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
