// Every request of recipes and adapters passes the hook and is published on the channels: with the embedded engine, which keeps
// a list of requests, and with a real one. Invariant: a connection's bytes are those of its requests and tunnels.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { createFetch } from '../../src/fetch.ts'
import { attach, type ConnectOptions, connect, type Engine, exec, logs, run, statsOnce, wait } from '../../src/index.ts'
import { Modem } from '../../src/modem.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { type Watch, watchChannels } from '../net/trace/watch-kit.ts'
import { eventually } from '../support/eventually.ts'
import { liveBody, liveEngine } from '../support/live.ts'

const LINES = 'for i in 1 2 3; do echo line $i; done; exec cat'

/** Uses recipes and adapters of every kind, and leaves nothing behind. */
async function work(engine: Engine): Promise<void> {
  const body = liveBody({
    Image: 'busybox:latest',
    Cmd: ['sh', '-c', LINES],
    OpenStdin: true,
    StdinOnce: true,
  })
  const { Id } = await engine.post('/containers/create', { body })
  const tunnel = await attach(engine, Id, { stdin: true })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  await tunnel.write('typed\n')
  const done = await exec(engine, Id, ['cat'], { stdin: 'fed' })
  assert.deepEqual([done.exitCode, done.stdout], [0, 'fed'])
  await statsOnce(engine, Id, { oneShot: true })
  const waiting = await wait(engine, Id)
  tunnel.end()
  const seen: string[] = []
  for await (const { text } of tunnel.lines()) seen.push(text)
  assert.deepEqual(seen, ['line 1', 'line 2', 'line 3', 'typed'])
  assert.equal((await waiting.exit).exitCode, 0)
  const logged: string[] = []
  for await (const { text } of logs(engine, Id, { follow: true })) logged.push(text)
  assert.deepEqual(logged, seen)
  const fetched = await createFetch(engine)(`http://docker/containers/${Id}/json`)
  assert.equal(((await fetched.json()) as { Id: string }).Id, Id)
  const modem = new Modem({ engine, version: 'v1.41' })
  const statusCodes = { 204: true } as const
  await modem.dial({ method: 'DELETE', path: `/containers/${Id}?`, options: { force: true }, statusCodes })
  const { exitCode } = await run(engine, liveBody({ Image: 'busybox:latest', Cmd: ['sh', '-c', 'cat'] }), {
    stdin: 'x',
  })
  assert.equal(exitCode, 0)
  await assert.rejects(engine.get('/containers/{id}/json', { path: { id: Id } }), { status: 404 })
}

/** Runs work() with all channels watched; resolves with what the hook received. */
async function watched(t: TestContext, options: ConnectOptions): Promise<{ watch: Watch; passed: string[] }> {
  const watch = watchChannels(t, [])
  const passed: string[] = []
  const engine = connect({ ...options, before: ({ method, path }) => void passed.push(`${method} ${path}`) })
  await work(engine)
  await engine.close()
  assert.deepEqual(
    watch.requests.map(({ method, path }) => `${method} ${path}`),
    passed,
  )
  await eventually(() => watch.connections.every(({ ending }) => ending !== undefined))
  assert.equal(watch.tunnels.length, 3)
  for (const { id, requests, bytesSent, bytesReceived } of watch.connections) {
    const requested = watch.requests.filter(({ connection }) => connection === id)
    const parts = [...requested, ...watch.tunnels.filter(({ connection }) => connection === id)]
    assert.equal(requested.length, requests)
    assert.equal(
      parts.reduce((sum, part) => sum + part.bytesSent, 0),
      bytesSent,
    )
    assert.equal(
      parts.reduce((sum, part) => sum + part.bytesReceived, 0),
      bytesReceived,
    )
  }
  for (const { timings, status, error } of watch.requests) {
    assert.ok(timings.end !== undefined && status !== undefined)
    assert.equal(error !== undefined, status >= 400)
  }
  return { watch, passed }
}

test('the embedded engine received the requests that the hook saw', async (t) => {
  const server = await EmbeddedEngine.start()
  t.after(() => server.close())
  server.image('busybox:latest', async ({ args, stdin, stdout }) => {
    if (args.includes(LINES)) await stdout.write('line 1\nline 2\nline 3\n')
    for await (const bytes of stdin) await stdout.write(bytes)
    return 0
  })
  const { passed } = await watched(t, { host: server.host })
  const seen = server.requests.map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(passed.toSorted(), seen.toSorted())
  assert.ok(seen.includes('HEAD /_ping') && seen.some((text) => text.endsWith('/attach')))
})

const live = liveEngine()

test('the hook and the channels with a real Engine', { skip: live.skip }, async (t) => {
  const { watch } = await watched(t, { host: live.host })
  const engine = connect({ host: live.host })
  // Why a hook should list what is allowed: a forbidden path can be spelled in another way.
  assert.equal((await engine.requestTarget('GET', '/%5f%70ing')).status, 200)
  await engine.close()
  const waits = watch.requests.find(({ template }) => template === '/containers/{id}/wait')
  assert.ok(waits!.timings.end! >= waits!.timings.head!)
})
