// Callbacks run in the async context of the call that they belong to, and not in that of the call that had the connection
// dialled: every reader, every stream, every Writable, request bodies and the modem.

import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { PassThrough, Readable, Writable } from 'node:stream'
import test from 'node:test'
import type { Engine, FrameResponse } from '../../src/index.ts'
import { Modem } from '../../src/modem.ts'
import { readable as nodeReadable, outputs } from '../../src/node.ts'
import { readable as webReadable } from '../../src/web.ts'
import { answer, chunked, frameText, JSON_TYPE, serve, turns } from './kit.ts'

const store = new AsyncLocalStorage<string>()
const OK = answer('200 OK', JSON_TYPE, '1')
const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

const bounded = { timeout: 10_000 }

type Read = (response: FrameResponse, see: () => void, engine: Engine) => Promise<unknown>

const readings: Record<string, Read> = {
  onFrame: (response, see) => response.onFrame(see),
  pipe: (response, see) => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(see() as undefined),
      final: (done) => done(see() as undefined),
    })
    return response.pipe({ stdout })
  },
  source: (response, see) =>
    new Promise<void>((resolve, reject) => {
      const onEnd = (): void => resolve(see())
      response.source.start({ onReadStart: see, onData: see, onReadEnd: see, onEnd, onFail: reject })
    }),
  'a Readable': async (response, see) => {
    const stream = nodeReadable(response).on('data', see).on('end', see).on('close', see)
    await once(stream, 'close')
  },
  'a Readable, piped': async (response, see) => {
    const end = new Writable({ write: (_chunk, _encoding, done) => done(see() as undefined) })
    await once(nodeReadable(response).pipe(end), 'finish')
  },
  outputs: async (response, see) => {
    const { stdout, stderr } = outputs(response)
    stderr.resume()
    await once(stdout.on('data', see).on('end', see), 'close')
  },
  'a web stream': (response, see) =>
    webReadable(response)
      .pipeThrough(new TransformStream({ transform: () => see(), flush: () => see() }))
      .pipeTo(new WritableStream()),
}

/** An engine whose one connection another context had dialled, and whose response the peer sends later, in two reads. */
async function engineOfAnother(t: test.TestContext): Promise<Engine> {
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.head()
      wire.send(OK)
      while ((await wire.nextHead()) !== undefined) {
        wire.send(head)
        await turns(5)
        wire.send(chunked(frameText(1, 'one')).slice(0, -5))
        await turns(5)
        wire.send(chunked(frameText(1, 'two')))
      }
    },
    { pool: { connections: 1 } },
  )
  await store.run('another', () => engine.untyped.get('/first'))
  return engine
}

for (const [name, read] of Object.entries(readings)) {
  test(`${name}: its callbacks run in the caller's context`, bounded, async (t) => {
    const engine = await engineOfAnother(t)
    for (const context of ['mine', 'yours', undefined]) {
      const seen = new Set<string | undefined>()
      await store.run(context as string, async () => {
        const response = await engine.request('GET', '/containers/{id}/logs', { path: { id: 'c' } })
        await read(response, () => void seen.add(store.getStore()), engine)
      })
      assert.deepEqual([...seen], [context])
    }
  })
}

test('an abort is reported in the context of its reader', bounded, async (t) => {
  const engine = await engineOfAnother(t)
  const stop = new AbortController()
  const seen: unknown[] = []
  await store.run('mine', async () => {
    const path = { id: 'c' }
    const response = await engine.request('GET', '/containers/{id}/logs', { path, signal: stop.signal })
    response.source.start({ onData() {}, onEnd() {}, onFail: () => seen.push(store.getStore()) })
  })
  store.run('aborter', () => stop.abort())
  assert.deepEqual(seen, ['mine'])
})

test(
  "a request's body is read in the context of its caller, also where it waited for a connection",
  bounded,
  async (t) => {
    const { engine } = await serve(
      t,
      async (wire) => {
        while ((await wire.nextHead()) !== undefined) {
          await wire.until('0\r\n\r\n')
          wire.send(OK)
        }
      },
      { pool: { connections: 1 } },
    )
    const seen = new Map<string, Set<string | undefined>>()
    const send = (context: string, make: (see: () => void) => AsyncIterable<Uint8Array | string>): Promise<unknown> =>
      store.run(context, () => {
        const mine = new Set<string | undefined>()
        seen.set(context, mine)
        return engine.untyped.put('/x', { body: make(() => void mine.add(store.getStore())) })
      })
    const generate = async function* (see: () => void) {
      for (let i = 0; i < 40; i++) {
        see()
        yield Buffer.alloc(65_536)
      }
      see()
    }
    const stream = (see: () => void): Readable => {
      let left = 40
      return new Readable({
        read() {
          see()
          this.push(left-- > 0 ? Buffer.alloc(65_536) : null)
        },
      })
    }
    await Promise.all([send('a', generate), send('b', generate), send('c', stream), send('d', stream)])
    for (const [context, contexts] of seen) assert.deepEqual([...contexts], [context])
  },
)

test('a modem: its callbacks, its streams, demuxStream and followProgress', bounded, async (t) => {
  const engine = await engineOfAnother(t)
  const modem = new Modem({ engine } as never)
  const seen = new Set<string | undefined>()
  const see = (): void => void seen.add(store.getStore())
  await store.run('mine', async () => {
    await new Promise<void>((resolve) => {
      const options = { method: 'GET', path: '/containers/c/logs?', isStream: true, statusCodes: { 200: true } }
      modem.dial(options as never, (_error, stream: Readable) => {
        see()
        const stdout = new Writable({ write: (_chunk, _encoding, done) => done(see() as undefined) })
        modem.demuxStream(stream.on('data', see).on('end', see), stdout)
        stdout.on('finish', () => resolve(see()))
      })
    })
  })
  // A stream of any other origin.
  const progress = new PassThrough()
  const frames = new PassThrough()
  const done = store.run('mine', () => {
    modem.demuxStream(frames, new Writable({ write: (_chunk, _encoding, done) => done(see() as undefined) }))
    return new Promise<void>((resolve) => {
      modem.followProgress(progress, () => resolve(see()), see)
    })
  })
  store.run('another', () => {
    progress.end('{"a":1}\n')
    frames.end(Buffer.from(frameText(1, 'x'), 'latin1'))
  })
  await done
  await turns(5)
  assert.deepEqual([...seen], ['mine'])
})

test(
  'calls outside any context share a scope, and none sees what a callback of another entered',
  bounded,
  async (t) => {
    const other = new AsyncLocalStorage<string>()
    const engine = await engineOfAnother(t)
    const first = await engine.untyped.request('GET', '/x')
    await first.onFrame(() => other.enterWith('of the first'))
    const seen = new Set<unknown>()
    const second = await engine.untyped.request('GET', '/x')
    await second.onFrame(() => void seen.add(other.getStore()))
    assert.deepEqual([...seen], [undefined])
  },
)
