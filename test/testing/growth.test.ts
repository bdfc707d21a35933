// The embedded engine's heap does not grow, however long it runs: each kind of call, thousands of times, in a process of its own.
// What is kept for a while (requests, events, ended execs) is bounded, and the warm-up fills it.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import test, { describe } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Daemon } from '../../src/testing/daemon/daemon.ts'
import { EVENTS_KEPT } from '../../src/testing/daemon/events.ts'
import { EXEC_KEPT_MS, EXECS_KEPT, type ExecOptions, Execs } from '../../src/testing/daemon/execs.ts'
import { Query } from '../../src/testing/http/request.ts'
import type { ResponseWriter } from '../../src/testing/http/response-writer.ts'
import { EVENTS_WAITING, eventRoutes } from '../../src/testing/routes/events.ts'
import type { RouteContext } from '../../src/testing/routes/router.ts'
import { EmbeddedEngine, REQUESTS_KEPT } from '../../src/testing.ts'
import { isWhole, repeated } from '../support/soak.ts'
import { all, create, start } from './daemon/exec-kit.ts'
import { ask, eventually, Raw, run } from './support.ts'

const child = fileURLToPath(new URL('growth-child.js', import.meta.url))

/** The noise of the heap in bytes, in the quietest of four rounds. */
const NOISE_BYTES = 150_000
/** How many bytes one call may leave. A kept exec has 2,600 bytes, a promise's reaction 400. */
const BYTES_PER_CALL = 64

/** How many calls are measured, and how many precede them. */
const kinds: readonly (readonly [name: string, count: number, warm: number])[] = [
  ['ping', repeated({ soak: 16_000, usually: 8_000 }), 4_000],
  ['exec', 1_200, 1_100],
  ['fault', repeated({ soak: 4_000, usually: 2_000 }), 200],
  ...(isWhole
    ? ([
        ['container', repeated({ soak: 800, usually: 400 }), 200],
        ['detached exec', 1_200, 1_100],
        ['exec that is never started', 1_200, 1_100],
        ['event of a followed stream', 4_000, 200],
      ] as const)
    : []),
]

describe('the heap after thousands of calls', { concurrency: 2 }, () => {
  for (const [name, count, warm] of kinds) {
    test(name, async () => {
      const args = ['--expose-gc', child, name, String(count), String(warm)]
      const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 })
      const limit = NOISE_BYTES + (count / 4) * BYTES_PER_CALL
      assert.ok(Number(stdout) < limit, `${count / 4} calls left ${stdout.trim()} bytes, of at most ${limit}`)
    })
  }
})

const config: ExecOptions = {
  cmd: ['true'],
  env: [],
  stdin: false,
  stdout: true,
  stderr: true,
  tty: false,
  privileged: false,
  user: '',
  keys: new Uint8Array(),
  size: { rows: 0, columns: 0 },
}

/** A daemon with a running container, and execs with a clock that the test sets. */
function lab() {
  const daemon = new Daemon({ version: '20.10.24', apiVersion: '1.41', minApiVersion: '1.12', logBytes: 1e6 })
  daemon.images.add('idle', () => new Promise(() => {}), { commands: {} }, daemon.clock.now())
  const container = daemon.create('base', { Image: 'idle' })
  container.start()
  let now = 0
  const execs = new Execs(
    () => 1,
    () => now,
  )
  /** An exec that ends at once, because its command does not exist. */
  const ended = () => {
    const exec = execs.create(container, config)
    execs.claim(exec)
    assert.throws(() => execs.start(exec))
    return exec
  }
  return { daemon, container, execs, ended, pass: (ms: number) => (now += ms) }
}

test('the newest ended execs and all running ones can be inspected', () => {
  const { container, execs, ended } = lab()
  const running = execs.create(container, config)
  execs.claim(running)
  const first = ended()
  for (let i = 1; i < EXECS_KEPT; i++) ended()
  assert.equal(execs.find(first.id), first)
  ended()
  assert.throws(() => execs.find(first.id), { status: 404, message: `No such exec instance: ${first.id}` })
  assert.equal(execs.find(running.id), running)
  assert.equal(execs.size, EXECS_KEPT + 1)
  assert.deepEqual(execs.running(container), [running.id])
})

test('the newest execs that were never started can be inspected', () => {
  const { container, execs } = lab()
  const made = Array.from({ length: EXECS_KEPT + 2 }, () => execs.create(container, config))
  assert.equal(execs.size, EXECS_KEPT)
  assert.throws(() => execs.find(made[1]!.id), { status: 404 })
  assert.equal(execs.find(made[2]!.id), made[2])
})

test('an ended exec is removed after ten minutes, a running one is not', () => {
  const { container, execs, ended, pass } = lab()
  const running = execs.create(container, config)
  execs.claim(running)
  const early = ended()
  pass(EXEC_KEPT_MS - 1)
  const late = ended()
  assert.equal(execs.find(early.id), early)
  pass(1)
  assert.throws(() => execs.find(early.id), { status: 404 })
  assert.equal(execs.find(late.id), late)
  assert.equal(execs.find(running.id), running)
})

