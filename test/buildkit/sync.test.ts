// File sync with a daemon that asks for odd things: what is announced and sent, and that nothing outside of the folder is ever read.

import assert from 'node:assert/strict'
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { folderTree } from '../../src/buildkit/context/folder-tree.ts'
import { MODE, PACKET, Packet } from '../../src/buildkit/proto/messages.ts'
import { type BuildServices, type BuildSession, memoryTree, openBuildSession } from '../../src/buildkit.ts'
import { connect } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'
import { folderWith } from './build-kit.ts'
import { announced, Call, fakeDaemon, fetched, http2On } from './fake-daemon.ts'

const DIFF_COPY = '/moby.filesync.v1.FileSync/DiffCopy'

interface Opened {
  session: BuildSession
  call: (method: string, metadata?: Record<string, string | string[]>) => Call
}

async function opened(t: TestContext, services: BuildServices): Promise<Opened> {
  const daemon = await fakeDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  const [socket, session] = await Promise.all([daemon.socket(), openBuildSession(engine, services)])
  const http2 = http2On(socket)
  t.after(() => http2.destroy())
  return { session, call: (method, metadata) => new Call(http2, method, metadata) }
}

async function withFolder(t: TestContext, folder: string): Promise<Opened> {
  return await opened(t, { folders: { context: await folderTree(folder) } })
}

test('entries in the order of their bytes, with modes, links and times in nanoseconds', async (t) => {
  const folder = folderWith(t, { 'a-b': '1', 'a/x': '22', é: '', '\u{10000}': '', '\uffee': '' })
  symlinkSync('../anywhere', path.join(folder, 'a/link'))
  linkSync(path.join(folder, 'a-b'), path.join(folder, 'hard'))
  const { call } = await withFolder(t, folder)
  const stats = await announced(call(DIFF_COPY, { 'dir-name': 'context' }))
  assert.deepEqual(
    stats.map((stat) => stat.path),
    ['a', 'a/link', 'a/x', 'a-b', 'hard', 'é', '\uffee', '\u{10000}'],
  )
  const by = Object.fromEntries(stats.map((stat) => [stat.path, stat]))
  assert.ok(by.a!.mode >= MODE.directory && by.a!.size === 0)
  assert.equal(by['a/link']!.linkName, '../anywhere')
  assert.equal(by['a/link']!.mode & MODE.symlink, MODE.symlink)
  assert.deepEqual([by.hard!.linkName, by.hard!.size], ['a-b', 0])
  assert.ok(stats.every(({ uid, gid }) => uid === 0 && gid === 0))
  assert.ok(by['a/x']!.modTime > 1_600_000_000_000_000_000n)
})

test('only what is requested is sent; FIN ends the call', async (t) => {
  const folder = folderWith(t, { a: 'A', b: Buffer.alloc(2_500_000, 'b'), empty: '' })
  const { call, session } = await withFolder(t, folder)
  const sync = call(DIFF_COPY, { 'dir-name': 'context' })
  assert.equal((await announced(sync)).length, 3)
  assert.deepEqual(await fetched(sync, 1), Buffer.alloc(2_500_000, 'b'))
  assert.deepEqual(await fetched(sync, 2), Buffer.alloc(0))
  sync.send(Packet, { type: PACKET.fin })
  assert.equal((await sync.next(Packet))!.type, PACKET.fin)
  assert.deepEqual(await sync.status, { status: '0', text: '' })
  assert.equal(session.sent.files, 2)
})

test('a file that is not as it was announced ends the call with its name', async (t) => {
  const changes: Record<string, (file: string) => void> = {
    'its size became 11': (file) => appendFileSync(file, 'x'),
    'its size became 3': (file) => truncateSync(file, 3),
    'is gone': (file) => rmSync(file),
    'another file took its place': (file) => {
      writeFileSync(`${file}2`, '0123456789')
      renameSync(`${file}2`, file)
    },
    'it became a symlink': (file) => {
      rmSync(file)
      symlinkSync('/etc/passwd', file)
    },
    'it was written to': (file) => writeFileSync(file, '9876543210'),
  }
  for (const [what, change] of Object.entries(changes)) {
    const folder = folderWith(t, { victim: '0123456789' })
    const { call, session } = await withFolder(t, folder)
    const sync = call(DIFF_COPY, { 'dir-name': 'context' })
    await announced(sync)
    await new Promise((resolve) => setTimeout(resolve, 5))
    change(path.join(folder, 'victim'))
    const content = await fetched(sync, 0)
    assert.ok(content === undefined, what)
    const { status, text } = await sync.status
    assert.equal(status, '2', what)
    assert.match(text, /victim/)
    // A rewritten file of the same size is only found after it was read: it is not ended as if it were whole.
    const { code, message } = session.failure as Error & { code: string }
    assert.equal(code, 'ERR_LOCAL_FILE')
    assert.match(message, new RegExp(what))
    session.close()
  }
})

