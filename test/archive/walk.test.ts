// A folder walked at both paces: the same entries in the same order, also for names that are not text and for folders with many names.

import assert from 'node:assert/strict'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import test, { type TestContext } from 'node:test'
import { Slices } from '../../src/archive/base/slices.ts'
import { IgnoreMatcher } from '../../src/archive/ignore/ignore-matcher.ts'
import { type TreeEntry, type WalkOptions, walk, walkInSlices } from '../../src/archive/tree/walk.ts'
import { tempDir } from '../support/temp.ts'
import { makeTree, randomOf } from './random-tree.ts'

interface Seen {
  path: string
  local: string
  ino: bigint
}

const seen = ({ path, local, stat }: TreeEntry): Seen => ({
  path,
  local: Buffer.from(local).toString('latin1'),
  ino: stat.ino,
})

async function oneByOne(folder: string, options: WalkOptions = {}): Promise<Seen[]> {
  const found: Seen[] = []
  for await (const entry of walk(folder, options)) found.push(seen(entry))
  return found
}

/** In slices of about `perSlice` entries; also the number of turns. */
async function inSlices(folder: string, perSlice: number, options: WalkOptions = {}): Promise<[Seen[], turns: number]> {
  let time = 0
  let turns = 0
  const turn = async (): Promise<void> => {
    turns++
  }
  const slices = new Slices({ now: () => (time += 4 / perSlice), turn })
  const found: Seen[] = []
  for await (const batch of walkInSlices(folder, { ...options, slices, make: seen })) {
    found.push(...batch)
  }
  return [found, turns]
}

const NOT_BYTES = process.platform !== 'linux' && 'names here are not bytes'

test('names that are not UTF-8, and surrogates, in the order of their bytes', {
  skip: NOT_BYTES,
}, async (t: TestContext) => {
  const folder = tempDir(t)
  const under = (...bytes: number[]): Buffer => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(bytes)])
  for (const name of [[0xff], [0x61], [0xc3, 0xa9], [0xf0, 0x90, 0x80, 0x80], [0xef, 0xbf, 0xae], [0x80, 0x61]]) {
    mkdirSync(under(...name))
    writeFileSync(Buffer.concat([under(...name), Buffer.from('/\xfe-file', 'latin1')]), '')
    writeFileSync(Buffer.concat([under(...name), Buffer.from('/file')]), '')
  }
  const found = await oneByOne(folder)
  assert.equal(found.length, 18)
  const tops = found.filter(({ path }) => !path.includes('/')).map(({ local }) => local.slice(folder.length + 1))
  assert.deepEqual(tops, ['a', '\x80a', 'Ã©', 'ï¿®', 'ð\x90\x80\x80', 'ÿ'])
  for (const perSlice of [1, 5, 1_000]) assert.deepEqual((await inSlices(folder, perSlice))[0], found)
})

test('random trees are the same at both paces', async (t) => {
  const folder = `${tempDir(t)}/tree`
  for (let seed = 1; seed <= 20; seed++) {
    mkdirSync(folder)
    makeTree(folder, randomOf(seed))
    const found = await oneByOne(folder)
    for (const perSlice of [1, 7, 1_000]) assert.deepEqual((await inSlices(folder, perSlice))[0], found, `seed ${seed}`)
    rmSync(folder, { recursive: true })
  }
})

test('a folder of many names, and a folder behind it', async (t) => {
  const folder = tempDir(t)
  for (const name of ['a', 'many', 'z']) mkdirSync(`${folder}/${name}`)
  for (let i = 0; i < 3_000; i++) symlinkSync('x', `${folder}/many/${'a-long-name-'.repeat(4)}${i}`)
  for (const name of ['a/x', 'many/b', 'z/x']) writeFileSync(`${folder}/${name}`, '')
  const found = await oneByOne(folder)
  assert.equal(found.length, 3_006)
  const [same, turns] = await inSlices(folder, 100)
  assert.deepEqual(same, found)
  assert.ok(turns > 20, `${turns} turns`)
  const ignore = new IgnoreMatcher(['many', '!many/b'])
  const kept = (await inSlices(folder, 100, { ignore, rules: 'sync' }))[0].map(({ path }) => path)
  assert.deepEqual(kept, ['a', 'a/x', 'many', 'many/b', 'z', 'z/x'])
})

test('a folder that is gone, or no folder, is named', async (t) => {
  const folder = tempDir(t)
  writeFileSync(`${folder}/file`, '')
  for (const name of ['gone', 'file']) {
    const wanted = { code: 'ERR_LOCAL_FILE', message: new RegExp(`${name}: the folder cannot be read`) }
    await assert.rejects(oneByOne(`${folder}/${name}`), wanted)
    await assert.rejects(inSlices(`${folder}/${name}`, 10), wanted)
  }
})