test('all execs of a container are removed with it', () => {
  const { container, execs, ended } = lab()
  const exec = ended()
  const running = execs.create(container, config)
  execs.claim(running)
  container.remove(true)
  for (const { id } of [exec, running]) assert.throws(() => execs.find(id), { status: 404 })
  assert.equal(execs.size, 0)
})

test('an ended exec keeps its configuration and not its streams', async (t) => {
  const engine = await EmbeddedEngine.start()
  t.after(() => engine.close())
  engine.image('echo', async ({ args, stdout, sleep }) => {
    if (args[0] !== 'echo') await sleep(2 ** 31 - 1)
    await stdout.write('x'.repeat(100_000))
    return 3
  })
  await run(engine, 'cc', { Image: 'echo' })
  const id = await create(engine, { ...all, Cmd: ['echo'] })
  const raw = await start(engine, id).ended()
  assert.ok(raw.bytes.length > 100_000)
  raw.close()
  const { text } = await ask(engine.host, 'GET', `/exec/${id}/json`)
  const { Running, ExitCode, ProcessConfig } = JSON.parse(text)
  assert.deepEqual([Running, ExitCode, ProcessConfig.entrypoint], [false, 3, 'echo'])
  const again = await ask(engine.host, 'POST', `/exec/${id}/start`, { Detach: true })
  assert.deepEqual([again.status, JSON.parse(again.text).message], [409, `Error: Exec command ${id} has already run`])
})

test('requests, events and images are bounded', async (t) => {
  const engine = await EmbeddedEngine.start()
  t.after(() => engine.close())
  const raw = new Raw(engine.host)
  raw.send('GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n'.repeat(REQUESTS_KEPT + 7))
  await eventually(() => raw.text.split('HTTP/1.1 200').length === REQUESTS_KEPT + 8)
  raw.close()
  assert.equal(engine.requests.length, REQUESTS_KEPT)
  const { daemon } = lab()
  const { images } = daemon
  for (let i = 0; i < 1000; i++) images.addBuilt(`sha256:${i}`, ['built:latest'], () => 0, {}, daemon.clock.now())
  assert.equal(images.all.length, 2)
  assert.equal(images.known('sha256:0'), undefined)
  assert.ok(images.known('sha256:999') && images.known('sha256:800'), 'the last removed images are known for a load')
  assert.ok(images.find('idle'), 'a local image is never forgotten')
  for (let i = 0; i < 1000; i++) daemon.create('', { Image: 'idle' }).remove(true)
  assert.equal(daemon.events.past.length, EVENTS_KEPT)
  assert.equal(daemon.containers.all.length, 1)
})

test('requestsKept: as many as requested, or none', async () => {
  for (const requestsKept of [0, 2]) {
    const engine = await EmbeddedEngine.start({ requestsKept })
    for (const path of ['/_ping', '/version', '/info']) await ask(engine.host, 'GET', path)
    assert.deepEqual(
      engine.requests.map(({ path }) => path),
      ['/version', '/info'].slice(0, requestsKept),
    )
    await engine.close()
  }
  for (const requestsKept of [-1, 1.5, Number.NaN])
    await assert.rejects(EmbeddedEngine.start({ requestsKept }), { code: 'ERR_OPTION' })
})

/** GET /events with a response that accepts nothing until `release`; `received` are the events written to it. */
function follow(daemon: Daemon, search: string) {
  const received: string[] = []
  const ending = new AbortController()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const answer = {
    closed: false,
    set: () => answer,
    begin: async () => {},
    chunk: (json: string) => {
      received.push((JSON.parse(json) as { Action: string }).Action)
      return held
    },
    end: async () => {},
  } as unknown as ResponseWriter
  const context = {
    response: answer,
    daemon,
    query: new Query(search),
    signal: ending.signal,
  } as unknown as RouteContext
  const done = eventRoutes[0]!.handle(context)
  return { received, release, end: () => ending.abort(), done }
}

test('a client that does not read its events has a bounded queue', async () => {
  const { daemon } = lab()
  const slow = follow(daemon, '')
  const choosy = follow(daemon, `filters=${encodeURIComponent('{"event":{"last":true}}')}`)
  await new Promise((resolve) => setImmediate(resolve))
  const publish = (action: string) => daemon.events.publish({ type: 'image', action, id: 'x', attributes: {} })
  for (let i = 0; i < 5 * EVENTS_WAITING; i++) publish(`number ${i}`)
  publish('last')
  slow.release()
  await eventually(() => slow.received.length === EVENTS_WAITING && choosy.received.length === 1)
  assert.equal(slow.received.at(-1), `number ${EVENTS_WAITING - 1}`)
  assert.deepEqual(choosy.received, ['last'], 'events that do not match the filter are not queued')
  publish('after')
  await eventually(() => slow.received.at(-1) === 'after')
  choosy.release()
  for (const one of [slow, choosy]) one.end()
  await Promise.all([slow.done, choosy.done])
  assert.equal(daemon.events.listeners, 0)
})
