// The signal that a recipe passes to hooks and credential sources is a real AbortSignal that follows the caller's signal. It
// leaves no listener on the caller's signal.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import test, { type TestContext } from 'node:test'
import * as all from '../../src/index.ts'
import { type CredentialSource, connect, type Engine } from '../../src/index.ts'
import { ScriptedPeer } from '../support/scripted-peer.ts'

/** An engine on a silent peer, and every signal that its `before` sees. */
async function watched(t: TestContext): Promise<{ engine: Engine; seen: AbortSignal[] }> {
  const peer = await ScriptedPeer.start((wire) => wire.ended())
  const seen: AbortSignal[] = []
  const before = ({ signal }: all.BeforeRequest): void => {
    if (signal !== undefined) seen.push(signal)
  }
  const engine = connect({ host: peer.host, apiVersion: '1.41', before })
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  return { engine, seen }
}

const source = (seen: AbortSignal[]): CredentialSource => ({
  get: async (_registry, { signal } = {}) => {
    seen.push(signal!)
    return undefined
  },
  all: async ({ signal } = {}) => {
    seen.push(signal!)
    return {}
  },
})

type Act = (engine: Engine, signal: AbortSignal, auth: CredentialSource) => Promise<unknown>
const drained = async (items: AsyncIterable<unknown>) => {
  for await (const _ of items);
}
const recipes: Record<string, Act> = {
  attach: (e, signal) => all.attach(e, 'c', { signal }),
  build: (e, signal, registryConfig) => all.build(e, 'x', { signal, registryConfig }).done(),
  copyFrom: (e, signal) => all.copyFrom(e, 'c', '/', { signal }),
  copyTo: (e, signal) => all.copyTo(e, 'c', '/', 'x', { signal }),
  events: (e, signal) => drained(all.events(e, { signal })),
  exec: (e, signal) => all.exec(e, 'c', ['x'], { signal }),
  execDetached: (e, signal) => all.execDetached(e, 'c', ['x'], { signal }),
  exportContainer: (e, signal) => all.exportContainer(e, 'c', { signal }),
  importImage: (e, signal) => all.importImage(e, 'x', { signal }).done(),
  load: (e, signal) => all.load(e, 'x', { signal }).done(),
  logs: (e, signal) => drained(all.logs(e, 'c', { signal })),
  pull: (e, signal, auth) => all.pull(e, 'a', { signal, auth }).done(),
  push: (e, signal, auth) => all.push(e, 'a', { signal, auth }).done(),
  resize: (e, signal) => all.resize(e, { exec: 'x' }, { rows: 1, columns: 1, signal }),
  save: (e, signal) => all.save(e, 'a', { signal }),
  startExec: (e, signal) => all.startExec(e, 'c', ['x'], { signal }),
  statPath: (e, signal) => all.statPath(e, 'c', '/', { signal }),
  stats: (e, signal) => drained(all.stats(e, 'c', { signal })),
  statsOnce: (e, signal) => all.statsOnce(e, 'c', { signal }),
  wait: (e, signal) => all.wait(e, 'c', { signal }),
}

for (const [name, act] of Object.entries(recipes)) {
  test(`${name}: hooks and sources get a real signal, which any() follows, with the caller's reason`, async (t) => {
    const { engine, seen } = await watched(t)
    const controller = new AbortController()
    const running = act(engine, controller.signal, source(seen))
    running.catch(() => {})
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const following = seen.map((signal) => AbortSignal.any([signal]))
    for (const signal of seen) {
      assert.ok(signal instanceof AbortSignal)
      assert.doesNotThrow(() => signal.throwIfAborted())
    }
    const reason = new Error('enough')
    controller.abort(reason)
    await assert.rejects(running, { code: 'ERR_ABORTED' })
    for (const signal of [...seen, ...following]) {
      assert.equal(signal.aborted, true)
      assert.equal(signal.reason, reason)
      assert.throws(() => signal.throwIfAborted(), reason)
    }
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0)
  })
}

test('run: the creation has a signal of its own, a real one', async (t) => {
  const { engine, seen } = await watched(t)
  const { signal } = new AbortController()
  const running = all.run(engine, { Image: 'a' }, { signal })
  running.catch(() => {})
  while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
  assert.ok(seen[0] instanceof AbortSignal)
  await engine.close()
  await assert.rejects(running)
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})

test('a signal aborted beforehand reaches the source aborted, with its reason', async (t) => {
  const { engine, seen } = await watched(t)
  await assert.rejects(all.pull(engine, 'a', { signal: AbortSignal.abort('no'), auth: source(seen) }).done(), {
    code: 'ERR_ABORTED',
  })
  for (const signal of seen) assert.equal(signal.reason, 'no')
})

test('a value that is not a signal is ERR_OPTION', async (t) => {
  const { engine } = await watched(t)
  for (const signal of [5, {}, null] as unknown as AbortSignal[]) {
    assert.throws(() => all.events(engine, { signal }), { code: 'ERR_OPTION', blame: 'caller' })
    assert.throws(() => all.logs(engine, 'c', { signal }), { code: 'ERR_OPTION', blame: 'caller' })
  }
})
