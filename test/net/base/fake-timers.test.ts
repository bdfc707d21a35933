// No call depends on a timer or a clock that was replaced after fairlead was loaded, as fake timers replace them: connect(), the
// readers, the recipes, the modem and the embedded engine settle while every such global is dead.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import timers from 'node:timers'
import { Worker } from 'node:worker_threads'
import { connect, type Engine, exec, logs, run, wait } from '../../../src/index.ts'
import { Modem } from '../../../src/modem.ts'
import { readable } from '../../../src/node.ts'
import { EmbeddedEngine, type Program } from '../../../src/testing.ts'
import * as web from '../../../src/web.ts'
import { dial, failure } from '../../adapters/modem/kit.ts'
import { pathOf } from '../../support/local-socket.ts'
import { root } from '../../support/root.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'

const NAMES = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'] as const
const within = <T>(promise: Promise<T>, what: string): Promise<T> => bounded(promise, what)
const { setTimeout: realTimeout, clearTimeout: realClear } = globalThis

/** The promise's outcome, or an error after 10 s on the real clock. */
async function bounded<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = realTimeout(() => reject(new Error(`${what}: it did not settle`)), 10_000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    realClear(timer)
  }
}

/** Replaces what fake timers replace by functions that do nothing, until the function it returns is called. */
function freeze({ nextTick = false } = {}): () => void {
  const undo: (() => void)[] = []
  const replace = (owner: object, name: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name)
    Object.defineProperty(owner, name, { value, configurable: true, writable: true })
    undo.push(() => {
      if (before === undefined) delete (owner as Record<string, unknown>)[name]
      else Object.defineProperty(owner, name, before)
    })
  }
  for (const name of NAMES) {
    replace(globalThis, name, () => 0)
    replace(timers, name, () => 0)
  }
  replace(globalThis, 'queueMicrotask', () => {})
  replace(performance, 'now', () => 0)
  replace(globalThis, 'performance', { now: () => 0 })
  replace(Date, 'now', () => 0)
  if (nextTick) replace(process, 'nextTick', () => {})
  syncBuiltinESMExports()
  return () => {
    for (const step of undo.reverse()) step()
    syncBuiltinESMExports()
  }
}

async function program(t: TestContext): Promise<{ engine: Engine; modem: Modem; server: EmbeddedEngine }> {
  const server = await EmbeddedEngine.start()
  server.image(
    'app',
    async ({ args, stdout, stderr, sleep }) => {
      await stdout.write('out\n')
      await sleep(20)
      await stderr.write('err\n')
      return Number(args.at(-1) ?? 3)
    },
    { commands: { say: (async ({ stdout }) => void (await stdout.write('said\n'))) satisfies Program } } as object,
  )
  const service: Program = async ({ signal, sleep }) => {
    while (!signal.aborted) await sleep(20)
  }
  server.image('service', service, {
    commands: { say: (async ({ stdout }) => void (await stdout.write('said\n'))) satisfies Program },
  })
  const engine = connect({ host: server.host, timeouts: { head: 20_000, idle: 20_000 } })
  const modem = new Modem({ socketPath: pathOf(server.host) })
  t.after(async () => {
    await engine.close()
    await modem.close()
    await server.close()
  })
  return { engine, modem, server }
}

