// Aborts: in each phase of each recipe an abort rejects with an AbortError, closes the sockets and leaves no listener on the
// signal. Ten thousand calls on one signal leave no listener on it either.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { PassThrough } from 'node:stream'
import test from 'node:test'
import { attach, type Engine, exec, type FairleadError, logs, resize, run, startExec, wait } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { frameText } from '../support/frames.ts'
import { repeated } from '../support/soak.ts'
import { type FakeEngine, fakeEngine, json, NO_CONTENT, type Reply, type Seen, upgraded } from './fake-engine.ts'

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length
/** Calls on one signal, of each recipe; a multiple of 40. */
const MANY = repeated({ soak: 2_000, whole: 1_000, usually: 200 })
const isAbort = (error: FairleadError) => error.name === 'AbortError' && error.code === 'ERR_ABORTED'

/** An Engine on which everything succeeds at once. */
function successful({ method, target }: Seen): Reply {
  if (method === 'DELETE' || target.endsWith('/kill')) return NO_CONTENT
  if (target.endsWith('/exec') || target === '/containers/create') return json({ Id: 'x1' }, 201)
  if (target === '/exec/x1/json') return json({ Running: false, ExitCode: 0, Pid: 1 })
  if (target === '/containers/c1/json') return json({ Config: { Tty: false } })
  if (target.includes('/wait')) return json({ StatusCode: 0 })
  if (target.includes('/logs')) return `HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n${frameText(1, 'ab\n')}`
  if (target.includes('/attach') || target === '/exec/x1/start') {
    return async (wire) => {
      wire.send(upgraded() + frameText(1, 'ab\n'))
      wire.end()
    }
  }
  return NO_CONTENT
}

type Recipe = (engine: Engine, signal: AbortSignal) => Promise<unknown>

async function drain(lines: AsyncIterable<unknown>): Promise<void> {
  for await (const _line of lines);
}

/** Sends `bytes`, then stays silent until the client closes the connection. */
function sendAndStay(bytes: string): Reply {
  return (wire) => {
    wire.send(bytes)
    return wire.ended()
  }
}

/** A source that never yields. */
async function* silent(): AsyncGenerator<string> {
  await new Promise(() => {})
}

const recipes: Record<string, Recipe> = {
  logs: (engine, signal) => drain(logs(engine, 'c1', { follow: true, signal })),
  'logs with timestamps': (engine, signal) => drain(logs(engine, 'c1', { timestamps: true, signal })),
  attach: async (engine, signal) => (await attach(engine, 'c1', { signal })).onFrame(() => {}),
  exec: (engine, signal) => exec(engine, 'c1', ['sh'], { stdin: silent(), signal }),
  'exec into Writables': (engine, signal) =>
    exec(engine, 'c1', ['sh'], { stdout: new PassThrough().resume(), endOnExit: true, signal }),
  'exec with a size': (engine, signal) => exec(engine, 'c1', ['sh'], { tty: { rows: 1, columns: 1 }, signal }),
  session: async (engine, signal) => {
    const session = await startExec(engine, 'c1', ['sh'], { signal })
    await session.tunnel.onFrame(() => {})
    await session.exitCode()
  },
  wait: async (engine, signal) => (await wait(engine, 'c1', { signal })).exit,
  resize: (engine, signal) => resize(engine, { exec: 'x1' }, { rows: 1, columns: 1, signal }),
  run: (engine, signal) => run(engine, { Image: 'i' }, { stdin: silent(), signal }),
}

/** The requests of each recipe, in order; the last part of the target is enough. */
const phases: Record<string, readonly string[]> = {
  logs: ['/containers/c1/json', '/logs'],
  'logs with timestamps': ['/containers/c1/json', '/logs'],
  attach: ['/containers/c1/json', '/attach'],
  exec: ['/exec', '/start', '/exec/x1/json'],
  'exec into Writables': ['/exec', '/start', '/exec/x1/json'],
  'exec with a size': ['/exec', '/start', '/exec/x1/json'],
  session: ['/exec', '/start', '/exec/x1/json'],
  wait: ['/wait'],
  resize: ['/resize'],
  run: ['/create', '/attach', '/wait', '/start', 'DELETE'],
}

const streaming = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'

