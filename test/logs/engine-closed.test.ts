// Everything that goes on by itself ends at once when its engine is closed, also while it waits: for a start, or for an Engine that is away.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { all, http, log, usages, waitFor, watch } from '../../src/containers.ts'
import { connect, type Engine } from '../../src/index.ts'
import { follow, followEvents, tail } from '../../src/logs.ts'
import { EmbeddedEngine } from '../../src/testing.ts'

/** Longer than the test, in ms: what waits for it hangs. */
const LONG = 600_000
const retry = { first: LONG, most: LONG }

type Items = AsyncIterable<unknown> & { ready?(): Promise<unknown> }

const iterations: Record<string, (engine: Engine, container: string) => Items> = {
  'follow()': (engine, container) => follow(engine, container, { retry, stall: 0 }),
  'tail()': (engine) => tail(engine, { containers: 'all', retry }),
  'followEvents()': (engine) => followEvents(engine, { retry }),
  'watch()': (engine) => watch(engine, { containers: true, images: true, retry }),
  'usages()': (engine) => usages(engine),
}

async function iterate(items: Items): Promise<void> {
  await items.ready?.()
  for await (const _ of items);
}

const kinds: Record<string, (engine: Engine, container: string) => Promise<unknown>> = {
  ...Object.fromEntries(
    Object.entries(iterations).map(([kind, begin]) => [
      kind,
      (engine: Engine, container: string) => iterate(begin(engine, container)),
    ]),
  ),
  'waitFor() a line': (engine, container) => waitFor(engine, container, log('never'), { timeout: 0 }),
  'waitFor() a page': (engine, container) =>
    waitFor(engine, container, all(log('a line'), http('/', { port: 80 })), { timeout: 0 }),
}

for (const [kind, begin] of Object.entries(kinds)) {
  for (const state of ['its container runs', 'its container has stopped', 'its Engine is away'] as const) {
    // A container that has stopped cannot become what is waited for: that ends a wait before.
    if (kind.startsWith('waitFor') && state === 'its container has stopped') continue
    test(`${kind} ends with ERR_CLOSED when its engine is closed: ${state}`, async (t) => {
      const server = await EmbeddedEngine.start()
      t.after(() => server.close())
      server.image('app', async ({ stdout, signal, sleep }) => {
        await stdout.write('a line\n')
        while (state !== 'its container has stopped' && !signal.aborted) await sleep(50)
      })
      const engine = connect(server.host)
      const { Id } = await engine.post('/containers/create', {
        body: { Image: 'app', ExposedPorts: { '80/tcp': {} }, HostConfig: { PublishAllPorts: true } },
      })
      await engine.post('/containers/{id}/start', { path: { id: Id } })
      const ended = begin(engine, Id)
      ended.catch(() => {})
      await sleep(300)
      if (state === 'its Engine is away') {
        await server.close()
        await sleep(100)
      }
      await engine.close()
      const late = sleep(5_000, 'it goes on', { ref: false })
      await assert.rejects(Promise.race([ended, late]), { code: 'ERR_CLOSED', blame: 'caller' })
    })
  }
}
