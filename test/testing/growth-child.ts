// Measures what one kind of call leaves in the embedded engine's heap. growth.test.ts starts this process with --expose-gc. After a
// warm-up that fills all bounded collections it measures four rounds, and prints the smallest growth in bytes: compiled code and
// caches grow in some rounds, a leak in each.

import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Engine, events, exec } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'

const [, , name = '', countText = '0', warmText = '0'] = process.argv

const server = await EmbeddedEngine.start({ requestsKept: 100 })
server.image('idle', ({ args, sleep, stdout }) => (args[0] === 'true' ? stdout.write('hello\n') : sleep(2 ** 31 - 1)), {
  cmd: ['idle'],
})
const engine = connect(server.host)
const create = (name: string) =>
  engine.post('/containers/create', { query: { name }, body: { Image: 'idle', Cmd: ['true'] } })
await engine.post('/containers/create', { query: { name: 'base' }, body: { Image: 'idle' } })
await engine.post('/containers/{id}/start', { path: { id: 'base' } })

let ordinal = 0

/** One call of each kind. It removes what it creates if the Engine has a call for that. */
const calls: Record<string, (engine: Engine) => Promise<unknown>> = {
  ping: () => engine.get('/_ping'),
  exec: () => exec(engine, 'base', ['true']),
  'detached exec': async () => {
    const { Id } = await engine.post('/containers/{id}/exec', { path: { id: 'base' }, body: { Cmd: ['true'] } })
    await engine.untyped.post('/exec/{id}/start', { path: { id: Id }, body: { Detach: true } })
  },
  'exec that is never started': () =>
    engine.post('/containers/{id}/exec', { path: { id: 'base' }, body: { Cmd: ['true'] } }),
  container: async () => {
    const { Id: id } = await create(`c${ordinal++}`)
    await engine.post('/containers/{id}/start', { path: { id } })
    await engine.post('/containers/{id}/wait', { path: { id } })
    await engine.delete('/containers/{id}', { path: { id } })
  },
  'event of a followed stream': () =>
    engine.post('/containers/{id}/resize', { path: { id: 'base' }, query: { h: 1, w: 1 } }),
  fault: async () => {
    server.faults.add({ match: /nothing/, times: 1, plan: { delayHead: 1 } })()
    server.faults.add({ times: 1, plan: { rechunk: 100 } })
    await engine.get('/_ping')
  },
}

const call = calls[name]
if (!call) throw new Error(`no call ${name}`)
const ending = new AbortController()
let received = 0
const following = (async () => {
  if (name !== 'event of a followed stream') return
  for await (const _ of events(engine, { signal: ending.signal })) received++
})().catch(() => {})

async function repeat(count: number): Promise<void> {
  let left = count
  const worker = async () => {
    while (left-- > 0) await call!(engine)
  }
  // One fault at a time, because it would match another's request.
  await Promise.all(Array.from({ length: name === 'fault' ? 1 : 16 }, worker))
}

async function heap(): Promise<number> {
  // Sockets and timers are closed in later turns of the event loop.
  for (let i = 0; i < 3; i++) {
    await sleep(20)
    globalThis.gc!()
  }
  return process.memoryUsage().heapUsed
}

await repeat(Number(warmText))
const growths: number[] = []
let before = await heap()
for (let round = 0; round < 4; round++) {
  await repeat(Number(countText) / 4)
  const after = await heap()
  growths.push(after - before)
  before = after
}
ending.abort()
await following
await engine.close()
await server.close()
if (name === 'event of a followed stream' && received < Number(countText)) throw new Error(`only ${received} events`)
console.log(Math.min(...growths))
