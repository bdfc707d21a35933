// Health checks of the embedded engine: the states, the results, the events, the start period, timeouts and a missing program.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { connect, type Engine, events } from '../../src/index.ts'
import { EmbeddedEngine, type Program } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'

interface Health {
  Status: string
  FailingStreak: number
  Log: { Start: string; End: string; ExitCode: number; Output: string }[]
}

const ms = (count: number): number => count * 1_000_000
const idle: Program = async ({ sleep }) => {
  await sleep(60_000)
}

async function checked(t: TestContext, check: Program | undefined, healthcheck: object) {
  const server = await EmbeddedEngine.start()
  const engine = connect(server.host)
  t.after(async () => {
    stream.close()
    await engine.close()
    await server.close()
  })
  server.image('app', idle, { commands: check === undefined ? {} : { check } })
  const body = { Image: 'app', Healthcheck: { Test: ['CMD', 'check'], Interval: ms(5), ...healthcheck } }
  const { Id: id } = await engine.post('/containers/create', { body })
  const seen: string[] = []
  const stream = events(engine, { filters: { type: 'container' } })
  await stream.ready()
  void (async () => {
    for await (const { Action } of stream) seen.push(Action!)
  })()
  await engine.post('/containers/{id}/start', { path: { id } })
  return { engine, id, seen }
}

async function healthOf(engine: Engine, id: string): Promise<Health> {
  const { State } = (await engine.get('/containers/{id}/json', { path: { id } })) as unknown as {
    State: { Health: Health }
  }
  return State.Health
}

test('a check that succeeds: starting, then healthy, with one event; after the end unhealthy', async (t) => {
  let calls = 0
  const { engine, id, seen } = await checked(
    t,
    async ({ stdout, args }) => {
      calls++
      await stdout.write(`${args.join(' ')} ${calls}\n`)
    },
    { Interval: ms(200) },
  )
  assert.deepEqual(await healthOf(engine, id), { Status: 'starting', FailingStreak: 0, Log: [] })
  const [listed] = await engine.get('/containers/json', { query: { filters: { health: ['starting'] } } })
  assert.match(listed!.Status!, /^Up .* \(health: starting\)$/)
  await eventually(() => calls > 5)
  const { Status, FailingStreak, Log } = await healthOf(engine, id)
  assert.deepEqual([Status, FailingStreak, Log.length], ['healthy', 0, 5])
  const { Output, ExitCode, Start, End } = Log.at(-1)!
  assert.match(Output, /^check \d+\n$/)
  assert.ok(ExitCode === 0 && Start < End)
  assert.deepEqual(
    seen.filter((action) => action.startsWith('health_status')),
    ['health_status: healthy'],
  )
  assert.deepEqual(seen.slice(1, 4), ['exec_create: check', 'exec_start: check', 'exec_die'])
  await engine.post('/containers/{id}/kill', { path: { id } })
  assert.equal((await healthOf(engine, id)).Status, 'unhealthy')
  const after = calls
  await new Promise((resolve) => setTimeout(resolve, 300))
  assert.ok(calls <= after + 1)
})

test('unhealthy after so many failures in a row, and healthy again', async (t) => {
  let code = 3
  const { engine, id, seen } = await checked(t, () => code, { Retries: 3 })
  await eventually(() => seen.includes('health_status: unhealthy'))
  const health = await healthOf(engine, id)
  assert.ok(health.FailingStreak >= 3 && health.Log.at(-1)!.ExitCode === 3)
  code = 0
  await eventually(() => seen.includes('health_status: healthy'))
  assert.equal((await healthOf(engine, id)).FailingStreak, 0)
})

test('failures within the start period do not count', async (t) => {
  let calls = 0
  const { engine, id } = await checked(
    t,
    () => {
      calls++
      return 1
    },
    { Retries: 1, StartPeriod: ms(60_000) },
  )
  await eventually(() => calls > 5)
  const { Status, FailingStreak } = await healthOf(engine, id)
  assert.deepEqual([Status, FailingStreak], ['starting', 0])
})

test('a check that takes too long is ended; one that does not exist fails', async (t) => {
  let ended = 0
  const slow = await checked(
    t,
    async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      ended++
    },
    { Timeout: ms(20), Retries: 1 },
  )
  await eventually(() => slow.seen.includes('health_status: unhealthy'))
  const { ExitCode, Output } = (await healthOf(slow.engine, slow.id)).Log[0]!
  assert.deepEqual([ExitCode, Output], [-1, 'Health check exceeded timeout (20ms)'])
  await eventually(() => ended > 0)
  const missing = await checked(t, undefined, { Retries: 1 })
  await eventually(() => missing.seen.includes('health_status: unhealthy'))
  assert.match((await healthOf(missing.engine, missing.id)).Log[0]!.Output, /executable file not found in \$PATH/)
})

test('without a check, and with NONE, there is no health', async (t) => {
  const { engine, id } = await checked(t, undefined, { Test: ['NONE'] })
  assert.equal(await healthOf(engine, id), undefined)
})
