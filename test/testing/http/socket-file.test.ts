// The socket file of the embedded engine: removed when the engine is closed, when its process exits, and when a signal ends it.
// Another process's file is never removed.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { EmbeddedEngine } from '../../../src/testing.ts'
import { tempDir } from '../../support/temp.ts'
import { ask } from '../support.ts'

const testing = fileURLToPath(new URL('../../../src/testing.js', import.meta.url))

/** A process that starts an engine, prints its host and then runs `program`. Its TMPDIR is `folder`. */
async function started(t: TestContext, folder: string, program: string, options = '{}') {
  const script = `
    import { EmbeddedEngine } from ${JSON.stringify(testing)}
    const engine = await EmbeddedEngine.start(${options})
    console.log(engine.host)
    ${program}`
  const env = { ...process.env, TMPDIR: folder }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env, timeout: 30_000 })
  t.after(() => child.kill('SIGKILL'))
  let text = ''
  child.stderr.on('data', (bytes) => (text += bytes))
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal, stderr: text }))
  const [host] = await Promise.race([
    once(child.stdout.setEncoding('utf8'), 'data'),
    ended.then(({ stderr }) => [stderr]),
  ])
  return { child, host: String(host).trim(), ended }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends the process as usual, and no file remains`, async (t) => {
    for (const options of ['{}', "{ path: process.env.TMPDIR + '/own.sock' }"]) {
      const folder = tempDir(t)
      const { child, host, ended } = await started(t, folder, '', options)
      assert.ok(existsSync(host.slice(7)), host)
      child.kill(signal)
      assert.deepEqual(await ended, { code: null, signal, stderr: '' })
      assert.deepEqual(readdirSync(folder), [])
    }
  })
}

test('process.exit(), and an uncaught exception', async (t) => {
  for (const [program, code] of [
    ['process.exit(3)', 3],
    ["setImmediate(() => { throw new Error('oh') })", 1],
    ["process.exitCode = 4; await EmbeddedEngine.start({ listen: 'pipe' }).catch(() => process.exit())", 4],
  ] as const) {
    const folder = tempDir(t)
    const { ended } = await started(t, folder, program)
    assert.equal((await ended).code, code)
    assert.deepEqual(readdirSync(folder), [])
  }
})

test('a program with its own listener for the signal continues, and so does its engine', async (t) => {
  for (const listen of ["process.once('SIGTERM', go)", "process.on('SIGTERM', go)"]) {
    const folder = tempDir(t)
    const program = `
      let turn = 0
      function go() { console.log('signal'); if (++turn === 2) engine.close().then(() => console.log('closed')) }
      ${listen}`
    const { child, host, ended } = await started(t, folder, program)
    child.kill('SIGTERM')
    await once(child.stdout, 'data')
    assert.equal((await ask(host, 'GET', '/_ping')).text, 'OK')
    child.kill('SIGTERM')
    // The first program no longer listens: the second signal ends it.
    assert.deepEqual(await ended, {
      code: listen.includes('once') ? null : 0,
      signal: listen.includes('once') ? 'SIGTERM' : null,
      stderr: '',
    })
    assert.deepEqual(readdirSync(folder), [])
  }
})

test('a closed engine leaves no listener on the process, and twenty engines share one', async () => {
  const names = ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const counts = () => names.map((name) => process.listenerCount(name))
  const before = counts()
  const engines = await Promise.all(Array.from({ length: 20 }, () => EmbeddedEngine.start()))
  assert.deepEqual(
    counts(),
    before.map((count) => count + 1),
  )
  const tcp = await EmbeddedEngine.start({ listen: 'tcp' })
  await Promise.all([...engines, tcp].map((engine) => engine.close()))
  assert.deepEqual(counts(), before)
})

test('a failed listen leaves no file and removes no other file', async (t) => {
  const folder = tempDir(t)
  const taken = path.join(folder, 'taken.sock')
  const other = await EmbeddedEngine.start({ path: taken })
  t.after(() => other.close())
  const file = path.join(folder, 'file')
  writeFileSync(file, 'text')
  for (const place of [taken, file]) await assert.rejects(EmbeddedEngine.start({ path: place }), { code: 'EADDRINUSE' })
  // Node says EACCES for a missing folder; Bun and Deno say ENOENT, as the kernel does.
  const missing = path.join(folder, 'none', 'x.sock')
  await assert.rejects(EmbeddedEngine.start({ path: missing }), { code: /^(EACCES|ENOENT)$/ })
  assert.deepEqual(readdirSync(folder).sort(), ['file', 'taken.sock'])
  assert.equal((await ask(other.host, 'GET', '/_ping')).text, 'OK')
})

test('a path that the kernel would truncate is rejected before a file is created', async (t) => {
  const folder = tempDir(t)
  const { TMPDIR } = process.env
  t.after(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  })
  const long = path.join(folder, 'x'.repeat(108))
  for (const place of [long, '', `${folder}/nul\0`, `${folder}/${'ü'.repeat(50)}`])
    await assert.rejects(EmbeddedEngine.start({ path: place }), { code: 'ERR_OPTION' }, place)
  process.env.TMPDIR = path.dirname(folder)
  const fits = path.join(folder, 'y'.repeat(107 - folder.length - 1))
  const engine = await EmbeddedEngine.start({ path: fits })
  assert.deepEqual(readdirSync(folder), [path.basename(fits)])
  await engine.close()
  assert.deepEqual(readdirSync(folder), [])
})

/** A socket file without a server, as a killed process leaves it. */
async function leftOver(t: TestContext, place: string): Promise<void> {
  const child = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(place)}, () => console.log(1))`,
  ])
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.ok(existsSync(place))
}

test('a socket file without a listener is replaced', async (t) => {
  const place = path.join(tempDir(t), 'left.sock')
  await leftOver(t, place)
  const engine = await EmbeddedEngine.start({ path: place })
  assert.equal((await ask(engine.host, 'GET', '/_ping')).text, 'OK')
  await engine.close()
  assert.ok(!existsSync(place))
})

async function serverAt(t: TestContext, place: string): Promise<Server> {
  const server = createServer((socket) => socket.end('other')).listen(place)
  await once(server, 'listening')
  t.after(() => server.close())
  return server
}

test('close() keeps another server’s socket that has taken the path meanwhile', async (t) => {
  for (const how of ['removed', 'renamed'] as const) {
    const place = path.join(tempDir(t), 'moved.sock')
    const engine = await EmbeddedEngine.start({ path: place })
    if (how === 'removed') rmSync(place)
    else renameSync(place, `${place}.old`)
    await serverAt(t, place)
    await engine.close()
    const socket = connect(place)
    const [bytes] = (await once(socket, 'data')) as [Buffer]
    assert.equal(bytes.toString(), 'other')
  }
})

test('close() removes a file whose mode was changed, and accepts a missing one', async (t) => {
  const place = path.join(tempDir(t), 'mode.sock')
  const engine = await EmbeddedEngine.start({ path: place })
  chmodSync(place, 0o600)
  await engine.close()
  assert.ok(!existsSync(place))
  const other = await EmbeddedEngine.start({ path: place })
  rmSync(place)
  await other.close()
})
