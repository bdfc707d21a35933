// Build contexts on a real Engine: what is sent of a folder, and what is not; ignore files; where a Dockerfile may be.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { liveEngine } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'
import { engineOf, filesSent, folderWith, start } from './build-kit.ts'

const { skip } = liveEngine()

test('an unchanged context is not sent again, a changed file alone, a removed one not at all', { skip }, async (t) => {
  const engine = engineOf(t)
  const Dockerfile = 'FROM scratch\nCOPY . /all/\n'
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`folder/file ${n}`, `content ${n}`.repeat(50)]))
  const folder = folderWith(t, { Dockerfile, large: Buffer.alloc(3_000_000, 'x'), ...many })
  const options = { output: 'none' } as const
  const first = start(engine, folder, options)
  assert.ok((await first.done()).sent.bytes > 3_000_000)
  assert.equal(await filesSent(first), 42)
  const again = start(engine, folder, options)
  assert.equal(await filesSent(again), 0)
  writeFileSync(path.join(folder, 'folder/file 7'), 'changed')
  const changed = start(engine, folder, options)
  assert.equal(await filesSent(changed), 1)
  assert.ok((await changed.done()).sent.bytes < 5_000)
})

test('of a large context only what is copied is sent', { skip }, async (t) => {
  const engine = engineOf(t)
  const unused = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`unused/${n}`, Buffer.alloc(100_000)]))
  const folder = folderWith(t, { Dockerfile: 'FROM scratch\nCOPY used /\n', 'used/a': 'A', 'other/b': 'B', ...unused })
  symlinkSync('../other/b', path.join(folder, 'used/link'))
  const { sent } = await start(engine, folder, { output: 'none' }).done()
  assert.equal(sent.files, 2)
  assert.ok(sent.bytes < 1_000, `${sent.bytes} bytes`)
})

test('two folders with the same names, sizes and times never mix; nor do files in memory', { skip }, async (t) => {
  const engine = engineOf(t)
  const Dockerfile = 'FROM scratch\nCOPY value /\n'
  const built = async (source: string | { files: Record<string, string> }): Promise<string> => {
    const folder = tempDir(t)
    await start(engine, source, { output: { folder } }).done()
    return readFileSync(path.join(folder, 'value'), 'utf8')
  }
  for (const value of ['one', 'two', 'six']) {
    const folder = folderWith(t, { Dockerfile, value })
    utimesSync(path.join(folder, 'value'), 1_000_000_000, 1_000_000_000)
    assert.equal(await built(folder), value)
    assert.equal(await built({ files: { Dockerfile, value: `${value}!` } }), `${value}!`)
  }
})

test('.dockerignore, the one beside the Dockerfile, and `ignore`; UTF-8 and commas in patterns', {
  skip,
}, async (t) => {
  const engine = engineOf(t)
  const Dockerfile = 'FROM scratch\nCOPY . /\n'
  const lines = [
    '*.lög',
    'a, b',
    ...Array.from({ length: 3_000 }, (_, n) => `none-${n}`),
    'folder',
    '!folder/kept',
    '!x, y',
  ]
  const folder = folderWith(t, {
    Dockerfile,
    '.dockerignore': `${lines.join('\n')}\n`,
    'sub/Other': Dockerfile,
    'sub/Other.dockerignore': '*\n!name.lög\n',
    'name.lög': '',
    'a, b': '',
    'none-77': '',
    'folder/kept': '',
    'folder/lost': '',
    'x, y': '',
  })
  const names = async (options: Parameters<typeof start>[2]): Promise<string[]> => {
    const output = tempDir(t)
    await start(engine, folder, { output: { folder: output }, ...options }).done()
    return readdirSync(output, { recursive: true }).map(String).sort()
  }
  const always = ['.dockerignore', 'Dockerfile', 'sub', 'sub/Other', 'sub/Other.dockerignore']
  assert.deepEqual(await names({}), [...always, 'folder', 'folder/kept', 'x, y'].sort())
  assert.deepEqual(await names({ dockerfile: 'sub/Other' }), ['name.lög'])
  assert.deepEqual(await names({ ignore: ['*', '!a, b'] }), ['a, b'])
  assert.deepEqual(await names({ ignore: '*\n!x*', dockerfileText: Dockerfile }), ['x, y'])
})

test('a Dockerfile from outside, in another case, as text', { skip }, async (t) => {
  const engine = engineOf(t)
  const folder = folderWith(t, { dockerfile: 'FROM scratch\nCOPY a /lower\n', a: 'a' })
  const outside = folderWith(t, { 'My.Dockerfile': 'FROM scratch\nCOPY a /outside\n' })
  for (const [options, name] of [
    [{}, 'lower'],
    [{ dockerfile: path.join(outside, 'My.Dockerfile') }, 'outside'],
    [{ dockerfileText: 'FROM scratch\nCOPY a /text\n' }, 'text'],
  ] as const) {
    const output = tempDir(t)
    await start(engine, folder, { ...options, output: { folder: output } }).done()
    assert.deepEqual(readdirSync(output), [name])
  }
})
