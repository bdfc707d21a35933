// usages() on the embedded engine: who is in the table, how often it comes, what survives a cut, how it ends and what it leaves open.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type UsageRow, type UsagesOptions, usages } from '../../../src/containers/usage/usages.ts'
import { connect, type Engine } from '../../../src/index.ts'
import { EmbeddedEngine } from '../../../src/testing.ts'
import { eventually } from '../../support/eventually.ts'

interface Lab {
  server: EmbeddedEngine
  engine: Engine
  start(): Promise<string>
  open(options?: UsagesOptions): ReturnType<typeof usages>
}

async function setUp(t: TestContext): Promise<Lab> {
  const server = await EmbeddedEngine.start()
  server.image('sleeper', async ({ sleep }) => sleep(600_000))
  const engine = connect(server.host)
  const tables: ReturnType<typeof usages>[] = []
  t.after(async () => {
    for (const table of tables) table.close()
    await engine.close()
    await server.close()
  })
  return {
    server,
    engine,
    async start() {
      const { Id } = await engine.post('/containers/create', { body: { Image: 'sleeper' } })
      await engine.post('/containers/{id}/start', { path: { id: Id } })
      return Id
    },
    open(options) {
      const table = usages(engine, options)
      tables.push(table)
      return table
    },
  }
}

/** Takes tables until one is as wanted. */
async function until(table: ReturnType<typeof usages>, wanted: (rows: readonly UsageRow[]) => boolean): Promise<void> {
  for (;;) {
    const { value, done } = await table.next()
    assert.ok(!done, 'the table ended')
    if (wanted(value)) return
  }
}

test('the first table has a sample of each container; then containers join and leave', async (t) => {
  const { engine, start, open } = await setUp(t)
  const first = await start()
  const table = open({ every: 0 })
  const { value } = await table.next()
  assert.deepEqual(
    value?.map(({ id, state }) => [id, state]),
    [[first, 'running']],
  )
  assert.equal(value?.[0]?.usage?.pids, 1)
  assert.equal(value?.[0]?.name.includes('/'), false)
  const second = await start()
  await until(table, (rows) => rows.length === 2 && rows.every(({ usage }) => usage !== undefined))
  // Lists and inspections that events caused end soon.
  await eventually(() => assert.equal(engine.connections.busy, 3))
  await engine.post('/containers/{id}/kill', { path: { id: first } })
  await until(table, (rows) => rows.length === 1 && rows[0]!.id === second)
  await eventually(() => assert.equal(engine.connections.busy, 2))
  const all = open({ all: true })
  const rows = (await all.next()).value!
  assert.deepEqual(rows.map(({ id }) => id).sort(), [first, second].sort())
  assert.equal(rows.find(({ id }) => id === first)?.usage, undefined)
})

test('no container: an empty table at once, and none until something is new', async (t) => {
  const { start, open } = await setUp(t)
  const table = open({ every: 0 })
  assert.deepEqual((await table.next()).value, [])
  const next = table.next()
  assert.equal(await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 100, 'nothing'))]), 'nothing')
  await start()
  assert.equal((await next).value?.length, 1)
})

test('statistics that break off are requested again', async (t) => {
  const { server, start, open } = await setUp(t)
  const id = await start()
  server.faults.add({ match: ({ path }) => path.endsWith('/stats'), times: 1, plan: { cutAfter: 300 } })
  const table = open({ every: 0 })
  const requested = () => server.requests.filter(({ path }) => path === `/containers/${id}/stats`).length
  await until(table, (rows) => rows[0]?.usage !== undefined && requested() === 2)
})

test('close, abort, a closed engine and an Engine that is not there', async (t) => {
  const { engine, start, open } = await setUp(t)
  await start()
  for (const how of ['close', 'abort', 'return'] as const) {
    const stop = new AbortController()
    const table = open({ every: 60_000, signal: stop.signal })
    await table.next()
    const next = table.next()
    if (how === 'abort') stop.abort()
    else if (how === 'close') table.close()
    else await table.return()
    if (how === 'abort') await assert.rejects(next, { code: 'ERR_ABORTED' })
    else assert.deepEqual(await next, { value: undefined, done: true })
    assert.equal((await table.next()).done, true)
    await eventually(() => assert.equal(engine.connections.busy, 0))
  }
  const nowhere = connect('unix:///nowhere/at/all.sock')
  await assert.rejects(usages(nowhere).next(), { code: 'ERR_CONNECT' })
  await nowhere.close()
  const table = open({ every: 60_000 })
  await table.next()
  const next = table.next()
  await engine.close()
  await assert.rejects(next, { code: 'ERR_CLOSED' })
})

test('several next() at a time: each table goes to one of them, an error to the first, and then it is over', async (t) => {
  const { start, open } = await setUp(t)
  await start()
  const stop = new AbortController()
  const table = open({ every: 0, signal: stop.signal })
  const both = await Promise.all([table.next(), table.next()])
  assert.ok(both.every(({ value }) => value?.length === 1))
  assert.notEqual(both[0].value, both[1].value)
  const idle = open({ every: 60_000, signal: stop.signal })
  await idle.next()
  const [first, second] = [idle.next(), idle.next()]
  stop.abort()
  await assert.rejects(first, { code: 'ERR_ABORTED' })
  assert.deepEqual(await second, { value: undefined, done: true })
  assert.deepEqual(await idle.next(), { value: undefined, done: true })
})

/** Runs a program against an Engine with one container. It prints 'table' with its first table. Resolves with what it printed until its end. */
async function runProgram(t: TestContext, then: string): Promise<{ text: string; ended: boolean }> {
  const { server, start } = await setUp(t)
  await start()
  const src = pathToFileURL(path.resolve(import.meta.dirname, '../../../src')).href
  const program = `
    const { connect } = await import('${src}/index.js')
    const { usages } = await import('${src}/containers.js')
    const table = usages(connect('${server.host}'), { every: 0 })
    await table.next()
    console.log('table')
    const onward = async () => { for await (const rows of table); }
    ${then}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill())
  let text = ''
  child.stdout.on('data', (bytes) => (text += bytes))
  const exited = once(child, 'exit').then(() => true)
  await eventually(() => assert.match(text, /table/))
  const ended = await Promise.race([exited, new Promise<false>((resolve) => setTimeout(resolve, 3_000, false))])
  return { text, ended }
}

test('unref(): the table alone does not keep a process alive, ref() undoes it', async (t) => {
  const left = await runProgram(t, 'setTimeout(() => { table.unref(); onward() }, 100)')
  assert.deepEqual(left, { text: 'table\n', ended: true })
  const kept = await runProgram(t, 'setTimeout(() => { table.unref().ref(); onward() }, 100)')
  assert.deepEqual(kept, { text: 'table\n', ended: false })
})
