// A peer that sends for ever and never brings an item: blank lines and white space between records, empty frames between lines.
// Memory stays flat, the event loop turns, and an abort, close(), leaving the loop and the idle limit work in the middle of it.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { EngineResponse } from '../../../src/engine/response/response.ts'
import { sampled } from '../../support/soak.ts'
import { failure, frameText, serve, turn, turns, type Watched, watch } from '../kit.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const MULTIPLEXED = 'Content-Type: application/vnd.docker.multiplexed-stream\r\n'

type Read = (response: EngineResponse) => AsyncIterator<unknown>
const records: Read = (response) => response.records()[Symbol.asyncIterator]()
const lines: Read = (response) => response.lines()[Symbol.asyncIterator]()

const floods: [name: string, unit: string, read: Read][] = [
  ['blank lines', '\n', records],
  ['blank lines with CR', '\r\n', records],
  ['white space without a line end', ' ', records],
  ['lines of white space', ' \t\n', records],
  ['record separators', '\x1e', records],
  ['empty frames', frameText(1, ''), lines],
  ['empty frames of all kinds', [0, 1, 2, 3].map((kind) => frameText(kind, '')).join(''), lines],
]

/** A response whose peer repeats `unit`, whole units a write, as fast as it is read, in chunks or until the end. */
async function flooded(t: TestContext, unit: string, isChunked: boolean, idle = 0) {
  const piece = unit.repeat(Math.floor(60_000 / unit.length))
  const bytes = Buffer.from(isChunked ? `${piece.length.toString(16)}\r\n${piece}\r\n` : piece, 'latin1')
  const flood = { sent: 0, isOn: true }
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(`HTTP/1.1 200 OK\r\n${MULTIPLEXED}${isChunked ? 'Transfer-Encoding: chunked\r\n' : ''}\r\n`)
    const more = (): void => {
      while (flood.isOn && !wire.socket.destroyed) {
        flood.sent += bytes.length
        if (!wire.socket.write(bytes)) return
      }
    }
    wire.socket.on('drain', more)
    more()
    await wire.ended()
  })
  const stop = new AbortController()
  const response = await engine.untyped.request('GET', '/x', { signal: stop.signal, timeouts: { idle } })
  /** Waits until so many bytes more were sent. The loop must turn for that: a blocked one fails the test. */
  const pass = async (count: number): Promise<void> => {
    const target = flood.sent + count
    while (flood.sent < target) await turn()
  }
  return { engine, response, flood, stop, pass }
}

function assertOpen(next: Watched<unknown>): void {
  assert.ok(!next.settled, `there was an item, or an end: ${JSON.stringify(next.value)} ${next.error}`)
}

for (const [name, unit, read] of sampled(floods)) {
  for (const isChunked of [false, true]) {
    const how = isChunked ? 'in chunks' : 'until the end'
    test(`${name}, ${how}: memory stays flat, and an abort ends it`, async (t) => {
      const { engine, response, stop, pass } = await flooded(t, unit, isChunked)
      const next = watch(read(response).next())
      await pass(2_000_000)
      collectGarbage()
      const before = process.memoryUsage()
      await pass(16_000_000)
      assertOpen(next)
      collectGarbage()
      const after = process.memoryUsage()
      // An eighth of what has passed: what is on its way between the two ends, and no more.
      const grown = after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed
      assert.ok(grown < 2_000_000, `${grown} bytes of 16,000,000 were kept`)
      stop.abort()
      await turns(1)
      assert.equal(next.error?.code, 'ERR_ABORTED')
      assert.equal(engine.connections.busy, 0)
    })
  }

  test(`${name}: leaving the loop and close() end it`, async (t) => {
    for (const end of ['return', 'close', 'engine'] as const) {
      const { engine, response, pass } = await flooded(t, unit, true)
      const iterator = read(response)
      const next = watch(iterator.next())
      await pass(1_000_000)
      assertOpen(next)
      if (end === 'return') await iterator.return!()
      else if (end === 'close') response.close()
      else await engine.close()
      await turns(1)
      assert.ok(next.settled, end)
      assert.equal(next.error?.code, end === 'return' ? undefined : 'ERR_CLOSED')
      assert.equal(engine.connections.busy, 0)
    }
  })

  test(`${name}: the idle limit counts from the flood's last byte`, async (t) => {
    const { response, flood, pass } = await flooded(t, unit, true, 100)
    const next = read(response).next()
    const state = watch(next)
    await pass(1_000_000)
    assertOpen(state)
    flood.isOn = false
    assert.equal((await failure(next)).code, 'ERR_IDLE_TIMEOUT')
  })
}

test('a record after the flood is given, and so is a line', async (t) => {
  for (const [unit, read, last] of [
    [' \n', records, '{"a":1}\n'],
    [frameText(1, ''), lines, frameText(1, 'a\n')],
  ] as const) {
    const bytes = unit.repeat(200_000) + last
    const { engine } = await serve(t, (wire) =>
      wire.answerAll(`HTTP/1.1 200 OK\r\n${MULTIPLEXED}Content-Length: ${bytes.length}\r\n\r\n${bytes}`),
    )
    const iterator = read(await engine.untyped.request('GET', '/x'))
    const { value } = await iterator.next()
    assert.deepEqual(value, read === records ? { a: 1 } : { stream: 'stdout', text: 'a', complete: true })
    assert.equal((await iterator.next()).done, true)
  }
})
