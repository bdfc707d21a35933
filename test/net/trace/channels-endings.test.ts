// The channels for early and late ends: aborts in every phase, streams that are cut or left, tunnels, sockets that are given away,
// and why each connection ended.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import test from 'node:test'
import { answer, failure, frameText, JSON_TYPE, request, serve, turns } from '../../engine/kit.ts'
import { attach, frame, upgraded } from '../../engine/response/tunnel-kit.ts'
import { eventually } from '../../support/eventually.ts'
import { taken, watchChannels } from './watch-kit.ts'

const OK = answer('200 OK', JSON_TYPE, '1')
const BAD = ['request.error', 'request.asyncStart', 'request.asyncEnd']
const kinds = (lines: string[]): string[] => lines.map((line) => line.replace(/ .*/, ''))

test('aborted while it waits for a connection, and while one is dialled', async (t) => {
  const watch = watchChannels(t)
  const dial = () => new Promise<PassThrough>(() => {})
  const { engine } = await serve(t, () => {}, { host: undefined, dial, pool: { connections: 1 } })
  const [dialled, waits] = [new AbortController(), new AbortController()]
  const calls = [dialled, waits].map(({ signal }) => failure(engine.untyped.get('/x', { signal })))
  taken(watch)
  waits.abort()
  assert.equal((await calls[1])?.name, 'AbortError')
  assert.deepEqual(kinds(taken(watch)), BAD)
  dialled.abort()
  assert.equal((await calls[0])?.name, 'AbortError')
  assert.deepEqual(kinds(taken(watch)), ['connection.asyncStart', 'connection.asyncEnd', ...BAD])
  const [connection] = watch.connections
  assert.deepEqual([connection?.ending, connection?.timings.connected], ['dropped', undefined])
  for (const { timings, status, bytesSent } of watch.requests) {
    assert.deepEqual([timings.connection, timings.head, status, bytesSent], [undefined, undefined, undefined, 0])
    assert.ok(timings.end !== undefined)
  }
})

test('aborted before the head, and within the body', async (t) => {
  const watch = watchChannels(t)
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    if (index === 1) wire.send('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12')
  })
  const stop = new AbortController()
  const call = failure(engine.untyped.get('/x', { signal: stop.signal }))
  await eventually(() => watch.requests[0]?.timings.sent !== undefined)
  taken(watch)
  stop.abort()
  const error = await call
  assert.deepEqual(kinds(taken(watch)), ['connection.asyncEnd', ...BAD])
  assert.equal(watch.requests[0]?.error, error)
  assert.equal(watch.requests[0]?.bytesSent, request('GET', '/x').length)

  const again = new AbortController()
  const response = await engine.untyped.request('GET', '/x', { signal: again.signal })
  taken(watch)
  const body = failure(response.bytes())
  again.abort()
  assert.equal((await body).name, 'AbortError')
  assert.deepEqual(kinds(taken(watch)), ['connection.asyncEnd', 'request.error', 'request.asyncEnd'])
  const [, event] = watch.requests
  assert.deepEqual([event?.status, event?.cancelled, (event!.error as Error).name], [200, false, 'AbortError'])
  assert.deepEqual(
    watch.connections.map(({ ending, requests }) => [ending, requests]),
    [
      ['dropped', 1],
      ['dropped', 1],
    ],
  )
})

