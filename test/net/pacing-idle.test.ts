// The idle limit of a stream whose socket waits for the tick: bytes that came in time lie unread in the kernel, and are no silence.

import assert from 'node:assert/strict'
import test from 'node:test'
import { turn } from '../engine/kit.ts'
import { arrive, busy, chunk, open, stopClock } from './pacing-kit.ts'

/** Node's own sockets measure the idle limit by the time that passes. */
const IDLE_MS = 100

/** Keeps the process busy, as a slow reader does. */
function block(ms: number): void {
  const until = process.hrtime.bigint() + BigInt(ms * 1e6)
  while (process.hrtime.bigint() < until);
}

for (const listen of ['unix', 'tcp'] as const) {
  test(`${listen}: a reader that is busy for longer than the idle limit gets what came meanwhile, although the tick is not due yet`, async (t) => {
    const clock = stopClock(t)
    const { wire, received } = await open(t, { listen, timeouts: { idle: IDLE_MS } })
    await busy(wire, received, clock)
    clock.tick(1)
    await turn()
    received.onRead = () => {
      received.onRead = () => {}
      // The limit counts from the beginning of this read, the tick from its end.
      wire.send(chunk('m'))
      block(IDLE_MS + 20)
    }
    await arrive(wire, received, chunk('a'), 'am')
    assert.equal(received.over, false)
    assert.equal(received.text.slice(-2), 'am')
    // A silence is still one.
    while (!received.over) await turn()
    assert.equal(received.error?.code, 'ERR_IDLE_TIMEOUT')
  })
}
