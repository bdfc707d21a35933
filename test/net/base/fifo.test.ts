// The queue of waiting calls: first in, first out, with removals, over long use.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Fifo } from '../../../src/net/base/fifo.ts'
import fc from '../../support/property.ts'

test('it behaves like an array', () => {
  const command = fc.oneof(
    { weight: 3, arbitrary: fc.nat(5).map((n) => ['push', n] as const) },
    { weight: 3, arbitrary: fc.constant(['shift', 0] as const) },
    { weight: 1, arbitrary: fc.nat(5).map((n) => ['remove', n] as const) },
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const fifo = new Fifo<number>()
      const model: number[] = []
      for (const [name, n] of commands) {
        if (name === 'push') {
          fifo.push(n)
          model.push(n)
        } else if (name === 'shift') {
          assert.equal(fifo.shift(), model.shift())
        } else {
          const at = model.indexOf(n)
          if (at >= 0) model.splice(at, 1)
          assert.equal(
            fifo.remove((item) => item === n),
            at >= 0,
          )
        }
        assert.equal(fifo.size, model.length)
      }
      while (model.length > 0) assert.equal(fifo.shift(), model.shift())
      assert.equal(fifo.shift(), undefined)
    }),
    { numRuns: 1000, interruptAfterTimeLimit: 2000, markInterruptAsFailure: false },
  )
})
