// copyIn() and copyOut() without a real Engine: refusals, errors, aborts, and an Engine whose archive is not what was asked for. Every row
// of `docker cp` is compared on a real Engine in test/archive/copy.live.test.ts.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import test, { type TestContext } from 'node:test'
import { copyIn, copyOut, type NewTarEntry, writeTar } from '../../../src/files.ts'
import { connect, type Engine, type FairleadError } from '../../../src/index.ts'
import { EmbeddedEngine } from '../../../src/testing.ts'
import { tempDir } from '../../support/temp.ts'

/** An embedded engine with a container `web`, and a local folder with a tree in it. */
async function lab(t: TestContext): Promise<{ engine: Engine; folder: string }> {
  const server = await EmbeddedEngine.start()
  t.after(() => server.close())
  server.image('app', async () => {})
  const engine = connect(server.host)
  t.after(() => engine.close())
  await engine.post('/containers/create', { query: { name: 'web' }, body: { Image: 'app' } })
  const folder = tempDir(t)
  mkdirSync(`${folder}/d/sub`, { recursive: true })
  writeFileSync(`${folder}/f`, 'f', { mode: 0o640 })
  writeFileSync(`${folder}/d/sub/g`, 'g')
  symlinkSync('f', `${folder}/link`)
  return { engine, folder }
}

async function refusal(call: Promise<void>): Promise<string> {
  const error = await call.then(
    () => assert.fail('nothing was refused'),
    (error: FairleadError) => error,
  )
  return `${error.code} ${error.message}`
}

test('there and back: files, folders, and what is in a folder', async (t) => {
  const { engine, folder } = await lab(t)
  await copyIn(engine, 'web', `${folder}/f`, '/srv-file')
  await copyIn(engine, 'web', `${folder}/d`, '/new')
  await copyIn(engine, 'web', `${folder}/d/.`, '/tmp')
  await copyIn(engine, 'web', `${folder}/d`, '/tmp')
  await copyIn(engine, 'web', `${folder}/link`, '/new', { followLink: true })
  const out = `${folder}/out`
  mkdirSync(out)
  await copyOut(engine, 'web', '/new', out)
  await copyOut(engine, 'web', '/tmp/.', `${out}/tmp`)
  await copyOut(engine, 'web', 'srv-file', out)
  const found = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
  assert.deepEqual(found, [
    'new',
    'new/link',
    'new/sub',
    'new/sub/g',
    'srv-file',
    'tmp',
    'tmp/d',
    'tmp/d/sub',
    'tmp/d/sub/g',
    'tmp/sub',
    'tmp/sub/g',
  ])
  assert.equal(readFileSync(`${out}/new/link`, 'utf8'), 'f')
  assert.equal(lstatSync(`${out}/srv-file`).mode & 0o777, 0o640)
})

