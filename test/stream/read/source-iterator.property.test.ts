// For any order of pieces, pauses, calls of next and the end, an iterator yields every item once and in order, then the end or
// the error, and holds no more than its limit. After return it yields only the end.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FairleadError } from '../../../src/error.ts'
import { frame, streamNames } from '../../../src/stream/parse/mux.ts'
import { iterateFrames, iterateLines } from '../../../src/stream/read/iterate.ts'
import { HIGH_WATER_BYTES } from '../../../src/stream/read/source-iterator.ts'
import fc from '../../support/property.ts'
import { latin1, pieces, ScriptedSource } from '../support.ts'

type Step = { do: 'data' | 'next' | 'turn'; times: number }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    do: fc.constantFrom('data' as const, 'next' as const, 'turn' as const),
    times: fc.integer({ min: 1, max: 8 }),
  }),
  { maxLength: 60 },
)
const payloads = fc.array(
  fc.tuple(
    fc.nat({ max: 3 }),
    fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 100 }) }, fc.constantFrom(16_384, 65_536)),
  ),
  { maxLength: 60 },
)
const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(4096, 30_000, 65_536)), {
  maxLength: 80,
})
const endings = fc.constantFrom('end', 'fail', 'return' as const)
const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')

test('nothing lost, nothing reordered, memory bounded', async () => {
  await fc.assert(
    fc.asyncProperty(
      payloads,
      lengths,
      steps,
      endings,
      fc.nat({ max: 60 }),
      async (list, cut, script, ending, leaveAt) => {
        let mark = 0
        const frames = list.map(([kind, size]): [number, Uint8Array] => [kind, new Uint8Array(size).fill(mark++)])
        const wire = pieces(new Uint8Array(Buffer.concat(frames.map(([kind, data]) => frame(kind, data)))), cut)
        const source = new ScriptedSource()
        const iterator = iterateFrames(source, false)
        const pending: Promise<IteratorResult<{ stream: string; data: Uint8Array }, undefined>>[] = []
        const ask = () => {
          const next = iterator.next()
          next.catch(() => {})
          pending.push(next)
        }
        let at = 0
        let over = false
        const finish = () => {
          if (over || !source.started) return
          over = true
          if (ending === 'fail') source.fail(reset)
          else source.end()
        }
        for (const [turn, step] of script.entries()) {
          if (ending === 'return' && turn === leaveAt) break
          for (let i = 0; i < step.times; i++) {
            if (step.do === 'next') ask()
            else if (step.do === 'turn') await undefined
            else if (!source.started || source.paused) break
            else if (at < wire.length) source.data(wire[at++]!)
            else finish()
          }
        }
        if (ending === 'return') await iterator.return()
        const sofar = pending.length
        const settling: typeof pending = pending.slice()
        // The rest, at the consumer's pace.
        for (let i = 0; i < list.length + 2; i++) {
          ask()
          while (at < wire.length && source.started && !source.paused && ending !== 'return') source.data(wire[at++]!)
          if (at === wire.length) finish()
        }
        settling.push(...pending.slice(sofar))
        const results = await Promise.allSettled(settling)
        const got = results.flatMap((result) =>
          result.status === 'fulfilled' && !result.value.done ? [result.value.value] : [],
        )
        const expected = frames.map(([kind, data]) => ({ stream: streamNames[kind], data: latin1(data) }))
        const text = got.map(({ stream, data }) => ({ stream, data: latin1(data) }))
        const rejected = results.filter((result) => result.status === 'rejected')
        if (ending === 'return') {
          assert.deepEqual(text, expected.slice(0, text.length))
          assert.equal(rejected.length, 0)
          assert.deepEqual(await iterator.next(), { value: undefined, done: true })
          assert.equal(source.cancelled || over, true)
        } else {
          assert.deepEqual(text, expected)
          assert.deepEqual(
            rejected.map(({ reason }) => reason),
            ending === 'fail' ? [reset] : [],
          )
          assert.equal(results[got.length]?.status, ending === 'fail' ? 'rejected' : 'fulfilled')
        }
      },
    ),
    { numRuns: 400, interruptAfterTimeLimit: 4000, markInterruptAsFailure: false },
  )
})

test('a source that heeds pause never has more than the high water and one piece waiting', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 65_536 }), fc.nat({ max: 3 })), { maxLength: 60 }),
      async (turns) => {
        const source = new ScriptedSource()
        const lines = iterateLines(source, true)
        let asked = 1
        let sent = 0
        let taken = 0
        const first = lines.next()
        for (const [size, asks] of turns) {
          const line = new Uint8Array(size).fill(97)
          line[size - 1] = 10
          if (!source.paused) {
            source.data(line)
            sent += size
          }
          for (let i = 0; i < asks && taken < sent; i++) {
            const { value } = asked++ === 1 ? await first : await lines.next()
            taken += value!.text.length + 1
          }
          // A batch of lines may have been read ahead of the consumer: 8 KiB.
          assert(sent - taken <= HIGH_WATER_BYTES + 65_536 + 8192)
        }
        await lines.return()
      },
    ),
    { numRuns: 150, interruptAfterTimeLimit: 3000, markInterruptAsFailure: false },
  )
})
