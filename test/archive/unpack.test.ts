// Unpacking: what it makes, what it refuses, and that another process which swaps folders for symlinks meanwhile leads nowhere. Random
// hostile archives are in hostile.property.test.ts.

import assert from 'node:assert/strict'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import test, { type TestContext } from 'node:test'
import { unpack } from '../../src/archive/tree/unpack.ts'
import type { FairleadError } from '../../src/error.ts'
import { type NewTarEntry, writeTar } from '../../src/files.ts'
import { tempDir } from '../support/temp.ts'

/** A folder `into` to unpack into, and one beside it that must not be touched. */
function place(t: TestContext): { into: string; outside: string } {
  const folder = tempDir(t)
  mkdirSync(`${folder}/into`)
  mkdirSync(`${folder}/outside`)
  writeFileSync(`${folder}/outside/file`, 'untouched')
  return { into: `${folder}/into`, outside: `${folder}/outside` }
}

async function refusal(into: string, entries: NewTarEntry[]): Promise<string> {
  const error = await unpack(writeTar(entries), into).then(
    () => assert.fail('it was unpacked'),
    (error: FairleadError) => error,
  )
  return `${error.code} ${error.message}`
}

test('modes and times, of folders too, although their files come later', async (t) => {
  const { into } = place(t)
  const mtime = new Date(1_000_000_000_000)
  await unpack(
    writeTar([
      { name: './', mode: 0o700, mtime },
      { name: 'a/', mode: 0o555, mtime },
      { name: 'a/b/', mode: 0o2500, mtime },
      { name: 'a/b/f', content: 'f', mode: 0o4711, mtime },
      { name: '/abs', content: 'g', mtime },
      { name: 'implied/deep/x', mtime },
      { name: 'a/l', type: 'symlink', target: '/nowhere', mtime },
    ]),
    into,
  )
  for (const [name, mode] of [
    ['a', 0o555],
    ['a/b', 0o2500],
    ['a/b/f', 0o4711],
    ['abs', 0o644],
  ] as const) {
    const stat = lstatSync(`${into}/${name}`)
    assert.deepEqual([stat.mode & 0o7777, stat.mtimeMs], [mode, 1e12], name)
  }
  assert.equal(lstatSync(`${into}/a/l`).mtimeMs, 1e12)
  assert.equal(lstatSync(`${into}/implied/deep`).mode & 0o777, 0o755 & ~process.umask())
  assert.notEqual(lstatSync(into).mtimeMs, 1e12)
})

test('what leads out is refused, and nothing outside is touched', async (t) => {
  const { into, outside } = place(t)
  symlinkSync(outside, `${into}/own`)
  const file = (name: string): NewTarEntry => ({ name, content: 'evil' })
  const link = (name: string, target: string): NewTarEntry => ({ name, type: 'symlink', target })
  const hard = (name: string, target: string): NewTarEntry => ({ name, type: 'hard-link', target })
  const cases: [NewTarEntry[], RegExp][] = [
    [[file('../outside/file')], /^ERR_ARCHIVE .*an entry leads out of the folder: '..\/outside\/file'/],
    [[file('a/../../outside/file')], /^ERR_ARCHIVE .*leads out/],
    [[link('l', outside), file('l/file')], /^ERR_ARCHIVE .*an entry leads through 'l'/],
    [[link('m', '../outside'), file('m/file')], /^ERR_ARCHIVE .*leads through 'm'/],
    [[file('own/file')], /^ERR_ARCHIVE .*leads through 'own'/],
    [[{ name: 'own/' }, file('own/file')], /^ERR_COPY 'own': a folder would replace something else/],
    [[hard('h', '../outside/file')], /^ERR_ARCHIVE .*the target of a hard link leads out/],
    [[hard('h', `${outside}/file`)], /^ERR_ARCHIVE .*which is not there/],
    [[hard('h', 'own/file')], /^ERR_ARCHIVE .*leads through 'own'/],
    [[hard('h', 'later'), file('later')], /^ERR_ARCHIVE .*which is not there/],
    [[{ name: 'dir/' }, file('dir')], /^ERR_COPY 'dir': something else would replace a folder/],
    [[{ name: 'p', type: 'fifo' }], /^ERR_COPY 'p' is a fifo, which cannot be made here/],
    [[file('n'.repeat(5000))], /^ERR_ARCHIVE .*more than 4096 bytes/],
    [[file(`${'n'.repeat(300)}`)], /^ERR_LOCAL_FILE .*it cannot be made: ENAMETOOLONG/],
  ]
  for (const [entries, expected] of cases) assert.match(await refusal(into, entries), expected)
  assert.deepEqual(readdirSync(outside), ['file'])
  assert.equal(readFileSync(`${outside}/file`, 'utf8'), 'untouched')
})

