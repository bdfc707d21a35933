// A modem on a shared engine: the engine's limits cover the modem's calls unless the modem has a limit of its own. The modem
// never changes the limits of the engine's own calls.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { type ConnectOptions, connect, type Engine } from '../../../src/index.ts'
import { Modem } from '../../../src/modem.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'
import { dial, failure } from './kit.ts'

/** An engine whose peer never sends a head, or the rest of a body. */
async function silent(t: TestContext, options: ConnectOptions): Promise<Engine> {
  const peer = await ScriptedPeer.start(async (wire) => {
    const head = await wire.nextHead()
    if (head?.includes('/logs')) wire.send('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc')
  })
  const engine = connect({ host: peer.host, apiVersion: '1.45', ...options })
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  return engine
}

const ping = { path: '/_ping', method: 'GET' }
const logs = { path: '/containers/c/logs', method: 'GET' }

for (const timeout of [undefined, null]) {
  test(`timeout ${timeout}: the engine’s own limits`, async (t) => {
    const engine = await silent(t, { timeouts: { head: 40, idle: 45 } })
    const modem = new Modem({ engine, timeout } as object)
    assert.match((await failure(dial(modem, ping))).cause?.message ?? '', /within 40 ms/)
    assert.match((await failure(dial(modem, logs))).cause?.message ?? '', /45 ms/)
    assert.equal((await failure(engine.get('/_ping'))).code, 'ERR_HEAD_TIMEOUT')
  })
}

test('timeout 30: the modem’s own, for its own calls', async (t) => {
  const engine = await silent(t, { timeouts: { head: 60 } })
  const modem = new Modem({ engine, timeout: 30 } as object)
  assert.match((await failure(dial(modem, ping))).cause?.message ?? '', /within 30 ms/)
  assert.match((await failure(dial(modem, logs))).cause?.message ?? '', /30 ms/)
  assert.match((await failure(engine.get('/_ping'))).message, /within 60 ms/)
})

for (const timeout of [Number.NaN, '30', -1]) {
  test(`timeout ${JSON.stringify(timeout)} is invalid: ERR_OPTION`, async (t) => {
    const engine = await silent(t, {})
    assert.throws(() => new Modem({ engine, timeout } as object), { code: 'ERR_OPTION', blame: 'caller' })
  })
}

test('timeout 0 removes the limits for the modem’s calls alone', async (t) => {
  const engine = await silent(t, { timeouts: { head: 30 } })
  const modem = new Modem({ engine, timeout: 0 })
  const controller = new AbortController()
  const call = failure(dial(modem, { ...ping, abortSignal: controller.signal }))
  assert.match((await failure(engine.get('/_ping'))).message, /within 30 ms/)
  controller.abort()
  assert.equal((await call).name, 'AbortError')
})
