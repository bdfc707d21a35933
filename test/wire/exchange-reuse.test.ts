// The stages of an exchange, and the one rule for reuse.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Exchange } from '../../src/wire/exchange.ts'
import { CHUNKED, NO_BODY, TUNNEL, UNTIL_CLOSE } from '../../src/wire/framing.ts'
import { Listener, opened, state } from '../support/exchange.ts'
import { bytesOf } from '../support/feed.ts'
import { CHUNKS, CLOSE, LENGTH, responses, UPGRADE } from '../vectors/wire/exchanges.ts'

test('the state at each stage', () => {
  const listener = new Listener()
  const exchange = new Exchange(listener)
  assert.deepEqual(state(exchange), { untouched: true, idle: true, complete: false, reusable: true })
  exchange.open('GET', false)
  assert.deepEqual(state(exchange), { untouched: true, idle: false, complete: false, reusable: false })
  const bytes = bytesOf(LENGTH)
  assert.equal(exchange.push(bytes, 3, 3), 3)
  assert.equal(exchange.untouched, true)
  exchange.push(bytes, 0, 1)
  assert.deepEqual(state(exchange), { untouched: false, idle: false, complete: false, reusable: false })
  exchange.push(bytes, 1, bytes.length)
  assert.deepEqual(state(exchange), { untouched: false, idle: true, complete: true, reusable: true })
  exchange.open('GET', false)
  assert.deepEqual(state(exchange), { untouched: true, idle: false, complete: false, reusable: false })
})

test('a response may come before the request is sent; the connection is reusable when both are complete', () => {
  const { exchange, push } = opened('POST', { withBody: true })
  push(LENGTH)
  assert.deepEqual(state(exchange), { untouched: false, idle: false, complete: true, reusable: false })
  exchange.sent()
  assert.deepEqual(state(exchange), { untouched: false, idle: true, complete: true, reusable: true })
})

test('a request sent before its response', () => {
  const { exchange, push } = opened('POST', { withBody: true })
  exchange.sent()
  assert.equal(exchange.reusable, false)
  push(LENGTH)
  assert.equal(exchange.reusable, true)
  exchange.abandonBody() // too late to matter
  assert.equal(exchange.reusable, true)
})

test('after an abandoned request body the connection is never reusable', () => {
  const { exchange, push } = opened('POST', { withBody: true })
  push(LENGTH)
  exchange.abandonBody()
  exchange.sent()
  assert.deepEqual(state(exchange), { untouched: false, idle: false, complete: true, reusable: false })
  assert.throws(() => exchange.open('GET', false), { code: 'ERR_CLOSED' })
})

test('exchange after exchange on one connection', () => {
  const listener = new Listener()
  const exchange = new Exchange(listener)
  for (const { method = 'GET', text } of responses.filter((one) => one.reusable)) {
    exchange.open(method, false)
    assert.equal(exchange.push(bytesOf(text), 0, text.length), text.length)
    assert.equal(exchange.reusable, true)
  }
})

test('the next exchange may be opened from onEnd', () => {
  let ends = 0
  const exchange: Exchange = new Exchange({
    onHead: () => true,
    onData: () => {},
    onEnd() {
      if (++ends < 3) exchange.open('GET', false)
    },
  })
  exchange.open('GET', false)
  for (const text of [LENGTH, 'HTTP/1.1 204 No Content\r\n\r\n', CHUNKS]) {
    assert.equal(exchange.complete, false)
    exchange.push(bytesOf(text), 0, text.length)
  }
  assert.equal(ends, 3)
  assert.equal(exchange.complete, true)
})

test('extra bytes are known before onEnd is called', () => {
  for (const text of [LENGTH, CHUNKS, 'HTTP/1.1 204 No Content\r\n\r\n']) {
    for (const takes of [true, false]) {
      const seen: boolean[] = []
      const exchange: Exchange = new Exchange({
        onHead: () => takes,
        onData: () => {},
        onEnd: () => seen.push(exchange.reusable),
      })
      exchange.open('GET', false)
      const bytes = bytesOf(`${text}HTTP`)
      const at = exchange.push(bytes, 0, bytes.length)
      if (!takes) exchange.push(bytes, at, bytes.length)
      assert.deepEqual(seen, [false])
    }
  }
})

test('after a response without a body, bytes that come while the handler has stopped are extra', () => {
  const { listener, exchange, push } = opened('GET', { takes: false })
  push('HTTP/1.1 204 No Content\r\n\r\n')
  assert.equal(push('HTTP'), 0)
  assert.deepEqual(listener.events, ['head 204 0', 'end'])
  assert.equal(exchange.reusable, false)
})

test('unrequested bytes are not consumed and make the connection not reusable', () => {
  const exchange = new Exchange(new Listener())
  const bytes = bytesOf('HTTP/1.1 408 Request Timeout\r\n\r\n')
  assert.equal(exchange.push(bytes, 0, bytes.length), 0)
  assert.equal(exchange.reusable, false)
  assert.throws(() => exchange.open('GET', false), { code: 'ERR_CLOSED' })
})

test('the end of an idle connection is no error, but it is the end', () => {
  const exchange = new Exchange(new Listener())
  exchange.end()
  assert.deepEqual(state(exchange), { untouched: true, idle: true, complete: false, reusable: false })
  const { exchange: used, push } = opened()
  push(LENGTH)
  used.end()
  assert.deepEqual(state(used), { untouched: false, idle: true, complete: true, reusable: false })
})

test('the end while the handler has stopped', () => {
  const run = (text: string) => {
    const { listener, exchange, push } = opened('GET', { takes: false })
    push(text)
    exchange.end()
    return listener.events
  }
  assert.deepEqual(run('HTTP/1.1 204 No Content\r\n\r\n'), ['head 204 0', 'end'])
  assert.deepEqual(run('HTTP/1.1 200 OK\r\n\r\n'), [`head 200 ${UNTIL_CLOSE}`, 'end'])
  assert.throws(() => run('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'), { code: 'ERR_TRUNCATED_BODY' })
})

test('a second exchange cannot be opened over the first', () => {
  const { exchange } = opened()
  assert.throws(() => exchange.open('GET', false), { code: 'ERR_CLOSED', blame: 'caller' })
})

test('resume and empty pushes where nothing is stopped do nothing', () => {
  const { listener, exchange, push } = opened()
  exchange.resume()
  push('')
  push('HTTP/1.1 200 OK\r\n\r\n')
  push('')
  exchange.resume()
  assert.deepEqual(listener.events, [`head 200 ${UNTIL_CLOSE}`])
})

test('onHead receives the framing by its constants', () => {
  const heads: [text: string, framing: number][] = [
    ['HTTP/1.1 204 No Content\r\n\r\n', NO_BODY],
    [CHUNKS, CHUNKED],
    [CLOSE, UNTIL_CLOSE],
    [UPGRADE, TUNNEL],
  ]
  for (const [text, framing] of heads) {
    const { listener, push } = opened('GET', { upgrade: true })
    push(text)
    assert.ok(listener.events[0]?.endsWith(` ${framing}`))
  }
})
