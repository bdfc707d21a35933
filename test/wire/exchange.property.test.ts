// Invariant: a handler's events do not depend on how the response is cut, nor on when it stops and resumes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FairleadError } from '../../src/error.ts'
import { opened, state } from '../support/exchange.ts'
import { bytesOf, feed } from '../support/feed.ts'
import fc from '../support/property.ts'
import { responses } from '../vectors/wire/exchanges.ts'

const budget = { numRuns: 2000, interruptAfterTimeLimit: 2500, markInterruptAsFailure: false }

test('a response with any byte changed, cut anywhere, stopped or not, causes the same events', () => {
  const change = fc.tuple(fc.nat(), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0x0a, 0x0d, 0x20, 0x30, 0x66)))
  fc.assert(
    fc.property(
      fc.constantFrom(...responses),
      fc.array(change, { maxLength: 2 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.boolean(),
      ({ text, method = 'GET' }, changes, places, takes) => {
        const input = bytesOf(text)
        for (const [place, byte] of changes) input[place % input.length] = byte
        const run = (cuts: readonly number[], takes: boolean) => {
          const { listener, exchange } = opened(method, { upgrade: true, takes })
          return feed(input, cuts, {
            push(bytes, start, end) {
              const at = exchange.push(bytes, start, end)
              assert.ok(at >= start && at <= end)
              // Stopped or complete: either way the caller goes on, and a complete exchange takes nothing more.
              if (at < end) assert.ok(exchange.push(bytes, at, end) <= end)
            },
            result(error) {
              if (error === undefined) exchange.resume()
              else assert.ok(error instanceof FairleadError, String(error))
              const { code, message } = (error ?? {}) as Partial<FairleadError>
              return { code, message, events: listener.events, body: listener.text, ...state(exchange) }
            },
          })
        }
        const cuts = places.map((place) => place % (input.length + 1)).sort((a, b) => a - b)
        assert.deepEqual(run(cuts, takes), run([], true))
      },
    ),
    budget,
  )
})
