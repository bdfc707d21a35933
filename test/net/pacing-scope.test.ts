// Which responses are paced: streams, not values; tunnels without a terminal, until they are written to; as the options say. And the
// connection of a paced response carries the next request. The clock is the test's own.

import assert from 'node:assert/strict'
import test from 'node:test'
import { failure, serve, turn, turns, watch } from '../engine/kit.ts'
import { attach, frame as frameOf, serve as serveTunnel, upgraded } from '../engine/response/tunnel-kit.ts'
import { arrive, chunk, HEAD, open, READS, Received, stopClock, waits } from './pacing-kit.ts'

test('after a paced response the connection carries the next request, which is a value and not paced', async (t) => {
  const clock = stopClock(t)
  let send: ((text: string) => void) | undefined
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(HEAD)
    send = (text) => wire.send(text)
    await wire.head()
    send = (text) => wire.send(text)
    wire.send(HEAD)
    for (let i = 0; i < 4 * READS; i++) {
      await turns(2)
      wire.send(chunk(i === 0 ? '[1' : ' '))
    }
    wire.send(`${chunk(']')}0\r\n\r\n`)
  })
  const response = await engine.untyped.request('GET', '/containers/x/logs')
  const received = new Received().start((response as unknown as { source: Parameters<Received['start']>[0] }).source)
  for (let i = 0; i <= READS; i++) {
    const due = received.text.length + 1
    send?.(chunk('r'))
    while (received.text.length < due) await turn()
  }
  send?.('0\r\n\r\n')
  await turns(30)
  assert.equal(received.ends, 0)
  clock.tick(1)
  while (received.ends === 0) await turn()
  assert.deepEqual(await engine.untyped.get('/containers/json'), [1])
  assert.equal(peer.accepted, 1)
})

test('a body that is read whole is not paced', async (t) => {
  stopClock(t)
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(HEAD)
    for (let i = 0; i < 4 * READS; i++) {
      await turns(2)
      wire.send(chunk(' '))
    }
    wire.send(`${chunk('7')}0\r\n\r\n`)
  })
  const response = await engine.untyped.request('GET', '/containers/x/json')
  assert.equal(await response.json(), 7)
})

test('pacing: false, of the engine and of a request; pacing: true of a request wins', async (t) => {
  stopClock(t)
  for (const [connection, request, isPaced] of [
    [{ pacing: false }, {}, false],
    [{ pacing: false }, { pacing: true }, true],
    [{}, { pacing: false }, false],
    [{ pacing: true }, {}, true],
  ] as const) {
    const { wire, received } = await open(t, connection, request)
    for (let i = 0; i <= READS; i++) await arrive(wire, received, chunk('r'), 'r')
    assert.equal(await waits(wire, received), isPaced)
  }
  const { engine } = await serve(t, () => {})
  const error = await failure(engine.untyped.get('/x', { pacing: 1 as unknown as boolean }))
  assert.equal(error.code, 'ERR_OPTION')
})

test('a tunnel: one with a terminal is never paced; in another, a write ends the wait', async (t) => {
  const clock = stopClock(t)
  for (const tty of [true, false]) {
    let send = (_: string | Uint8Array): void => {}
    const { engine } = await serveTunnel(t, async (wire) => {
      await wire.head()
      wire.send(upgraded())
      send = (bytes) => wire.send(bytes)
    })
    const tunnel = await attach(engine, { tty })
    let got = 0
    const done = watch(tunnel.onFrame((_, __, start, end) => void (got += end - start)))
    const one = tty ? 'r' : frameOf(1, 'r')
    const sendOne = async (): Promise<boolean> => {
      const had = got
      send(one)
      await turns(30)
      return got === had + 1
    }
    for (let i = 0; i <= READS; i++) assert.equal(await sendOne(), true)
    assert.equal(await sendOne(), tty, 'a terminal never waits')
    if (!tty) {
      await tunnel.write('question')
      while (got < READS + 2) await turn()
      // A dialogue is never paced: each write starts the count over.
      for (let i = 0; i < 2 * READS; i++) {
        await tunnel.write('q')
        assert.equal(await sendOne(), true)
      }
    }
    assert.equal(done.settled, false)
    tunnel.close()
    clock.tick(1)
  }
})
