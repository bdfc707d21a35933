// What only the edges of net/ see: a socket that is taken away from under a connection, a dial told to keep nothing alive
// and to keep again, a body that cannot even be opened to be let go.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import test, { type TestContext } from 'node:test'
import { connect } from '../../src/engine/engine.ts'
import { Connection } from '../../src/net/connection.ts'
import { PatientSocket } from '../../src/net/patient-socket.ts'
import { releaseUpload } from '../../src/net/piece-sender.ts'
import { toUpload } from '../../src/stream/upload.ts'
import { failure, request, serve, turn, turns } from '../engine/kit.ts'

/** A connection on a socket of its own, and what its owner and its user hear. */
async function bare(t: TestContext) {
  const { peer } = await serve(t, (wire) => wire.ended())
  const heard: string[] = []
  const connection = new Connection({ onFree: () => heard.push('free'), onGone: () => heard.push('gone') })
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
  socket.connect({ path: peer.host.slice('unix://'.length) })
  await once(socket, 'connect')
  connection.adopt(socket, false)
  const user = {
    onHead: () => true,
    onData: () => {},
    onEnd: () => heard.push('end'),
    onDrain: () => {},
    onFail: (error: Error & { code?: string }) => heard.push(`${error.code} ${error.message}`),
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
  return { connection, socket, heard, send }
}

test('a socket closed from elsewhere: the user hears it once, after the owner', async (t) => {
  const { socket, heard, send } = await bare(t)
  send()
  socket.destroy()
  await once(socket, 'close')
  assert.deepEqual(heard, ['gone', 'ERR_CONNECTION_CLOSED the connection was closed before the answer began'])
})

test('an idle socket closed from elsewhere, and events that come too late', async (t) => {
  const { connection, socket, heard } = await bare(t)
  socket.destroy()
  await once(socket, 'close')
  assert.deepEqual(heard, ['gone'])
  connection.onSocketError(new Error('late'))
  connection.onSocketClose()
  connection.onSocketEnd()
  connection.onSocketTimeout()
  connection.onSocketDrain()
  connection.onRead(new Uint8Array(1), 1)
  connection.proceed()
  connection.destroy()
  assert.deepEqual(heard, ['gone'])
})

test('an error without a code is told by its message', async (t) => {
  const { connection, heard, send } = await bare(t)
  send()
  connection.onSocketError(new Error('odd'))
  assert.deepEqual(heard, ['gone', 'ERR_CONNECTION_RESET the connection broke off before the answer began: odd'])
})

test('one that is not idle takes no second request', async (t) => {
  const { connection, send } = await bare(t)
  send()
  assert.throws(() => send(), { code: 'ERR_CLOSED' })
  connection.destroy()
})

test('unref and ref reach a dial, and what comes of it', async (t) => {
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

test('unref reaches a unix dial that is tried again', async (t) => {
  const { engine } = await serve(t, () => {})
  const asked = failure(engine.untyped.get('/x'))
  engine.unref()
  await turn()
  await engine.close()
  assert.equal((await asked).code, 'ERR_CLOSED')
})

test('a source that cannot be opened is let go without a word', async () => {
  const stream = new ReadableStream<Uint8Array>()
  stream.getReader()
  releaseUpload(toUpload(stream))
  releaseUpload(toUpload('at hand'))
  const engine = connect({ host: 'unix:///nonexistent', apiVersion: '1.41' })
  assert.equal((await failure(engine.untyped.put('/x', { body: stream }))).code, 'ERR_CONNECT')
  await turns(5)
})

test('a dial that fails in a way without a hint says the code', async () => {
  const engine = connect({ host: `unix:///${'x'.repeat(300)}/${'y'.repeat(300)}`, apiVersion: '1.41' })
  const error = await failure(engine.untyped.get('/x'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.match(error.message, /cannot connect to unix:\/\/\/x+/)
})
