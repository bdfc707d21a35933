// exec() and startExec() of fairlead/containers on the embedded engine, whose 'sh' counts looks: results, options, timeouts, aborts in
// every phase, failures, and nothing left behind. What the script itself does is tested on a real Engine and on this machine's shells.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { exec, type KillableSession, startExec } from '../../../src/containers.ts'
import { connect, type Engine, type FairleadError } from '../../../src/index.ts'
import { EmbeddedEngine, type Program } from '../../../src/testing.ts'
import { eventually } from '../../support/eventually.ts'

interface World {
  server: EmbeddedEngine
  engine: Engine
  id: string
  /** The signals that 'sh' was to send, each with the mark. */
  sent: string[][]
  sh: Program
  /** The next `job late` does not run before this is released. */
  begin(): { release(): void }
}

/** A container whose `job` runs until `sh` ends it, as the real script would. */
async function world(t: TestContext, without: 'sh' | '' = ''): Promise<World> {
  const sent: string[][] = []
  const jobs = new Map<string, () => void>()
  let held = Promise.resolve()
  const begin = () => {
    let release = (): void => {}
    held = new Promise((resolve) => {
      release = resolve
    })
    return { release }
  }
  const job: Program = async ({ env, args, stdout }) => {
    await stdout.write('working\n')
    if (args[1] === 'short') return 3
    if (args[1] === 'late') await held
    await new Promise<void>((resolve) => jobs.set(env.FAIRLEAD_EXEC!, resolve))
    jobs.delete(env.FAIRLEAD_EXEC!)
    return 137
  }
  const sh: Program = async ({ args, stdout }) => {
    const [mark = '', signal = '', ...rest] = args.slice(4)
    sent.push([mark, signal, ...rest])
    const end = jobs.get(mark)
    if (signal === 'KILL') end?.()
    await stdout.write(`fairlead: ${end === undefined ? 0 : 1} 0 7:70\n`)
  }
  const server = await EmbeddedEngine.start()
  server.image('app', async ({ sleep }) => void (await sleep(60_000)), {
    commands: without === 'sh' ? { job } : { job, sh },
  })
  const engine = connect(server.host)
  const { Id: id } = await engine.post('/containers/create', { body: { Image: 'app' } })
  await engine.post('/containers/{id}/start', { path: { id } })
  t.after(async () => {
    await engine.close()
    await server.close()
  })
  return { server, engine, id, sent, sh, begin }
}

async function reading({ tunnel }: KillableSession): Promise<void> {
  for await (const _ of tunnel.frames());
}

test('a command that exits gives its result, and nothing looks for it', async (t) => {
  const { engine, id, sent } = await world(t)
  const result = await exec(engine, id, ['job', 'short'], { timeout: 10_000, env: { A: 'b' } })
  assert.deepEqual(result, { exitCode: 3, stdout: 'working\n', stderr: '' })
  const bytes = await exec(engine, id, ['job', 'short'], { encoding: 'buffer' })
  assert.ok(Buffer.isBuffer(bytes.stdout))
  assert.deepEqual(sent, [])
})

test('timeout: the command is ended, then the promise rejects', async (t) => {
  const { engine, id, sent } = await world(t)
  await assert.rejects(exec(engine, id, ['job'], { timeout: 50 }), {
    code: 'ERR_EXEC_TIMEOUT',
    blame: 'peer',
    container: id,
    message: `the command did not exit within 50 ms: it was ended (container ${id})`,
  })
  const [[mark, signal, rounds, sessions] = []] = sent
  assert.match(mark!, /^[0-9a-f]{32}$/)
  assert.deepEqual([signal, rounds, sessions], ['KILL', '40', ''])
  assert.ok(sent.every(([, each]) => each === 'KILL'))
  await eventually(() => engine.connections.busy === 0)
})

test('grace: SIGTERM first; the sessions that were seen are passed on', async (t) => {
  const { engine, id, sent } = await world(t)
  await assert.rejects(exec(engine, id, ['job'], { timeout: 30, grace: 30 }), { code: 'ERR_EXEC_TIMEOUT' })
  assert.deepEqual(
    sent.map(([, ...rest]) => rest),
    [
      ['TERM', '1', ''],
      ['KILL', '40', '7:70'],
    ],
  )
})

test('an abort in every phase: the command is ended, also when it starts late', async (t) => {
  const { server, engine, id, sent } = await world(t)
  for (const after of [1, 5, 20, 60]) {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), after)
    await assert.rejects(exec(engine, id, ['job'], { signal: controller.signal }), {
      code: 'ERR_ABORTED',
      name: 'AbortError',
    })
  }
  server.faults.add({ match: /start$/, times: 1, plan: { delayHead: 150 } })
  const late = new AbortController()
  setTimeout(() => late.abort(), 50)
  await assert.rejects(exec(engine, id, ['job'], { signal: late.signal }), { code: 'ERR_ABORTED' })
  const { ExecIDs } = await engine.get('/containers/{id}/json', { path: { id } })
  assert.equal(ExecIDs, null)
  const before = sent.length
  await assert.rejects(exec(engine, id, ['job'], { signal: AbortSignal.abort() }), { code: 'ERR_ABORTED' })
  assert.equal(sent.length, before)
})

