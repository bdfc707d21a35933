// Every response, taken at once, stopped after the head, with extra bytes after it, and truncated.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FairleadError } from '../../src/error.ts'
import { CHUNKED } from '../../src/wire/framing.ts'
import { opened, state } from '../support/exchange.ts'
import { bytesOf, feedEveryWay } from '../support/feed.ts'
import { responses } from '../vectors/wire/exchanges.ts'

for (const { what, method = 'GET', text, events, body = '', complete, reusable } of responses) {
  test(`${what}: in every way`, () => {
    const result = feedEveryWay(bytesOf(text), () => {
      const { listener, exchange } = opened(method, { upgrade: true })
      return {
        push: (bytes, start, end) => assert.equal(exchange.push(bytes, start, end), end),
        result: (error: unknown) => ({ error, events: listener.events, body: listener.text, ...state(exchange) }),
      }
    })
    const expected = { error: undefined, events, body, untouched: false, complete, idle: complete, reusable }
    assert.deepEqual(result, expected)
  })

  test(`${what}: stopped after the head, in every way`, () => {
    const result = feedEveryWay(bytesOf(text), () => {
      const { listener, exchange } = opened(method, { upgrade: true, takes: false })
      return {
        push(bytes, start, end) {
          const at = exchange.push(bytes, start, end)
          if (at === end) return
          assert.deepEqual(listener.events, events.slice(0, 1))
          assert.equal(exchange.complete, false)
          exchange.resume()
          assert.equal(exchange.push(bytes, at, end), end)
        },
        result: (error: unknown) => {
          exchange.resume()
          exchange.resume()
          return { error, events: listener.events, body: listener.text, ...state(exchange) }
        },
      }
    })
    const expected = { error: undefined, events, body, untouched: false, complete, idle: complete, reusable }
    assert.deepEqual(result, expected)
  })

  if (complete) {
    test(`${what}: extra bytes after it are not consumed and make the connection not reusable, in every way`, () => {
      const result = feedEveryWay(bytesOf(`${text}HTTP`), () => {
        const { listener, exchange } = opened(method, { upgrade: true })
        let consumed = 0
        return {
          push: (bytes, start, end) => {
            consumed += exchange.push(bytes, start, end) - start
          },
          result: (error: unknown) => ({ error, consumed, events: listener.events, ...state(exchange) }),
        }
      })
      const expected = {
        error: undefined,
        consumed: text.length,
        events,
        untouched: false,
        complete,
        idle: true,
        reusable: false,
      }
      assert.deepEqual(result, expected)
    })
  }
}

test('the end of the connection at every byte: clean only where that ends the body', () => {
  for (const { text, method = 'GET', what } of responses) {
    for (let size = 0; size <= text.length; size++) {
      const { listener, exchange, push } = opened(method, { upgrade: true })
      push(text.slice(0, size))
      const before = listener.text
      let code: string | undefined
      try {
        exchange.end()
      } catch (error) {
        code = (error as FairleadError).code
      }
      const finalHead = listener.events.length > 0
      const framing = Number(listener.events[0]?.split(' ')[2])
      const expected =
        size === 0
          ? 'ERR_CONNECTION_CLOSED'
          : !finalHead
            ? 'ERR_TRUNCATED_HEAD'
            : framing >= CHUNKED && size < text.length
              ? 'ERR_TRUNCATED_BODY'
              : undefined
      assert.equal(code, expected, `${what}, ended after ${size} bytes`)
      assert.equal(exchange.complete, expected === undefined)
      assert.equal(listener.events.filter((event) => event === 'end').length, expected === undefined ? 1 : 0)
      assert.equal(listener.text, before)
      assert.equal(exchange.reusable, false)
      exchange.end() // once more changes nothing
    }
  }
})
