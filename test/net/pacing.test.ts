// Paced reads at the wire: when a stream becomes paced and when it does not, what arrives when, and that order, ends, aborts and pauses
// are as without pacing. The clock is the test's own.

import assert from 'node:assert/strict'
import test from 'node:test'
import { turn, turns } from '../engine/kit.ts'
import { arrive, busy, chunk, open, READS, stopClock, waits } from './pacing-kit.ts'

for (const listen of ['unix', 'tcp'] as const) {
  test(`${listen}: after a run of small reads what follows a read waits for the tick, and comes in one read`, async (t) => {
    const clock = stopClock(t)
    const { wire, received } = await open(t, { listen })
    for (let i = 0; i < READS; i++) {
      await arrive(wire, received, chunk('r'), 'r')
      assert.equal(received.reads.length, i + 1, 'the first reads are never delayed')
    }
    await arrive(wire, received, chunk('w'), 'w')
    const before = received.reads.length
    for (const letter of 'abcde') wire.send(chunk(letter))
    await turns(30)
    assert.equal(received.reads.length, before, 'the socket waits')
    clock.tick(1)
    while (!received.text.endsWith('e')) await turn()
    assert.equal(received.text, `${'r'.repeat(READS)}wabcde`)
    assert.equal(received.reads.length, before + 1)
  })
}

test('a record that follows a silence is not delayed', async (t) => {
  const clock = stopClock(t)
  const { wire, received } = await open(t)
  await busy(wire, received, clock)
  for (let i = 0; i < 5; i++) {
    clock.tick(5)
    await turns()
    await arrive(wire, received, chunk('s'), 's')
  }
})

test('slow, large and mixed reads are never delayed', async (t) => {
  const clock = stopClock(t)
  const { wire, received } = await open(t)
  const large = 'x'.repeat(5_000)
  for (let i = 0; i < 6 * READS; i++) {
    await arrive(wire, received, chunk('s'), 's')
    clock.pass(1)
  }
  for (let i = 0; i < 3 * READS; i++) await arrive(wire, received, chunk(large), large)
  for (let i = 0; i < 6 * READS; i++) {
    const text = i % 15 === 14 ? large : 'm'
    await arrive(wire, received, chunk(text), text)
  }
  assert.equal(await waits(wire, received), false)
})

test('a large read within pacing is followed by the next one at once', async (t) => {
  const clock = stopClock(t)
  const { wire, received } = await open(t)
  await busy(wire, received, clock)
  const large = 'x'.repeat(20_000)
  wire.send(chunk(large))
  await turns(30)
  clock.tick(1)
  const due = received.text.length + large.length
  while (received.text.length < due) await turn()
  assert.equal(await waits(wire, received), false)
  assert.equal(await waits(wire, received), true)
})

test('pacing ends when the records become rare, and begins again after a longer run than at first', async (t) => {
  const clock = stopClock(t)
  const { wire, received } = await open(t)
  await busy(wire, received, clock)
  let rare = 0
  while (await waits(wire, received)) {
    clock.tick(3)
    await turns()
    // What had waited is read, and the socket waits again. What comes after this tick is not delayed.
    clock.tick(3)
    await turns()
    await arrive(wire, received, chunk('s'), 's')
    assert.ok(++rare < 20, 'it never ends')
  }
  let again = 0
  for (; !(await waits(wire, received)); again++) assert.ok(again < 500)
  assert.ok(again >= 60, `after ${again}`)
  clock.tick(1)
  while (!received.text.endsWith('?')) await turn()
})

test('pacing ends where each wait brings more than 64 KiB', async (t) => {
  const clock = stopClock(t)
  const { wire, received } = await open(t)
  await busy(wire, received, clock)
  const text = 'x'.repeat(15_000)
  let had = received.text.length
  let ticks = 0
  for (;;) {
    for (let i = 0; i < 5; i++) wire.send(chunk(text))
    await turns(30)
    if (received.text.length > had) break
    had += 5 * text.length
    clock.tick(1)
    while (received.text.length < had) await turn()
    assert.ok(++ticks < 40, 'it never ends')
  }
  // The first of the sixteen waits was that of busy().
  assert.equal(ticks, 15)
})

