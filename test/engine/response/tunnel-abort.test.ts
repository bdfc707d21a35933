// A tunnel given up in every phase, by its signal, by close() or with its engine: it settles at once, its socket is
// closed, and nothing of it stays on the signal.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import test from 'node:test'
import { connect } from '../../../src/engine/engine.ts'
import { eventually } from '../../support/eventually.ts'
import type { Script } from '../../support/scripted-peer.ts'
import { all, answer, attach, failure, frame, RAW, serve, turns, upgraded } from './tunnel-kit.ts'

const inspected = answer('200 OK', '{"Config":{"Tty":false}}')

/** Takes the request's head, sends `bytes`, and waits for the end. */
function holds(bytes: string | Uint8Array): Script {
  return async (wire) => {
    await wire.head()
    wire.send(bytes)
    await wire.ended()
    wire.end()
  }
}

function listeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length
}

test('aborted before: nothing is dialled', async (t) => {
  const { engine, peer } = await serve(t, () => {})
  const error = await failure(attach(engine, { signal: AbortSignal.abort() }))
  assert.deepEqual([error.name, error.code], ['AbortError', 'ERR_ABORTED'])
  await turns()
  assert.equal(peer.accepted, 0)
})

test('aborted while the dial is under way', async () => {
  // An address of the documentation's own (RFC 5737): nothing responds there, or the machine says at once that it has no route.
  const engine = connect({ host: 'tcp://192.0.2.1:2375', apiVersion: '1.45' })
  const controller = new AbortController()
  const tunnel = attach(engine, { signal: controller.signal })
  controller.abort(new Error('enough'))
  const error = await failure(tunnel)
  assert.deepEqual([error.name, (error.cause as Error).message], ['AbortError', 'enough'])
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  assert.equal(listeners(controller.signal), 0)
  await engine.close()
})

for (const [phase, script] of [
  ['before a byte of the answer', holds('')],
  ['within the answer’s head', holds(upgraded().slice(0, 30))],
  ['within an interim answer', holds('HTTP/1.1 100 Continue\r\n\r\n')],
  ['within the words of a refusal', holds(`HTTP/1.1 404 Not Found\r\n${RAW}\r\nNo such`)],
] as const) {
  test(`aborted ${phase}`, async (t) => {
    const { engine, peer } = await serve(t, script)
    const controller = new AbortController()
    const tunnel = attach(engine, { signal: controller.signal })
    await eventually(() => peer.open.size === 1)
    await turns()
    controller.abort()
    const { name, code } = await failure(tunnel)
    assert.deepEqual([name, code], ['AbortError', 'ERR_ABORTED'])
    assert.equal(listeners(controller.signal), 0)
    await eventually(() => peer.open.size === 0)
  })
}

test('aborted while the container is inspected', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    const head = await wire.head()
    if (head.startsWith('POST')) wire.send(upgraded(RAW))
    await wire.ended()
    wire.end()
  })
  const controller = new AbortController()
  const tunnel = attach(engine, { signal: controller.signal })
  await eventually(() => peer.accepted === 2)
  await turns()
  controller.abort()
  assert.equal((await failure(tunnel)).name, 'AbortError')
  assert.equal(listeners(controller.signal), 0)
  await eventually(() => peer.open.size === 0)
  assert.equal(engine.connections.busy, 0)
})

test('an inspection that fails is the tunnel’s failure, and closes it', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    const head = await wire.head()
    if (head.startsWith('POST')) wire.send(upgraded(RAW))
    else wire.send(answer('404 Not Found', '{"message":"No such container: c1"}'))
    await wire.ended()
    wire.end()
  })
  const error = await failure(attach(engine))
  assert.match(error.message, /GET \/containers\/c1\/json: 404 No such container/)
  assert.equal(engine.connections.busy, 0)
  await eventually(() => peer.open.size === 1)
})

for (const [reading, read] of [
  ['frames()', async (tunnel) => void (await all(tunnel.frames()))],
  ['lines()', async (tunnel) => void (await all(tunnel.lines()))],
  ['the bytes', async (tunnel) => void (await all(tunnel))],
  ['onFrame()', (tunnel) => tunnel.onFrame(() => {})],
  ['pipe()', (tunnel) => tunnel.pipe({})],
] as [string, (tunnel: Awaited<ReturnType<typeof attach>>) => Promise<void>][]) {
  test(`aborted while flowing through ${reading}`, async (t) => {
    const { engine, peer } = await serve(t, holds(Buffer.concat([Buffer.from(upgraded()), frame(1, 'a'.repeat(100))])))
    const controller = new AbortController()
    const tunnel = await attach(engine, { signal: controller.signal })
    const reader = read(tunnel)
    await turns()
    controller.abort()
    assert.equal((await failure(reader)).name, 'AbortError')
    assert.equal(listeners(controller.signal), 0)
    await eventually(() => peer.open.size === 0)
  })
}

