// How much memory the readers of a body take at once, at, below and above each limit.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { ByteQueue, MAX_SLAB_BYTES } from '../../../src/stream/read/byte-queue.ts'
import { collect, MAX_ANNOUNCED_BYTES } from '../../../src/stream/read/collect.ts'
import { threeCases } from '../../support/three-cases.ts'
import { ScriptedSource } from '../support.ts'

/** Counts the bytes of every Uint8Array that is made from now on. */
function allocations(t: TestContext): number[] {
  const sizes: number[] = []
  const { Uint8Array: Own } = globalThis
  t.after(() => void (globalThis.Uint8Array = Own))
  globalThis.Uint8Array = new Proxy(Own, {
    construct(target, values: unknown[], of) {
      if (typeof values[0] === 'number') sizes.push(values[0])
      return Reflect.construct(target, values, of === globalThis.Uint8Array ? target : of) as object
    },
  })
  return sizes
}

threeCases('MAX_ANNOUNCED_BYTES', MAX_ANNOUNCED_BYTES, (announced, t) => {
  const source = new ScriptedSource()
  const sizes = allocations(t)
  void collect(source, Number.POSITIVE_INFINITY, announced)
  assert.equal(sizes.length, 1)
  assert.equal(sizes[0], Math.min(announced, MAX_ANNOUNCED_BYTES))
  return sizes[0] === announced
})

// A range that is larger than a slab has its own.
threeCases('MAX_SLAB_BYTES', MAX_SLAB_BYTES, (count, t) => {
  const queue = new ByteQueue(false)
  const bytes = new Uint8Array(count)
  // Each is twice as large as the one before, up to the limit.
  for (let i = 0; i < 10; i++) queue.append(bytes, 0, 20_000)
  const sizes = allocations(t)
  queue.append(bytes, 0, count - 1)
  queue.append(bytes, 0, 1)
  return sizes.length === 1
})
