// One signal covers a call from the dial to the body's last byte, costs one listener however many calls share it, and
// leaves none behind.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import test from 'node:test'
import { unwatchSignal, watchSignal } from '../../../src/net/base/abort.ts'
import { all, answer, chunked, failure, JSON_TYPE, serve, turn, turns, watch } from '../../engine/kit.ts'

const NONE = { dialling: 0, idle: 0, busy: 0, waiting: 0 }

function listeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length
}

test('aborted already: no socket is opened, nothing is sent', async (t) => {
  for (const apiVersion of [undefined, '1.41']) {
    const { engine, peer } = await serve(t, () => {}, { apiVersion })
    const signal = AbortSignal.abort('why')
    for (const promise of [
      () => engine.untyped.get('/x', { signal }),
      () => engine.untyped.request('GET', '/x', { signal }),
      () => engine.untyped.head('/x', { signal }),
    ]) {
      const error = await failure(promise())
      assert.equal(error.code, 'ERR_ABORTED')
      assert.equal(error.name, 'AbortError')
      assert.equal(error.blame, 'caller')
      assert.equal(error.cause, 'why')
    }
    await turns(5)
    assert.equal(peer.accepted, 0)
    assert.equal(listeners(signal), 0)
  }
})

test('abort while dialling, sent, within the head, within the body, between two chunks', async (t) => {
  const parts: [name: string, bytes: string | undefined][] = [
    ['sent', ''],
    ['head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['length body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
    ['chunked body', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`],
    ['error response', 'HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\nabc'],
  ]
  for (const [name, bytes] of parts) {
    const { engine, peer } = await serve(t, async (wire) => {
      await wire.head()
      if (bytes) wire.send(bytes)
    })
    const controller = new AbortController()
    const { signal } = controller
    const asked = watch(engine.untyped.get('/x', { signal }))
    assert.equal(listeners(signal), 1, name)
    while (peer.accepted === 0) await turn()
    await turns()
    assert.ok(!asked.settled, name)
    controller.abort()
    assert.deepEqual(engine.connections, NONE, name)
    await turn()
    assert.equal(asked.error?.code, 'ERR_ABORTED', name)
    assert.equal(listeners(signal), 0, name)
    while (peer.open.size > 0) await turn()
  }
})

test('abort under back-pressure, and inside every reader', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 200 OK\r\n\r\n')
    const piece = Buffer.alloc(65_536)
    const more = (): void => {
      while (!wire.socket.destroyed && wire.socket.write(piece));
    }
    wire.socket.on('drain', more)
    more()
  })
  const controller = new AbortController()
  const response = await engine.untyped.request('GET', '/x', { signal: controller.signal })
  const chunks = response[Symbol.asyncIterator]()
  await chunks.next()
  await turns(50)
  controller.abort()
  const error = await failure(
    (async () => {
      while (!(await chunks.next()).done);
    })(),
  )
  assert.equal(error.code, 'ERR_ABORTED')
  assert.deepEqual(engine.connections, NONE)
  assert.equal(listeners(controller.signal), 0)
  while (peer.open.size > 0) await turn()
})

test('abort inside a handler: only the failure follows', async (t) => {
  const { engine } = await serve(t, (wire) =>
    wire.answerAll(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunked('\x01\0\0\0\0\0\0\x01a', '\x01\0\0\0\0\0\0\x01b')}`,
    ),
  )
  const controller = new AbortController()
  const response = await engine.untyped.request('GET', '/x', { signal: controller.signal })
  let frames = 0
  const error = await failure(
    response.onFrame(() => {
      frames++
      controller.abort()
    }),
  )
  assert.equal(error.code, 'ERR_ABORTED')
  assert.equal(frames, 1)
  assert.deepEqual(engine.connections, NONE)
})

test('abort after the end does nothing; the connection serves the next', async (t) => {
  const { engine, peer } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '1')))
  const controller = new AbortController()
  assert.equal(await engine.untyped.get('/x', { signal: controller.signal }), 1)
  controller.abort()
  assert.equal(await engine.untyped.get('/x'), 1)
  assert.equal(peer.accepted, 1)
})

test('10,000 calls on one signal leave no listener; 50 at once cause no warning', async (t) => {
  const warnings: Error[] = []
  const onWarning = (warning: Error): unknown => warnings.push(warning)
  process.on('warning', onWarning)
  t.after(() => process.off('warning', onWarning))
  const { engine, peer } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '1')), {
    apiVersion: undefined,
  })
  const { signal } = new AbortController()
  const ask = async (): Promise<void> => {
    for (let i = 0; i < 200; i++) await engine.untyped.get('/x', { signal })
  }
  const all50 = Promise.all(Array.from({ length: 50 }, ask))
  assert.equal(listeners(signal), 1)
  await all50
  assert.equal(listeners(signal), 0)
  assert.equal(peer.accepted, 50)
  const responses = await Promise.all(Array.from({ length: 50 }, () => engine.untyped.request('GET', '/x', { signal })))
  assert.equal(listeners(signal), 1)
  await Promise.all(responses.map((response) => all(response)))
  assert.equal(listeners(signal), 0)
  await turn()
  assert.deepEqual(warnings, [])
})

test('a call that aborts others while the signal notifies all of them', () => {
  const controller = new AbortController()
  const { signal } = controller
  const calls: string[] = []
  const second = { abort: () => calls.push('second') }
  const first = {
    abort(reason: unknown) {
      calls.push(`first ${String(reason)}`)
      unwatchSignal(signal, first)
      unwatchSignal(signal, second)
    },
  }
  watchSignal(signal, first)
  watchSignal(signal, second)
  assert.equal(listeners(signal), 1)
  controller.abort('x')
  assert.deepEqual(calls, ['first x', 'second'])
  assert.equal(listeners(signal), 0)
  unwatchSignal(new AbortController().signal, first)
})
