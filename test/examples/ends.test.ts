// How the programs of docs/examples end when something goes wrong: a folder that cannot be read, an output that nothing reads any
// more, a signal. No success is printed that there was not, nothing is left behind.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { demoProgram } from '../../docs/examples/watch/demo-program.ts'
import { connect } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { root } from '../support/root.ts'
import { tempDir } from '../support/temp.ts'

const examples = path.join(root, 'build/docs/examples')

async function lab(t: TestContext) {
  const server = await EmbeddedEngine.start()
  server.image('busybox:latest', async (io) => {
    if (io.env.NAME !== undefined) return demoProgram(io)
    if (io.args[0] !== 'yes') return io.sleep(600_000)
    while (!io.signal.aborted) await io.stdout.write('y\n')
  })
  const engine = connect(server.host)
  t.after(async () => {
    await engine.close()
    await server.close()
  })
  const containers = () => engine.get('/containers/json', { query: { all: true } })
  return { server, engine, containers, folder: tempDir(t) }
}

interface Started {
  child: ChildProcess
  /** Resolves with the first text on stdout. */
  first: Promise<string>
  ended: Promise<{ code: number | string | null; stdout: string; stderr: string }>
}

/** A program with DOCKER_HOST, and a TMPDIR of its own. */
function start(t: TestContext, host: string | undefined, tmp: string, name: string, ...args: string[]): Started {
  const { DOCKER_HOST: _, ...rest } = process.env
  const env = { ...rest, HOME: tmp, TMPDIR: tmp, ...(host === undefined ? {} : { DOCKER_HOST: host }) }
  const child = spawn(process.execPath, [path.join(examples, `${name}.js`), ...args], { env, timeout: 60_000 })
  t.after(() => child.kill('SIGKILL'))
  const texts = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (texts[stream] += text))
  const first = once(child.stdout, 'data').then(([text]) => String(text))
  const ended = once(child, 'exit').then(async ([code, signal]) => {
    // What was written before the end may still be on its way.
    await new Promise((resolve) => setTimeout(resolve, 50))
    return { code: code ?? signal, ...texts }
  })
  return { child, first, ended }
}

/** What `| head -1` does: takes the first text, and goes. */
async function head({ child, first, ended }: Started) {
  await first
  child.stdout!.destroy()
  const { code, stderr } = await ended
  return { code, stderr }
}

const QUIET = { code: 0, stderr: '' }

test('npm start | head ends quietly, and removes its containers', async (t) => {
  const { server, containers, folder } = await lab(t)
  assert.deepEqual(await head(start(t, server.host, folder, 'watch/main')), QUIET)
  assert.deepEqual(await containers(), [])
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`npm start, ended by ${signal}, removes its containers`, async (t) => {
    const { server, containers, folder } = await lab(t)
    const { child, first, ended } = start(t, server.host, folder, 'watch/main')
    await first
    child.kill(signal)
    const { code, stdout, stderr } = await ended
    assert.deepEqual([code, stderr], [0, ''])
    assert.doesNotMatch(stdout, /ERR_/)
    assert.deepEqual(await containers(), [])
  })
}

test('npm start, following what runs, ends quietly by head and by signals', async (t) => {
  const { server, engine, containers, folder } = await lab(t)
  const body = { Image: 'busybox', Env: ['NAME=web', 'LINES=100000', 'PAUSE=0.01'] }
  const { Id: id } = await engine.post('/containers/create', { body })
  await engine.post('/containers/{id}/start', { path: { id } })
  assert.deepEqual(await head(start(t, server.host, folder, 'watch/main')), QUIET)
  for (const signal of ['SIGINT', 'SIGHUP'] as const) {
    const { child, first, ended } = start(t, server.host, folder, 'watch/main')
    await first
    child.kill(signal)
    const { code, stderr } = await ended
    assert.deepEqual({ code, stderr }, QUIET)
  }
  assert.equal((await containers()).length, 1)
})

