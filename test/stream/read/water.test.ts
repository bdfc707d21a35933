// How much may wait in an iterator, to the byte: when the source is paused, and when it is resumed.

import assert from 'node:assert/strict'
import test from 'node:test'
import { iterateBytes, iterateLines } from '../../../src/stream/read/iterate.ts'
import { HIGH_WATER_BYTES, LOW_WATER_BYTES } from '../../../src/stream/read/source-iterator.ts'
import { threeCases } from '../../support/three-cases.ts'
import { ScriptedSource, utf8Of } from '../support.ts'

const read = new Uint8Array(65_536).fill(97)

/** An iterator that was asked once and has nothing waiting. */
async function begun(source: ScriptedSource): Promise<AsyncIterator<Uint8Array>> {
  const bytes = iterateBytes(source)
  const first = bytes.next()
  source.data(utf8Of('a'))
  await first
  return bytes
}

threeCases('HIGH_WATER_BYTES', HIGH_WATER_BYTES, async (waiting) => {
  const source = new ScriptedSource()
  await begun(source)
  let left = waiting
  for (; left > read.length; left -= read.length) {
    source.data(read)
    assert.equal(source.paused, false)
  }
  source.data(read.subarray(0, left))
  return !source.paused
})

// With fewer than these the source is resumed.
threeCases('LOW_WATER_BYTES', LOW_WATER_BYTES - 1, async (rest) => {
  const source = new ScriptedSource()
  const bytes = await begun(source)
  for (let i = 0; i < 4; i++) source.data(read)
  source.data(read.subarray(0, rest - 8))
  source.data(read.subarray(0, 8))
  assert.equal(source.paused, true)
  // Asks until the rest is what waits; before that the source stays as it is.
  for (let taken = 0; taken < 4 * read.length; ) {
    assert.deepEqual(source.operations, ['start', 'pause'])
    taken += (await bytes.next()).value!.length
    assert.ok(taken <= 4 * read.length)
  }
  const isResumed = !source.paused
  await bytes.next()
  assert.equal(source.paused, false, 'with less it is resumed in any case')
  return isResumed
})

test('HIGH_WATER_BYTES applies to what a parser has not read yet, too: a line that never ends waits in the parser', async () => {
  const source = new ScriptedSource()
  const lines = iterateLines(source, true)
  const first = lines.next()
  // While a next() waits, every read is parsed: nothing is held back, so nothing pauses.
  for (let i = 0; i < 8; i++) source.data(read)
  assert.equal(source.paused, false)
  source.data(utf8Of('\n'))
  assert.equal((await first).value!.text.length, 8 * read.length)
  for (let i = 0; i < 5; i++) source.data(read)
  assert.equal(source.paused, true)
})
