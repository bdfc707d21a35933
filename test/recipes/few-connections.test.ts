// Recipes on a pool with fewer connections than they use at a time: requests that a recipe needs to finish exceed the limit,
// and afterwards the pool is within it again.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { attach, connect, type Engine, exec, logs, resize, run, startExec, wait } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'

async function setUp(t: TestContext, connections: number): Promise<{ engine: Engine; server: EmbeddedEngine }> {
  const server = await EmbeddedEngine.start()
  server.image('talker', async ({ stdout, sleep }) => {
    await stdout.write('hello\n')
    await sleep(20)
    return 3
  })
  server.image('sleeper', async ({ args, sleep }) => {
    if (args[0] !== 'true') await sleep(60_000).catch(() => {})
  })
  const engine = connect({ host: server.host, pool: { connections } })
  t.after(async () => {
    await engine.close()
    await server.close()
  })
  return { engine, server }
}

async function assertWithin(engine: Engine, limit: number): Promise<void> {
  await eventually(() => engine.connections.busy === 0)
  assert.ok(engine.connections.idle <= limit, JSON.stringify(engine.connections))
  assert.equal(engine.connections.waiting, 0)
}

async function started(engine: Engine, spec: object = {}): Promise<string> {
  const { Id } = await engine.post('/containers/create', { body: { Image: 'sleeper', ...spec } })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  return Id
}

for (const connections of [1, 2, 3, 5]) {
  for (const AutoRemove of [false, true]) {
    test(`six runs on a pool of ${connections}${AutoRemove ? ', with auto-remove' : ''}`, {
      timeout: 30_000,
    }, async (t) => {
      const { engine } = await setUp(t, connections)
      const spec = { Image: 'talker', HostConfig: { AutoRemove } }
      const results = await Promise.all(Array.from({ length: 6 }, () => run(engine, spec)))
      for (const { exitCode, stdout } of results)
        assert.deepEqual({ exitCode, stdout }, { exitCode: 3, stdout: 'hello\n' })
      assert.deepEqual(await engine.get('/containers/json', { query: { all: true } }), [])
      await assertWithin(engine, connections)
    })
  }
}

test('an aborted or failed run on one connection is cleaned up', { timeout: 30_000 }, async (t) => {
  const { engine } = await setUp(t, 1)
  const controller = new AbortController()
  const aborted = run(engine, { Image: 'sleeper' }, { signal: controller.signal })
  await eventually(() => engine.connections.busy === 2)
  controller.abort()
  await assert.rejects(aborted, { code: 'ERR_ABORTED' })
  await assert.rejects(run(engine, { Image: 'talker' }, { stdin: failing() }), { code: 'ERR_UPLOAD_SOURCE' })
  await assert.rejects(run(engine, { Image: 'none' }), { status: 404 })
  assert.deepEqual(await engine.get('/containers/json', { query: { all: true } }), [])
  await assertWithin(engine, 1)
})

test('exec, six at a time on one connection, with a terminal size and endOnExit', { timeout: 30_000 }, async (t) => {
  const { engine } = await setUp(t, 1)
  const id = await started(engine)
  const results = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      exec(engine, id, ['true'], { endOnExit: true, tty: n % 2 === 0 ? { rows: 10, columns: 20 } : false }),
    ),
  )
  assert.equal(results.length, 6)
  await assertWithin(engine, 1)
})

test('while a stream holds the only connection: resize, exit code, the inspection of a wait, the TTY of an attach', async (t) => {
  const { engine } = await setUp(t, 1)
  const id = await started(engine, { Tty: true, OpenStdin: true })
  const session = await startExec(engine, id, ['cat'], { tty: true })
  await session.resize(30, 90)
  session.tunnel.close()
  const tunnel = await attach(engine, id, { stdin: true })
  await resize(engine, { container: id }, { rows: 20, columns: 70 })
  tunnel.close()
  const waiting = await wait(engine, id, { condition: 'removed' })
  waiting.exit.catch(() => {})
  await engine.delete('/containers/{id}', { path: { id }, query: { force: true }, urgent: true })
  await waiting.exit
  await assert.rejects(logs(engine, id).next(), { status: 404 })
  await assertWithin(engine, 1)
})

// biome-ignore lint/correctness/useYield: it fails before it yields
async function* failing(): AsyncGenerator<Uint8Array> {
  throw new Error('mine')
}
