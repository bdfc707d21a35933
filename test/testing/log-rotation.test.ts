// Logs of the embedded engine that rotate, are truncated, and whose followers fall behind; and what follow() makes of them.
// The rotation is held against a real Engine in log-rotation.live.test.ts.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { connect, type Engine, logs } from '../../src/index.ts'
import { follow, type LogNotice } from '../../src/logs.ts'
import { EmbeddedEngine, type EmbeddedEngineOptions } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'

type Write = (text: string, output?: 'stdout' | 'stderr') => Promise<void>

/** An engine with one container that writes what the test says, until it is told to end. */
async function setUp(
  t: TestContext,
  logConfig: { Type: string; Config: Record<string, string> },
  options: EmbeddedEngineOptions = {},
): Promise<{ server: EmbeddedEngine; engine: Engine; id: string; write: Write; end: () => void }> {
  const server = await EmbeddedEngine.start(options)
  t.after(() => server.close())
  let write!: Write
  let end!: () => void
  const isRunning = new Promise<void>((running) => {
    server.image('app', async ({ stdout, stderr }) => {
      write = async (text, output = 'stdout') => void (await (output === 'stdout' ? stdout : stderr).write(text))
      running()
      await new Promise<void>((resolve) => {
        end = resolve
      })
      return 0
    })
  })
  const engine = connect(server.host)
  t.after(() => engine.close())
  const { Id: id } = await engine.post('/containers/create', {
    body: { Image: 'app', HostConfig: { LogConfig: logConfig as never } },
  })
  await engine.post('/containers/{id}/start', { path: { id } })
  await isRunning
  return { server, engine, id, write, end: () => end() }
}

const rotating = { Type: 'json-file', Config: { 'max-size': '1k', 'max-file': '3' } }

async function stored(engine: Engine, id: string): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of logs(engine, id)) lines.push(text)
  return lines
}

test('a log keeps so many files of that size, and each read sees them whole', async (t) => {
  const { engine, id, write } = await setUp(t, rotating)
  for (let n = 0; n < 100; n++) await write(`${String(n).padStart(3, '0')} ${'x'.repeat(20)}\n`)
  const lines = await stored(engine, id)
  // A record takes some 96 bytes, a file eleven of them; two full ones and the newest are kept.
  assert.ok(lines.length > 20 && lines.length <= 36, `${lines.length} lines`)
  assert.equal(lines.at(-1)!.slice(0, 3), '099')
  assert.equal(lines[0]!.slice(0, 3), String(100 - lines.length).padStart(3, '0'))
  const one = await setUp(t, { Type: 'json-file', Config: { 'max-size': '1k' } })
  for (let n = 0; n < 100; n++) await one.write(`${n} ${'x'.repeat(20)}\n`)
  assert.ok((await stored(one.engine, one.id)).length <= 12)
  const plain = await setUp(t, { Type: 'json-file', Config: {} })
  for (let n = 0; n < 100; n++) await plain.write(`${n} ${'x'.repeat(20)}\n`)
  assert.equal((await stored(plain.engine, plain.id)).length, 100)
})

test("a follower that is behind: the program waits for it, or with lagging: 'skip' files are left out", async (t) => {
  const config = { Type: 'json-file', Config: { 'max-size': '100k', 'max-file': '50' } }
  const count = 4000
  const line = (n: number): string => `${n} ${'x'.repeat(1000)}\n`
  const missing = async (options: EmbeddedEngineOptions): Promise<number> => {
    const { engine, id, write, end } = await setUp(t, config, options)
    await write(line(0))
    const numbers: number[] = []
    const iterator = logs(engine, id, { follow: true })
    numbers.push(Number.parseInt((await iterator.next()).value!.text, 10))
    const written = (async () => {
      for (let n = 1; n < count; n++) await write(line(n))
      end()
    })()
    if (options.lagging === 'skip') await written
    for await (const { text } of iterator) numbers.push(Number.parseInt(text, 10))
    await written
    for (let at = 1; at < numbers.length; at++) assert.ok(numbers[at]! > numbers[at - 1]!)
    assert.equal((await stored(engine, id)).length, count)
    return count - numbers.length
  }
  assert.equal(await missing({}), 0)
  assert.ok((await missing({ lagging: 'skip' })) > 100)
})

test('follow() on such an Engine: nothing is missing, on one of 20.10 and on one of 28', async (t) => {
  for (const version of ['20.10.24', '28.5.2']) {
    const config = { Type: 'json-file', Config: { 'max-size': '100k', 'max-file': '200' } }
    const { engine, id, write, end } = await setUp(t, config, { lagging: 'skip', version })
    await write('0\n')
    const log = follow(engine, id, { until: 'stopped' })
    const texts: string[] = []
    for await (const item of log) {
      assert.notEqual(item.kind, 'gap')
      if (item.kind !== 'record') continue
      texts.push(item.text.split(' ')[0]!)
      if (texts.length > 1) continue
      for (let n = 1; n < 4000; n++) await write(`${n} ${'x'.repeat(1000)}\n`)
      end()
    }
    assert.deepEqual(
      texts,
      Array.from({ length: 4000 }, (_, n) => String(n)),
      version,
    )
  }
})

test('a truncated log is told of within `stall`, also where the follower of the Engine hangs', async (t) => {
  for (const version of ['20.10.24', '28.5.2']) {
    const { server, engine, id, write } = await setUp(t, { Type: 'json-file', Config: {} }, { version })
    for (let n = 0; n < 20; n++) await write(`before ${n}\n`)
    const log = follow(engine, id, { stall: 100 })
    t.after(() => log.close())
    for (let n = 0; n < 20; n++) await log.next()
    await eventually(() => assert.ok(server.requests.some(({ target }) => /follow=1/.test(target))))
    await new Promise((resolve) => setTimeout(resolve, 50))
    server.truncateLog(id)
    await write('after\n')
    const items: (string | LogNotice['kind'])[] = []
    while (items.at(-1) !== 'after') {
      const { value } = await log.next()
      items.push(value!.kind === 'record' ? value!.text : value!.kind)
    }
    // On 20.10 the connection goes on, and nothing shows that something was behind what is gone.
    if (version === '28.5.2') assert.deepEqual(items, ['gap', 'after'])
    assert.deepEqual(await stored(engine, id), ['after'])
  }
  const server = await EmbeddedEngine.start()
  t.after(() => server.close())
  assert.throws(() => server.truncateLog('none'), { code: 'ERR_OPTION' })
  await assert.rejects(EmbeddedEngine.start({ lagging: 'drop' as 'skip' }), { code: 'ERR_OPTION' })
})
