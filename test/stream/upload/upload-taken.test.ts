// The first piece of an iterator is taken before anything is sent: it is waited for as long as a generator that has ended needs to
// say so, and no longer.

import assert from 'node:assert/strict'
import test from 'node:test'
import type { FairleadError } from '../../../src/error.ts'
import { FirstPiece } from '../../../src/stream/upload/upload-taken.ts'

/** A source whose first result comes after so many microtasks, and whether it has come. */
function sourceAfter(microtasks: number, done: boolean) {
  const source = {
    hasCome: false,
    async next() {
      for (let i = 0; i < microtasks; i++) await undefined
      source.hasCome = true
      return { done, value: done ? undefined : 'piece' }
    },
    release() {},
  }
  return source
}

test('a first piece that takes time is not waited for, and not lost', async () => {
  const source = sourceAfter(1_000, false)
  const first = new FirstPiece({}, source as never)
  await first.begin()
  assert.equal(source.hasCome, false)
  assert.deepEqual(await first.next(), { done: false, value: 'piece' })
})

test('an iterator that has ended is refused, though its end takes some microtasks', async () => {
  for (const microtasks of [0, 1, 10]) {
    const first = new FirstPiece({}, sourceAfter(microtasks, true) as never)
    await assert.rejects(first.begin(), (error: FairleadError) => error.code === 'ERR_BODY_TAKEN')
  }
})