test('a folder on the way that was swapped for a symlink is not followed', async (t) => {
  const outside = folderWith(t, { file: 'secret' })
  const folder = folderWith(t, { 'sub/file': 'public' })
  const { call, session } = await withFolder(t, folder)
  const sync = call(DIFF_COPY, { 'dir-name': 'context' })
  await announced(sync)
  rmSync(path.join(folder, 'sub'), { recursive: true })
  symlinkSync(outside, path.join(folder, 'sub'))
  assert.equal(await fetched(sync, 1), undefined)
  assert.match(session.failure!.message, /another file took its place/)
})

test('a walk that finds nothing to send ends with its call', { timeout: 20_000 }, async (t) => {
  for (const end of ['reset', 'close()'] as const) {
    let isOver = false
    let batches = 0
    async function* walk(): AsyncGenerator<[]> {
      try {
        for (; batches < 3_000; batches++) {
          await new Promise((resolve) => setImmediate(resolve))
          yield []
        }
      } finally {
        isOver = true
      }
    }
    const { call, session } = await opened(t, { folders: { context: { ...memoryTree({}), walk } } })
    const sync = call(DIFF_COPY, { 'dir-name': 'context' })
    await eventually(() => batches > 3)
    // NGHTTP2_CANCEL.
    if (end === 'reset') sync.stream.close(8)
    else session.close()
    await sync.status
    await eventually(() => isOver, { within: 5_000 })
    assert.ok(batches < 3_000)
  }
})

test('paths outside of the folder are never read, whatever is asked for', async (t) => {
  const parent = folderWith(t, { 'secret/key': 'KEY', 'context/a': 'A', 'context/sub/b': 'B' })
  const folder = path.join(parent, 'context')
  symlinkSync('../secret', path.join(folder, 'out'))
  symlinkSync(path.join(parent, 'secret'), path.join(folder, 'absolute'))
  symlinkSync('circle', path.join(folder, 'circle'))
  const { call } = await withFolder(t, folder)
  for (const name of [
    '',
    '..',
    '../secret',
    '/',
    parent,
    path.join(parent, 'secret'),
    'context/../../secret',
    'constructor',
    '__proto__',
  ]) {
    const refused = await call(DIFF_COPY, { 'dir-name': name }).end().status
    assert.equal(refused.status, '5', name)
  }
  for (const metadata of [
    { followpaths: ['../secret/key'] },
    { followpaths: ['out/key', 'absolute/key', 'circle/x', '/secret/key', 'a/../../secret/key'] },
    { 'include-patterns': ['../secret', '../**', '/'] },
    { 'include-patterns': ['**'], followpaths: ['*/key'] },
    { 'exclude-patterns': ['!../secret/**', 'a'] },
  ]) {
    const sync = call(DIFF_COPY, { 'dir-name': 'context', ...metadata })
    const stats = await announced(sync)
    const allowed = ['a', 'absolute', 'circle', 'out', 'sub', 'sub/b']
    assert.ok(
      stats.every((stat) => allowed.includes(stat.path)),
      JSON.stringify(stats.map((stat) => stat.path)),
    )
    sync.send(Packet, { type: PACKET.fin })
    assert.equal((await sync.status).status, '0')
  }
})

