// .dockerignore by the vectors seen with the docker CLI (28.2, classic builder), without a CLI: lines, and what they leave out of one
// context. Also: BuildKit's rules for folders, odd patterns, and that many or hostile patterns cost little.

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { Slices } from '../../src/archive/base/slices.ts'
import { parseIgnoreFile } from '../../src/archive/ignore/ignore-file.ts'
import { IgnoreMatcher } from '../../src/archive/ignore/ignore-matcher.ts'
import { type TreeEntry, walk, walkInSlices } from '../../src/archive/tree/walk.ts'
import { tempDir } from '../support/temp.ts'

const FILES =
  '!bang|#hash|.git/config|.hid|Dockerfile|Readme.md|TMP/T|[x]|a|a.txt|ab|abc|b.md|back\\slash|dir/a.txt|dir/b.md|dir/sub/a.txt|dir/sub/c|dir2/f|' +
  'logs/keep/k|logs/l1|sp ace|tmp/t|tr |x/dir/a.txt'
const DIR = 'dir/ dir/a.txt dir/b.md dir/sub/ dir/sub/a.txt dir/sub/c'
const IN_DIR = DIR.slice(5)
const LOGS = 'logs/ logs/keep/ logs/keep/k logs/l1'
const SUB = 'dir/sub/ dir/sub/a.txt dir/sub/c'
const GIT = '.git/ .git/config'
const A_FILES = 'a.txt dir/a.txt dir/sub/a.txt x/dir/a.txt'

/** Lines → what is left out, with spaces between; a space in a name is `·`. */
const VECTORS: [lines: string, leftOut: string][] = [
  ['*.md', 'Readme.md b.md'],
  ['**/*.md', 'Readme.md b.md dir/b.md'],
  ['dir', DIR],
  ['dir/', DIR],
  ['/dir', DIR],
  ['./dir', DIR],
  ['dir/*', IN_DIR],
  ['dir/**', IN_DIR],
  ['**/dir', `${DIR} x/dir/ x/dir/a.txt`],
  ['**/a.txt', A_FILES],
  ['*/a.txt', 'dir/a.txt'],
  ['!a.txt\n*', 'ALL'],
  ['*', 'ALL'],
  ['**', 'ALL'],
  ['*\n!a.txt', 'ALL but a.txt'],
  ['*\n!dir/a.txt', 'ALL but dir/a.txt'],
  ['**\n!dir/**', `ALL but ${IN_DIR}`],
  ['dir\n!dir/sub', 'dir/ dir/a.txt dir/b.md'],
  ['dir/*\n!dir/sub/c', 'dir/a.txt dir/b.md dir/sub/ dir/sub/a.txt'],
  ['dir/sub/\n!dir/sub/a.txt', 'dir/sub/ dir/sub/c'],
  ['logs\n!logs/keep/', 'logs/ logs/l1'],
  ['logs/\n!**/k', LOGS],
  ['logs/**\n!logs/keep/k', 'logs/keep/ logs/l1'],
  ['*.md\n!Readme.md\nReadme*', 'Readme.md b.md'],
  ['**/b*\n!b.md', 'back\\slash dir/b.md'],
  ...['# c\na.txt', ' # c\na.txt', '  a.txt  ', '\ufeffa.txt', 'dir/../a.txt'].map((lines): [string, string] => [
    lines,
    'a.txt',
  ]),
  ...[
    '\n\ufeffa.txt',
    '#hash',
    '! a.txt',
    'dir\\sub',
    '../x',
    '..',
    '.',
    '/',
    'a.txt/..',
    '{a.txt,b.md}',
    'a.+',
    'a.txt\0',
  ].map((lines): [string, string] => [lines, '']),
  ['\\#hash', '#hash'],
  ['\\!bang', '!bang'],
  ['back\\\\slash', 'back\\slash'],
  ['a.txt\r\nb.md\r', 'a.txt b.md'],
  ['a?', 'ab'],
  ['a*', 'a a.txt ab abc'],
  ['?.txt', 'a.txt'],
  ['[ab]', 'a'],
  ['[!a]', 'a'],
  ['[^a]', 'x/ x/dir/ x/dir/a.txt'],
  ['tmp', 'tmp/ tmp/t'],
  ['sp ace', 'sp·ace'],
  ['sp\\ ace', 'sp·ace'],
  ['tr?', 'tr·'],
  ['dir**', `${DIR} dir2/ dir2/f`],
  ['**sub**', SUB],
  ['dir/**/c', 'dir/sub/c'],
  ['*/*/c', 'dir/sub/c'],
  ['x/**/a.txt', 'x/dir/a.txt'],
  ['**/sub/*', 'dir/sub/a.txt dir/sub/c'],
  ['.*', `${GIT} .hid`],
]

function makeContext(t: TestContext): string {
  const folder = tempDir(t)
  for (const name of FILES.split('|')) {
    mkdirSync(path.dirname(`${folder}/${name}`), { recursive: true })
    writeFileSync(`${folder}/${name}`, '')
  }
  return folder
}

