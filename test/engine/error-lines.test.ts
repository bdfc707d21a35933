// What an error contains: its call, the line of the program that waits for it, its cause's message; never a secret.

import assert from 'node:assert/strict'
import { Readable, Writable } from 'node:stream'
import test from 'node:test'
import { createFetch } from '../../src/fetch.ts'
import { build, connect, type Engine, exec, FairleadError, logs, pull, run, wait } from '../../src/index.ts'
import { tempDir } from '../support/temp.ts'
import { assertLine, failed, world } from './failing-calls.ts'

const path = { id: 'web' }
const query = { stdout: true, stderr: true, follow: true }
type Reading = [name: string, read: (engine: Engine) => Promise<unknown>]
const readings: Reading[] = [
  [
    'frames',
    async function frames(engine) {
      for await (const _ of (await engine.request('GET', '/containers/{id}/logs', { path, query })).frames());
    },
  ],
  [
    'lines',
    async function lines(engine) {
      for await (const _ of (await engine.request('GET', '/containers/{id}/logs', { path, query })).lines());
    },
  ],
  [
    'pieces',
    async function pieces(engine) {
      for await (const _ of await engine.request('GET', '/containers/{id}/logs', { path, query }));
    },
  ],
  [
    'onFrame',
    async function onFrame(engine) {
      await (await engine.request('GET', '/containers/{id}/logs', { path, query })).onFrame(() => {})
    },
  ],
  [
    'pipe',
    async function pipe(engine) {
      await (await engine.request('GET', '/containers/{id}/logs', { path, query })).pipe({
        stdout: new Writable({ write: (_, __, done) => done() }),
      })
    },
  ],
  [
    'bytes',
    async function bytes(engine) {
      await (await engine.request('GET', '/containers/{id}/logs', { path, query })).bytes()
    },
  ],
  [
    'text',
    async function text(engine) {
      await (await engine.request('GET', '/containers/{id}/logs', { path, query })).text()
    },
  ],
  [
    'recipe',
    async function recipe(engine) {
      for await (const _ of logs(engine, 'web', { follow: true }));
    },
  ],
]
for (const [name, read] of readings) {
  test(`${name}: a stream that is cut names its call and container, and keeps the program's line`, async (t) => {
    const { engine, server } = await world(t)
    server.faults.add({ match: /\/logs/, plan: { cutAfter: 300 } })
    const error = await failed(() => read(engine))
    assert.equal(error.code, 'ERR_TRUNCATED_BODY')
    assert.match(error.message, /^GET \/containers\/web\/logs: the connection ended/)
    assert.deepEqual([error.method, error.path, error.container], ['GET', '/containers/web/logs', 'web'])
    assertLine(error, name)
    assert.ok(error.stack!.startsWith(`FairleadError: ${error.message}\n`), error.stack)
  })
}

test('of six streams the one that is cut is known', async (t) => {
  const { engine, server } = await world(t)
  const ids: string[] = []
  for (let i = 0; i < 6; i++) {
    const { Id } = await engine.post('/containers/create', { body: { Image: 'talker' } })
    await engine.post('/containers/{id}/start', { path: { id: Id } })
    ids.push(Id)
  }
  server.faults.add({ match: new RegExp(ids[3]!), plan: { cutAfter: 300 } })
  const ender = new AbortController()
  const follow = async (id: string) => {
    for await (const _ of (
      await engine.request('GET', '/containers/{id}/logs', { path: { id }, query, signal: ender.signal })
    ).frames());
  }
  const all = ids.map((id) => failed(() => follow(id)))
  const first = await Promise.race(all)
  assert.equal(first.container, ids[3])
  ender.abort(new Error('enough'))
  const codes = (await Promise.all(all)).map(({ code, container }) => `${code} ${container}`)
  assert.deepEqual(
    codes,
    ids.map((id, i) => `${i === 3 ? 'ERR_TRUNCATED_BODY' : 'ERR_ABORTED'} ${id}`),
  )
})

test('a request that fails names its call: rejected, cut, reset, aborted, late, closed', async (t) => {
  const { engine, server } = await world(t)
  async function asks(): Promise<void> {
    await engine.get('/containers/{id}/json', { path, timeouts: { head: 1_000 } })
  }
  async function refused(): Promise<void> {
    await engine.delete('/containers/{id}', { path: { id: 'nobody' } })
  }
  const absent = await failed(refused)
  assert.deepEqual([absent.method, absent.path, absent.container], ['DELETE', '/containers/nobody', 'nobody'])
  assertLine(absent, 'refused')
  for (const [plan, code] of [
    [{ cutAfter: 20 }, 'ERR_TRUNCATED_HEAD'],
    [{ silent: true }, 'ERR_HEAD_TIMEOUT'],
    [{ instead: { status: 200, type: 'application/json', body: 'no json' } }, 'ERR_RECORD_SYNTAX'],
  ] as const) {
    server.faults.add({ match: /json/, times: 1, plan })
    const error = await failed(asks)
    assert.equal(error.code, code)
    assert.match(error.message, /^GET \/containers\/web\/json: /)
    assertLine(error, 'asks')
  }
  const controller = new AbortController()
  const stats = engine.request('GET', '/containers/{id}/stats', { path, signal: controller.signal })
  controller.abort(new Error('the user left'))
  const aborted = await failed(() => stats)
  assert.equal(aborted.message, 'GET /containers/web/stats: the call was aborted by its signal: the user left')
  assert.equal(aborted.name, 'AbortError')
  const early = await failed(() => engine.get('/info', { signal: AbortSignal.abort('no more') }))
  assert.equal(early.message, 'GET /info: the call was aborted by its signal: no more')
  await engine.close()
  assert.match((await failed(asks)).message, /^GET \/containers\/web\/json: this engine was closed/)
})

