// One ping serves every call that waits for the version. A call that leaves disturbs no other; the last one to leave ends the ping.

import assert from 'node:assert/strict'
import test from 'node:test'
import type { Wire } from '../../support/scripted-peer.ts'
import { answer, FIELDS, failure, JSON_TYPE, request, serve, turn, watch } from '../kit.ts'

const asks = { apiVersion: undefined }
const headPing = `HEAD /_ping HTTP/1.1\r\n${FIELDS}\r\n`

function requestAt(version: string): string {
  return request('GET', '/x').replace('1.41', version)
}

async function answerAt(wire: Wire, version: string): Promise<void> {
  await wire.expect(requestAt(version))
  wire.send(answer('200 OK', JSON_TYPE, '1'))
}

test('ten first requests at once: one ping; an aborted one disturbs no other', async (t) => {
  let pings = 0
  let pong = (): void => {}
  const { engine, peer } = await serve(
    t,
    async (wire) => {
      for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
        if (head === headPing) {
          pings++
          pong = () => wire.send('HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n')
        } else {
          assert.equal(head, requestAt('1.41'))
          wire.send(answer('200 OK', JSON_TYPE, '1'))
        }
      }
    },
    asks,
  )
  const controller = new AbortController()
  const aborted = watch(engine.untyped.get('/x', { signal: controller.signal }))
  const others = Array.from({ length: 9 }, () => engine.untyped.get('/x', { signal: new AbortController().signal }))
  while (pings === 0) await turn()
  controller.abort(new Error('enough'))
  await turn()
  assert.equal(aborted.error?.code, 'ERR_ABORTED')
  assert.equal(aborted.error?.name, 'AbortError')
  assert.deepEqual(aborted.error?.cause, new Error('enough'))
  // An aborted ping would leave the others without an end: that fails here, instead of holding up the test.
  assert.ok(pings === 1 && engine.connections.busy === 1, 'the ping that the others wait for is still out')
  pong()
  assert.deepEqual(await Promise.all(others), Array(9).fill(1))
  assert.equal(pings, 1)
  assert.equal(peer.accepted, 9)
})

test('when the last that waited is aborted the ping ends; the next request pings anew', async (t) => {
  const { engine, peer } = await serve(
    t,
    async (wire, index) => {
      await wire.expect(headPing)
      if (index === 0) return wire.ended()
      wire.send('HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n')
      await answerAt(wire, '1.41')
    },
    asks,
  )
  const controller = new AbortController()
  const both = [0, 1].map(() => failure(engine.untyped.get('/x', { signal: controller.signal })))
  while (peer.accepted === 0) await turn()
  controller.abort()
  for (const error of await Promise.all(both)) assert.equal(error.code, 'ERR_ABORTED')
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  assert.equal(await engine.untyped.get('/x'), 1)
})

test('a ping that was given up does not answer the calls that came later, before its end was known', async (t) => {
  const { engine, peer } = await serve(
    t,
    async (wire, index) => {
      await wire.expect(headPing)
      if (index === 0) return wire.ended()
      wire.send('HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n')
      await answerAt(wire, '1.41')
    },
    asks,
  )
  const controller = new AbortController()
  const first = failure(engine.untyped.get('/x', { signal: controller.signal }))
  while (peer.accepted === 0) await turn()
  // In one turn: the given-up ping fails in a later microtask, while this call waits for its own.
  controller.abort()
  const later = watch(engine.untyped.get('/x'))
  assert.equal((await first).code, 'ERR_ABORTED')
  for (let i = 0; i < 500 && !later.settled; i++) await turn()
  assert.equal(later.error, undefined)
  assert.equal(later.value, 1)
  assert.equal(peer.accepted, 2)
})