test('what docker cp refuses is ERR_COPY, before anything is sent or made', async (t) => {
  const { engine, folder } = await lab(t)
  await copyIn(engine, 'web', `${folder}/f`, '/file')
  for (const [call, expected] of [
    [
      () => copyIn(engine, 'web', `${folder}/d`, '/file'),
      /^ERR_COPY a folder cannot be copied onto a file: \/file exists/,
    ],
    [() => copyIn(engine, 'web', `${folder}/f`, '/none/'), /^ERR_COPY there is no such folder: \/none\//],
    [() => copyOut(engine, 'web', '/tmp', `${folder}/f`), /^ERR_COPY a folder cannot be copied onto a file/],
    [() => copyOut(engine, 'web', '/file', `${folder}/none/`), /^ERR_COPY there is no such folder/],
    [() => copyOut(engine, 'web', '/file', `${folder}/none/x`), /^ERR_COPY .*its folder .*none does not exist/],
    [() => copyIn(engine, 'web', `${folder}/none`, '/'), /^ERR_LOCAL_FILE .*none: it cannot be copied: ENOENT/],
    [() => copyIn(engine, 'web', `${folder}/f/`, '/'), /^ERR_LOCAL_FILE .*f\/: it cannot be copied: ENOTDIR/],
    [() => copyIn(engine, 'web', '', '/'), /^ERR_OPTION copyIn\(\): the local path is empty/],
    [() => copyOut(engine, 'web', '', '.'), /^ERR_OPTION .*path is empty/],
    [() => copyOut(engine, 'none', '/x', folder), /^ERR_ENGINE .*404/],
    [() => copyIn(engine, 'none', `${folder}/f`, '/x'), /^ERR_ENGINE PUT .*404/],
    [() => copyOut(engine, 'web', '/none', folder), /^ERR_ENGINE .*404/],
  ] as const) {
    assert.match(await refusal(call()), expected)
  }
  assert.deepEqual(readdirSync(folder).sort(), ['d', 'f', 'link'])
})

test('a local file that changes while it is sent is named', async (t) => {
  const { folder } = await lab(t)
  writeFileSync(`${folder}/d/big`, Buffer.alloc(30_000_000))
  const server = createServer((request, response) => {
    // The first piece is here: most of the file is not read yet.
    request.once('data', () => truncateSync(`${folder}/d/big`, 10))
    request.on('end', () => response.setHeader('Api-Version', '1.41').end(request.method === 'GET' ? 'OK' : ''))
    if (request.method === 'HEAD') response.statusCode = 404
    request.resume()
  })
  server.listen(`${folder}/s`)
  await once(server, 'listening')
  const engine = connect(`unix://${folder}/s`)
  t.after(async () => {
    await engine.close()
    server.closeAllConnections()
    server.close()
  })
  const refused = await refusal(copyIn(engine, 'web', `${folder}/d`, '/tmp'))
  assert.match(refused, /^ERR_LOCAL_FILE .*\/d\/big: it changed while it was read/)
})

test('an abort ends both', async (t) => {
  const { engine, folder } = await lab(t)
  const aborted = AbortSignal.abort()
  assert.match(await refusal(copyIn(engine, 'web', `${folder}/d`, '/tmp', { signal: aborted })), /^ERR_ABORTED/)
  assert.match(await refusal(copyOut(engine, 'web', '/tmp', folder, { signal: aborted })), /^ERR_ABORTED/)
  writeFileSync(`${folder}/d/big`, Buffer.alloc(30_000_000))
  await copyIn(engine, 'web', `${folder}/d`, '/tmp')
  for (const copy of [
    (signal: AbortSignal) => copyIn(engine, 'web', `${folder}/d`, '/tmp', { signal }),
    (signal: AbortSignal) => copyOut(engine, 'web', '/tmp', `${folder}/out`, { signal }),
  ]) {
    const controller = new AbortController()
    const copying = refusal(copy(controller.signal))
    setTimeout(() => controller.abort(), 5)
    assert.match(await copying, /^ERR_ABORTED/)
  }
  // The engine is as usable as before.
  await copyOut(engine, 'web', '/tmp/d/sub/g', `${folder}/g`)
  assert.equal(readFileSync(`${folder}/g`, 'utf8'), 'g')
})

/** An Engine that answers each copy with this archive, and says that `/x` is a file or a folder. */
async function hostileEngine(t: TestContext, entries: NewTarEntry[], isFolder: boolean, cut = false): Promise<Engine> {
  const path = `${tempDir(t)}/s`
  const stat = {
    name: 'x',
    size: 1,
    mode: isFolder ? 0x8000_01ed : 0o644,
    mtime: '2020-01-01T00:00:00Z',
    linkTarget: '',
  }
  const server = createServer((_, response: ServerResponse) => {
    response.setHeader('Api-Version', '1.41')
    response.setHeader('X-Docker-Container-Path-Stat', Buffer.from(JSON.stringify(stat)).toString('base64'))
    response.setHeader('Content-Type', 'application/x-tar')
    void (async () => {
      for await (const piece of writeTar(entries)) response.write(cut ? piece.subarray(0, 700) : piece)
      response.end()
    })()
  })
  server.listen(path)
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const engine = connect(`unix://${path}`)
  t.after(() => engine.close())
  return engine
}

test('an archive that is not what was asked for makes nothing elsewhere', async (t) => {
  const folder = tempDir(t)
  mkdirSync(`${folder}/in`)
  for (const [entries, isFolder, expected] of [
    [[{ name: '.bashrc', content: 'evil' }], false, /^ERR_ARCHIVE .*not within what was asked for/],
    [[{ name: 'xy', content: 'evil' }], false, /^ERR_ARCHIVE .*not within/],
    [[{ name: 'x/../../evil', content: 'evil' }], true, /^ERR_ARCHIVE .*leads out/],
    [
      [
        { name: 'x/', mode: 0o755 },
        { name: 'x/l', type: 'symlink', target: '..' },
        { name: 'x/l/evil', content: '' },
      ],
      true,
      /^ERR_ARCHIVE .*leads through/,
    ],
    [[{ name: 'x/h', type: 'hard-link', target: '../secret' }], true, /^ERR_ARCHIVE .*not within/],
    [[{ name: 'x/p', type: 'fifo' }], true, /^ERR_COPY 'new\/p' is a fifo/],
  ] as [NewTarEntry[], boolean, RegExp][]) {
    const engine = await hostileEngine(t, entries, isFolder)
    assert.match(await refusal(copyOut(engine, 'web', '/x', `${folder}/in/new`)), expected)
    assert.deepEqual(readdirSync(folder), ['in'])
    rmSync(`${folder}/in/new`, { recursive: true, force: true })
    assert.deepEqual(readdirSync(`${folder}/in`), [])
  }
  const skipped: string[] = []
  const engine = await hostileEngine(t, [{ name: 'x/p', type: 'fifo' }, { name: 'x/f' }], true)
  await copyOut(engine, 'web', '/x', `${folder}/in/new`, { onSkip: (path, type) => skipped.push(`${path} ${type}`) })
  assert.deepEqual([skipped, existsSync(`${folder}/in/new/f`)], [['new/p fifo'], true])
})

test('an archive that is cut is an error', async (t) => {
  const folder = tempDir(t)
  const engine = await hostileEngine(t, [{ name: 'x', content: 'y'.repeat(600) }], false, true)
  assert.match(await refusal(copyOut(engine, 'web', '/x', folder)), /^ERR_ARCHIVE the archive ends too early/)
})
