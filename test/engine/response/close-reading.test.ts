// close() of a response or tunnel while another part of the program reads it: the reader gets what came before, then ERR_CLOSED, at
// once. Nothing waits for good, and a reader that its program forgot is no unhandled rejection.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../../../src/engine/engine.ts'
import type { BodyReaders } from '../../../src/engine/response/body-readers.ts'
import type { EngineResponse } from '../../../src/engine/response/response.ts'
import { readable } from '../../../src/node.ts'
import { readable as webReadable } from '../../../src/web.ts'
import { eventually } from '../../support/eventually.ts'
import { attach, frame, serve, upgraded } from './tunnel-kit.ts'

const RECORD = '{"n":1}\n'
const CHUNKED = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'
const chunk = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])

type Open = (t: TestContext, body: Buffer) => Promise<{ body: BodyReaders; engine: Engine; isClosed: () => boolean }>

const openings: Record<string, Open> = {
  async 'a response'(t, body) {
    const { engine, peer } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(CHUNKED)
      if (body.length > 0) wire.send(chunk(body))
      await wire.ended()
      wire.end()
    })
    const response = await engine.request('GET', '/containers/{id}/logs', {
      path: { id: 'c1' },
      query: { stdout: true },
    })
    return { body: response as unknown as BodyReaders, engine, isClosed: () => peer.open.size === 0 }
  },
  async 'a tunnel'(t, body) {
    const { engine, peer } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(upgraded())
      if (body.length > 0) wire.send(body)
      await wire.ended()
      wire.end()
    })
    return { body: await attach(engine), engine, isClosed: () => peer.open.size === 0 }
  },
}

async function drain(iterable: AsyncIterable<unknown>, onItem: () => void): Promise<void> {
  for await (const _ of iterable) onItem()
}

/** Starts to read; calls back at the first item that comes. */
const readers: Record<string, (body: BodyReaders, onItem: () => void) => Promise<unknown>> = {
  'onFrame()': (body, onItem) => body.onFrame(onItem),
  'pipe()': (body, onItem) => body.pipe({ stdout: new PassThrough().on('data', onItem).on('error', () => undefined) }),
  'frames()': (body, onItem) => drain(body.frames(), onItem),
  'lines()': (body, onItem) => drain(body.lines(), onItem),
  'the bytes': (body, onItem) => drain(body, onItem),
  'a Node stream': (body, onItem) => drain(readable(body), onItem),
  'a web stream': (body, onItem) => drain(webReadable(body), onItem),
}

const closed = (error: { code?: string; message: string }): boolean => {
  assert.equal(error.code, 'ERR_CLOSED')
  assert.match(error.message, /^(GET|POST) \S*c1\S*: the response was closed before its end/)
  return true
}

for (const [what, open] of Object.entries(openings)) {
  for (const [name, read] of Object.entries(readers)) {
    for (const way of ['close()', 'dispose'] as const) {
      test(`${what}, ${name}: ${way} after one frame rejects the reader behind it`, async (t) => {
        const { body, engine, isClosed } = await open(t, frame(1, 'one\n'))
        let items = 0
        let onFirst: (() => void) | undefined
        const first = new Promise<void>((resolve) => {
          onFirst = resolve
        })
        const reading = read(body, () => {
          items++
          onFirst?.()
        })
        await first
        if (way === 'close()') body.close()
        else await body[Symbol.asyncDispose]()
        await assert.rejects(reading, closed)
        assert.equal(items, 1)
        assert.equal(engine.connections.busy, 0)
        await eventually(isClosed)
      })
    }

    test(`${what}, ${name}: close() before the first byte`, async (t) => {
      const { body, isClosed } = await open(t, Buffer.alloc(0))
      const reading = read(body, () => undefined)
      setImmediate(() => body.close())
      await assert.rejects(reading, closed)
      await eventually(isClosed)
    })
  }

  test(`${what}: close() within onFrame: no later read is delivered`, async (t) => {
    const { body, isClosed } = await open(t, Buffer.concat([frame(1, 'one\n'), frame(2, 'two\n')]))
    let frames = 0
    const reading = body.onFrame(() => {
      frames++
      body.close()
      body.close()
    })
    await assert.rejects(reading, closed)
    // Those of the same read come, as they do after an abort.
    assert.ok(frames === 1 || frames === 2)
    const settled = frames
    await eventually(isClosed)
    assert.equal(frames, settled)
  })

  test(`${what}: what waits for the consumer comes before the error`, async (t) => {
    const { body } = await open(t, Buffer.concat([frame(1, 'one\n'), frame(2, 'two\n')]))
    const lines = body.lines()
    assert.equal((await lines.next()).value?.text, 'one')
    body.close()
    assert.equal((await lines.next()).value?.text, 'two')
    await assert.rejects(lines.next(), closed)
    assert.equal((await lines.next()).done, true)
  })

  test(`${what}: a forgotten reader is no unhandled rejection; after the end close() says nothing`, async (t) => {
    const unhandled: unknown[] = []
    const onUnhandled = (error: unknown) => unhandled.push(error)
    process.on('unhandledRejection', onUnhandled)
    t.after(() => process.off('unhandledRejection', onUnhandled))
    const { body, isClosed } = await open(t, frame(1, 'one\n'))
    void body.onFrame(() => undefined)
    await body[Symbol.asyncDispose]()
    await eventually(isClosed)
    body.close()
    await sleep(20)
    assert.deepEqual(unhandled, [])
  })
}

for (const name of ['json', 'text', 'bytes', 'records'] as const) {
  test(`${name}(): close() rejects it`, async (t) => {
    const { body, isClosed } = await openings['a response']!(t, Buffer.from(RECORD))
    const response = body as unknown as EngineResponse
    let records = 0
    const reading = name === 'records' ? drain(response.records(), () => records++) : response[name]()
    if (name === 'records') await eventually(() => records === 1)
    else await sleep(20)
    response.close()
    await assert.rejects(reading, closed)
    await eventually(isClosed)
  })
}

test('a pipe’s Writables are destroyed with the error', async (t) => {
  const { body } = await openings['a tunnel']!(t, frame(1, 'one\n'))
  const stdout = new PassThrough().resume()
  const errors: unknown[] = []
  stdout.on('error', (error) => errors.push(error))
  const reading = body.pipe({ stdout })
  await once(stdout, 'data')
  body.close()
  await assert.rejects(reading, closed)
  await eventually(() => stdout.destroyed && errors.length === 1)
  closed(errors[0] as Error)
})