async function entries(folder: string, lines: string, rules?: 'classic' | 'sync'): Promise<Set<string>> {
  const ignore = new IgnoreMatcher(parseIgnoreFile(lines, 'lines'))
  const found = new Set<string>()
  for await (const entry of walk(folder, { ignore, rules })) {
    found.add(entry.path.replaceAll(' ', '·') + (entry.stat.isDirectory() ? '/' : ''))
  }
  assert.deepEqual(await inSlices(folder, ignore, rules), [...found])
  return found
}

/** The same by the other pace, with a turn of the event loop after each entry. */
async function inSlices(folder: string, ignore: IgnoreMatcher, rules?: 'classic' | 'sync'): Promise<string[]> {
  let time = 0
  const slices = new Slices({ now: () => time++ * 3, turn: async () => {} })
  const make = ({ path, stat }: TreeEntry) => path.replaceAll(' ', '·') + (stat.isDirectory() ? '/' : '')
  const found: string[] = []
  for await (const batch of walkInSlices(folder, { ignore, rules, slices, make })) found.push(...batch)
  return found
}

test(`${VECTORS.length} ignore files leave out what the docker CLI leaves out`, {
  skip: process.platform === 'win32' && 'names that Windows does not have',
}, async (t) => {
  const folder = makeContext(t)
  const all = await entries(folder, '')
  assert.equal(all.size, 35)
  for (const [lines, expected] of VECTORS) {
    const kept = await entries(folder, lines)
    const leftOut = [...all].filter((name) => !kept.has(name)).sort()
    const [, but] = /^ALL(?: but (.*))?$/.exec(expected) ?? []
    const wanted = expected.startsWith('ALL')
      ? [...all].filter((name) => !(but ?? '').split(' ').includes(name))
      : expected.split(' ').filter(Boolean)
    assert.deepEqual(leftOut, wanted.sort(), JSON.stringify(lines))
  }
})

test('by BuildKit’s rules, a `!` with wildcards brings files back from folders, and their folders with them', async (t) => {
  const folder = makeContext(t)
  const all = await entries(folder, '')
  for (const [lines, leftOut] of [
    ['logs/\n!**/k', 'logs/l1'],
    ['logs\n!logs/keep/k', 'logs/l1'],
    ['logs\n!logs/keep/**', 'logs/l1'],
    ['dir\n!dir/sub/*', 'dir/a.txt dir/b.md'],
    ['dir\n!x/**', DIR],
    ['dir', DIR],
  ] as const) {
    const kept = await entries(folder, lines, 'sync')
    assert.deepEqual(
      [...all].filter((name) => !kept.has(name)).sort(),
      leftOut.split(' ').sort(),
      JSON.stringify(lines),
    )
    // A folder comes before what is in it.
    for (const name of kept)
      if (name.includes('/', 1) && !name.endsWith('/')) assert.ok(kept.has(`${path.dirname(name)}/`), name)
  }
})

test('patterns that are refused, at once or when they are tried', () => {
  for (const pattern of ['a[', '!', 'b\\', '[]a]', '[a-]', '[-a]']) {
    assert.throws(() => new IgnoreMatcher([pattern]), { code: 'ERR_IGNORE' }, pattern)
  }
  // Docker looks no further than it has to, and compiles a pattern when it tries it.
  for (const pattern of ['b*[', 'x/[z-a]', '**/\\e']) {
    const matcher = new IgnoreMatcher([`!${pattern}`])
    assert.equal(matcher.ignores('a'), false)
    assert.throws(() => new IgnoreMatcher([pattern]).ignores('x/y'), { code: 'ERR_IGNORE' }, pattern)
  }
})

test('thousands of lines and hostile patterns are quick', () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `folder${index % 100}/file${index}`)
  const many = new IgnoreMatcher([...lines, '**/node_modules', '*.log'])
  let tried = 0
  const pattern = many.patterns[0]!
  const matches = Object.getPrototypeOf(pattern).matches as (path: string) => boolean
  Object.getPrototypeOf(pattern).matches = function (this: unknown, path: string) {
    tried++
    return matches.call(this, path)
  }
  try {
    assert.equal(many.ignores('folder7/file107'), true)
    assert.equal(many.ignores('folder7/file108'), false)
    assert.equal(many.ignores('a/node_modules/b'), true)
  } finally {
    Object.getPrototypeOf(pattern).matches = matches
  }
  assert.ok(tried < 40, `${tried} patterns were tried`)
  // With backtracking this would not end.
  const hostile = new IgnoreMatcher([`${'a*'.repeat(40)}b`, `${'**/a'.repeat(40)}/b`])
  assert.equal(hostile.ignores('a'.repeat(4000)), false)
  assert.equal(hostile.ignores('a/'.repeat(1000)), false)
})