test('a file is not written through a link that is in its place: the link is replaced', async (t) => {
  const { into, outside } = place(t)
  symlinkSync(`${outside}/file`, `${into}/a`)
  await unpack(
    writeTar([
      { name: 'a', content: 'new' },
      { name: 'b', type: 'symlink', target: `${outside}/file` },
      { name: 'b', content: 'twice' },
    ]),
    into,
  )
  assert.ok(lstatSync(`${into}/a`).isFile() && lstatSync(`${into}/b`).isFile())
  assert.equal(readFileSync(`${outside}/file`, 'utf8'), 'untouched')
})

test('a link to a symlink, and one that was made before', {
  skip: process.platform !== 'linux' && 'link() follows symlinks there',
}, async (t) => {
  const { into, outside } = place(t)
  await unpack(
    writeTar([
      { name: 's', type: 'symlink', target: outside },
      { name: 'h', type: 'hard-link', target: 's' },
      { name: 'h', type: 'hard-link', target: 'h' },
    ]),
    into,
  )
  assert.equal(readlinkSync(`${into}/h`), outside)
})

test('onSkip receives what cannot be made', async (t) => {
  const { into } = place(t)
  const skipped: string[] = []
  const entries: NewTarEntry[] = [{ name: 'd/p', type: 'fifo' }, { name: 'c', type: 'character-device' }, { name: 'f' }]
  await unpack(writeTar(entries), into, { onSkip: (name, type) => skipped.push(`${name} ${type}`) })
  assert.deepEqual(skipped, ['d/p fifo', 'c character-device'])
  assert.ok(existsSync(`${into}/f`))
})

test('a folder that is swapped for a symlink meanwhile leads nowhere', {
  skip: !existsSync('/proc/self/fd') && 'no /proc here',
}, async (t) => {
  for (const held of [true, false]) {
    const { into, outside } = place(t)
    async function* entries(): AsyncGenerator<NewTarEntry> {
      yield { name: 'a/', mode: 0o711 }
      // Enough to be read before the rest is made.
      yield { name: 'a/x', content: Buffer.alloc(200_000) }
      if (!held) for (let depth = 0; depth < 3; depth++) yield { name: `b/${depth}`, content: Buffer.alloc(200_000) }
      while (!existsSync(`${into}/a/x`)) await new Promise(setImmediate)
      renameSync(`${into}/a`, `${into}/moved`)
      symlinkSync(outside, `${into}/a`)
      yield { name: 'a/file', content: 'evil' }
      yield { name: 'a/', mode: 0o777 }
    }
    await unpack(writeTar(entries()), into).catch(() => {})
    assert.deepEqual(readdirSync(outside), ['file'])
    assert.equal(readFileSync(`${outside}/file`, 'utf8'), 'untouched')
    assert.notEqual(lstatSync(outside).mode & 0o777, 0o777)
  }
})

test('a deep tree needs few handles, and none stay open', {
  skip: !existsSync('/proc/self/fd') && 'no /proc here',
}, async (t) => {
  const { into } = place(t)
  const before = readdirSync('/proc/self/fd').length
  let most = 0
  async function* entries(): AsyncGenerator<NewTarEntry> {
    for (let depth = 1; depth < 300; depth += 7) {
      yield { name: `${'d/'.repeat(depth)}f`, content: Buffer.alloc(70_000) }
      most = Math.max(most, readdirSync('/proc/self/fd').length)
    }
    yield { name: `${'d/'.repeat(9)}g` }
  }
  await unpack(writeTar(entries()), into)
  assert.ok(existsSync(`${into}/${'d/'.repeat(9)}g`) && existsSync(`${into}/${'d/'.repeat(295)}f`))
  assert.ok(most - before < 30, `${most - before} more handles`)
  assert.equal(readdirSync('/proc/self/fd').length, before)
  await assert.rejects(unpack(writeTar([{ name: 'x', type: 'fifo' }]), into))
  assert.equal(readdirSync('/proc/self/fd').length, before)
})