test('connect(), readers, recipes, modem and the embedded engine with dead globals', async (t) => {
  const { engine, modem } = await program(t)
  const thaw = freeze()
  t.after(thaw)
  try {
    assert.equal(await within(engine.get('/_ping'), 'get'), 'OK')
    const { id, ...rest } = await within(run(engine, { Image: 'app' }, { remove: false }), 'run')
    assert.deepEqual(rest, { exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
    const lines: string[] = []
    const read = async (): Promise<void> => {
      for await (const line of logs(engine, id)) lines.push(line.text)
    }
    await within(read(), 'logs')
    assert.deepEqual(lines, ['out', 'err'])
    const log = () =>
      engine.request('GET', '/containers/{id}/logs', { path: { id }, query: { stdout: true, stderr: true } })
    assert.match(await within(text(readable(await log())), 'a Node stream'), /out\n.*err\n/s)
    assert.match(await within(new Response(web.readable(await log())).text(), 'a web stream'), /out\n.*err\n/s)
    const { exit } = await within(wait(engine, id), 'wait')
    assert.equal((await within(exit, 'exit')).exitCode, 3)
    const { Id } = await within(engine.post('/containers/create', { body: { Image: 'service' } }), 'create')
    await within(engine.post('/containers/{id}/start', { path: { id: Id } }), 'start')
    const said = await within(exec(engine, Id, ['say']), 'exec')
    assert.deepEqual([said.exitCode, said.stdout], [0, 'said\n'])
    assert.equal(String(await within(dial(modem, { path: '/_ping', method: 'GET' }), 'the modem')), 'OK')
    const gone = await within(
      failure(dial(modem, { path: '/nowhere', method: 'GET' })),
      'an error response to the modem',
    )
    assert.equal(gone.statusCode, 404)
    const logPath = `/containers/${id}/logs?stdout=1&stderr=1`
    const stream = await within(dial(modem, { path: logPath, method: 'GET', isStream: true }), 'a stream of the modem')
    assert.match(await within(text(stream), 'its end'), /out\n.*err\n/s)
  } finally {
    thaw()
  }
})

test('limits run on the real clock', async (t) => {
  const peer = await ScriptedPeer.start(async (wire) => void (await wire.head()))
  const engine = connect({ host: peer.host, apiVersion: '1.45' })
  const modem = new Modem({ socketPath: pathOf(peer.host), timeout: 40 })
  t.after(async () => {
    await engine.close()
    await modem.close()
    await peer.close()
  })
  const thaw = freeze()
  t.after(thaw)
  const late = await within(failure(engine.get('/_ping', { timeouts: { head: 40 } })), 'the head limit')
  assert.equal(late.code, 'ERR_HEAD_TIMEOUT')
  await within(failure(dial(modem, { path: '/_ping', method: 'GET' })), 'the modem’s timeout')
  thaw()
})

// Over a unix socket: Node's own net.connect to a host waits for process.nextTick.
/** An embedded engine in a thread of its own, whose globals stay alive. */
async function elsewhere(t: TestContext): Promise<string> {
  const testing = new URL('../../../src/testing.js', import.meta.url).href
  const code = `import(${JSON.stringify(testing)}).then(async ({ EmbeddedEngine }) => {
    require('node:worker_threads').parentPort.postMessage((await EmbeddedEngine.start()).host)
  })`
  const worker = new Worker(code, { eval: true })
  const [host] = await once(worker, 'message')
  t.after(() => worker.terminate())
  return host
}

test('process.nextTick is dead, too: calls settle', async (t) => {
  const host = await elsewhere(t)
  const engine = connect(host)
  const modem = new Modem({ socketPath: pathOf(host) })
  t.after(async () => {
    await engine.close()
    await modem.close()
  })
  const thaw = freeze({ nextTick: true })
  t.after(thaw)
  try {
    const body = { Image: 'none' }
    assert.equal(await within(engine.get('/_ping'), 'get'), 'OK')
    assert.equal((await within(failure(engine.post('/containers/create', { body })), 'post')).status, 404)
    assert.equal(String(await within(dial(modem, { path: '/_ping', method: 'GET' }), 'modem')), 'OK')
    const byPromise = modem.dial({ path: '/info', method: 'GET', statusCodes: { 200: true } })
    assert.equal(((await within(Promise.resolve(byPromise), 'by promise')) as { ID: string }).ID, 'EMBE:DDED')
    assert.equal((await within(failure(dial(modem, { path: '/nowhere', method: 'GET' })), 'rejected')).statusCode, 404)
    const wrong = await within(failure(dial(modem, { path: '/x y', method: 'G T' })), 'a call that cannot be made')
    assert.ok(wrong instanceof Error)
  } finally {
    thaw()
  }
})

test('fairlead/modem in a sandbox with globals of its own, as in Jest', async (t) => {
  const { server } = await program(t)
  const dead = (): void => {}
  const sandbox: Record<string, unknown> = {
    ...Object.fromEntries(NAMES.map((name) => [name, globalThis[name]])),
    queueMicrotask,
    performance,
    process: Object.create(process),
  }
  const file = path.join(root, 'dist/modem.cjs')
  const module = { exports: {} as { default?: typeof Modem; Modem?: typeof Modem } }
  // `with`: a name in it is looked up in the sandbox at every use, as a global is.
  const load = new Function('module', 'exports', 'require', 'sandbox', `with (sandbox) { (() => {${lax(file)}\n})() }`)
  load(module, module.exports, createRequire(file), sandbox)
  for (const name of [...NAMES, 'queueMicrotask']) sandbox[name] = dead
  sandbox.performance = { now: () => 0 }
  Object.assign(sandbox.process as object, { nextTick: dead })
  const Sandboxed = (module.exports.Modem ?? module.exports.default ?? module.exports) as typeof Modem
  const modem = new Sandboxed({ socketPath: pathOf(server.host) })
  t.after(() => modem.close())
  assert.equal(String(await within(dial(modem, { path: '/_ping', method: 'GET' }), 'dial')), 'OK')
  const stream = await within(dial(modem, { path: '/events?until=1', method: 'GET', isStream: true }), 'a stream')
  await within(text(stream), 'its end')
})

/** The file's text in sloppy mode, in which there is `with`. */
function lax(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\s*['"]use strict['"];?/m, '')
}
