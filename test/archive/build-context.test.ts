// buildContext() without an Engine: which Dockerfile and ignore file count, what is always sent, what changes while it is read, and how
// it ends early. The order and bytes of ordinary trees are compared with the docker CLI in context.differential.test.ts.

import assert from 'node:assert/strict'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { type BuildContext, type BuildContextOptions, buildContext, readTar } from '../../src/files.ts'
import { build, connect, type FairleadError } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { tempDir } from '../support/temp.ts'

/** A folder with these files: name to content. A name that ends in '/' is a folder. */
function folderOf(t: TestContext, files: Record<string, string>): string {
  const folder = `${tempDir(t)}/context`
  mkdirSync(folder)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(`${folder}/${name}x`), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(`${folder}/${name}`, content)
  }
  return folder
}

/** The files of a context, name to text. */
async function sent(context: AsyncIterable<Uint8Array>): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const entry of readTar(context)) {
    let text = ''
    for await (const piece of entry.content()) text += Buffer.from(piece)
    files[entry.name] = text
  }
  return files
}

async function names(folder: string, options?: BuildContextOptions): Promise<string> {
  return Object.keys(await sent(buildContext(folder, options))).join(' ')
}

async function refusal(context: BuildContext): Promise<string> {
  const error = await sent(context).then(
    () => assert.fail('nothing was refused'),
    (error: FairleadError) => error,
  )
  return `${error.code} ${error.message}`
}

test('the ignore file beside the Dockerfile counts before .dockerignore', async (t) => {
  const folder = folderOf(t, {
    Dockerfile: '',
    'docker/prod': '',
    'docker/prod.dockerignore': 'a\n',
    '.dockerignore': 'b\n',
    a: '',
    b: '',
  })
  assert.equal(await names(folder), '.dockerignore Dockerfile a docker/ docker/prod docker/prod.dockerignore')
  const own = { dockerfile: 'docker/prod' }
  assert.equal(await names(folder, own), '.dockerignore Dockerfile b docker/ docker/prod docker/prod.dockerignore')
  assert.equal(await buildContext(folder, own).dockerfileName(), 'docker/prod')
  assert.equal(
    await names(folder, { ignore: [] }),
    '.dockerignore Dockerfile a b docker/ docker/prod docker/prod.dockerignore',
  )
  assert.equal(await names(folder, { ignore: 'docker\n?\n!b' }), '.dockerignore Dockerfile b')
})

test('the Dockerfile and .dockerignore are sent although they are left out', async (t) => {
  const folder = folderOf(t, { 'sub/Dockerfile': '', '.dockerignore': '*\n', x: '' })
  assert.equal(await names(folder, { dockerfile: 'sub/Dockerfile' }), '.dockerignore sub/Dockerfile')
})

test('dockerfile is the default where there is no Dockerfile; a symlink is followed', async (t) => {
  const folder = folderOf(t, { dockerfile: '', 'real/Dockerfile': '' })
  assert.equal(await buildContext(folder).dockerfileName(), 'dockerfile')
  symlinkSync('real/Dockerfile', `${folder}/Dockerfile`)
  assert.equal(await buildContext(folder).dockerfileName(), 'real/Dockerfile')
})

test('a Dockerfile from outside, or as text, gets a name that .dockerignore leaves out', async (t) => {
  const folder = folderOf(t, { a: '', '.dockerignore': 'b\n' })
  writeFileSync(`${folder}/../Other`, 'FROM other')
  for (const options of [
    { dockerfile: '../Other' },
    { dockerfile: path.resolve(folder, '../Other') },
    { dockerfileText: 'FROM other' },
  ]) {
    const context = buildContext(folder, options)
    const name = await context.dockerfileName()
    assert.match(name, /^\.dockerfile\.[0-9a-f]{20}$/)
    assert.deepEqual(await sent(context), { '.dockerignore': `b\n\n${name}\n`, a: '', [name]: 'FROM other' })
    // Again: the same name.
    assert.deepEqual(Object.keys(await sent(context)), ['.dockerignore', 'a', name])
  }
  rmSync(`${folder}/.dockerignore`)
  const context = buildContext(folder, { dockerfileText: 'FROM x' })
  const name = await context.dockerfileName()
  assert.deepEqual(await sent(context), { a: '', '.dockerignore': `.dockerignore\n${name}\n`, [name]: 'FROM x' })
})

test('what cannot be used is refused with its name', async (t) => {
  const folder = folderOf(t, { Dockerfile: '', a: '' })
  assert.match(
    await refusal(buildContext(`${folder}/none`)),
    /^ERR_LOCAL_FILE .*none: the build context cannot be used: ENOENT/,
  )
  assert.match(await refusal(buildContext(`${folder}/a`)), /^ERR_LOCAL_FILE .*a: the build context is no folder/)
  assert.match(
    await refusal(buildContext(folder, { dockerfile: 'none' })),
    /^ERR_LOCAL_FILE .*none: the Dockerfile cannot be used/,
  )
  assert.match(await refusal(buildContext(folder, { ignore: 'a[' })), /^ERR_IGNORE .*"a\["/)
  assert.match(await refusal(buildContext(folder, { ignore: ['a', '!'] })), /^ERR_IGNORE .*"!"/)
  assert.match(
    await refusal(buildContext(folder, { ignore: ['x', 'y'.repeat(65_536)] })),
    /^ERR_IGNORE ignore, line 2: the line is too long/,
  )
  assert.throws(() => buildContext(folder, { dockerfile: 'a', dockerfileText: 'b' }), /only one of them/)
  assert.throws(() => buildContext(1 as never), /ERR_OPTION|expected a string/)
  rmSync(`${folder}/Dockerfile`)
  assert.match(await refusal(buildContext(folder)), /^ERR_LOCAL_FILE .*Dockerfile: the Dockerfile cannot be used/)
})

