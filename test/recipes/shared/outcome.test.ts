// The result of a stream with one consumer: who reads, who is rejected, and that an error nobody asked for is no unhandled rejection.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Outcome } from '../../../src/recipes/shared/outcome.ts'

/** A stream of numbers to `end`, then the sum of them; or an error in place of the number `broken`. */
function summing(end: number, broken = 0): { outcome: Outcome<number, number>; reads: () => number } {
  let reads = 0
  let sum = 0
  const outcome = new Outcome<number, number>('numbers', async () => {
    reads++
    if (reads === broken) {
      const error = new Error('broken')
      outcome.reject(error)
      throw error
    }
    if (reads > end) {
      outcome.resolve(sum)
      return { value: undefined, done: true }
    }
    sum += reads
    return { value: reads, done: false }
  })
  return { outcome, reads: () => reads }
}

test('done() reads to the end, once for all its callers, and an iteration may not begin then', async () => {
  const { outcome, reads } = summing(3)
  const both = Promise.all([outcome.done(), outcome.done()])
  await assert.rejects(outcome.next(), {
    code: 'ERR_BODY_TAKEN',
    message: 'done() is already reading the numbers: begin to iterate before calling done()',
  })
  assert.deepEqual(await both, [6, 6])
  assert.equal(await outcome.done(), 6)
  assert.equal(reads(), 4)
})

test('an iteration that has begun: done() waits for it and reads nothing', async () => {
  const { outcome, reads } = summing(2)
  assert.deepEqual(await outcome.next(), { value: 1, done: false })
  const done = outcome.done()
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(reads(), 1)
  await outcome.next()
  await outcome.next()
  assert.equal(await done, 3)
})

test('an error goes to the reader and to done(); the first outcome counts', async () => {
  const read = summing(3, 2)
  await assert.rejects(read.outcome.done(), { message: 'broken' })
  const iterated = summing(3, 2)
  await iterated.outcome.next()
  await assert.rejects(iterated.outcome.next(), { message: 'broken' })
  // Until here nothing has asked for the result: it is no unhandled rejection.
  await new Promise((resolve) => setImmediate(resolve))
  iterated.outcome.resolve(1)
  await assert.rejects(iterated.outcome.done(), { message: 'broken' })
})
