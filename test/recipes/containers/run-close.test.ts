// run() while its engine is closed: its container is killed and removed over a separate connection before close() resolves.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import {
  type ConnectOptions,
  connect,
  type Engine,
  type FairleadError,
  type RunOptions,
  run,
} from '../../../src/index.ts'
import { clearAway } from '../../../src/recipes/containers/run-container.ts'
import { EmbeddedEngine } from '../../../src/testing.ts'
import { eventually } from '../../support/eventually.ts'
import { fakeEngine, json, NO_CONTENT, type Reply, type Seen, upgraded } from '../fake-engine.ts'

interface World {
  server: EmbeddedEngine
  engine: Engine
  /** Through a client of the test's own. */
  containers(): Promise<{ State: string }[]>
}

async function world(t: TestContext, options: ConnectOptions = {}): Promise<World> {
  const server = await EmbeddedEngine.start()
  server.image('app', async ({ signal, sleep }) => {
    while (!signal.aborted) await sleep(5)
    return 137
  })
  const engine = connect({ host: server.host, ...options })
  const other = connect(server.host)
  t.after(async () => {
    await engine.close()
    await other.close()
    await server.close()
  })
  const containers = () => other.get('/containers/json', { query: { all: true } }) as Promise<{ State: string }[]>
  return { server, engine, containers }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const auto = { HostConfig: { AutoRemove: true } }

/** The ways to close an engine. */
const endings: Record<string, (engine: Engine, abort: () => void) => Promise<void>> = {
  close: (engine) => engine.close(),
  'await using': (engine) => engine[Symbol.asyncDispose](),
  'an abort and then close': (engine, abort) => {
    abort()
    return engine.close()
  },
  'an abort, a pause, and close': async (engine, abort) => {
    abort()
    await pause(1)
    await engine.close()
  },
  'close twice': async (engine) => void (await Promise.all([engine.close(), engine.close()])),
}

for (const [name, end] of Object.entries(endings)) {
  test(`${name}: nothing is left behind, at any moment`, async (t) => {
    for (const making of [{}, auto]) {
      for (const ms of [0, 2, 5, 10, 20, 60]) {
        const { engine, containers, server } = await world(t)
        // So that each request is in progress at some moment.
        server.faults.add({ match: /POST/, plan: { delayHead: 4 } })
        const controller = new AbortController()
        const failed = run(engine, { Image: 'app', ...making }, { signal: controller.signal }).then(
          () => assert.fail('it has not ended by itself'),
          (error: FairleadError) => error,
        )
        await pause(ms)
        await end(engine, () => controller.abort())
        assert.deepEqual(await containers(), [], `${ms} ms`)
        assert.match((await failed).code, /^ERR_(CLOSED|ABORTED)$/)
        await eventually(() => assert.equal(server.connections, 1))
      }
    }
  })
}

test('a container with remove: false is killed, too', async (t) => {
  const { engine, containers } = await world(t)
  const failed = assert.rejects(run(engine, { Image: 'app' }, { remove: false }), { code: 'ERR_CLOSED' })
  await eventually(async () => assert.equal((await containers())[0]?.State, 'running'))
  await engine.close()
  assert.deepEqual(
    (await containers()).map(({ State }) => State),
    ['exited'],
  )
  await failed
})

test('many runs at a time on a full pool', async (t) => {
  const { engine, containers } = await world(t, { pool: { connections: 30 } })
  const runs = Array.from({ length: 10 }, () => assert.rejects(run(engine, { Image: 'app' }), { code: 'ERR_CLOSED' }))
  await eventually(async () => assert.equal((await containers()).filter(({ State }) => State === 'running').length, 10))
  await engine.close()
  assert.deepEqual(await containers(), [])
  await Promise.all(runs)
})

test('an engine closed during the creation still removes the container, without a kill', async (t) => {
  const fake = await fakeEngine(t, (seen) => {
    if (seen.target !== '/containers/create') return NO_CONTENT
    return async (wire) => {
      await pause(50)
      wire.send(json({ Id: 'x1' }, 201))
      await wire.ended()
    }
  })
  const failed = assert.rejects(run(fake.engine, { Image: 'i' }), { code: 'ERR_CLOSED' })
  await eventually(() => assert.equal(fake.requests.length, 1))
  await fake.engine.close()
  await failed
  assert.deepEqual(fake.requests, ['POST /containers/create', 'DELETE /containers/x1?force=1&v=1'])
  await eventually(() => assert.equal(fake.open(), 0))
})

/** Everything up to the start succeeds, and the container never ends. */
function running(seen: Seen): Reply {
  if (seen.target === '/containers/create') return json({ Id: 'x1' }, 201)
  if (seen.target.includes('/attach')) {
    return async (wire) => {
      wire.send(upgraded())
      await wire.ended()
    }
  }
  if (seen.target.includes('/wait')) {
    return async (wire) => {
      wire.send('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n')
      await wire.ended()
    }
  }
  return NO_CONTENT
}

const kept: [what: string, options: RunOptions, last: string[]][] = [
  ['removed', {}, ['POST /containers/x1/kill', 'DELETE /containers/x1?force=1&v=1']],
  ['kept', { remove: false }, ['POST /containers/x1/kill']],
]
for (const [what, options, last] of kept) {
  test(`killed first, then ${what}; a failed kill does not matter`, async (t) => {
    for (const killFails of [false, true]) {
      const fake = await fakeEngine(t, (seen) =>
        killFails && seen.target.endsWith('/kill') ? json({ message: 'is not running' }, 409) : running(seen),
      )
      const controller = new AbortController()
      const failed = assert.rejects(run(fake.engine, { Image: 'i' }, { ...options, signal: controller.signal }))
      await eventually(() => assert.ok(fake.requests.includes('POST /containers/x1/start')))
      if (killFails) controller.abort()
      else void fake.engine.close()
      await failed
      assert.deepEqual(fake.requests.slice(4), last)
    }
  })
}

test("the engine's hooks see the cleanup, and its headers are sent", async (t) => {
  const seen: string[] = []
  const { engine, containers, server } = await world(t, {
    headers: { 'X-Mine': '1' },
    before: async ({ method, path }) => void seen.push(`${method} ${path.replace(/[0-9a-f]{64}/, 'id')}`),
  })
  const failed = assert.rejects(run(engine, { Image: 'app' }))
  await eventually(async () => assert.equal((await containers())[0]?.State, 'running'))
  await engine.close()
  await failed
  assert.deepEqual(seen.slice(-2), ['POST /containers/id/kill', 'DELETE /containers/id'])
  const cleared = server.requests.filter(({ method, path }) => method === 'DELETE' || path.endsWith('/kill'))
  assert.deepEqual(
    cleared.map(({ headers }) => headers['x-mine' as never]),
    ['1', '1'],
  )
})

test('the cleanup has a time limit when the Engine is silent or gone', async (t) => {
  const fake = await fakeEngine(t, () => undefined)
  assert.ok(await fake.engine.supports('1.41'))
  await clearAway(fake.engine, 'x1', { kill: true, remove: true }, 300)
  assert.deepEqual(fake.requests, ['POST /containers/x1/kill'])
  await eventually(() => assert.ok(fake.open() <= 1))
  const nowhere = connect({ host: 'unix:///nonexistent/docker.sock', apiVersion: '1.45' })
  await clearAway(nowhere, 'x1', { kill: true, remove: true }, 5_000)
  await nowhere.close()
})
