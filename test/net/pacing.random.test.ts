// Paced reads against any pattern of writes and any reader: records of any size in any rhythm, ticks, silences, pauses, an abort or an
// end anywhere. What arrives is what was sent, in order; a reader that has paused gets one read at most; nothing comes after an abort.

import assert from 'node:assert/strict'
import test from 'node:test'
import { turn, turns } from '../engine/kit.ts'
import fc from '../support/property.ts'
import { arrive, type Clock, chunk, open, READS, type Stream, stopClock } from './pacing-kit.ts'

const RUNS = Number(process.env.PACING_RUNS ?? 60)

type Step =
  | { kind: 'send'; sizes: number[] }
  | { kind: 'burst'; count: number }
  | { kind: 'tick'; ms: number }
  | { kind: 'pause' | 'resume' | 'turns' }

const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 200 }) },
  { weight: 1, arbitrary: fc.constantFrom(4_095, 4_096, 16_383, 16_384, 70_000) },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), sizes: fc.array(size, { minLength: 1, maxLength: 6 }) }),
  fc.record({ kind: fc.constant('burst' as const), count: fc.integer({ min: 1, max: 2 * READS }) }),
  fc.record({ kind: fc.constant('tick' as const), ms: fc.constantFrom(1, 1, 1, 3, 40) }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'turns' as const) }),
)

/** A record that differs from its neighbours. */
function record(length: number, at: number): string {
  return String.fromCharCode(97 + (at % 26)).repeat(length)
}

class Run {
  sent = ''
  paused = false
  /** What had arrived when the reader paused. */
  readsAtPause = 0
  #records = 0
  readonly stream: Stream
  readonly clock: Clock

  constructor(stream: Stream, clock: Clock) {
    this.stream = stream
    this.clock = clock
  }

  async act(step: Step): Promise<void> {
    const { wire, received, call } = this.stream
    switch (step.kind) {
      case 'send':
        for (const length of step.sizes) this.#send(length)
        break
      case 'burst':
        // One a read, as far as nothing waits.
        for (let i = 0; i < step.count; i++) {
          this.#send(1)
          await turns(4)
        }
        break
      case 'tick':
        this.clock.tick(step.ms)
        await turns(6)
        break
      case 'pause':
        if (!this.paused) this.readsAtPause = received.reads.length
        this.paused = true
        call.pause()
        break
      case 'resume':
        this.paused = false
        call.resume()
        break
      case 'turns':
        await turns(6)
    }
    assert.ok(this.sent.startsWith(received.text), 'order and bytes')
    if (this.paused) assert.ok(received.reads.length <= this.readsAtPause + 1, 'a reader that has paused')
    assert.equal(received.error, undefined)
    assert.equal(wire.socket.destroyed, false)
  }

  #send(length: number): void {
    const text = record(length, this.#records++)
    this.sent += text
    this.stream.wire.send(chunk(text))
  }

  /** Everything arrives once the reader reads and the clock goes on. */
  async settle(isDone: () => boolean): Promise<void> {
    this.stream.call.resume()
    for (let i = 0; i < 2_000 && !isDone(); i++) {
      this.clock.tick(1)
      await turn()
    }
    assert.ok(isDone(), `${this.stream.received.text.length} of ${this.sent.length}`)
  }
}

test(`${RUNS} streams: order, bytes, pauses and ends are as without pacing`, { timeout: 200_000 }, async (t) => {
  const clock = stopClock(t)
  let paced = 0
  const ending = fc.constantFrom('end' as const, 'abort' as const, 'cut' as const)
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      ending,
      fc.constantFrom('unix' as const, 'tcp' as const),
      fc.boolean(),
      async (steps, end, listen, isBusy) => {
        const controller = new AbortController()
        const stream = await open(t, { listen }, { signal: controller.signal })
        const { engine, wire, received } = stream
        const run = new Run(stream, clock)
        if (isBusy) {
          for (let i = 0; i < READS; i++) await arrive(wire, received, chunk('r'), 'r')
          run.sent = 'r'.repeat(READS)
          paced++
        }
        for (const one of steps) await run.act(one)
        if (end === 'abort') {
          const before = received.text
          controller.abort()
          assert.equal(received.error?.code, 'ERR_ABORTED')
          await wire.ended()
          clock.tick(1)
          await turns(6)
          assert.equal(received.text, before)
        } else {
          if (end === 'end') wire.send('0\r\n\r\n')
          else wire.end()
          await run.settle(() => received.over)
          assert.equal(received.text, run.sent)
          assert.equal(received.ends, end === 'end' ? 1 : 0)
          assert.equal(received.error?.code, end === 'end' ? undefined : 'ERR_TRUNCATED_BODY')
        }
        await engine.close()
      },
    ),
    { numRuns: RUNS, includeErrorInReport: true, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: false },
  )
  assert.ok(paced > 0)
})
