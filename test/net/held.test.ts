// A response that is awaited and read later loses nothing of what came in between: data, the end, or a reset.

import assert from 'node:assert/strict'
import test from 'node:test'
import { all, answer, chunked, failure, JSON_TYPE, request, serve, turn, turns, watch } from '../engine/kit.ts'

test('a body that came before anybody took it is whole, and its connection is used again', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.expect(request('GET', '/x'))
    wire.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab')
    await turns(5)
    wire.send('c\r\n')
    await turns(5)
    wire.send('3\r\ndef\r\n0\r\n\r\n')
    await wire.expect(request('GET', '/y'))
    wire.send(answer('200 OK', JSON_TYPE, '1'))
  })
  const response = await engine.untyped.request('GET', '/x')
  await turns(40)
  assert.equal(await response.text(), 'abcdef')
  assert.equal(await engine.untyped.get('/y'), 1)
  assert.equal(peer.accepted, 1)
})

test('until it is taken, no more than two reads are received', async (t) => {
  const size = 16 * 1024 * 1024
  let sent = 0
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`)
    const piece = Buffer.alloc(65_536, 'x')
    const more = (): void => {
      while (sent < size) {
        sent += piece.length
        if (!wire.socket.write(piece)) return
      }
    }
    wire.socket.on('drain', more)
    more()
  })
  const response = await engine.untyped.request('GET', '/x')
  await turns(100)
  const before = sent
  assert.ok(before < 4 * 1024 * 1024, `${before} bytes`)
  await turns(100)
  assert.equal(sent, before)
  assert.equal((await response.bytes()).length, size)
})

test('taken after the end: a complete response is whole, and its dead connection is not used again', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(answer('200 OK', '', 'abc'))
    wire.end()
  })
  for (let i = 1; i <= 2; i++) {
    const response = await engine.untyped.request('POST', '/x')
    await turns()
    assert.equal(await response.text(), 'abc')
    assert.equal(peer.accepted, i)
    assert.equal(engine.connections.idle, 0)
  }
})

test('taken after the end: until close, and cut short', async (t) => {
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    wire.send(`HTTP/1.1 200 OK\r\n${index === 0 ? '' : 'Content-Length: 9\r\n'}\r\nabc`)
    wire.end()
  })
  const whole = await engine.untyped.request('GET', '/x')
  await turns()
  assert.equal(await whole.text(), 'abc')
  const cut = await engine.untyped.request('GET', '/x')
  await turns()
  const seen: Uint8Array[] = []
  const error = await failure(
    (async () => {
      for await (const piece of cut) seen.push(piece)
    })(),
  )
  assert.equal(error.code, 'ERR_TRUNCATED_BODY')
  assert.equal(Buffer.concat(seen).toString(), 'abc')
})

test('taken after a reset: first the received bytes, then ERR_CONNECTION_RESET; a complete response is complete', async (t) => {
  const { engine } = await serve(
    t,
    async (wire, index) => {
      await wire.head()
      wire.send(`HTTP/1.1 200 OK\r\nContent-Length: ${index === 0 ? 9 : 3}\r\n\r\n`)
      await turns(5)
      wire.send('abc')
      await turns(5)
      wire.reset()
    },
    { listen: 'tcp' },
  )
  const cut = await engine.untyped.request('GET', '/x')
  await turns(40)
  const pieces = cut[Symbol.asyncIterator]()
  assert.equal(Buffer.from((await pieces.next()).value!).toString(), 'abc')
  const error = await failure(pieces.next())
  assert.equal(error.code, 'ERR_CONNECTION_RESET')
  assert.match(error.message, /within the response's body/)
  const whole = await engine.untyped.request('GET', '/x')
  await turns(40)
  assert.equal(await whole.text(), 'abc')
  // A paused socket does not notice the reset before it reads again.
  while (engine.connections.idle > 0) await turn()
})

test('bytes after the response end the connection', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(`${answer('200 OK', '', 'abc')}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`)
  })
  for (let i = 1; i <= 2; i++) {
    const response = await engine.untyped.request('GET', '/x')
    await turns(5)
    assert.equal(await response.text(), 'abc')
    assert.equal(peer.accepted, i)
  }
  assert.equal(await engine.untyped.get('/x'), 'abc')
})

test('a response that is not taken is closed after its limit, and says so when it is taken then', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(answer('200 OK', '', 'abc')), {
    timeouts: { untaken: 20 },
  })
  const response = await engine.untyped.request('GET', '/x')
  // The limit alone keeps no process alive; here the socket that still reads does.
  while (engine.connections.busy > 0) await turn()
  const error = await failure(response.text())
  assert.equal(error.code, 'ERR_BODY_UNTAKEN')
  assert.equal(error.blame, 'caller')
  const inTime = await engine.untyped.request('GET', '/x')
  assert.equal(await inTime.text(), 'abc')
  const endless = await serve(t, (wire) => wire.answerAll(answer('200 OK', '', 'abc')), { timeouts: { untaken: 0 } })
  await endless.engine.untyped.request('GET', '/x')
  await turns()
  assert.equal(endless.engine.connections.busy, 1)
})

test('one that was closed is closed: its connection, and for who reads it afterwards', async (t) => {
  const { engine } = await serve(t, (wire) =>
    wire.answerAll(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunked('abc')}`),
  )
  const response = await engine.untyped.request('GET', '/x')
  response.close()
  assert.equal(engine.connections.busy, 0)
  assert.equal((await failure(response.text())).code, 'ERR_CLOSED')
  {
    await using disposed = await engine.untyped.request('GET', '/x')
    assert.equal(disposed.status, 200)
  }
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  const read = await engine.untyped.request('GET', '/x')
  assert.equal(await read.text(), 'abc')
  read.close()
  assert.equal(engine.connections.idle, 1)
})

test('aborted while held, and closed with its engine while held', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'))
  const controller = new AbortController()
  const aborted = await engine.untyped.request('GET', '/x', { signal: controller.signal })
  controller.abort()
  assert.equal(engine.connections.busy, 0)
  assert.equal((await failure(aborted.text())).code, 'ERR_ABORTED')
  const closed = await engine.untyped.request('GET', '/x')
  const reading = await engine.untyped.request('GET', '/x')
  const read = watch(all(reading))
  await turns()
  await engine.close()
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  assert.equal((await failure(closed.text())).code, 'ERR_CLOSED')
  await turn()
  assert.equal(read.error?.code, 'ERR_CLOSED')
})
