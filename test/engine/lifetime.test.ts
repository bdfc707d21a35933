// What stays open, and for how long: connections over many requests, after a loop that is left, in a process that wants
// to exit (user-pains 26 and 31).

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import test from 'node:test'
import { openDescriptors } from '../support/handles.ts'
import { answer, chunked, failure, frameText, JSON_TYPE, serve, turn, turns } from './kit.ts'

const NONE = { dialling: 0, idle: 0, busy: 0, waiting: 0 }
const ok = answer('200 OK', JSON_TYPE, '1')
const endless = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(frameText(1, 'a\n'), frameText(1, 'b\n')).slice(0, -5)}`

test('10,000 requests one after another: one connection, descriptors flat', async (t) => {
  const { engine, peer } = await serve(t, (wire) => wire.answerAll(ok), { apiVersion: undefined })
  await engine.untyped.get('/x')
  const before = openDescriptors()
  for (let i = 0; i < 10_000; i++) await engine.untyped.get('/x')
  assert.equal(openDescriptors(), before)
  assert.equal(peer.accepted, 1)
})

const leavings = {
  async break(loop) {
    for await (const _ of loop) break
  },
  async throw(loop) {
    await failure(
      (async () => {
        for await (const _ of loop) throw new Error('mine')
      })(),
    )
  },
  async return(loop) {
    const iterator = loop[Symbol.asyncIterator]()
    await iterator.next()
    await iterator.return?.()
  },
} satisfies Record<string, (loop: AsyncIterable<unknown>) => Promise<void>>

for (const [how, leave] of Object.entries(leavings)) {
  test(`${how} inside a loop closes the connection, for every reader`, async (t) => {
    const { engine, peer } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(endless)
    })
    const ask = () => engine.untyped.request('GET', '/x')
    for (const loop of [await ask(), (await ask()).frames(), (await ask()).lines(), (await ask()).records()]) {
      // Frames are no records, so that loop ends by itself: its connection closes, too.
      await leave(loop).catch(() => {})
      await turn()
    }
    while (peer.open.size > 0) await turn()
    assert.deepEqual(engine.connections, NONE)
    assert.equal(peer.accepted, 4)
  })
}

test('an abandoned response does not hold its connection for ever', async (t) => {
  const { engine, peer } = await serve(t, (wire) => wire.answerAll(endless), { timeouts: { untaken: 30 } })
  for (let i = 0; i < 30; i++) await engine.untyped.request('GET', '/x')
  while (engine.connections.busy > 0) await turn()
  while (peer.open.size > 0) await turn()
})

/** Runs a module that has `engine` and `host`, and resolves with its exit code and what it printed. */
async function run(host: string, script: string): Promise<{ code: number | null; text: string }> {
  const entry = path.resolve(import.meta.dirname, '../../src/index.js')
  const source = `
    import { connect } from ${JSON.stringify(entry)}
    const engine = connect({ host: ${JSON.stringify(host)}, apiVersion: '1.41' })
    ${script}
    process.on('exit', () => console.log('exit'))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 20_000,
  })
  let text = ''
  child.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString()
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

const exits: [name: string, script: string, text: string][] = [
  ['with an idle pool', `console.log(await engine.get('/x'))`, '1\nexit\n'],
  [
    'with an open stream of an engine that was unref’d',
    `engine.unref()
    // Until the last of what is sent has been read, however long that takes.
    const hold = setTimeout(() => {}, 15_000)
    const response = await engine.request('GET', '/endless')
    void response.onFrame((kind, bytes, start, end) => {
      const text = Buffer.from(bytes.subarray(start, end)).toString().trim()
      console.log(text)
      if (text.endsWith('b')) hold.unref()
    })`,
    'a\nb\nexit\n',
  ],
  [
    'with an open stream that was unref’d itself',
    `const response = await engine.request('GET', '/endless')
    response.unref()
    void response.onFrame(() => {})
    console.log('open')`,
    'open\nexit\n',
  ],
  [
    'with a response without a reader, of an engine that was unref’d',
    `const response = await engine.request('GET', '/endless')
    engine.unref()
    console.log(response.status)`,
    '200\nexit\n',
  ],
  [
    'with a request under way on an engine that was unref’d meanwhile',
    `engine.get('/silent', { timeouts: { head: 60_000 } })
    await new Promise((resolve) => setTimeout(resolve, 50))
    engine.unref()
    console.log('sent')`,
    'sent\nexit\n',
  ],
  [
    'with a dial under way on an engine that was unref’d',
    `const host = 'tcp://10.255.255.1:2375'
    const engines = [0, 1].map(() => connect({ host, apiVersion: '1.41', timeouts: { connect: 0 } }))
    engines[0].get('/x').catch(() => {})
    engines[0].unref().ref().unref()
    engines[1].unref().get('/x').catch(() => {})
    console.log('dialling')`,
    'dialling\nexit\n',
  ],
  [
    'after close()',
    `await engine.request('GET', '/endless'); await engine.close(); console.log('closed')`,
    'closed\nexit\n',
  ],
]

for (const [name, script, text] of exits) {
  test(`a process ${name} exits by itself`, async (t) => {
    const { peer } = await serve(t, async (wire) => {
      for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
        if (!head.includes('silent')) wire.send(head.includes('endless') ? endless : ok)
      }
    })
    assert.deepEqual(await run(peer.host, script), { code: 0, text })
  })
}

test('a process that waits for a stream does not exit, nor after ref()', async (t) => {
  const { peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(endless)
    await turns(200)
    wire.send('0\r\n\r\n')
  })
  const script = `
    engine.unref().ref()
    const response = await engine.request('GET', '/endless')
    engine.unref()
    engine.ref()
    response.unref().ref()
    response.onFrame(() => {}).then(() => console.log('ended'))`
  assert.deepEqual(await run(peer.host, script), { code: 0, text: 'ended\nexit\n' })
})
