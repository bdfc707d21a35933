// One signal covers every phase of every recipe: an abort rejects at once with an AbortError, closes the socket, and leaves no
// listener on the signal, neither after one call nor after 10,000 on the same signal.

import assert from 'node:assert/strict'
import { getEventListeners, once } from 'node:events'
import net from 'node:net'
import test, { type TestContext } from 'node:test'
import * as all from '../../../src/index.ts'
import { type CredentialSource, connect, type Engine } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { localSocket } from '../../support/local-socket.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'
import { tempDir } from '../../support/temp.ts'
import { CHUNKED, chunk, chunkedResponse } from '../support.ts'

interface Recipe {
  /** Resolves when everything that can arrive has arrived. */
  act(engine: Engine, signal: AbortSignal, body: all.UploadBody, auth?: CredentialSource): PromiseLike<unknown>
  uploads?: true
  asks?: true
  /** Whether the response is a head alone or a body that is read whole, and so has no phase in which items come. */
  short?: true
}

async function readAll(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

const recipes: Record<string, Recipe> = {
  events: { act: (e, signal) => readAll(all.events(e, { signal })) },
  stats: { act: (e, signal) => readAll(all.stats(e, 'c', { signal })) },
  statsOnce: { act: (e, signal) => all.statsOnce(e, 'c', { signal }) },
  pull: { act: (e, signal, _, auth) => all.pull(e, 'a', { signal, auth }).done(), asks: true },
  push: { act: (e, signal, _, auth) => readAll(all.push(e, 'a', { signal, auth })), asks: true },
  build: {
    act: (e, signal, body, registryConfig) => all.build(e, body, { signal, registryConfig }).done(),
    uploads: true,
    asks: true,
  },
  load: { act: (e, signal, body) => readAll(all.load(e, body, { signal })), uploads: true },
  importImage: { act: (e, signal, body) => all.importImage(e, body, { signal }).done(), uploads: true },
  save: { act: async (e, signal) => readAll(await all.save(e, 'a', { signal })) },
  exportContainer: { act: async (e, signal) => readAll(await all.exportContainer(e, 'c', { signal })) },
  copyTo: { act: (e, signal, body) => all.copyTo(e, 'c', '/', body, { signal }), uploads: true },
  copyFrom: { act: async (e, signal) => readAll((await all.copyFrom(e, 'c', '/', { signal })).tar) },
  statPath: { act: (e, signal) => all.statPath(e, 'c', '/', { signal }), short: true },
}

const stat = Buffer.from('{"name":"x","size":1,"mode":420,"mtime":"2026-11-23T15:30:49Z"}').toString('base64')
const field = `X-Docker-Container-Path-Stat: ${stat}\r\n`
const begun = CHUNKED.replace('\r\n\r\n', `\r\n${field}\r\n`)

/** Endless pieces, and whether they were released. */
function endless() {
  const state = { pieces: 0, released: false }
  async function* pieces() {
    try {
      for (;;) {
        state.pieces++
        yield Buffer.alloc(65_536)
        await new Promise(setImmediate)
      }
    } finally {
      state.released = true
    }
  }
  return { state, pieces: pieces() }
}

/** Aborts `running` and checks that it rejects at once, closes the socket and leaves no listener. */
async function settles(running: PromiseLike<unknown>, controller: AbortController, peer: ScriptedPeer): Promise<void> {
  let settled = false
  const outcome = Promise.resolve(running).then(
    () => assert.fail('it resolved'),
    (error: { name: string; code: string; cause: unknown }) => {
      settled = true
      assert.deepEqual([error.name, error.code, error.cause], ['AbortError', 'ERR_ABORTED', 'enough'])
    },
  )
  controller.abort('enough')
  // Without timers and IO: a promise that rejects at once has done so by the next turn of the event loop.
  await new Promise(setImmediate)
  assert.ok(settled, 'not settled at once')
  await outcome
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0)
  await eventually(() => peer.open.size === 0)
}

/** A peer that sends `text` to the first request, after a response to a ping if there is one, and then stays silent. */
async function silent(t: TestContext, text: string, version?: string) {
  const peer = await ScriptedPeer.start(async (wire) => {
    wire.socket.on('end', () => wire.end())
    if (version === undefined) return
    await wire.take(1)
    if (text !== '') wire.send(text)
  })
  const engine = connect({ host: peer.host, apiVersion: version })
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  return { peer, engine }
}

