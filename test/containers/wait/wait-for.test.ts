// waitFor() itself on the embedded engine: removals, aborts, timeouts, cut connections, few connections, and nothing left behind.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { all, any, exit, healthy, http, log, port, waitFor } from '../../../src/containers.ts'
import type { FairleadError } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { failureOf, idle, ms, world } from './world.ts'

test('a removal fails every condition; an unknown container is the Engine’s error', async (t) => {
  const { server, engine, start } = await world(t)
  const id = await start({ Image: 'idle', HostConfig: { AutoRemove: true } })
  const waits = [log('x'), healthy(), exit(1)].map((condition) => failureOf(engine, id, condition, 20_000))
  // Each wait has inspected the container.
  await eventually(() => server.requests.filter(({ path }) => path === `/containers/${id}/json`).length >= 3)
  await engine.delete('/containers/{id}', { path: { id }, query: { force: true } })
  for (const { message, state } of await Promise.all(waits))
    assert.ok(message !== '' && ['removed', 'running'].includes(state), message)
  await assert.rejects(waitFor(engine, id, exit()), { code: 'ERR_ENGINE', status: 404, container: id })
})

test('an abort ends it within a turn, in every phase, and leaves nothing', async (t) => {
  const { server, engine, start } = await world(t)
  server.image('talker', async ({ stdout, sleep }) => {
    await stdout.write('hi\n')
    await sleep(60_000)
  })
  const id = await start({ Image: 'talker' })
  const controller = new AbortController()
  let listeners = 0
  const { signal } = controller
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++
    add(...args)
  }
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--
    remove(...args)
  }
  await waitFor(engine, id, log('hi'), { signal })
  await eventually(() => listeners === 0 && engine.connections.busy === 0)
  for (const after of [0, 5, 50]) {
    const own = new AbortController()
    const wait = waitFor(engine, id, all(log('ho'), exit()), { signal: own.signal })
    if (after > 0) await sleep(after)
    own.abort(new Error('enough'))
    await assert.rejects(wait, { code: 'ERR_ABORTED', name: 'AbortError' })
    await eventually(() => engine.connections.busy === 0)
  }
  await assert.rejects(waitFor(engine, id, exit(), { signal: AbortSignal.abort() }), { code: 'ERR_ABORTED' })
  // While the last lines of a timeout are read, too.
  const slow = new AbortController()
  const wait = waitFor(engine, id, exit(), { timeout: 50, signal: slow.signal })
  await eventually(() => server.requests.length > 0)
  server.faults.add({ match: /json$/, plan: { silent: true } })
  await sleep(150)
  slow.abort()
  await assert.rejects(wait, { code: 'ERR_ABORTED' })
})

test('a timeout does not hang on an Engine that no longer responds', async (t) => {
  const { server, engine, start } = await world(t)
  const id = await start({ Image: 'idle' })
  const wait = failureOf(engine, id, exit(), 100)
  await eventually(() => server.requests.some(({ path }) => path === `/containers/${id}/json`))
  server.faults.add({ match: /json$/, plan: { silent: true } })
  const { state, message } = await wait
  assert.equal(state, 'unknown')
  assert.match(message, /^waiting for exit\(\): not met within 100 ms \(container \w+\)\nstate: unknown$/)
})

test('a cut stream of events is opened again, and what happened meanwhile counts', async (t) => {
  const { server, engine, start } = await world(t)
  server.image('db', idle, { commands: { ready: () => 0 } })
  server.faults.add({ match: /events$/, times: 1, plan: { cutAfter: 300 } })
  const id = await start({ Image: 'db', Healthcheck: { Test: ['CMD', 'ready'], Interval: ms(30) } })
  await waitFor(engine, id, healthy())
})

test('a first request that fails rejects with its error', async (t) => {
  const { server, engine, start } = await world(t)
  const id = await start({ Image: 'idle' })
  server.faults.add({
    match: /events$/,
    plan: { instead: { status: 403, type: 'application/json', body: '{"message":"no"}' } },
  })
  await assert.rejects(waitFor(engine, id, exit()), { code: 'ERR_ENGINE', status: 403 })
  await engine.close()
  await assert.rejects(waitFor(engine, id, exit()), { code: 'ERR_CLOSED' })
})

test('with one connection: what a wait needs goes beyond the limit', async (t) => {
  const { server, engine, start } = await world(t, { pool: { connections: 1 } })
  server.image(
    'talker',
    async ({ stdout, sleep }) => {
      await stdout.write('hi\n')
      await sleep(60_000)
    },
    { commands: {} },
  )
  const id = await start({ Image: 'talker' })
  await waitFor(engine, id, log('hi'))
  await failureOf(engine, id, all(log('hi'), port(80)))
  await eventually(() => engine.connections.busy === 0)
})

test('bad arguments are refused at once', async (t) => {
  const { engine } = await world(t)
  const refused = (call: () => unknown): void => {
    assert.throws(call, (error: FairleadError) => error.code === 'ERR_OPTION')
  }
  for (const call of [
    () => log(''),
    () => log(7 as never),
    () => log('x', 0),
    () => exit(256),
    () => port(0),
    () => port(70_000),
    () => port(1, { hots: 'x' } as never),
    () => http('x'),
    () => http('/', { status: 99 }),
    () => http('/', { port: 1.5 }),
    () => all(),
    () => any('healthy' as never),
  ])
    refused(call)
  for (const call of [
    () => waitFor(engine, 'x', healthy as never),
    () => waitFor(engine, '', healthy()),
    () => waitFor(engine, 'x', healthy(), { timeout: -1 }),
    () => waitFor(engine, 'x', healthy(), { timeuot: 1 } as never),
  ])
    await assert.rejects(call(), { code: 'ERR_OPTION' })
})

test('a condition can be waited for again and by several at once', async (t) => {
  const { server, engine, start } = await world(t)
  server.image('talker', async ({ stdout, sleep }) => {
    await stdout.write('x\n')
    await sleep(60_000)
  })
  const ids = await Promise.all([start({ Image: 'talker' }), start({ Image: 'talker' })])
  const condition = log('x')
  const twice = all(condition, condition)
  await Promise.all(ids.flatMap((id) => [waitFor(engine, id, condition), waitFor(engine, id, twice)]))
})

test('a process whose only wait was met ends', async (t) => {
  const { server, start } = await world(t)
  const id = await start({ Image: 'idle' })
  const { spawn } = await import('node:child_process')
  const src = new URL('../../../src', import.meta.url).href
  const program = `
    const { connect } = await import('${src}/index.js')
    const { waitFor, exit } = await import('${src}/containers.js')
    const engine = connect('${server.host}')
    await waitFor(engine, '${id}', exit(), { timeout: 50 }).catch((error) => console.log(error.code))
    engine.unref()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (data) => {
    text += data
  })
  const [code] = await once(child, 'exit')
  assert.deepEqual([code, text], [0, 'ERR_WAIT_TIMEOUT\n'])
})
