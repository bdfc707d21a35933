// ready() of what iterates over a response: logs, events, stats, a pull. It resolves with the head and rejects with the Engine's
// refusal, before, after or without an iteration; abort and close settle it; who never calls it sees no unhandled rejection.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import test, { type TestContext } from 'node:test'
import {
  type Engine,
  EngineError,
  events,
  type LogLines,
  logs,
  pull,
  type RecordStream,
  stats,
} from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { frameText } from '../support/frames.ts'
import { type FakeEngine, fakeEngine, json, type Reply, type Seen } from './fake-engine.ts'

type Iterated = LogLines | RecordStream<unknown>
type Open = (engine: Engine, signal?: AbortSignal) => Iterated

const surfaces: Record<string, Open> = {
  logs: (engine, signal) => logs(engine, 'c1', { follow: true, signal }),
  'logs of a TTY that is known': (engine, signal) => logs(engine, 'c1', { tty: true, signal }),
  'logs with timestamps': (engine, signal) => logs(engine, 'c1', { timestamps: true, tty: false, signal }),
  events: (engine, signal) => events(engine, { signal }),
  stats: (engine, signal) => stats(engine, 'c1', { signal }),
  pull: (engine, signal) => pull(engine, 'c1', { signal }),
}

/** Everything succeeds; a stream brings one item and stays open. */
function successful({ target }: Seen): Reply {
  if (target === '/containers/c1/json') return json({ Config: { Tty: false } })
  const isLog = target.includes('/logs')
  const stamp = target.includes('timestamps') ? '2026-11-29T16:22:02.000000001Z ' : ''
  const item = isLog ? frameText(1, `${stamp}ab\n`) : '{"status":"ab"}\n'
  return async (wire) => {
    wire.send('HTTP/1.1 200 OK\r\nX-Head: seen\r\nTransfer-Encoding: chunked\r\n\r\n')
    await new Promise((resolve) => setTimeout(resolve, 20))
    wire.send(`${item.length.toString(16)}\r\n${item}\r\n`)
    await wire.ended()
  }
}

const refused = (): Reply => json({ message: 'No such container: c1' }, 404)

/** Counts rejections that nobody handled, until the test ends. */
function unhandled(t: TestContext): unknown[] {
  const seen: unknown[] = []
  const onUnhandled = (error: unknown): void => void seen.push(error)
  process.on('unhandledRejection', onUnhandled)
  t.after(() => process.off('unhandledRejection', onUnhandled))
  return seen
}

async function settled({ open }: FakeEngine, signal?: AbortSignal): Promise<void> {
  await eventually(() => assert.equal(open(), 0))
  if (signal !== undefined) assert.equal(getEventListeners(signal, 'abort').length, 0)
}

for (const [name, open] of Object.entries(surfaces)) {
  test(`${name}: ready() resolves with the head, before the first item, and takes none`, async (t) => {
    const fake = await fakeEngine(t, successful)
    const stream = open(fake.engine)
    assert.equal(stream.status, undefined)
    assert.equal(stream.headers, undefined)
    const ready = await stream.ready()
    assert.equal(ready, stream)
    assert.equal(ready.status, 200)
    assert.equal(ready.headers.get('x-head'), 'seen')
    const requests = fake.requests.length
    const first = await stream.next()
    assert.equal(first.done, false)
    assert.equal(await stream.ready(), stream, 'after an item, too')
    assert.equal(fake.requests.length, requests, 'one request for both')
    stream.close()
    assert.equal((await stream.next()).done, true)
    await settled(fake)
  })

  test(`${name}: beside a pending next()`, async (t) => {
    const fake = await fakeEngine(t, successful)
    const stream = open(fake.engine)
    const [ready, first] = await Promise.all([stream.ready(), stream.next()])
    assert.equal(ready.status, 200)
    assert.equal(first.done, false)
    stream.close()
    await settled(fake)
  })

  test(`${name}: a refusal rejects every ready() and one next()`, async (t) => {
    const seen = unhandled(t)
    const fake = await fakeEngine(t, refused)
    const stream = open(fake.engine)
    const isRefusal = (error: unknown): boolean => error instanceof EngineError && error.status === 404
    await assert.rejects(stream.ready(), isRefusal)
    await assert.rejects(stream.ready(), isRefusal)
    await assert.rejects(stream.next(), isRefusal)
    assert.deepEqual(await stream.next(), { value: undefined, done: true })
    await assert.rejects(stream.ready(), isRefusal)
    // An iteration alone, and one that nobody reads.
    await assert.rejects(open(fake.engine).next(), isRefusal)
    open(fake.engine)
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.deepEqual(seen, [])
  })

  test(`${name}: abort and close before the head settle it`, async (t) => {
    const seen = unhandled(t)
    const fake = await fakeEngine(t, () => undefined)
    const aborter = new AbortController()
    const aborted = open(fake.engine, aborter.signal)
    const waiting = assert.rejects(aborted.ready(), { name: 'AbortError', code: 'ERR_ABORTED' })
    await eventually(() => assert.equal(fake.open(), 1))
    aborter.abort()
    await waiting
    await assert.rejects(aborted.next(), { code: 'ERR_ABORTED' })
    await assert.rejects(aborted.ready(), { code: 'ERR_ABORTED' })
    await settled(fake, aborter.signal)

    const closed = open(fake.engine)
    const pending = assert.rejects(closed.ready(), { code: 'ERR_CLOSED' })
    await eventually(() => assert.equal(fake.open(), 1))
    closed.close()
    await pending
    await assert.rejects(closed.ready(), { code: 'ERR_CLOSED' })
    assert.equal((await closed.next()).done, true)
    const atOnce = open(fake.engine)
    atOnce.close()
    await assert.rejects(atOnce.ready(), { code: 'ERR_CLOSED' })
    await assert.rejects(open(fake.engine, AbortSignal.abort()).ready(), { code: 'ERR_ABORTED' })
    await settled(fake)
    assert.deepEqual(seen, [])
  })
}

test('a log of which ready() was awaited can be unreffed, and its requests are those of next()', async (t) => {
  const fake = await fakeEngine(t, successful)
  const log = logs(fake.engine, 'c1', { follow: true }).unref()
  assert.deepEqual(fake.requests, [], 'nothing is sent before it is asked for')
  await log.ready()
  assert.deepEqual(fake.requests, [
    'GET /containers/c1/json',
    'GET /containers/c1/logs?follow=1&stdout=1&stderr=1&tail=all',
  ])
  log.close()
})