test('an end within the wait comes with the tick; an end when there is no wait comes at once', async (t) => {
  const clock = stopClock(t)
  const { wire, received } = await open(t)
  await busy(wire, received, clock)
  wire.send(`${chunk('last')}0\r\n\r\n`)
  await turns(30)
  assert.equal(received.over, false)
  clock.tick(1)
  while (!received.over) await turn()
  assert.equal(received.ends, 1)
  assert.equal(received.text.slice(-4), 'last')
})

test('a close and a reset within the wait come with the tick', async (t) => {
  const clock = stopClock(t)
  for (const how of ['end', 'reset'] as const) {
    const { wire, received } = await open(t, { listen: 'tcp' })
    await busy(wire, received, clock)
    wire[how]()
    await turns(30)
    clock.tick(1)
    while (!received.over) await turn()
    assert.match(received.error?.code ?? '', /^ERR_(TRUNCATED_BODY|CONNECTION_RESET)$/)
  }
})

test('an abort, a cancel and a closed engine within the wait end at once, and the peer notices', async (t) => {
  const clock = stopClock(t)
  const controller = new AbortController()
  for (const how of ['abort', 'cancel', 'close'] as const) {
    const { engine, wire, call, received } = await open(t, {}, how === 'abort' ? { signal: controller.signal } : {})
    await busy(wire, received, clock)
    if (how === 'abort') controller.abort()
    else if (how === 'cancel') call.cancel()
    else void engine.close()
    assert.equal(received.error?.code, { abort: 'ERR_ABORTED', cancel: undefined, close: 'ERR_CLOSED' }[how])
    await wire.ended()
    clock.tick(1)
    await turns()
    assert.equal(received.text.endsWith('w'), true)
  }
})

test('a reader that has paused is not resumed by the tick, and the tick is not missed by its resume', async (t) => {
  const clock = stopClock(t)
  const { wire, call, received } = await open(t)
  await busy(wire, received, clock)
  call.pause()
  wire.send(chunk('p'))
  clock.tick(1)
  await turns(30)
  assert.equal(received.text.at(-1), 'w', 'the tick does not resume it')
  call.resume()
  while (received.text.at(-1) !== 'p') await turn()
  // Paused and resumed within one wait: only the tick reads on.
  await turns()
  wire.send(chunk('q'))
  call.pause()
  call.resume()
  await turns(30)
  assert.equal(received.text.at(-1), 'p')
  clock.tick(1)
  while (received.text.at(-1) !== 'q') await turn()
})

test('a reader that pauses within a read is not delayed a second time when it resumes', async (t) => {
  const clock = stopClock(t)
  const { wire, call, received } = await open(t)
  await busy(wire, received, clock)
  clock.tick(1)
  await turns()
  received.onRead = () => call.pause()
  await arrive(wire, received, chunk('a'), 'a')
  received.onRead = () => {}
  wire.send(chunk('b'))
  await turns(30)
  assert.equal(received.text.at(-1), 'a')
  call.resume()
  while (received.text.at(-1) !== 'b') await turn()
})

test('many streams share one timer, each with its own bytes', async (t) => {
  const clock = stopClock(t)
  const streams = await Promise.all([0, 1, 2].map(() => open(t)))
  for (const { wire, received } of streams) await busy(wire, received, clock)
  for (const [i, { wire, received }] of streams.entries()) {
    wire.send(chunk(String(i)))
    await turns(10)
    assert.equal(received.text.at(-1), 'w')
  }
  streams[1]?.call.cancel()
  clock.tick(1)
  for (const i of [0, 2]) while (streams[i]?.received.text.at(-1) !== String(i)) await turn()
  assert.equal(streams[1]?.received.text.at(-1), 'w')
})
