// Edge cases of net/: a socket that is closed from elsewhere, a dial that is unref'd and ref'd again,
// a body that cannot be opened to be released.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import test, { type TestContext } from 'node:test'
import { connect } from '../../src/engine/engine.ts'
import { Connection } from '../../src/net/connection.ts'
import { PatientSocket } from '../../src/net/socket/patient-socket.ts'
import { releaseUpload } from '../../src/net/upload/body-sender.ts'
import { toUpload } from '../../src/stream/upload/upload.ts'
import { failure, request, serve, turn, turns } from '../engine/kit.ts'
import { noSocketFiles, pathOf } from '../support/local-socket.ts'

/** A connection on a socket of its own, and the calls of its owner and its user. */
async function bare(t: TestContext) {
  const { peer } = await serve(t, (wire) => wire.ended())
  const calls: string[] = []
  const connection = new Connection({ onFree: () => calls.push('free'), onClosed: () => calls.push('gone') })
  const options = {
    allowHalfOpen: true,
    onread: {
      buffer: new Uint8Array(1024),
      callback: (count: number, bytes: Uint8Array) => {
        connection.onRead(bytes, count)
        return true
      },
    },
  }
  const socket = new PatientSocket(options)
  socket.connect({ path: pathOf(peer.host) })
  await once(socket, 'connect')
  connection.adopt(socket, false)
  const user = {
    onHead: () => true,
    onData: () => {},
    onEnd: () => calls.push('end'),
    onDrain: () => {},
    onFail: (error: Error & { code?: string }) => calls.push(`${error.code} ${error.message}`),
  }
  const send = (idleLimit = 0): void =>
    connection.send(user, {
      method: 'GET',
      head: request('GET', '/x'),
      body: undefined,
      upgrade: false,
      headLimit: 0,
      idleLimit,
    })
  return { connection, socket, calls, send }
}

test('a socket closed from elsewhere: the user is notified once, after the owner', async (t) => {
  const { socket, calls, send } = await bare(t)
  send()
  socket.destroy()
  await once(socket, 'close')
  assert.deepEqual(calls, ['gone', 'ERR_CONNECTION_CLOSED the connection was closed before the response began'])
})

test('an idle socket closed from elsewhere, and events that come too late', async (t) => {
  const { connection, socket, calls } = await bare(t)
  socket.destroy()
  await once(socket, 'close')
  assert.deepEqual(calls, ['gone'])
  connection.onSocketError(new Error('late'))
  connection.onSocketClose()
  connection.onSocketEnd()
  connection.onSocketTimeout()
  connection.onSocketDrain()
  connection.onRead(new Uint8Array(1), 1)
  connection.proceed()
  connection.destroy()
  assert.deepEqual(calls, ['gone'])
})

test('an error without a code is reported by its message', async (t) => {
  const { connection, calls, send } = await bare(t)
  send()
  connection.onSocketError(new Error('odd'))
  assert.deepEqual(calls, ['gone', 'ERR_CONNECTION_RESET the connection broke off before the response began: odd'])
})

test('a connection that is not idle accepts no second request', async (t) => {
  const { connection, send } = await bare(t)
  send()
  assert.throws(() => send(), { code: 'ERR_CLOSED' })
  connection.destroy()
})

test('unref and ref apply to a dial and to its connection', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'))
  const first = engine.untyped.get('/x')
  engine.unref().ref()
  assert.equal(await first, 'hi')
  engine.unref()
  const second = engine.untyped.request('GET', '/x')
  const third = engine.untyped.get('/x')
  const keep = setInterval(() => {}, 1000)
  t.after(() => clearInterval(keep))
  const response = await second
  response.unref().ref().unref()
  assert.equal(await response.text(), 'hi')
  response.unref().ref()
  assert.equal(await third, 'hi')
})

test('unref applies to a unix dial that is tried again', async (t) => {
  const { engine } = await serve(t, () => {})
  const asked = failure(engine.untyped.get('/x'))
  engine.unref()
  await turn()
  await engine.close()
  assert.equal((await asked).code, 'ERR_CLOSED')
})

test('a source that cannot be opened is released without an error', { skip: noSocketFiles }, async () => {
  const stream = new ReadableStream<Uint8Array>()
  const upload = toUpload(stream)
  // Locked after it was checked.
  stream.getReader()
  releaseUpload(upload)
  releaseUpload(toUpload('in memory'))
  const engine = connect({ host: 'unix:///nonexistent', apiVersion: '1.41' })
  assert.equal((await failure(engine.untyped.put('/x', { body: stream }))).code, 'ERR_UPLOAD_SOURCE')
  await turns(5)
})

test('a dial that fails with an unexplained code reports the code', { skip: noSocketFiles }, async () => {
  const engine = connect({ host: 'unix:///dev/null/x', apiVersion: '1.41' })
  const error = await failure(engine.untyped.get('/x'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.match(error.message, /cannot connect to unix:\/\/\/dev\/null\/x: [A-Z]+/)
})