test('npm start with the embedded engine leaves no socket, by head or by a signal', async (t) => {
  const folder = tempDir(t)
  const piped = start(t, undefined, folder, 'watch/main')
  assert.deepEqual(await head(piped), QUIET)
  const { child, first, ended } = start(t, undefined, folder, 'watch/main')
  await first
  child.kill('SIGTERM')
  assert.equal((await ended).code, 0)
  assert.deepEqual(readdirSync(folder), [])
})

test('pull | head, and exec-in-a-pipe | head, end quietly', async (t) => {
  const { server, engine, folder } = await lab(t)
  server.script('pull', async ({ record, signal, sleep }) => {
    for (let i = 0; !signal.aborted; i++) {
      await record({ id: 'layer', status: `Step ${i}` })
      await sleep(5)
    }
  })
  assert.deepEqual(await head(start(t, server.host, folder, 'pull', 'busybox')), QUIET)
  const { Id: id } = await engine.post('/containers/create', { body: { Image: 'busybox' } })
  await engine.post('/containers/{id}/start', { path: { id } })
  assert.deepEqual(await head(start(t, server.host, folder, 'exec-in-a-pipe', id, 'yes')), QUIET)
})

test('pull, interrupted: an error and no digest', async (t) => {
  const { server, folder } = await lab(t)
  server.script('pull', async ({ record, sleep }) => {
    await record({ id: 'layer', status: 'Downloading' })
    await sleep(600_000)
  })
  const { child, first, ended } = start(t, server.host, folder, 'pull', 'busybox')
  await first
  child.kill('SIGTERM')
  const { code, stdout, stderr } = await ended
  assert.equal(code, 1)
  assert.equal(stdout, 'layer: Downloading\n')
  assert.match(stderr, /^ERR_ABORTED: /)
})

test('copy: a folder that is not there is not copied, and not said to be', async (t) => {
  const { server, engine, folder } = await lab(t)
  await engine.post('/containers/create', { query: { name: 'web' }, body: { Image: 'busybox' } })
  const outcome = await start(t, server.host, folder, 'copy', path.join(folder, 'none'), 'web:/srv').ended
  assert.equal(outcome.code, 1)
  assert.equal(outcome.stdout, '')
  assert.match(outcome.stderr, /^ERR_LOCAL_FILE: .*none: it cannot be copied/)
})

test('copy: a place that cannot be written to', async (t) => {
  const { server, engine, folder } = await lab(t)
  await engine.post('/containers/create', { query: { name: 'web' }, body: { Image: 'busybox' } })
  const file = path.join(folder, 'file')
  writeFileSync(file, 'text')
  for (const place of [path.join(folder, 'none/x'), file]) {
    const outcome = await start(t, server.host, folder, 'copy', 'web:/etc', place).ended
    assert.equal(outcome.code, 1)
    assert.equal(outcome.stdout, '')
    assert.match(outcome.stderr, /^ERR_COPY: /)
  }
})

test('copy: there and back', async (t) => {
  const { server, engine, folder } = await lab(t)
  await engine.post('/containers/create', { query: { name: 'web' }, body: { Image: 'busybox' } })
  mkdirSync(path.join(folder, 'in/deep'), { recursive: true })
  writeFileSync(path.join(folder, 'in/deep/file'), 'text')
  mkdirSync(path.join(folder, 'out'))
  assert.equal((await start(t, server.host, folder, 'copy', path.join(folder, 'in'), 'web:/tmp').ended).code, 0)
  const back = await start(t, server.host, folder, 'copy', 'web:/tmp', path.join(folder, 'out')).ended
  assert.deepEqual(back, { code: 0, stdout: `copied web:/tmp to ${path.join(folder, 'out')}\n`, stderr: '' })
  assert.deepEqual(readdirSync(path.join(folder, 'out/tmp/in/deep')), ['file'])
})

test('build: a folder that is not there builds nothing', async (t) => {
  const { server, engine, folder } = await lab(t)
  const outcome = await start(t, server.host, folder, 'build', path.join(folder, 'none'), 'app:latest').ended
  assert.equal(outcome.code, 1)
  assert.doesNotMatch(outcome.stdout, /built/)
  assert.match(outcome.stderr, /^ERR_LOCAL_FILE: .*none: the build context cannot be used/)
  assert.equal((await engine.get('/images/json')).length, 1)
})
