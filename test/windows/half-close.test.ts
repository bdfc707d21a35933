// A pipe in message mode, as Docker's are, and one in byte mode, both made by message-pipe.c: what end() does to them, and what a pipe
// whose every instance is in use does to a dial. Runs on Windows, and under Wine by windows.test.ts.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import test, { type TestContext } from 'node:test'
import { connect, type Engine, run, startExec, type Tunnel } from '../../src/index.ts'
import { EmbeddedEngine, type Program } from '../../src/testing.ts'

/** The program that message-pipe.c is compiled to. */
const relay = process.env.FAIRLEAD_MESSAGE_PIPE ?? ''
const skip =
  process.platform !== 'win32' ? 'named pipes exist on Windows only' : relay === '' && 'no FAIRLEAD_MESSAGE_PIPE'

/** Longer than the 50 ms after which libuv closes both directions of a pipe that was shut down. */
const LONGER_MS = 300

/** Reads all of its stdin, and only then writes: how much came, and that it still can. */
const counter: Program = async ({ stdin, stdout, sleep }) => {
  let count = 0
  await stdout.write('ready\n')
  for await (const bytes of stdin) count += bytes.length
  await sleep(LONGER_MS)
  await stdout.write(`${count} bytes\n`)
  await sleep(LONGER_MS)
  await stdout.write('done\n')
}

/** An Engine behind a pipe, and a client of it. */
async function behindPipe(t: TestContext, mode: 'message' | 'byte', instances = 255): Promise<Engine> {
  const daemon = await EmbeddedEngine.start({ listen: 'tcp' })
  daemon.image('counter', counter, { commands: { count: counter } })
  daemon.image('sleeper', ({ sleep }) => sleep(60_000), { commands: { count: counter } })
  const name = `//./pipe/fairlead-${randomUUID()}`
  const port = new URL(daemon.host).port
  const child: ChildProcess = spawn(relay, [name.replaceAll('/', '\\'), port, mode, String(instances)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout!, 'data')
  const engine = connect(`npipe://${name}`)
  t.after(async () => {
    await engine.close()
    child.kill()
    await daemon.close()
  })
  return engine
}

async function sleeperOf(engine: Engine): Promise<string> {
  const { Id } = await engine.post('/containers/create', { body: { Image: 'sleeper' } })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  return Id
}

async function tunnelOf(engine: Engine, container: string): Promise<Tunnel> {
  return (await startExec(engine, container, ['count'], { stdin: true })).tunnel
}

for (const size of [0, 1, 100_000, 3_000_000]) {
  test(`message mode: after end() and ${size} bytes, stdin has ended and the later output comes`, {
    skip,
  }, async (t) => {
    const engine = await behindPipe(t, 'message')
    const tunnel = await tunnelOf(engine, await sleeperOf(engine))
    for (let at = 0; at < size; at += 100_000) await tunnel.write(Buffer.alloc(Math.min(size - at, 100_000), 'x'))
    tunnel.end()
    let text = ''
    for await (const { data } of tunnel.frames()) text += Buffer.from(data).toString()
    assert.equal(text, `ready\n${size} bytes\ndone\n`)
  })
}

test('message mode: a recipe whose stdin ends, and the connection of a request is used again', { skip }, async (t) => {
  const engine = await behindPipe(t, 'message')
  const { exitCode, stdout } = await run(engine, { Image: 'counter' }, { stdin: 'seven\n\n' })
  assert.deepEqual([exitCode, stdout], [0, 'ready\n7 bytes\ndone\n'])
  for (let i = 0; i < 20; i++) assert.equal(await engine.get('/_ping'), 'OK')
  assert.equal(engine.connections.busy, 0)
})

test("message mode: an upgraded socket's end() is the half-close, too", { skip }, async (t) => {
  const engine = await behindPipe(t, 'message')
  const id = await sleeperOf(engine)
  const { Id } = await engine.post('/containers/{id}/exec', {
    path: { id },
    body: { Cmd: ['count'], AttachStdin: true, AttachStdout: true, Tty: false },
  })
  const { socket } = await engine.untyped.upgrade(`/exec/${Id}/start`, { body: { Detach: false, Tty: false } })
  const pieces: Buffer[] = []
  socket.on('data', (bytes: Buffer) => pieces.push(bytes))
  socket.end('four')
  await once(socket, 'close')
  assert.match(Buffer.concat(pieces).toString('latin1'), /4 bytes\n.*done\n$/s)
})

// An empty write to a pipe in byte mode is nothing: its peer cannot notice the end, and the output goes on.
test('byte mode: end() neither ends stdin nor cuts the output off; the end of the engine does', { skip }, async (t) => {
  const engine = await behindPipe(t, 'byte')
  const tunnel = await tunnelOf(engine, await sleeperOf(engine))
  await tunnel.write('abc')
  tunnel.end()
  const frames = tunnel.frames()
  assert.equal(Buffer.from((await frames.next()).value!.data).toString(), 'ready\n')
  const more = frames.next()
  const first = await Promise.race([more, new Promise((resolve) => setTimeout(resolve, LONGER_MS * 2, 'silence'))])
  assert.equal(first, 'silence')
  await engine.close()
  await assert.rejects(more, { code: 'ERR_CLOSED' })
})

// As long as one instance exists, Windows knows the name, and lets a client wait.
test('a busy pipe: a connection waits until an instance is free', { skip }, async (t) => {
  const engine = await behindPipe(t, 'message', 2)
  const id = await sleeperOf(engine)
  const [first, second] = await Promise.all([1, 2].map(() => follow(engine, id)))
  const ping = engine.get('/_ping')
  ping.catch(() => undefined)
  const early = await Promise.race([ping, new Promise((resolve) => setTimeout(resolve, LONGER_MS, 'waits'))])
  assert.equal(early, 'waits')
  first!.close()
  assert.equal(await ping, 'OK')
  second!.close()
})

test('a busy pipe: the connect limit and an abort reach a connection that waits', { skip }, async (t) => {
  const engine = await behindPipe(t, 'message', 2)
  const id = await sleeperOf(engine)
  await Promise.all([1, 2].map(() => follow(engine, id)))
  await assert.rejects(engine.get('/_ping', { signal: AbortSignal.timeout(50) }), { code: 'ERR_ABORTED' })
  const { endpoint } = engine
  const other = connect({ host: endpoint, timeouts: { connect: LONGER_MS } })
  await assert.rejects(other.get('/_ping'), { code: 'ERR_CONNECT_TIMEOUT' })
  await other.close()
})

function follow(engine: Engine, id: string): Promise<{ close(): void }> {
  return engine.request('GET', '/containers/{id}/logs', { path: { id }, query: { follow: true, stdout: true } })
}
