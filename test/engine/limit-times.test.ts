// The times of requests and connections, each at, below and above, by a clock that the test moves: `fits` is whether what is
// limited goes on for so many ms. And what is limited by a count or a length.

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { connect } from '../../src/engine/engine.ts'
import { PING_MS } from '../../src/engine/request/negotiation.ts'
import { UNTAKEN_MS } from '../../src/engine/request/options.ts'
import { ERROR_BODY_MS } from '../../src/engine/response/error-response.ts'
import { BODY_LIMIT } from '../../src/engine/response/response.ts'
import { CONNECT_MS, IDLE_MS } from '../../src/net/pool.ts'
import { beginLoan, dropLoan, MAX_LOANS, mayLend } from '../../src/net/socket/lent-memory.ts'
import { stopClock } from '../net/pacing-kit.ts'
import { threeCases } from '../support/three-cases.ts'
import { answer, JSON_TYPE, serve, turns, type Watched, watch } from './kit.ts'

/** Whether the promise is pending `ms` later; the next one settles it, with this code. */
async function pendsFor(t: TestContext, ms: number, start: () => Promise<unknown>, code: string): Promise<boolean> {
  const clock = stopClock(t)
  const watched: Watched<unknown> = watch(start())
  await turns(40)
  assert.equal(watched.settled, false)
  clock.tick(ms)
  await turns()
  const pends = !watched.settled
  clock.tick(2)
  await turns()
  assert.equal(watched.error?.code, code)
  return pends
}

threeCases('CONNECT_MS', CONNECT_MS - 1, (ms, t) => {
  const engine = connect({ dial: () => new Promise(() => {}), apiVersion: '1.41' })
  t.after(() => engine.close())
  return pendsFor(t, ms, () => engine.untyped.get('/x'), 'ERR_CONNECT_TIMEOUT')
})

// The ping reads the API version.
threeCases('PING_MS', PING_MS - 1, async (ms, t) => {
  const { peer } = await serve(t, (wire) => wire.ended())
  const engine = connect({ host: peer.host })
  t.after(() => engine.close())
  return pendsFor(t, ms, () => engine.untyped.get('/x'), 'ERR_HEAD_TIMEOUT')
})

threeCases('ERROR_BODY_MS', ERROR_BODY_MS - 1, async (ms, t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(`HTTP/1.1 500 Oops\r\n${JSON_TYPE}Content-Length: 99\r\n\r\n{"mess`)
    await wire.ended()
  })
  return pendsFor(t, ms, () => engine.untyped.get('/x'), 'ERR_ENGINE')
})

threeCases('UNTAKEN_MS', UNTAKEN_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { engine } = await serve(t, (wire) => wire.answerAll('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'))
  const response = await engine.untyped.request('GET', '/x')
  clock.tick(ms)
  await turns()
  const isOpen = engine.connections.busy === 1
  if (!isOpen) assert.equal((await watched(response.text())).error?.code, 'ERR_BODY_UNTAKEN')
  response.close()
  return isOpen
})

async function watched(promise: Promise<unknown>): Promise<Watched<unknown>> {
  const seen = watch(promise)
  await turns()
  return seen
}

threeCases('IDLE_MS', IDLE_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { engine } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '1')))
  await engine.untyped.get('/x')
  clock.tick(ms)
  await turns()
  return engine.connections.idle === 1
})

// An announced length above it is refused before its bytes come.
threeCases('BODY_LIMIT', BODY_LIMIT, async (count, t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(`HTTP/1.1 200 OK\r\nContent-Length: ${count}\r\n\r\nabc`))
  const response = await engine.untyped.request('GET', '/x')
  const { settled, error } = await watched(response.bytes())
  if (settled) assert.equal(error?.code, 'ERR_BODY_TOO_LARGE')
  response.close()
  return !settled
})

threeCases('MAX_LOANS', MAX_LOANS, (count, t) => {
  const sockets = Array.from({ length: count - 1 }, () => ({ destroyed: false }) as Socket)
  t.after(() => sockets.forEach(dropLoan))
  for (const socket of sockets) beginLoan(socket, new Uint8Array(1))
  return mayLend()
})