test('a followed log: one that is cut off, and one that its reader leaves', async (t) => {
  const watch = watchChannels(t, ['request'])
  const log = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n${frameText(1, 'line\n')}\r\n`
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    wire.send(log)
    if (index === 0) wire.end()
  })
  const follow = async (leave: boolean): Promise<void> => {
    const response = await engine.untyped.request('GET', '/containers/{id}/logs', { path: { id: 'c1' } })
    for await (const { text } of response.lines({ tty: false })) {
      assert.equal(text, 'line')
      if (leave) return
    }
  }
  const error = await failure(follow(false))
  assert.equal(error.code, 'ERR_TRUNCATED_BODY')
  const began = ['request.start', 'request.end', 'request.asyncStart']
  assert.deepEqual(kinds(taken(watch)), [...began, 'request.error', 'request.asyncEnd'])
  await follow(true)
  assert.deepEqual(kinds(taken(watch)), [...began, 'request.asyncEnd'])
  const [cut, left] = watch.requests
  assert.equal(cut?.error, error)
  assert.deepEqual([left?.error, left?.cancelled, left?.bytesReceived], [undefined, true, log.length])
})

test('a tunnel: the request is over with its head, and the bytes of both ways are the tunnel’s', async (t) => {
  const watch = watchChannels(t)
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    // The first frame comes with the head.
    wire.send(Buffer.concat([Buffer.from(upgraded()), frame(1, 'one')]))
    await wire.expect('input')
    await wire.ended()
    wire.send(frame(1, 'two!'))
    wire.end()
  })
  const tunnel = await attach(engine)
  assert.deepEqual(kinds(taken(watch)), [
    'request.start',
    'connection.start',
    'connection.end',
    'request.end',
    'connection.asyncStart',
    'request.asyncStart',
    'request.asyncEnd',
    'tunnel.start',
    'tunnel.end',
  ])
  const [asked] = watch.requests
  assert.deepEqual([asked?.status, asked?.bytesReceived, asked?.error], [101, upgraded().length, undefined])
  await tunnel.write('input')
  tunnel.end()
  for await (const _ of tunnel.frames()) {
  }
  assert.deepEqual(kinds(taken(watch)), ['connection.asyncEnd', 'tunnel.asyncStart', 'tunnel.asyncEnd'])
  const [event] = watch.tunnels
  const { timings, endpoint, ...rest } = event!
  assert.deepEqual(rest, {
    request: asked!.id,
    method: 'POST',
    path: '/containers/c1/attach',
    template: '/containers/{id}/attach',
    apiVersion: '1.41',
    connection: asked!.connection,
    status: 101,
    bytesSent: 'input'.length,
    bytesReceived: frame(1, 'one').length + frame(1, 'two!').length,
    cancelled: false,
    error: undefined,
  })
  assert.ok(timings.end !== undefined && endpoint === asked!.endpoint)
  assert.equal(watch.connections[0]?.ending, 'spent')
})

test('a rejected upgrade is no tunnel; a tunnel that is closed or broken says so', async (t) => {
  const watch = watchChannels(t, ['tunnel', 'request'])
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    wire.send(index === 0 ? 'HTTP/1.1 409 Conflict\r\nContent-Type: text/plain\r\n\r\nnot running' : upgraded())
    if (index === 0) wire.end()
    if (index === 2) {
      wire.send(frame(9, 'x'))
    }
  })
  assert.equal((await failure(attach(engine))).code, 'ERR_ENGINE')
  assert.deepEqual(kinds(taken(watch)).slice(2), ['request.asyncStart', 'request.error', 'request.asyncEnd'])
  const tunnel = await attach(engine)
  taken(watch)
  tunnel.close()
  assert.deepEqual(kinds(taken(watch)), ['tunnel.asyncStart', 'tunnel.asyncEnd'])
  assert.equal(watch.tunnels[0]?.cancelled, true)
  const broken = await attach(engine)
  taken(watch)
  const error = await failure(broken.pipe({ stdout: new PassThrough() }))
  assert.deepEqual(kinds(taken(watch)), ['tunnel.error', 'tunnel.asyncStart', 'tunnel.asyncEnd'])
  assert.deepEqual([watch.tunnels[1]?.error, error.code], [error, 'ERR_FRAME_TYPE'])
})

test('a socket that is given away: its connection is over, its tunnel when the socket is', async (t) => {
  const watch = watchChannels(t, ['tunnel', 'connection'])
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(`${upgraded()}abc`)
    await wire.expect('input')
    wire.end()
  })
  const { socket } = await engine.untyped.upgrade('/session', { protocol: 'h2c' })
  assert.deepEqual(kinds(taken(watch)).slice(3), ['tunnel.start', 'tunnel.end', 'connection.asyncEnd'])
  assert.equal(watch.connections[0]?.ending, 'given')
  socket.end('input')
  socket.resume()
  await once(socket, 'close')
  assert.deepEqual(kinds(taken(watch)), ['tunnel.asyncStart', 'tunnel.asyncEnd'])
  const [event] = watch.tunnels
  assert.deepEqual([event?.bytesSent, event?.bytesReceived, event?.cancelled], [5, 3, false])
})

test('why connections end', async (t) => {
  const watch = watchChannels(t, [])
  const ends = async (options: object, play: (index: number) => string, calls = 1): Promise<(string | undefined)[]> => {
    watch.connections.length = 0
    const { engine, peer } = await serve(
      t,
      async (wire, index) => {
        await wire.head()
        wire.send(play(index))
        if (play(index).includes('Server: leaves')) wire.end()
      },
      options,
    )
    await Promise.all(Array.from({ length: calls }, () => engine.untyped.get('/x')))
    await eventually(() => watch.connections.some(({ ending }) => ending !== undefined))
    await turns()
    assert.equal(peer.accepted, calls)
    return watch.connections.map(({ ending }) => ending)
  }
  assert.deepEqual(await ends({}, () => answer('200 OK', 'Connection: close\r\n', '')), ['spent'])
  assert.deepEqual(await ends({}, () => answer('200 OK', 'Server: leaves\r\n', '')), ['peer'])
  assert.deepEqual(await ends({ pool: { idleMs: 5 } }, () => OK), ['idle'])
  assert.deepEqual((await ends({ pool: { idle: 1 } }, () => OK, 2)).sort(), ['surplus', undefined])
  assert.deepEqual(await ends({ pool: { idle: 0 } }, () => OK), ['surplus'])
})

test('a stream that the caller dials is counted as any other', async (t) => {
  const watch = watchChannels(t, [])
  const dial = (): PassThrough => {
    const stream = new PassThrough()
    // It echoes what is written; the response replaces it.
    stream.write = ((_chunk: unknown, _encoding: unknown, done: () => void) => {
      setImmediate(() => stream.push(OK))
      done()
      return true
    }) as unknown as typeof stream.write
    return stream
  }
  const { engine } = await serve(t, () => {}, { host: undefined, dial })
  await engine.untyped.get('/x')
  const [event] = watch.requests
  assert.deepEqual([event?.bytesSent, event?.bytesReceived], [request('GET', '/x').length, OK.length])
  assert.deepEqual(event?.endpoint, { kind: 'custom', address: '', port: undefined })
})
