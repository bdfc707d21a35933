// Writing and reading tar, compared with the machine's `tar` if it has one, and the file tree that it is made of.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { entry, Files } from '../../../src/testing/files/files.ts'
import { readTar, TarError } from '../../../src/testing/files/tar-read.ts'
import { tarEntry, tarTree } from '../../../src/testing/files/tar-write.ts'
import { pieces, read, resum } from './tar-support.ts'

const LONG = `${'directory/'.repeat(14)}${'n'.repeat(90)}`
const TOO_LONG = `${'d'.repeat(120)}/${'n'.repeat(120)}/ä`

function sample(): Files {
  const files = new Files()
  files.write('/a.txt', 'hello\n', 0o4640)
  files.write('/dir/b', Buffer.alloc(70_000, 'b'))
  files.makeDirectory('/dir/empty', 0o1777)
  files.link('/dir/link', '../a.txt')
  files.write(`/${LONG}`, 'long')
  files.write(`/${TOO_LONG}`, 'longer')
  files.link('/far', `/${'x'.repeat(150)}`)
  files.put('/owned', entry('file', 0o600, { uid: 1000, gid: 100, mtime: 1_700_000_000.25 }))
  return files
}

describe('tar', () => {
  it('is read back as it was written, split anywhere', async () => {
    const files = sample()
    const tar = Buffer.concat([...tarTree(files, '/', '.')])
    assert.equal(tar.length % 512, 0)
    for (const step of [1, 511, 512, 100_000]) {
      const found = await read(tar, step)
      assert.deepEqual(found.get('./a.txt'), ['file', 0o4640, 'hello\n'])
      assert.deepEqual(found.get('./dir/empty/'), ['directory', 0o1777, ''])
      assert.deepEqual(found.get('./dir/link'), ['symlink', 0o777, '../a.txt'])
      assert.equal(found.get('./dir/b')![2].length, 70_000)
      assert.deepEqual(found.get(`./${LONG}`), ['file', 0o644, 'long'])
      assert.deepEqual(found.get(`./${TOO_LONG}`), ['file', 0o644, 'longer'])
      assert.deepEqual(found.get('./far'), ['symlink', 0o777, `/${'x'.repeat(150)}`])
      assert.equal(found.size, files.walk('/').length)
    }
  })

  it('is compatible with the machine’s tar in both directions', async (t) => {
    if (spawnSync('tar', ['--version']).status !== 0) return t.skip('no tar here')
    const folder = mkdtempSync(join(tmpdir(), 'fairlead-tar-'))
    try {
      const listed = execFileSync('tar', ['-tvf', '-'], { input: Buffer.concat([...tarTree(sample(), '/', '.')]) })
      assert.match(listed.toString(), /-rwSr----- .* 6 .* \.\/a\.txt/)
      assert.match(listed.toString(), /drwxrwxrwt .* \.\/dir\/empty\//)
      writeFileSync(join(folder, 'one'), 'first')
      writeFileSync(join(folder, 'n'.repeat(200)), 'named at length')
      for (const format of ['ustar', 'gnu', 'pax']) {
        const names = format === 'ustar' ? ['one'] : ['one', 'n'.repeat(200)]
        const tar = execFileSync('tar', ['-C', folder, `--format=${format}`, '-cf', '-', ...names])
        const found = await read(tar)
        assert.equal(found.get('one')![2], 'first')
        if (names.length > 1) assert.equal(found.get('n'.repeat(200))![2], 'named at length')
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    return undefined
  })

  it('is rejected if it is invalid or incomplete', async () => {
    const [head, data, gap] = [...tarEntry('a', entry('file', 0o644, { data: Buffer.alloc(600, 'x') }))] as Buffer[]
    const fails = (bytes: Uint8Array, words: RegExp) =>
      assert.rejects(read(bytes), (error: Error) => error instanceof TarError && words.test(error.message))
    const whole = Buffer.concat([head!, data!, gap!])
    await fails(whole.subarray(0, 100), /unexpected EOF/)
    await fails(whole.subarray(0, 800), /unexpected EOF/)
    await fails(whole.subarray(0, 1200), /unexpected EOF/)
    await fails(Buffer.alloc(512, 'x'), /invalid tar header/)
    const wrong = Buffer.from(whole)
    wrong[0]!++
    await fails(wrong, /invalid tar header/)
    const [pax] = [...tarEntry('ä', entry('file', 0o644))] as Buffer[]
    await fails(Buffer.concat([pax!, Buffer.alloc(512, '9')]), /invalid tar header/)
  })

  it('is read without devices and global records, and with numbers in base 256', async () => {
    const [head] = [...tarEntry('a', entry('file', 0o644))] as Buffer[]
    const device = resum(head!, (block) => block.write('3', 156))
    const global = resum(head!, (block) => block.write('g', 156))
    const large = resum(head!, (block) => {
      block.fill(0, 108, 116)
      block[108] = 0x80
      block[115] = 77
    })
    const folder = resum(head!, (block) => block.write('old/\0', 0))
    const found = readTar(pieces(Buffer.concat([device, global, large, folder]), 512))
    const all = []
    for await (const each of found) all.push(each)
    assert.deepEqual(
      all.map(({ path, entry: each }) => [path, each.type, each.uid]),
      [
        ['a', 'file', 77],
        ['old/', 'directory', 0],
      ],
    )
  })
})

describe('files', () => {
  it('follow symlinks in directories, and at the end if requested', () => {
    const files = sample()
    files.link('/way', 'dir')
    assert.equal(Buffer.from(files.read('/way/link')!).toString(), 'hello\n')
    assert.equal(files.resolve('/way/link', false), '/dir/link')
    files.link('/loop', '/loop')
    assert.equal(files.read('/loop'), undefined)
    assert.equal(files.read('/dir'), undefined)
    assert.deepEqual(files.list('/dir'), ['b', 'empty', 'link'])
    assert.ok(files.list('/').includes('way'))
    files.remove('/dir')
    assert.deepEqual(files.list('/dir'), [])
    files.remove('/')
    assert.deepEqual(files.list('/'), [])
    const copy = new Files()
    sample().copyTo(copy)
    assert.equal(copy.read('/a.txt')!.length, 6)
  })
})
