// The limits of archives and ignore files, each at, below and above.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { MAX_IGNORE_LINE_BYTES, parseIgnoreFile } from '../../src/archive/ignore/ignore-file.ts'
import { MAX_TAR_RECORD_BYTES } from '../../src/archive/tar/pax-records.ts'
import { TAR_PIECE_BYTES, TarWriter } from '../../src/archive/tar/tar-writer.ts'
import { MAX_ENTRY_NAME_BYTES, unpack } from '../../src/archive/tree/unpack.ts'
import { readTar, writeTar } from '../../src/files.ts'
import { failureOf } from '../stream/support.ts'
import { tempDir } from '../support/temp.ts'
import { threeCases } from '../support/three-cases.ts'

// In bytes of UTF-8.
threeCases('MAX_IGNORE_LINE_BYTES', MAX_IGNORE_LINE_BYTES, (count) => {
  const line = `${'x'.repeat(count - 2)}\u00e9`
  const error = failureOf(() => assert.deepEqual(parseIgnoreFile(`a\n${line}\nb`, '.dockerignore'), ['a', line, 'b']))
  assert.ok(error === undefined || (error.code === 'ERR_IGNORE' && error.message.includes('line 2')))
  return error === undefined
})

threeCases('MAX_ENTRY_NAME_BYTES', MAX_ENTRY_NAME_BYTES, async (count, t) => {
  const folder = tempDir(t)
  // Many names of one folder: such a path is long, and yet can be made.
  const name = `${'./'.repeat((count - 1) >> 1)}${'x'.repeat(count - 2 * ((count - 1) >> 1))}`
  assert.equal(name.length, count)
  try {
    await unpack(writeTar([{ name, content: 'a' }]), folder)
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'ERR_ARCHIVE')
    return false
  }
  return readdirSync(folder).length === 1
})

threeCases('MAX_TAR_RECORD_BYTES', MAX_TAR_RECORD_BYTES, async (count) => {
  // A GNU long name: its header's size is the limited one.
  const header = Buffer.alloc(512)
  header.write('././@LongLink')
  header.write(`${count.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  header.fill(' ', 148, 156)
  header.write('L', 156, 'latin1')
  header.write('ustar  \0', 257, 'latin1')
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  )
  const content = Buffer.alloc(Math.ceil(count / 512) * 512)
  content.fill('n', 0, count)
  const file = await buffer(writeTar([{ name: 'short' }]))
  try {
    const names: string[] = []
    for await (const entry of readTar(Readable.from([header, content, file]))) names.push(entry.name)
    return names[0]?.length === count
  } catch (error) {
    assert.match((error as Error).message, /an extended header has/)
    return false
  }
})

threeCases('TAR_PIECE_BYTES', TAR_PIECE_BYTES - 1, (count) => {
  const writer = new TarWriter()
  writer.entry({ name: 'a', type: 'file', size: 1_000_000 })
  writer.content(Buffer.alloc(count - 512))
  // A piece that is full is given at once.
  const pieces = [...writer.take()]
  assert.ok(pieces.every(({ length }) => length === TAR_PIECE_BYTES))
  return pieces.length === 0
})
