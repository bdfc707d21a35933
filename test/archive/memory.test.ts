// Large archives with flat memory: a file of 9 GiB, sparse on the disk and in the archive, many entries, long names. With
// FAIRLEAD_LARGE=1 the file is sent whole and there are 100,000 entries; otherwise less of both.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  createReadStream,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import test from 'node:test'
import v8 from 'node:v8'
import vm from 'node:vm'
import { TarReader } from '../../src/archive/tar/tar-reader.ts'
import { unpack } from '../../src/archive/tree/unpack.ts'
import { buildContext, type NewTarEntry, readTar, writeTar } from '../../src/files.ts'
import { tempDir } from '../support/temp.ts'

const LARGE = process.env.FAIRLEAD_LARGE === '1'
const ENTRIES = LARGE ? 100_000 : 3_000
const SIZE = 9 * 2 ** 30
/** What may be held at any time: a few pieces, and what was not collected yet. */
const MOST_BYTES = 12e6

/** How far the reachable bytes grew at most: call `look` at times, `most` at the end. */
function watchMemory(): { look: () => void; most: () => number } {
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc') as () => void
  const living = (): number => {
    // The memory of buffers that the first collection finds is given back by the second.
    collect()
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = living()
  let most = 0
  let looks = 0
  const measure = (): void => {
    most = Math.max(most, living() - before)
  }
  return {
    look() {
      if (++looks % 2000 === 0) measure()
    },
    most() {
      measure()
      return most
    },
  }
}

function makeSparse(file: string): void {
  const handle = openSync(file, 'w')
  for (const at of [0, 5 * 2 ** 30, SIZE - 100]) writeSync(handle, `at ${at}`, at)
  ftruncateSync(handle, SIZE)
  closeSync(handle)
}

test('a file of 9 GiB in a context', async (t) => {
  const folder = tempDir(t)
  mkdirSync(`${folder}/c`)
  writeFileSync(`${folder}/c/Dockerfile`, '')
  makeSparse(`${folder}/c/big`)
  const memory = watchMemory()
  let read = 0
  for await (const entry of readTar(buildContext(`${folder}/c`))) {
    if (entry.name !== 'big') continue
    assert.equal(entry.size, SIZE)
    for await (const piece of entry.content()) {
      memory.look()
      read += piece.length
      if (!LARGE && read > 2 ** 26) break
    }
    if (!LARGE) break
  }
  if (LARGE) assert.equal(read, SIZE)
  t.diagnostic(`${read} bytes read, memory grew by ${(memory.most() / 1e6).toFixed(1)} MB`)
  assert.ok(memory.most() < MOST_BYTES)
})

const withoutTar =
  !/GNU tar/.test(spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout ?? '') && 'no GNU tar on this machine'

test('a sparse file of 9 GiB is unpacked with its holes', { skip: withoutTar }, async (t) => {
  const folder = tempDir(t)
  makeSparse(`${folder}/big`)
  mkdirSync(`${folder}/into`)
  execFileSync('tar', ['-c', '--format=pax', '--sparse', '-f', `${folder}/a.tar`, '-C', folder, 'big'])
  await unpack(createReadStream(`${folder}/a.tar`), `${folder}/into`)
  const { size, blocks } = lstatSync(`${folder}/into/big`)
  assert.equal(size, SIZE)
  assert.ok(blocks < 1000, `${blocks} blocks`)
  assert.equal(
    execFileSync('tail', ['-c', '100', `${folder}/into/big`])
      .toString()
      .replaceAll('\0', ''),
    `at ${SIZE - 100}`,
  )
})

test(`${ENTRIES} entries with names of 300 bytes are written, read and unpacked`, async (t) => {
  const folder = tempDir(t)
  const memory = watchMemory()
  const long = `${'folder-'.repeat(20)}/${'é'.repeat(50)}-${'n'.repeat(40)}/`
  function* entries(): Generator<NewTarEntry> {
    for (let index = 0; index < ENTRIES; index++) {
      memory.look()
      yield {
        name: `${long}${String(index).padStart(17, '0')}`,
        content: `file ${index}`,
        mtime: new Date(1.7e12 + index),
      }
    }
  }
  let count = 0
  for await (const { name, mtimeNs } of readTar(writeTar(entries()))) {
    memory.look()
    assert.equal(Buffer.byteLength(name), 300)
    assert.equal(mtimeNs, (1_700_000_000_000n + BigInt(count)) * 1_000_000n)
    count++
  }
  assert.equal(count, ENTRIES)
  await unpack(writeTar(LARGE ? entries() : [...entries()].slice(0, 300)), folder)
  const grown = memory.most()
  assert.equal(readdirSync(`${folder}/${long}`).length, LARGE ? ENTRIES : 300)
  t.diagnostic(`memory grew by ${(grown / 1e6).toFixed(1)} MB`)
  assert.ok(grown < MOST_BYTES, `${grown} bytes`)
})

test('an extended header that announces too much is refused before it is read', async () => {
  async function* announced(): AsyncGenerator<Uint8Array> {
    const { value: first } = (await writeTar([{ name: 'x'.repeat(300) }]).next()) as { value: Buffer }
    // The size of the extended header: 8 GiB - 1.
    first.write('77777777777\0', 124, 'latin1')
    first.fill(0x20, 148, 156)
    const sum = first.subarray(0, 512).reduce((total, byte) => total + byte, 0)
    first.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    yield first
  }
  await assert.rejects(new TarReader(announced()).next(), { code: 'ERR_ARCHIVE', message: /expected at most 1048576/ })
})