test('without sh and helper: ERR_EXEC_KILL, with the timeout as its cause', async (t) => {
  const { engine, id } = await world(t, 'sh')
  const error = (await exec(engine, id, ['job'], { timeout: 30 }).catch((error: unknown) => error)) as FairleadError
  assert.equal(error.code, 'ERR_EXEC_KILL')
  assert.equal((error.cause as FairleadError).code, 'ERR_EXEC_TIMEOUT')
  assert.match(error.message, /was not ended: its image has no 'sh': give an image that has one as 'helper'/)
})

test('a helper runs in the container’s process namespace, and is removed', async (t) => {
  const { server, engine, id, sent, sh } = await world(t, 'sh')
  const missing = exec(engine, id, ['job'], { timeout: 30, helper: 'missing' })
  await assert.rejects(missing, { code: 'ERR_EXEC_KILL', message: /the Engine does not have the image of its helper/ })
  server.image('tools', sh)
  await assert.rejects(exec(engine, id, ['job'], { timeout: 30, helper: 'tools' }), { code: 'ERR_EXEC_TIMEOUT' })
  assert.ok(server.requests.some(({ method, path }) => method === 'POST' && path === '/containers/create'))
  assert.equal(sent[0]![1], 'KILL')
  assert.equal((await engine.get('/containers/json', { query: { all: true } })).length, 1)
})

test('a command’s own failure is reported, and the command is ended', async (t) => {
  const { engine, id, sent } = await world(t)
  await assert.rejects(exec(engine, id, ['job'], { maxBytes: 3 }), { code: 'ERR_BODY_TOO_LARGE' })
  assert.ok(sent.some(([, signal]) => signal === 'KILL'))
  const before = sent.length
  await assert.rejects(exec(engine, 'unknown', ['job'], { timeout: 1_000 }), { code: 'ERR_ENGINE', status: 404 })
  assert.equal(sent.length, before)
})

test('close() of the engine waits until its commands are ended', async (t) => {
  const { server, id, sent } = await world(t)
  const engine = connect(server.host)
  const running = exec(engine, id, ['job']).catch((error: FairleadError) => error.code)
  await eventually(() => server.requests.some(({ path }) => path.endsWith('/start') && path.startsWith('/exec')))
  await engine.close()
  assert.equal(await running, 'ERR_CLOSED')
  assert.ok(sent.some(([, signal]) => signal === 'KILL'))
})

test('startExec(): kill() with a signal, after the end, and of a container that has ended', async (t) => {
  const { engine, id, sent } = await world(t)
  const session = await startExec(engine, id, ['job'])
  session.tunnel.onFrame(() => {})
  await eventually(async () => (await session.kill('SIGUSR1')) === 1)
  assert.equal(await session.kill(), 1)
  assert.equal(await session.exitCode(), 137)
  assert.equal(await session.kill('TERM'), 0)
  assert.deepEqual([sent[0]![1], sent.at(-1)![1]], ['USR1', 'TERM'])
  await assert.rejects(session.kill('sigterm'), { code: 'ERR_OPTION' })
  await engine.post('/containers/{id}/kill', { path: { id } })
  assert.equal(await session.kill(), 0)
})

test('startExec(): an abort closes the tunnel at once and ends the command; the signal keeps no listener', async (t) => {
  const { engine, id, sent } = await world(t)
  const controller = new AbortController()
  const session = await startExec(engine, id, ['job'], { signal: controller.signal })
  const read = reading(session)
  await sleep(50)
  controller.abort()
  await assert.rejects(read, { code: 'ERR_ABORTED' })
  await eventually(() => sent.some(([, signal]) => signal === 'KILL'))
  const other = new AbortController()
  let listeners = 0
  const add = other.signal.addEventListener.bind(other.signal)
  const remove = other.signal.removeEventListener.bind(other.signal)
  other.signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++
    add(...args)
  }
  other.signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--
    remove(...args)
  }
  const short = await startExec(engine, id, ['job', 'short'], { signal: other.signal })
  assert.equal(listeners, 1)
  await reading(short)
  await eventually(() => listeners === 0)
  const wait = new AbortController()
  const running = await startExec(engine, id, ['job'])
  const code = running.exitCode({ signal: wait.signal })
  wait.abort()
  await assert.rejects(code, { code: 'ERR_ABORTED' })
  await running.kill()
})

test('startExec(): a process that starts after the response is ended, too: by an abort, and by kill()', async (t) => {
  const { server, engine, id, begin } = await world(t)
  const starting = () => {
    const body = JSON.stringify({ Running: true, ExitCode: null, Pid: 0 })
    const plan = { instead: { status: 200, type: 'application/json', body } }
    server.faults.add({ match: /^GET \/exec\/.*\/json$/, times: 3, plan })
  }
  const isEnded = async () => (await engine.get('/containers/{id}/json', { path: { id } })).ExecIDs === null
  for (const how of ['abort', 'kill', 'unmarked'] as const) {
    const hold = begin()
    const controller = new AbortController()
    const session = await startExec(engine, id, ['job', 'late'], { signal: controller.signal })
    reading(session).catch(() => {})
    if (how !== 'unmarked') starting()
    setTimeout(hold.release, how === 'unmarked' ? 100 : 20)
    if (how === 'abort') controller.abort()
    else assert.equal(await session.kill(), 1)
    await eventually(isEnded)
  }
  const session = await startExec(engine, id, ['job', 'short'])
  await reading(session)
  await session.exitCode()
  starting()
  assert.equal(await session.kill(), 0)
})
