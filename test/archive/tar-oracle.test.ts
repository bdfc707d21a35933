// The tar reader and writer beside the system's `tar` and Python's tarfile: what one writes, the others read as it was meant. Long names,
// odd names, links, sparse files, large numbers, times with a fraction and before 1970.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  existsSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import test from 'node:test'
import { unpack } from '../../src/archive/tree/unpack.ts'
import { type NewTarEntry, readTar, writeTar } from '../../src/files.ts'
import { tempDir } from '../support/temp.ts'
import { listFolder } from './tree-listing.ts'

const withoutTar =
  !/GNU tar/.test(spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout ?? '') && 'no GNU tar on this machine'
/** The system's own where there is one: a version manager's takes half a second to start. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const withoutPython = spawnSync(python, ['-c', 'import tarfile']).status !== 0 && 'no Python on this machine'

/** What an archive says of an entry, the same for all three. */
interface Seen {
  name: string
  flag: string
  mode: number
  uid: number
  gid: number
  size: number
  mtime: number
  target: string
  sha: string
}

/** Prints Seen lines of the archive in argv[1]. tarfile gives sparse files with their holes. */
const PYTHON_LIST = `
import tarfile, json, sys, hashlib
kinds = {b'0': 'file', b'7': 'file', b'\\0': 'file', b'S': 'file', b'1': 'hard-link', b'2': 'symlink', b'5': 'directory', b'6': 'fifo', b'3': 'character-device', b'4': 'block-device'}
t = tarfile.open(sys.argv[1], errors='surrogateescape', encoding='utf-8')
for m in t:
    data = t.extractfile(m).read() if m.isreg() else b''
    print(json.dumps(dict(name=m.name.rstrip('/'), flag=kinds.get(m.type, '?'), mode=m.mode, uid=m.uid, gid=m.gid, size=m.size if m.isreg() else 0, mtime=round(m.mtime, 3), target=m.linkname, sha=hashlib.sha256(data).hexdigest() if m.isreg() else '')))
`

function byPython(file: string): Seen[] {
  const text = execFileSync(python, ['-c', PYTHON_LIST, file], { encoding: 'utf8', maxBuffer: 1e8 })
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Seen)
}

async function byUs(file: string): Promise<Seen[]> {
  const seen: Seen[] = []
  for await (const entry of readTar(createReadStream(file))) {
    const hash = createHash('sha256')
    for await (const piece of entry.content()) hash.update(piece)
    const { mode, uid, gid, size, target } = entry
    const name = entry.name.replace(/\/+$/, '')
    const sha = entry.type === 'file' ? hash.digest('hex') : ''
    seen.push({
      name,
      flag: entry.type,
      mode,
      uid,
      gid,
      size,
      mtime: Math.round(Number(entry.mtimeNs) / 1e6) / 1000,
      target,
      sha,
    })
  }
  return seen
}

const LONG = `${'folder-of-a-long-name/'.repeat(12)}${'n'.repeat(200)}`

const entries: NewTarEntry[] = [
  { name: 'folder/', mode: 0o1777 },
  { name: 'folder/file', content: 'text', mode: 0o4750, uid: 12, gid: 34, mtime: new Date(1_700_000_000_250) },
  { name: 'folder/empty' },
  { name: LONG, content: 'long' },
  { name: `${LONG}-folder/`, type: 'directory' },
  { name: `p/${'x'.repeat(99)}/${'y'.repeat(50)}`, content: 'divided' },
  { name: 'ünï/日本 🎉', content: Buffer.alloc(70_000, 7) },
  { name: '\udcff\udc80', content: 'bytes' },
  { name: 'link', type: 'symlink', target: '../ünï', mode: 0o777 },
  { name: 'long-link', type: 'symlink', target: LONG, mode: 0o777 },
  { name: 'hard', type: 'hard-link', target: 'folder/file' },
  { name: 'pipe', type: 'fifo' },
  { name: 'big-owner', uid: 3_000_000, gid: 2 ** 31, mtime: new Date(-1_500) },
  { name: 'exact-block', content: Buffer.alloc(512, 1) },
  { name: 'n'.repeat(100), content: '100' },
  { name: 'n'.repeat(101), content: '101' },
]

test('Python reads what is written here', { skip: withoutPython }, async (t) => {
  const file = `${tempDir(t)}/a.tar`
  writeFileSync(file, await whole(writeTar(entries)))
  const [theirs, ours] = [byPython(file), await byUs(file)]
  assert.equal(ours.length, entries.length)
  assert.deepEqual(ours, theirs)
  for (const [index, entry] of entries.entries()) {
    const seen = ours[index]!
    assert.equal(seen.name, entry.name.replace(/\/$/, ''))
    assert.equal(seen.target, entry.target ?? '')
    assert.equal(seen.mtime, (entry.mtime?.getTime() ?? 0) / 1000)
    assert.deepEqual([seen.uid, seen.gid], [entry.uid ?? 0, entry.gid ?? 0])
  }
})