test('each call that waits for one ping has an error of its own', async (t) => {
  const engine = connect(`unix://${tempDir(t)}/none.sock`)
  async function one(): Promise<void> {
    await engine.get('/info')
  }
  async function two(): Promise<void> {
    await engine.get('/containers/{id}/json', { path })
  }
  const [first, second] = await Promise.all([failed(one), failed(two)])
  assert.match(first.message, /^GET \/info: cannot connect to .*ENOENT/)
  assert.match(second.message, /^GET \/containers\/web\/json: cannot connect to .*ENOENT/)
  assertLine(first, 'one')
  assertLine(second, 'two')
})

test('recipes keep the line of the program through all of their own calls', async (t) => {
  const { engine, server } = await world(t)
  const calls: [name: string, call: () => Promise<unknown>][] = [
    [
      'runs',
      async function runs() {
        await run(engine, { Image: 'none' })
      },
    ],
    [
      'execs',
      async function execs() {
        await exec(engine, 'nobody', ['true'])
      },
    ],
    [
      'pulls',
      async function pulls() {
        await pull(engine, 'none').done()
      },
    ],
    [
      'iterates',
      async function iterates() {
        for await (const _ of pull(engine, 'none'));
      },
    ],
    [
      'builds',
      async function builds() {
        await build(engine, Readable.from([Buffer.from('no tar')])).done()
      },
    ],
    [
      'fetches',
      async function fetches() {
        await (await createFetch(engine)('/info')).text()
      },
    ],
    [
      'waits',
      async function waits() {
        await (await wait(engine, 'web')).exit
      },
    ],
    [
      'misses',
      async function misses() {
        for await (const _ of logs(engine, 'nobody'));
      },
    ],
    [
      'readies',
      async function readies() {
        await pull(engine, 'none').ready()
      },
    ],
  ]
  server.faults.add({ match: /info|wait/, plan: { cutAfter: 20 } })
  for (const [name, call] of calls) assertLine(await failed(call), name)
})

test("a promise that is not awaited keeps the error's own stack", async (t) => {
  const engine = connect(`unix://${tempDir(t)}/none.sock`)
  const { stack } = await new Promise<Error>((resolve) => void engine.get('/info').catch(resolve))
  assert.match(stack!, /^FairleadError: GET \/info: cannot connect/)
})

test("the cause's message is in the message", async (t) => {
  const { engine } = await world(t)
  const source = Readable.from(
    (async function* () {
      yield 'x'
      throw new Error('the disk broke')
    })(),
  )
  const upload = await failed(() => engine.untyped.post('/build', { body: source }))
  assert.match(upload.message, /^POST \/build: .*: the disk broke$/)
  const output = new Writable({ write: (_, __, done) => done(new Error('the pipe is full')) })
  const piped = await failed(async () =>
    (await engine.request('GET', '/containers/{id}/logs', { path, query })).pipe({ stdout: output }),
  )
  assert.equal(piped.code, 'ERR_OUTPUT')
  assert.match(piped.message, /the pipe is full/)
  const circle: Record<string, unknown> = {}
  circle.self = circle
  assert.match(
    (await failed(() => engine.untyped.post('/x', { body: circle }))).message,
    /cannot be written as JSON: .*circular/,
  )
  const words = (cause: unknown) => new FairleadError('ERR_OPTION', 'it failed', { cause }).message
  assert.equal(words(new Error('why')), 'it failed: why')
  assert.equal(words('why'), 'it failed: why')
  assert.equal(words(new Error('it failed')), 'it failed')
  assert.equal(words({ any: 1 }), 'it failed')
  assert.equal(words(null), 'it failed')
  assert.equal(words(new Error('')), 'it failed')
  assert.equal(words(new DOMException('This operation was aborted', 'AbortError')), 'it failed')
  assert.ok(words(new Error('x'.repeat(100_000))).length < 1_000)
})

test("an invalid frame explains what a TTY's stream needs", async (t) => {
  const { engine, server } = await world(t)
  const body = 'plain text of a terminal'
  server.faults.add({
    match: /\/logs/,
    plan: { instead: { status: 200, type: 'application/vnd.docker.multiplexed-stream', body } },
  })
  for (const read of readings.filter(([name]) => ['frames', 'lines', 'onFrame', 'pipe'].includes(name))) {
    const error = await failed(() => read[1](engine))
    assert.equal(error.code, 'ERR_FRAME_TYPE')
    assert.match(error.message, /^GET \/containers\/web\/logs: .*tty: true/)
    assertLine(error, read[0])
  }
})

test('a frame that is cut by a clean end names its call, too', async (t) => {
  const { engine, server } = await world(t)
  server.faults.add({
    match: /\/logs/,
    plan: {
      instead: { status: 200, type: 'application/vnd.docker.multiplexed-stream', body: '\x01\0\0\0\0\0\0\x09abc' },
    },
  })
  for (const read of readings.filter(([name]) => ['frames', 'lines', 'onFrame', 'pipe', 'recipe'].includes(name))) {
    const error = await failed(() => read[1](engine))
    assert.equal(error.code, 'ERR_TRUNCATED_FRAME')
    assert.equal(error.container, 'web', read[0])
  }
})
