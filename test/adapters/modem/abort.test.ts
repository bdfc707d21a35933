// One signal for all of a call: waiting, body, stream, socket. M10 is docker-modem's defect, as numbered in
// docs/migrating-from-dockerode.md.

import assert from 'node:assert/strict'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { turns } from '../../engine/kit.ts'
import { eventually } from '../../support/eventually.ts'
import { attachOf, dial, failure, serve, UPGRADED } from './kit.ts'

for (const [what, options] of [
  ['a socket', attachOf({ hijack: true })],
  ['a Duplex', attachOf({})],
] as const) {
  test(`M10: the signal ends ${what}, with an error if it has a listener`, async (t) => {
    for (const listens of [true, false]) {
      const { modem, peer } = await serve(t, async (wire) => {
        await wire.head()
        wire.send(UPGRADED)
      })
      const controller = new AbortController()
      const stream: Duplex = await dial(modem, { ...options, abortSignal: controller.signal })
      stream.resume()
      const errors: Error[] = []
      if (listens) stream.on('error', (error) => errors.push(error))
      const closed = new Promise((resolve) => stream.once('close', resolve))
      controller.abort(new Error('enough'))
      await closed
      assert.deepEqual(
        errors.map((error) => [error.name, Reflect.get(error, 'code')]),
        listens ? [['AbortError', 'ABORT_ERR']] : [],
      )
      await eventually(() => assert.equal(peer.open.size, 0))
    }
  })
}

test('the signal covers waiting, the body and the stream; an aborted signal dials nothing', async (t) => {
  const { modem, peer } = await serve(t, async (wire, index) => {
    await wire.head()
    if (index > 0) wire.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n')
  })
  const early = await failure(dial(modem, { path: '/x', abortSignal: AbortSignal.abort() }))
  assert.deepEqual([early.name, early.code, peer.accepted], ['AbortError', 'ABORT_ERR', 0])
  assert.equal(early.message, 'The operation was aborted')
  for (const isStream of [false, false, true]) {
    const controller = new AbortController()
    const dialled = dial(modem, { path: '/x', isStream, abortSignal: controller.signal })
    const reading = isStream ? dialled.then((stream) => text(stream)) : dialled
    const failed = failure(reading)
    await turns(30)
    controller.abort()
    const { name, code, message } = await failed
    assert.deepEqual(
      [name, code, message],
      ['AbortError', 'ABORT_ERR', isStream ? 'aborted' : 'The operation was aborted'],
    )
  }
  await eventually(() => assert.equal(peer.open.size, 0))
})