test('GNU tar reads what is written here, without a warning', { skip: withoutTar }, async (t) => {
  const folder = tempDir(t)
  writeFileSync(`${folder}/a.tar`, await whole(writeTar(entries.filter(({ name }) => name !== 'pipe'))))
  mkdirSync(`${folder}/theirs`)
  mkdirSync(`${folder}/ours`)
  const args = ['-x', '-p', '--no-same-owner', '-f', `${folder}/a.tar`, '-C', `${folder}/theirs`]
  const { status, stderr } = spawnSync('tar', args, { encoding: 'utf8' })
  // A time before 1970 is remarked upon by the program.
  assert.deepEqual([status, stderr.replace(/.*implausibly old time stamp.*\n/g, '')], [0, ''])
  await unpack(createReadStream(`${folder}/a.tar`), `${folder}/ours`)
  assert.deepEqual(listFolder(`${folder}/ours`), listFolder(`${folder}/theirs`))
})

/** A folder of everything that a format can hold; `long` for those with long names. */
function makeFolder(folder: string, long: boolean): void {
  mkdirSync(`${folder}/d/e`, { recursive: true })
  writeFileSync(`${folder}/d/f`, 'f', { mode: 0o640 })
  writeFileSync(`${folder}/d/g`, Buffer.alloc(100_000, 3))
  execFileSync(
    'sh',
    ['-c', 'ln d/f d/hard; ln -s f d/soft; touch -d "2001-02-03 04:05:06.789" d/f; chmod 1770 d/e; mkfifo d/pipe'],
    { cwd: folder },
  )
  if (long) {
    mkdirSync(`${folder}/${LONG}`, { recursive: true })
    writeFileSync(`${folder}/${LONG}/ü`, 'ü')
    execFileSync('ln', ['-s', LONG, 'd/long-link'], { cwd: folder })
  }
  const sparse = openSync(`${folder}/d/sparse`, 'w')
  for (let part = 0; part < 40; part++) writeSync(sparse, `part ${part}`, part * 50_000 + 5)
  ftruncateSync(sparse, 2_500_000)
  closeSync(sparse)
  const hole = openSync(`${folder}/d/hole`, 'w')
  ftruncateSync(hole, 1_000_000)
  closeSync(hole)
}

const FORMATS = [
  ['v7', []],
  ['ustar', []],
  ['oldgnu', ['--sparse']],
  ['gnu', ['--sparse']],
  ['pax', []],
  ['pax', ['--sparse', '--sparse-version=0.0']],
  ['pax', ['--sparse', '--sparse-version=0.1']],
  ['pax', ['--sparse', '--sparse-version=1.0']],
] as const

for (const [format, options] of FORMATS) {
  test(`what GNU tar writes as ${[format, ...options].join(' ')} is read`, {
    skip: withoutTar || withoutPython,
  }, async (t) => {
    const folder = tempDir(t)
    mkdirSync(`${folder}/source`)
    makeFolder(`${folder}/source`, format !== 'v7' && format !== 'ustar')
    const archive = `${folder}/a.tar`
    const more = format === 'v7' ? ['--exclude=pipe'] : []
    execFileSync('tar', [
      '-c',
      `--format=${format}`,
      ...options,
      ...more,
      '-f',
      archive,
      '-C',
      `${folder}/source`,
      'd',
      ...(format === 'v7' || format === 'ustar' ? [] : [LONG.split('/')[0]!]),
    ])
    assert.deepEqual(await byUs(archive), byPython(archive))
    mkdirSync(`${folder}/ours`)
    const skipped: string[] = []
    await unpack(createReadStream(archive), `${folder}/ours`, { onSkip: (name) => skipped.push(name) })
    assert.deepEqual(skipped, format === 'v7' ? [] : ['d/pipe'])
    for (const name of ['sparse', 'hole', 'g', 'hard']) {
      const [ours, theirs] = [`${folder}/ours/d/${name}`, `${folder}/source/d/${name}`]
      assert.ok(readFileSync(ours).equals(readFileSync(theirs)), name)
    }
    if ((options as readonly string[])[0] === '--sparse') {
      assert.ok(lstatSync(archive).size < 700_000)
      assert.ok(lstatSync(`${folder}/ours/d/sparse`).blocks < 2_000, 'the holes of the file were written')
    }
  })
}

test('what Python writes in its three formats is read', { skip: withoutPython }, async (t) => {
  const folder = tempDir(t)
  mkdirSync(`${folder}/source`)
  makeFolder(`${folder}/source`, true)
  for (const format of ['GNU', 'PAX']) {
    const archive = `${folder}/${format}.tar`
    const script = `import tarfile, sys
t = tarfile.open(sys.argv[1], 'w', format=tarfile.${format}_FORMAT)
t.add(sys.argv[2], 'top')
i = tarfile.TarInfo('huge-owner'); i.uid = 5000000; i.mtime = ${format === 'PAX' ? '-2.5' : '-2'}; t.addfile(i)`
    execFileSync(python, ['-c', script, archive, `${folder}/source`])
    assert.deepEqual(await byUs(archive), byPython(archive), format)
  }
})

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}
