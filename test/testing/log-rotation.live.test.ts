// The embedded engine's rotation held against a real Engine: what both have stored of the same output.

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { connect, type Engine, logs, wait } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { container, numbered } from '../logs/live-kit.ts'
import { liveEngine } from '../support/live.ts'

const { host, skip } = liveEngine()
const engine = connect(skip ? 'unix:///nowhere' : host)
after(() => engine.close())

async function numbersOf(from: Engine, id: string): Promise<number[]> {
  const numbers: number[] = []
  for await (const { text } of logs(from, id)) numbers.push(Number.parseInt(text, 10))
  return numbers
}

for (const [size, files] of [
  ['100k', '3'],
  ['20k', '1'],
  ['50k', '5'],
] as const) {
  test(`max-size=${size}, max-file=${files}: as many records are kept`, { skip }, async (t) => {
    const count = 5000
    const options = { 'max-size': size, 'max-file': files }
    const real = await container(t, engine, numbered(count), { options })
    await (await wait(engine, real)).exit
    const server = await EmbeddedEngine.start()
    t.after(() => server.close())
    server.image('busybox', async ({ stdout }) => {
      for (let n = 0; n < count; n++) await stdout.write(`${n} ${'x'.repeat(60)}\n`)
      return 0
    })
    const own = connect(server.host)
    t.after(() => own.close())
    const HostConfig = { LogConfig: { Type: 'json-file', Config: options } as never }
    const { Id } = await own.post('/containers/create', { body: { Image: 'busybox', HostConfig } })
    await own.post('/containers/{id}/start', { path: { id: Id } })
    await (await wait(own, Id)).exit
    const [theirs, ours] = await Promise.all([numbersOf(engine, real), numbersOf(own, Id)])
    t.diagnostic(`first stored: ${theirs[0]} there, ${ours[0]} here`)
    assert.equal(theirs.at(-1), count - 1)
    assert.equal(ours.at(-1), count - 1)
    // Timestamps end with more or fewer zeros: a file may hold a record more or less, and so may each one before it.
    assert.ok(Math.abs(theirs[0]! - ours[0]!) <= 10, `${theirs[0]} and ${ours[0]}`)
  })
}
