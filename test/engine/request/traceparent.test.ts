// connect({ traceparent }): whose it is, where it goes, and what is none (W3C Trace Context, section 3.2).

import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import test from 'node:test'
import type { TraceparentFunction } from '../../../src/index.ts'
import { asks, ok, pong } from '../api-version/version-kit.ts'
import { answer, failure, JSON_TYPE, request, serve } from '../kit.ts'

const OK = answer('200 OK', JSON_TYPE, '1')
const PARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`

test('traceparent: asked for each request in its caller’s context, before the hook; the call’s own stays', async (t) => {
  const store = new AsyncLocalStorage<string>()
  const parents = ['c', 'd', 'e'].map((digit) => PARENT.replaceAll('b', digit))
  const seen: unknown[] = []
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.41')
      for (const parent of parents) {
        await wire.expect(request('GET', '/x', `traceparent: ${parent}\r\n`))
        wire.send(ok('1.41'))
      }
      await wire.expect(request('GET', '/x', 'Traceparent: own\r\n'))
      wire.send(OK)
    },
    {
      ...asks,
      pool: { connections: 1 },
      traceparent: () => store.getStore(),
      before: ({ headers }) => void seen.push(headers.traceparent),
    },
  )
  // All of them wait for the version that the first one asks for, without a span of its own.
  const ping = engine.supports('1.41')
  await Promise.all(parents.map((parent) => store.run(parent, () => engine.untyped.get('/x'))))
  await ping
  await store.run(parents[0]!, () => engine.untyped.get('/x', { headers: { Traceparent: 'own' } }))
  assert.deepEqual(seen, [undefined, ...parents, undefined])
})

test('an invalid traceparent is rejected, without its value', async (t) => {
  const bad = [
    '',
    'x',
    PARENT.toUpperCase(),
    `ff${PARENT.slice(2)}`,
    PARENT.replaceAll('a', '0'),
    PARENT.replaceAll('b', '0'),
  ]
  for (const value of [...bad, `${PARENT}\r\nX-A: b`, `${PARENT}-more`, 1]) {
    const traceparent = (() => value) as TraceparentFunction
    const { engine, peer } = await serve(t, (wire) => wire.quiet(), { traceparent })
    const error = await failure(engine.untyped.get('/x'))
    assert.equal(error.code, 'ERR_OPTION')
    assert.ok(value === '' || value === 'x' || !error.message.includes(String(value)))
    assert.equal(peer.accepted, 0)
  }
})
