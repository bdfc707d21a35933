// Every event of a request is published in its caller's async context, with the stores that subscribers bound to its start, not in
// the context of the call that had the socket dialled. And the phases of a dial.

import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'node:test'
import type { RequestEvent } from '../../../src/index.ts'
import { asks, pong } from '../../engine/api-version/version-kit.ts'
import { answer, failure, JSON_TYPE, serve } from '../../engine/kit.ts'
import { attach, frame, upgraded } from '../../engine/response/tunnel-kit.ts'
import { makeCertificates, withoutOpenssl } from '../../support/certificates.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'
import { tlsBridge } from '../../support/tls-bridge.ts'
import { EVENTS, watchChannels } from './watch-kit.ts'

const OK = answer('200 OK', `${JSON_TYPE}Api-Version: 1.41\r\n`, '1')

/** Notes the store in which each event of a channel was published. */
function watchStores(t: test.TestContext, name: string, store: AsyncLocalStorage<string>): string[] {
  const lines: string[] = []
  for (const event of EVENTS) {
    const listener = (message: unknown): void => {
      lines.push(`${(message as RequestEvent).path} ${event} ${store.getStore()}`)
    }
    subscribe(`tracing:fairlead:${name}:${event}`, listener)
    t.after(() => unsubscribe(`tracing:fairlead:${name}:${event}`, listener))
  }
  return lines
}

test('each in the context of its caller, with one connection for all', async (t) => {
  const store = new AsyncLocalStorage<string>()
  const lines = watchStores(t, 'request', store)
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.41')
      await wire.answerAll(OK)
    },
    { ...asks, pool: { connections: 1 } },
  )
  const call = (name: string) => store.run(name, () => engine.untyped.get(`/${name}`))
  await Promise.all([call('a'), call('b'), call('c')])
  await call('d')
  for (const name of ['a', 'b', 'c', 'd']) {
    assert.deepEqual(
      lines.filter((line) => line.startsWith(`/${name} `)),
      ['start', 'end', 'asyncStart', 'asyncEnd'].map((event) => `/${name} ${event} ${name}`),
    )
  }
})

test('a store that is bound to the start is set in the hooks and in every event, and nowhere else', async (t) => {
  const store = new AsyncLocalStorage<string>()
  const start = channel('tracing:fairlead:request:start')
  start.bindStore(store, (message) => `span of ${(message as RequestEvent).path}`)
  t.after(() => start.unbindStore(store))
  const lines = watchStores(t, 'request', store)
  const seen: (string | undefined)[] = []
  const { engine } = await serve(t, (wire) => wire.answerAll(OK), {
    traceparent() {
      seen.push(store.getStore())
      return undefined
    },
    before() {
      seen.push(store.getStore())
    },
  })
  await engine.untyped.get('/x')
  assert.equal(store.getStore(), undefined)
  assert.deepEqual(seen, ['span of /x', 'span of /x'])
  assert.ok(lines.length === 4 && lines.every((line) => line.endsWith(' span of /x')), lines.join('\n'))
})

test('a tunnel’s events are its opener’s, and a retry’s its request’s, on a connection that another had dialled', async (t) => {
  const store = new AsyncLocalStorage<string>()
  const lines = watchStores(t, 'tunnel', store)
  const again = watchStores(t, 'retry', store)
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    wire.send(OK)
    await wire.head()
    if (index === 0) return wire.end()
    wire.send(Buffer.concat([Buffer.from(upgraded()), frame(1, 'x')]))
    wire.end()
  })
  await store.run('dialled', () => engine.untyped.get('/first'))
  await store.run('sent again', () => engine.untyped.get('/x'))
  assert.deepEqual(again, ['/x start sent again', '/x end sent again'])
  const tunnel = await store.run('mine', () => attach(engine))
  await store.run('another', async () => {
    for await (const _ of tunnel.frames()) {
    }
  })
  assert.equal(lines.length, 4)
  assert.ok(lines.every((line) => line.endsWith(' mine')))
})

test('a subscriber aborts the request: nothing is sent', async (t) => {
  const stop = new AbortController()
  const listener = (): void => stop.abort()
  subscribe('tracing:fairlead:request:start', listener)
  t.after(() => unsubscribe('tracing:fairlead:request:start', listener))
  const { engine, peer } = await serve(t, (wire) => wire.quiet())
  assert.equal((await failure(engine.untyped.get('/x', { signal: stop.signal }))).name, 'AbortError')
  assert.equal(peer.accepted, 0)
})

test('TLS: reached, then connected', { skip: withoutOpenssl() }, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-channels-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const made = makeCertificates(folder)
  const watch = watchChannels(t, [])
  const peer = await ScriptedPeer.start((wire) => wire.answerAll(OK))
  const bridge = await tlsBridge(peer.host, made)
  t.after(async () => {
    await bridge.close()
    await peer.close()
  })
  const { engine } = await serve(t, () => {}, { host: bridge.host, tls: { ca: made.ca, ...made.client } })
  await engine.untyped.get('/x')
  const [{ tls, proxy, timings, endpoint }] = watch.connections as [(typeof watch.connections)[0]]
  assert.deepEqual([tls, proxy, timings.proxied], [true, false, undefined])
  const { reached = -1, connected = -1 } = timings
  assert.ok(0 <= reached && reached <= connected, JSON.stringify(timings))
  assert.deepEqual(endpoint, { kind: 'tcp', address: '127.0.0.1', port: Number(new URL(bridge.host).port) })
  assert.equal(watch.requests[0]?.bytesReceived, OK.length)
})

test('a proxy: reached, let through, connected', async (t) => {
  const watch = watchChannels(t, [])
  const { engine: unused, peer } = await serve(
    t,
    async (wire) => {
      await wire.head()
      wire.send('HTTP/1.1 200 OK\r\n\r\n')
      await wire.answerAll(OK)
    },
    { listen: 'tcp' },
  )
  await unused.close()
  const proxy = peer.host.replace('tcp://', 'http://me:secret@')
  const { engine } = await serve(t, () => {}, { host: 'tcp://engine.test:2375/base-secret', proxy })
  await engine.untyped.get('/x')
  const [event] = watch.connections
  const { reached = -1, proxied = -1, connected = -1 } = event!.timings
  assert.ok(0 <= reached && reached <= proxied && proxied <= connected, JSON.stringify(event))
  assert.deepEqual([event?.proxy, event?.endpoint.address, event?.bytesReceived], [true, 'engine.test', 0])
  await engine.close()
  assert.equal(event?.bytesReceived, OK.length)
})