/** Reads a context, and calls `meanwhile` after its first piece: the first file is far longer than that. */
async function changedWhileRead(folder: string, meanwhile: () => void): Promise<string> {
  let first = true
  try {
    for await (const _ of buildContext(folder)) {
      if (first) meanwhile()
      first = false
    }
  } catch (error) {
    return `${(error as FairleadError).code} ${(error as FairleadError).message}`
  }
  return 'sent whole'
}

const BIG = 'x'.repeat(1_000_000)

for (const [what, change, expected] of [
  ['nothing', () => {}, /^sent whole$/],
  [
    'a file becomes shorter',
    (folder: string) => truncateSync(`${folder}/a`, 10),
    /^ERR_LOCAL_FILE .*\/a: it changed while it was read: it became shorter/,
  ],
  [
    'a file becomes longer',
    (folder: string) => appendFileSync(`${folder}/a`, 'more'),
    /^ERR_LOCAL_FILE .*\/a: it changed while it was read: its size became 1000004/,
  ],
  [
    'a file is written to',
    (folder: string) => utimesSync(`${folder}/a`, 1, 1),
    /^ERR_LOCAL_FILE .*\/a: it changed while it was read: it was written to/,
  ],
  [
    'a file vanishes',
    (folder: string) => rmSync(`${folder}/b`),
    /^ERR_LOCAL_FILE .*\/b: it is gone since its folder was listed: ENOENT/,
  ],
  [
    'a folder vanishes',
    (folder: string) => rmSync(`${folder}/c`, { recursive: true }),
    /^ERR_LOCAL_FILE .*\/c: it is gone since/,
  ],
] as const) {
  test(`while a context is read, ${what}`, async (t) => {
    const folder = folderOf(t, { Dockerfile: '', a: BIG, b: 'b', 'c/d': 'd' })
    assert.match(await changedWhileRead(folder, () => change(folder)), expected)
  })
}

test('a file that cannot be read is an error; one that is left out is not', {
  skip: process.getuid?.() === 0 && 'root reads everything',
}, async (t) => {
  const folder = folderOf(t, { Dockerfile: '', secret: '', 'closed/x': '' })
  chmodSync(`${folder}/secret`, 0)
  chmodSync(`${folder}/closed`, 0)
  assert.match(await refusal(buildContext(folder)), /ERR_LOCAL_FILE .*\/closed: the folder cannot be read/)
  assert.equal(await names(folder, { ignore: ['closed', 'secret'] }), 'Dockerfile')
  assert.match(
    await refusal(buildContext(folder, { ignore: 'closed' })),
    /ERR_LOCAL_FILE .*\/secret: it cannot be read/,
  )
  chmodSync(`${folder}/closed`, 0o755)
})

test('leaving the iteration ends the walk at the next entry, and closes the file', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`z/${index}`, '']))
  const folder = folderOf(t, { Dockerfile: '', a: BIG, ...many })
  const before = readdirSync('/proc/self/fd').length
  for await (const _ of buildContext(folder)) break
  assert.equal(readdirSync('/proc/self/fd').length, before)
  const iterator = buildContext(folder)[Symbol.asyncIterator]()
  await iterator.next()
  renameSync(`${folder}/z`, `${folder}/gone`)
  // The walk would fail at z: it does not get there.
  await iterator.return!()
  assert.deepEqual(await iterator.next(), { value: undefined, done: true })
})

test('build() takes the Dockerfile’s name from the context, and rejects with what is wrong with a file', async (t) => {
  const server = await EmbeddedEngine.start()
  server.image('busybox', async () => {})
  t.after(() => server.close())
  const engine = connect(server.host)
  t.after(() => engine.close())
  const folder = folderOf(t, { 'docker/app': 'FROM busybox\nLABEL a=b\n', a: 'a' })
  const { imageId } = await build(engine, buildContext(folder, { dockerfile: 'docker/app' }), { tags: 'app' }).done()
  assert.match(imageId ?? '', /^sha256:/)
  const image = await engine.get('/images/{name}/json', { path: { name: 'app' } })
  assert.deepEqual(image.Config?.Labels, { a: 'b' })
  const outside = buildContext(`${folder}/docker`, { dockerfileText: 'FROM busybox\nLABEL c=d\n' })
  await build(engine, outside, { tags: 'other' }).done()
  assert.deepEqual((await engine.get('/images/{name}/json', { path: { name: 'other' } })).Config?.Labels, { c: 'd' })
  await assert.rejects(build(engine, buildContext(`${folder}/docker`)).done(), { code: 'ERR_LOCAL_FILE' })
  const context = buildContext(folder, { dockerfile: 'docker/app' })
  await context.dockerfileName()
  rmSync(folder, { recursive: true })
  await assert.rejects(build(engine, context).done(), {
    code: 'ERR_UPLOAD_SOURCE',
    message: /context: the folder cannot be read/,
  })
})

test('an abort ends a build while its context is read', async (t) => {
  const server = await EmbeddedEngine.start()
  server.image('busybox', async () => {})
  t.after(() => server.close())
  const engine = connect(server.host)
  t.after(() => engine.close())
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}`, 'x'.repeat(20_000)]))
  const folder = folderOf(t, { Dockerfile: 'FROM busybox\n', ...many })
  const controller = new AbortController()
  const context = buildContext(folder)
  let pieces = 0
  async function* counted() {
    for await (const piece of context) {
      if (++pieces === 3) controller.abort()
      yield piece
    }
  }
  await assert.rejects(build(engine, counted(), { signal: controller.signal }).done(), { code: 'ERR_ABORTED' })
  assert.ok(pieces < 20, `${pieces} pieces were read`)
})