for (const [name, recipe] of Object.entries(recipes)) {
  for (const phase of phases[name]!) {
    const matches = ({ method, target }: Seen) =>
      phase === 'DELETE' ? method === 'DELETE' : target.split('?')[0]!.endsWith(phase)
    const stops: Record<string, Reply> = { 'before the response': undefined }
    // The head alone, and nothing after it.
    if (/attach|start/.test(phase)) stops['after the head'] = sendAndStay(upgraded())
    if (/logs|wait/.test(phase)) stops['after the head'] = sendAndStay(streaming)
    for (const [stop, reply] of Object.entries(stops)) {
      // The start of a container is a plain request, whose head is the whole response.
      if (name === 'run' && phase === '/start' && stop === 'after the head') continue
      test(`${name}: aborted at ${phase} ${stop}`, async (t) => {
        let met = 0
        const fake = await fakeEngine(t, (seen) => {
          if (!matches(seen)) return successful(seen)
          // run() cleans up after the abort: those requests get a response.
          return met++ === 0 ? reply : successful(seen)
        })
        await aborted(fake, recipe, () => met > 0)
      })
    }
  }

  test(`${name}: a signal aborted beforehand opens no socket`, async (t) => {
    const fake = await fakeEngine(t, successful)
    await assert.rejects(recipe(fake.engine, AbortSignal.abort()), isAbort)
    assert.equal(fake.open(), 0)
    assert.deepEqual(fake.requests, [])
  })
}

async function aborted(fake: FakeEngine, recipe: Recipe, isReached: () => boolean): Promise<void> {
  const controller = new AbortController()
  const running = recipe(fake.engine, controller.signal)
  const outcome = assert.rejects(running, (error: FairleadError) => {
    assert.ok(isAbort(error), String(error))
    assert.equal(error.cause, 'enough')
    return true
  })
  await eventually(isReached)
  // Let the bytes sent with the head arrive.
  await new Promise((resolve) => setTimeout(resolve, 5))
  controller.abort('enough')
  await outcome
  assert.equal(listeners(controller.signal), 0)
  await eventually(() => fake.engine.connections.busy === 0 && fake.engine.connections.dialling === 0)
}

test('resize: aborted between two attempts', async (t) => {
  const fake = await fakeEngine(t, () => json({ message: 'not yet' }, 500))
  await aborted(fake, recipes.resize!, () => fake.requests.length > 2)
})

test('exec: aborted while its state is polled', async (t) => {
  const running = json({ Running: true, ExitCode: null, Pid: 1 })
  const fake = await fakeEngine(t, (seen) => (seen.target === '/exec/x1/json' ? running : successful(seen)))
  await aborted(fake, recipes.exec!, () => fake.requests.length > 4)
})

test('run: an abort during the creation removes the container', async (t) => {
  const fake = await fakeEngine(t, (seen) => {
    if (seen.target !== '/containers/create') return successful(seen)
    return async (wire) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      wire.send(json({ Id: 'x1' }, 201).replace('\r\n', '\r\nConnection: close\r\n'))
      wire.end()
    }
  })
  await aborted(fake, recipes.run!, () => fake.requests.length === 1)
  assert.deepEqual(fake.requests, ['POST /containers/create', 'DELETE /containers/x1?force=1&v=1'])
})

test('run: the removal is sent again when its connection was closed', async (t) => {
  let removals = 0
  const fake = await fakeEngine(t, (seen) => {
    if (seen.method !== 'DELETE' || removals++ > 0) return successful(seen)
    return async (wire) => void wire.socket.destroy()
  })
  await run(fake.engine, { Image: 'i' })
  removals = 0
  const failing = run(fake.engine, { Image: 'i' }, { maxBytes: 1 })
  await assert.rejects(failing, (error: FairleadError) => error.code === 'ERR_BODY_TOO_LARGE')
  assert.equal(fake.requests.filter((request) => request.startsWith('DELETE')).length, 4)
})

test('run: an abort kills a container with remove: false', async (t) => {
  const fake = await fakeEngine(t, (seen) =>
    seen.target.includes('/wait') ? sendAndStay(streaming) : successful(seen),
  )
  const kept: Recipe = (engine, signal) => run(engine, { Image: 'i' }, { remove: false, signal })
  await aborted(fake, kept, () => fake.requests.some((request) => request.endsWith('/start')))
  assert.equal(fake.requests.at(-1), 'POST /containers/x1/kill')
})

test('calls by the hundred on one signal leave no listener on it', async (t) => {
  const fake = await fakeEngine(t, successful)
  const { signal } = new AbortController()
  const warnings: Error[] = []
  const onWarning = (warning: Error) => warnings.push(warning)
  process.on('warning', onWarning)
  t.after(() => process.off('warning', onWarning))
  const counts: Record<string, number> = {
    logs: MANY,
    'logs with timestamps': MANY,
    attach: MANY,
    exec: MANY,
    'exec into Writables': MANY / 2,
    wait: MANY,
    resize: MANY,
    run: MANY / 2,
  }
  let calls = 0
  for (const [name, count] of Object.entries(counts)) {
    for (let left = count; left > 0; left -= 20) {
      await Promise.all(Array.from({ length: 20 }, () => recipes[name]!(fake.engine, signal)))
      calls += 20
    }
    assert.equal(listeners(signal), 0, name)
    fake.requests.length = fake.seen.length = 0
  }
  assert.equal(calls, 7 * MANY)
  assert.deepEqual(warnings, [])
  assert.equal(fake.engine.connections.busy, 0)
})
