// Archives that try to get out of their folder: random entries of few names, so that links, folders and files meet in every order. After
// each, what is beside the folder is as it was: content, modes, times, and the number of links. FAIRLEAD_ARCHIVES sets their number,
// FAIRLEAD_ARCHIVE_SEED the first seed.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import test from 'node:test'
import { headerBytes } from '../../src/archive/tar/write-header.ts'
import { unpack } from '../../src/archive/tree/unpack.ts'
import { FairleadError } from '../../src/error.ts'
import { repeated } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'
import { pick, randomOf } from './random-tree.ts'

const ARCHIVES = Number(process.env.FAIRLEAD_ARCHIVES ?? repeated({ soak: 10_000, whole: 1000, usually: 150 }))
const SEED = Number(process.env.FAIRLEAD_ARCHIVE_SEED ?? 1)

const PARTS = ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'a', 'b', 'a', 'b', '.', '..', 'out', '日', '\udcff']
const SECRET = 'secret'

/** A name in the archive; `outside` is the absolute path of what must not be touched. */
function nameIn(random: () => number, outside: string): string {
  const kind = random()
  if (kind < 0.05)
    return pick(random, [outside, `${outside}/${SECRET}`, '/', '/etc/passwd', `../outside/${SECRET}`, '../outside'])
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, PARTS))
  return (random() < 0.1 ? '/' : '') + parts.join('/')
}

function targetIn(random: () => number, outside: string): string {
  const targets = [
    outside,
    `${outside}/${SECRET}`,
    '../outside',
    `../outside/${SECRET}`,
    '..',
    '/',
    'a',
    'b',
    'a/b',
    '.',
    '../..',
    '../../outside',
    'link',
  ]
  return random() < 0.7 ? pick(random, targets) : nameIn(random, outside)
}

/** A random archive: mostly well-formed, so that its entries are reached. */
function hostileArchive(random: () => number, outside: string): Buffer {
  const blocks: Buffer[] = []
  for (let count = 1 + Math.floor(random() * 6); count > 0; count--) {
    const type = pick(random, [
      'file',
      'file',
      'directory',
      'symlink',
      'symlink',
      'hard-link',
      'hard-link',
      'fifo',
      'character-device',
    ] as const)
    const name = nameIn(random, outside) || 'a'
    const content = type === 'file' ? Buffer.alloc(Math.floor(random() * 40), 'x') : Buffer.alloc(0)
    const target = type === 'symlink' || type === 'hard-link' ? targetIn(random, outside) || 'a' : ''
    const mode = pick(random, [0o644, 0o777, 0, 0o4755, 0o555])
    blocks.push(headerBytes({ name, type, mode, target, size: content.length, mtimeNs: 1_000_000_000n }))
    blocks.push(content, Buffer.alloc((512 - (content.length % 512)) % 512))
  }
  const archive = Buffer.concat([...blocks, Buffer.alloc(1024)])
  if (random() < 0.05) return archive.subarray(0, Math.floor(random() * archive.length))
  if (random() < 0.05) archive[Math.floor(random() * archive.length)]! ^= 1 << Math.floor(random() * 8)
  return archive
}

/** Everything beside the folder that is unpacked into. */
function makeOutside(folder: string): void {
  mkdirSync(`${folder}/outside/deep`, { recursive: true, mode: 0o750 })
  writeFileSync(`${folder}/outside/${SECRET}`, 'nobody may read or change this', { mode: 0o640 })
  symlinkSync(SECRET, `${folder}/outside/link`)
  for (const path of [`outside/${SECRET}`, 'outside/deep', 'outside']) utimesSync(`${folder}/${path}`, 5e8, 5e8)
}

/** The state of everything beside it; times and the number of links too. */
function stateOf(folder: string): string {
  const lines = readdirSync(folder).filter((name) => name !== 'into')
  for (const path of ['outside', 'outside/deep', `outside/${SECRET}`, 'outside/link']) {
    const { mode, mtimeMs, ctimeMs, size, ino, nlink, uid } = lstatSync(`${folder}/${path}`)
    lines.push(`${path} ${mode} ${mtimeMs} ${ctimeMs} ${size} ${ino} ${nlink} ${uid}`)
  }
  lines.push(...readdirSync(`${folder}/outside`), readFileSync(`${folder}/outside/${SECRET}`, 'utf8'))
  return `${lines.join('\n')}${readlinkSync(`${folder}/outside/link`)}`
}

test(`nothing outside of the folder is touched by ${ARCHIVES} hostile archives`, async (t) => {
  const folder = tempDir(t)
  makeOutside(folder)
  const before = stateOf(folder)
  const codes = new Map<string, number>()
  for (let seed = SEED; seed < SEED + ARCHIVES; seed++) {
    const random = randomOf(seed)
    const into = `${folder}/into`
    mkdirSync(into)
    // Sometimes the folder holds symlinks of its user already, which lead out.
    if (random() < 0.3) symlinkSync('../outside', `${into}/out`)
    if (random() < 0.3) symlinkSync(`../outside/${SECRET}`, `${into}/b`)
    const archive = hostileArchive(random, `${folder}/outside`)
    const size = 1 + Math.floor(random() * 3000)
    async function* pieces() {
      for (let at = 0; at < archive.length; at += size) yield archive.subarray(at, at + size)
    }
    let code = 'unpacked'
    try {
      const onSkip = random() < 0.5 ? () => {} : undefined
      await unpack(pieces(), into, { onSkip })
    } catch (error) {
      assert.ok(error instanceof FairleadError, `seed ${seed}: ${error}`)
      code = error.code
    }
    codes.set(code, (codes.get(code) ?? 0) + 1)
    assert.equal(stateOf(folder), before, `seed ${seed}`)
    removeTree(into)
  }
  t.diagnostic([...codes].map(([code, count]) => `${code}: ${count}`).join(', '))
  assert.ok((codes.get('unpacked') ?? 0) > ARCHIVES / 20, 'too few archives got to their end')
  assert.ok((codes.get('ERR_ARCHIVE') ?? 0) > ARCHIVES / 20, 'too few archives were refused')
})

/** Also with folders that their owner may not write to. */
function removeTree(folder: string): void {
  if (process.getuid?.() !== 0) execFileSync('chmod', ['-R', 'u+rwX', folder])
  rmSync(folder, { recursive: true })
}