test('followpaths: links on the way, wildcards, what is missing', async (t) => {
  const folder = folderWith(t, { 'real/x/file': '1', 'other/y': '2', 'third/z': '3', unused: '4' })
  symlinkSync('real/x', path.join(folder, 'link'))
  symlinkSync('../third/z', path.join(folder, 'other/wild-link'))
  const { call } = await withFolder(t, folder)
  const paths = async (...followpaths: string[]): Promise<string[]> => {
    const sync = call(DIFF_COPY, { 'dir-name': 'context', followpaths })
    const stats = await announced(sync)
    sync.end()
    return stats.map((stat) => stat.path)
  }
  assert.deepEqual(await paths('link/file'), ['link', 'real', 'real/x', 'real/x/file'])
  assert.deepEqual(await paths('other/wild*'), ['other', 'other/wild-link', 'third', 'third/z'])
  assert.deepEqual(await paths('none', 'other/y'), ['other', 'other/y'])
  assert.deepEqual(await paths('none'), [])
  assert.equal((await paths('.')).length, 10)
})

test('patterns as newer daemons encode them, and with commas', async (t) => {
  const tree = memoryTree({ 'a, b': '1', 'c d.lög': '2', 'plain+': '3' })
  const { call } = await opened(t, { folders: { context: tree } })
  const left = async (metadata: Record<string, string[]>): Promise<string[]> => {
    const sync = call(DIFF_COPY, { 'dir-name': 'context', ...metadata })
    const stats = await announced(sync)
    sync.end()
    return stats.map((stat) => stat.path)
  }
  assert.deepEqual(await left({ 'exclude-patterns': ['a, b'] }), ['c d.lög', 'plain+'])
  const encoded = { 'exclude-patterns': ['c+d.l%C3%B6g', 'plain%2B'], 'exclude-patterns-encoded': ['1'] }
  assert.deepEqual(await left(encoded), ['a, b'])
  const raw = { 'exclude-patterns': [Buffer.from('*.lög').toString('latin1')] }
  assert.deepEqual(await left(raw), ['a, b', 'plain+'])
})

test('an output never leaves its folder', async (t) => {
  const file = { mode: 0o644, size: 1 }
  const link = { mode: MODE.symlink + 0o777, linkName: '/tmp' }
  const hostile = [
    [{ path: '../x', ...file }],
    [{ path: '/x', ...file }],
    [{ path: 'a/../../x', ...file }],
    [{ path: '', ...file }],
    [{ path: 'a\0b', ...file }],
    [{ path: 'a/b', ...file }],
    [
      { path: 'l', ...link },
      { path: 'l/x', ...file },
    ],
    [
      { path: 'l', ...file },
      { path: 'l/x', ...file },
    ],
    [
      { path: 'l', ...link },
      { path: 'l', ...file },
    ],
    [{ path: 'h', mode: 0o644, linkName: '../outside' }],
    [
      { path: 'l', ...link },
      { path: 'h', mode: 0o644, linkName: 'l' },
    ],
    [{ path: 'a'.repeat(5_000), ...file }],
  ]
  for (const stats of hostile) {
    const parent = folderWith(t, { outside: 'untouched' })
    const folder = path.join(parent, 'out')
    mkdirSync(folder)
    const { call, session } = await opened(t, { output: { folder } })
    const output = call('/moby.filesync.v1.FileSend/DiffCopy')
    for (const stat of stats) output.send(Packet, { type: PACKET.stat, stat })
    const error = await session.closed
    assert.equal(error?.code, 'ERR_BUILD_SESSION', JSON.stringify(stats))
    assert.ok(!session.exported)
  }
})

test('data that was not requested, a second request, an unknown id', async (t) => {
  const folder = folderWith(t, { a: 'A' })
  for (const packets of [
    [{ type: PACKET.request, id: 1 }],
    [{ type: PACKET.request, id: 4_294_967_295 }],
    [
      { type: PACKET.request, id: 0 },
      { type: PACKET.request, id: 0 },
    ],
    [{ type: PACKET.data, id: 0, data: Buffer.from('x') }],
    [{ type: 77 }],
  ]) {
    const { call, session } = await withFolder(t, folder)
    const sync = call(DIFF_COPY, { 'dir-name': 'context' })
    await announced(sync)
    for (const packet of packets) sync.send(Packet, packet)
    assert.equal((await session.closed)?.code, 'ERR_BUILD_SESSION', JSON.stringify(packets))
  }
  const { call, session } = await opened(t, { output: { folder: tempDir(t) } })
  call('/moby.filesync.v1.FileSend/DiffCopy').send(Packet, { type: PACKET.data, id: 3, data: Buffer.from('x') })
  assert.equal((await session.closed)?.code, 'ERR_BUILD_SESSION')
})