test('aborted before it is read: the reader rejects, and what is written is discarded', async (t) => {
  const { engine, peer } = await serve(t, holds(upgraded()))
  const controller = new AbortController()
  const tunnel = await attach(engine, { signal: controller.signal })
  controller.abort()
  await tunnel.write('late')
  tunnel.end()
  assert.equal((await failure(all(tunnel.frames()))).name, 'AbortError')
  await eventually(() => peer.open.size === 0)
})

test('aborted under back-pressure: a waiting write resolves, the reader rejects', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    wire.socket.pause()
    await wire.ended()
    wire.end()
  })
  const controller = new AbortController()
  const tunnel = await attach(engine, { signal: controller.signal })
  const reader = all(tunnel.frames())
  let wrote = false
  const writer = tunnel.write(Buffer.alloc(8_000_000)).then(() => {
    wrote = true
  })
  await turns()
  assert.equal(wrote, false)
  controller.abort()
  assert.equal((await failure(reader)).name, 'AbortError')
  await writer
  for (const socket of peer.open) socket.resume()
  await eventually(() => peer.open.size === 0)
})

test('aborted after end()', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.ended()
    // The half-close came; that the client has closed altogether shows on writing.
    while (!wire.socket.destroyed) {
      wire.send(frame(1, 'late'))
      await turns(1)
    }
  })
  const controller = new AbortController()
  const tunnel = await attach(engine, { signal: controller.signal })
  tunnel.end()
  const reader = tunnel.onFrame(() => {})
  await turns()
  controller.abort()
  assert.equal((await failure(reader)).name, 'AbortError')
  assert.equal(listeners(controller.signal), 0)
  await eventually(() => peer.open.size === 0)
})

test('close() ends it without a word, in any phase and any number of times', async (t) => {
  const { engine, peer } = await serve(t, holds(upgraded()))
  const untouched = await attach(engine)
  untouched.close()
  untouched.close()
  await using disposed = await attach(engine)
  const iterator = disposed.frames()
  const next = iterator.next()
  await iterator.return?.()
  assert.deepEqual(await next, { done: true, value: undefined })
  assert.equal(engine.connections.busy, 0)
  await eventually(() => peer.open.size === 0)
})

test('leaving a loop closes the tunnel', async (t) => {
  const { engine, peer } = await serve(t, holds(Buffer.concat([Buffer.from(upgraded()), frame(1, 'one\n')])))
  for await (const { text } of (await attach(engine)).lines()) {
    assert.equal(text, 'one')
    break
  }
  await eventually(() => peer.open.size === 0)
})

test('closing the engine ends its tunnels with ERR_CLOSED', async (t) => {
  const { engine, peer } = await serve(t, async (wire, index) => {
    await wire.head()
    if (index === 0) wire.send(upgraded())
    await wire.ended()
    wire.end()
  })
  const reader = (await attach(engine)).onFrame(() => {})
  const opening = attach(engine)
  await eventually(() => peer.accepted === 2)
  await engine.close()
  assert.equal((await failure(reader)).code, 'ERR_CLOSED')
  assert.equal((await failure(opening)).code, 'ERR_CLOSED')
  await eventually(() => peer.open.size === 0)
})

test('a thousand tunnels on one signal leave no listener', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    for (let method = ''; method !== 'POST '; ) {
      method = await wire.take(5)
      if (method === '') break
      await wire.head()
      wire.send(method === 'POST ' ? upgraded(RAW) : inspected)
    }
    wire.end()
  })
  const { signal } = new AbortController()
  for (let i = 0; i < 10; i++) {
    await Promise.all(Array.from({ length: 100 }, async () => (await attach(engine, { signal })).onFrame(() => {})))
    assert.equal(listeners(signal), 0)
  }
  assert.equal(engine.connections.busy, 0)
})

test('a tunnel that is unref’d, or whose engine is, keeps no process alive', async (t) => {
  const { engine } = await serve(t, holds(upgraded()))
  const tunnel = await attach(engine)
  const before = process.getActiveResourcesInfo().filter((name) => name === 'PipeWrap').length
  tunnel.unref()
  const after = process.getActiveResourcesInfo().filter((name) => name === 'PipeWrap').length
  assert.equal(after, before - 1)
  tunnel.ref()
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === 'PipeWrap').length, before)
  tunnel.close()
})
