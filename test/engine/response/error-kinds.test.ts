// The kind of an error response, the container of an exec's error, and that no error contains a secret.

import assert from 'node:assert/strict'
import test from 'node:test'
import { build, connect, EngineError, exec, execDetached, startExec } from '../../../src/index.ts'
import { failed, world } from '../failing-calls.ts'

for (const [status, kind] of [
  [400, 'invalid'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'invalid'],
  [409, 'conflict'],
  [418, 'invalid'],
  [429, 'rate-limited'],
  [500, 'internal'],
  [501, 'not-implemented'],
  [502, 'unavailable'],
  [503, 'unavailable'],
  [504, 'unavailable'],
  [507, 'internal'],
  [301, 'redirect'],
] as const) {
  test(`${status} is of the kind ${kind}`, async (t) => {
    const { engine, server } = await world(t)
    server.faults.add({ match: /info/, plan: { instead: { status, type: 'text/plain', body: 'words' } } })
    for (const call of [() => engine.get('/info'), () => engine.request('GET', '/info')]) {
      const error = await failed(call)
      assert.ok(error instanceof EngineError)
      assert.deepEqual([error.status, error.kind], [status, kind])
    }
  })
}

test('an error inside a stream, and a rejected version, have kinds of their own', () => {
  const facts = { status: 200, method: 'POST', path: '/build', reason: 'no' }
  assert.equal(new EngineError('ERR_ENGINE_STREAM', facts).kind, 'failed')
  assert.equal(new EngineError('ERR_API_VERSION', { ...facts, status: 400 }).kind, 'version')
})

test('no message, stack or cause has a secret', async (t) => {
  const { engine, server } = await world(t)
  server.faults.add({
    match: /build|info/,
    plan: { instead: { status: 500, type: 'text/plain', body: 'cannot fetch https://user:hunter2@git.example/x' } },
  })
  const auth = { username: 'u', password: 'hunter2' }
  const remote = 'https://user:hunter2@git.example/x?token=hunter2'
  const failures = [
    await failed(() => engine.untyped.get('/info?token=hunter2')),
    await failed(() => engine.untyped.get('/info?token=hunter2', { qery: 1 } as never)),
    await failed(() => engine.requestRaw('GET', '/info?token=hunter2', { qery: 1 } as never)),
    await failed(() => build(engine, undefined, { remote, registryConfig: { a: auth } }).done()),
    await failed(() => engine.untyped.post('/build', { query: { remote }, headers: { Authorization: 'hunter2\n' } })),
    await failed(() => engine.untyped.post('/info', { auth, headers: { Authorization: 'hunter2' } })),
    await failed(() => engine.untyped.get('/info', { query: { remote }, qery: 'hunter2' } as never)),
    await failed(async () =>
      connect({ host: 'tcp://127.0.0.1:1', proxy: 'http://a:hunter2@127.0.0.1:1', pool: 'hunter2' } as never),
    ),
    await failed(() => connect({ host: 'tcp://127.0.0.1:1', proxy: 'http://a:hunter2@127.0.0.1:1' }).get('/info')),
  ]
  for (const { message, stack, cause } of failures)
    assert.doesNotMatch(`${message} ${stack} ${String(cause)}`, /hunter2/)
})

test('an exec, whose path says no container, names it all the same', async (t) => {
  const { engine, server } = await world(t)
  server.faults.add({ match: /exec\/.*\/start/, plan: { instead: { status: 500, type: 'text/plain', body: 'no' } } })
  for (const call of [
    () => exec(engine, 'web', ['true']),
    () => startExec(engine, 'web', ['true']),
    () => execDetached(engine, 'web', ['true']),
  ]) {
    const error = await failed(call)
    assert.equal(error.container, 'web')
    assert.match(error.message, /^POST \/exec\/\w+\/start: 500 no \(container web\)$/)
  }
})