for (const [name, { act, uploads, asks, short }] of Object.entries(recipes)) {
  test(`${name}: aborted beforehand`, async (t) => {
    const { engine, peer } = await silent(t, '', '1.41')
    const controller = new AbortController()
    controller.abort('enough')
    await settles(act(engine, controller.signal, 'tar'), controller, peer)
    assert.equal(peer.accepted, 0)
  })

  test(`${name}: aborted during the version's ping`, async (t) => {
    const { engine, peer } = await silent(t, '')
    const controller = new AbortController()
    const running = act(engine, controller.signal, 'tar')
    await eventually(() => peer.open.size === 1)
    const ending = settles(running, controller, peer).catch((error: Error) => error)
    // All requests share the ping, so its connection stays until the response or until the engine is closed.
    await new Promise(setImmediate)
    await engine.close()
    assert.equal(await ending, undefined)
  })

  test(`${name}: aborted while dialling`, async (t) => {
    const { engine, peer } = await silent(t, '', '1.41')
    const controller = new AbortController()
    await settles(act(engine, controller.signal, 'tar'), controller, peer)
  })

  test(`${name}: aborted while waiting for the response`, async (t) => {
    const { engine, peer } = await silent(t, '', '1.41')
    const controller = new AbortController()
    const running = act(engine, controller.signal, 'tar')
    await eventually(() => peer.open.size === 1)
    await settles(running, controller, peer)
  })

  if (uploads)
    test(`${name}: aborted while its body is being sent`, async (t) => {
      const { engine, peer } = await silent(t, '', '1.41')
      const controller = new AbortController()
      const { state, pieces } = endless()
      const running = act(engine, controller.signal, pieces)
      await eventually(() => state.pieces > 2)
      await settles(running, controller, peer)
      await eventually(() => state.released)
    })

  if (asks)
    test(`${name}: aborted during the lookup of credentials`, async (t) => {
      const { engine, peer } = await silent(t, '', '1.41')
      const controller = new AbortController()
      const wait = (signal: AbortSignal | undefined) =>
        new Promise<never>((_, reject) => {
          const onAbort = () => {
            signal?.removeEventListener('abort', onAbort)
            const error = Object.assign(new Error('aborted'), { name: 'AbortError', code: 'ERR_ABORTED' })
            reject(Object.assign(error, { cause: signal?.reason }))
          }
          signal?.addEventListener('abort', onAbort)
        })
      const auth = { get: (_: string, how = {}) => wait(how.signal), all: (how = {}) => wait(how.signal) } as {
        get(registry: string, how?: { signal?: AbortSignal }): Promise<never>
        all(how?: { signal?: AbortSignal }): Promise<never>
      }
      await settles(act(engine, controller.signal, 'tar', auth as CredentialSource), controller, peer)
      assert.equal(peer.accepted, 0)
    })

  if (!short)
    test(`${name}: aborted within the response's body`, async (t) => {
      const { engine, peer } = await silent(t, `${begun}${chunk('{"status":"one"}\n')}`, '1.41')
      const controller = new AbortController()
      const running = act(engine, controller.signal, 'tar')
      await eventually(() => peer.open.size === 1)
      await new Promise((resolve) => setTimeout(resolve, 20))
      await settles(running, controller, peer)
    })
}

/** Sends a complete response to every request at once, on connections that stay open. */
async function quick(t: TestContext): Promise<string> {
  const whole = chunkedResponse('{"status":"one"}\n').toString().replace(CHUNKED, begun)
  const server = net.createServer((socket) => {
    let text = ''
    socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1')
      const head = text.indexOf('\r\n\r\n') + 4
      if (head < 4 || text.length < head + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)) return
      socket.write(text.startsWith('HEAD') ? begun.replace('Transfer-Encoding: chunked\r\n', '') : whole)
      text = ''
    })
  })
  const { path, host } = localSocket(tempDir(t), 'quick.sock')
  server.listen(path)
  await once(server, 'listening')
  t.after(() => server.close())
  return host
}

test('10,000 calls on one signal leave no listener on it', async (t) => {
  const engine = connect({ host: await quick(t), apiVersion: '1.41', pool: { connections: 8 } })
  t.after(() => engine.close())
  const { signal } = new AbortController()
  const acts = Object.values(recipes).map(({ act }) => act)
  let most = 0
  for (let done = 0; done < 10_000; ) {
    const batch = Array.from({ length: 100 }, () => acts[done++ % acts.length]!(engine, signal, 'tar'))
    most = Math.max(most, getEventListeners(signal, 'abort').length)
    await Promise.all(batch)
  }
  assert.equal(most, 1)
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})

test('streams that are left or never read leave no listener on the signal either', async (t) => {
  const { engine, peer } = await silent(t, `${begun}${chunk('{"status":"one"}\n'.repeat(20_000))}`, '1.41')
  const { signal } = new AbortController()
  for (let i = 0; i < 10; i++) {
    for await (const _ of all.events(engine, { signal })) break
    const unread = all.stats(engine, 'c', { signal })
    await unread.ready()
    assert.equal(getEventListeners(signal, 'abort').length, 1)
    unread.close()
    assert.equal(getEventListeners(signal, 'abort').length, 0)
    const forgotten = connect({ host: peer.host, apiVersion: '1.41', timeouts: { untaken: 1 } })
    await all.pull(forgotten, 'a', { signal }).ready()
    await eventually(() => getEventListeners(signal, 'abort').length === 0)
    await forgotten.close()
  }
  await eventually(() => peer.open.size === 0)
})
