// The limits of the embedded engine's HTTP server, each at, below and above: heads and bodies of requests and responses, and times.

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { Clock } from '../../../src/testing/base/clock.ts'
import type { Daemon } from '../../../src/testing/daemon/daemon.ts'
import { Events } from '../../../src/testing/daemon/events.ts'
import { STATS_INTERVAL_MS } from '../../../src/testing/daemon/stats.ts'
import { REQUESTS_KEPT } from '../../../src/testing/engine.ts'
import { BATCH_BYTES, Batch } from '../../../src/testing/http/batch.ts'
import { Connection, LINGER_MS, PIPELINED_BYTES } from '../../../src/testing/http/connection.ts'
import { FRAME_PAYLOAD_BYTES, FrameBatch } from '../../../src/testing/http/frame-batch.ts'
import { MAX_JSON_BYTES, readJson } from '../../../src/testing/http/read-json.ts'
import type { Request } from '../../../src/testing/http/request.ts'
import { BODY_LEFT_BYTES, BODY_WAITING_BYTES, RequestBody } from '../../../src/testing/http/request-body.ts'
import { MAX_REQUEST_HEAD_BYTES } from '../../../src/testing/http/request-reader.ts'
import { LENGTH_BYTES, type ResponseWriter } from '../../../src/testing/http/response-writer.ts'
import { EVENTS_WAITING, eventRoutes } from '../../../src/testing/routes/events.ts'
import { execRoutes, RESIZE_WAIT_MS } from '../../../src/testing/routes/exec.ts'
import type { RouteContext } from '../../../src/testing/routes/router.ts'
import { statsRoutes } from '../../../src/testing/routes/stats.ts'
import { turns } from '../../engine/kit.ts'
import { stopClock } from '../../net/pacing-kit.ts'
import { threeCases } from '../../support/three-cases.ts'
import { exchange, Raw, splitAnswer, withEngine } from '../support.ts'

/** A server's socket in memory, and what was written to it. */
class ServerSocket extends Duplex {
  text = ''
  setNoDelay(): void {}
  override _read(): void {}
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('latin1')
    done()
  }
}

/** A connection whose requests are served by `serve`. */
function connectionOf(
  serve: (response: ResponseWriter, request: Request) => Promise<void> = () => new Promise(() => {}),
) {
  const socket = new ServerSocket()
  new Connection(socket as unknown as Socket, {
    onRequest: () => undefined,
    serve: (request, response) => serve(response, request),
    onClose() {},
  })
  const receive = (bytes: string | Buffer) => socket.emit('data', Buffer.from(bytes as string))
  return { socket, receive }
}

threeCases('MAX_REQUEST_HEAD_BYTES', MAX_REQUEST_HEAD_BYTES, (count) => {
  const { socket, receive } = connectionOf((response) => Promise.resolve(response.empty(200)))
  const rest = 'GET / HTTP/1.1\r\nHost: d\r\nA: \r\n\r\n'
  receive(rest.replace('A: ', `A: ${'a'.repeat(count - rest.length)}`))
  const status = socket.text.slice(0, 12)
  assert.ok(status === 'HTTP/1.1 200' || status === 'HTTP/1.1 431', status)
  return status === 'HTTP/1.1 200'
})

threeCases('MAX_JSON_BYTES', MAX_JSON_BYTES, async (count) => {
  const body = new RequestBody(count)
  const bytes = Buffer.alloc(count, ' ')
  bytes.write('7')
  body.push(bytes)
  const read = readJson({ headers: { 'content-type': 'application/json' }, body } as unknown as Request)
  const value: unknown = await read.catch((error: { status: number; message: string }) => error)
  if (value === 7) return true
  assert.equal((value as Error).message, 'request body too large')
  return false
})

threeCases('BODY_WAITING_BYTES', BODY_WAITING_BYTES, (count) => {
  const { socket, receive } = connectionOf()
  receive('POST / HTTP/1.1\r\nHost: d\r\nContent-Length: 99999999\r\n\r\n')
  receive(Buffer.alloc(count - 1))
  receive('x')
  return !socket.isPaused()
})

threeCases('PIPELINED_BYTES', PIPELINED_BYTES, (count) => {
  const { socket, receive } = connectionOf()
  receive('GET / HTTP/1.1\r\nHost: d\r\n\r\n')
  receive(Buffer.alloc(count - 1))
  receive('x')
  return !socket.isPaused()
})

threeCases('BODY_LEFT_BYTES', BODY_LEFT_BYTES, (count) =>
  withEngine(async ({ host }) => {
    const raw = new Raw(host).send(`POST /nothing HTTP/1.1\r\nHost: d\r\nContent-Length: ${count}\r\n\r\n`)
    await raw.contains('}')
    const isKept = !raw.text.includes('\r\nConnection: close\r\n')
    // The next request is behind the rest of the body.
    if (isKept) {
      raw.send(Buffer.alloc(count)).send('GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n')
      await raw.contains('\r\n\r\nOK')
    }
    raw.close()
    return isKept
  }),
)

threeCases('LENGTH_BYTES', LENGTH_BYTES, (count) => {
  const { socket, receive } = connectionOf((response) => Promise.resolve(response.text(200, 'a'.repeat(count))))
  receive('GET / HTTP/1.1\r\nHost: d\r\n\r\n')
  const { head, body } = splitAnswer(socket.text)
  assert.equal(body.length, count)
  assert.equal(head.includes('Transfer-Encoding: chunked'), !head.includes(`Content-Length: ${count}\r\n`))
  return head.includes('Content-Length')
})

// Of a response's body and of a hijacked connection's bytes: then they are sent.
threeCases('BATCH_BYTES', BATCH_BYTES - 1, (count) => {
  const bytes = new Uint8Array(count)
  const body = new Batch(undefined)
  body.raw(bytes)
  const raw = new FrameBatch()
  raw.add(1, bytes, false)
  assert.equal(raw.full, body.full)
  return !body.full
})

threeCases('FRAME_PAYLOAD_BYTES', FRAME_PAYLOAD_BYTES, (count) => {
  const batch = new FrameBatch()
  batch.add(1, new Uint8Array(count).fill(97), true)
  const bytes = batch.take()!
  const isOne = bytes.length === count + 8
  assert.equal(bytes.filter((byte) => byte === 97).length, count)
  assert.equal(isOne || bytes.length === count + 16, true)
  return isOne
})

threeCases('REQUESTS_KEPT', REQUESTS_KEPT, (count) =>
  withEngine(async (engine) => {
    const request = (path: string, more = '') => `HEAD ${path} HTTP/1.1\r\nHost: d\r\n${more}\r\n`
    await exchange(
      engine.host,
      request('/first') + request('/_ping').repeat(count - 2) + request('/last', 'Connection: close\r\n'),
    )
    const { requests } = engine
    assert.equal(requests.length, Math.min(count, REQUESTS_KEPT))
    assert.equal(requests.at(-1)?.path, '/last')
    return requests[0]?.path === '/first'
  }),
)

threeCases('LINGER_MS', LINGER_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { socket, receive } = connectionOf()
  receive('nonsense\r\n\r\n')
  await turns()
  assert.equal(socket.writableFinished, true)
  clock.tick(ms)
  return !socket.destroyed
})

/** Calls a route's handler with parts of a context. */
function handle(routes: typeof eventRoutes, pattern: RegExp, context: object): Promise<void> {
  const route = routes.find((one) => pattern.test(one.pattern))!
  const query = {
    text: (name: string) => (/^[hw]$/.test(name) ? '1' : ''),
    has: () => false,
    flag: () => false,
    number: () => undefined,
    integer: () => 1,
  }
  return Promise.resolve(
    route.handle({ params: ['x'], query, signal: new AbortController().signal, ...context } as unknown as RouteContext),
  )
}

threeCases('EVENTS_WAITING', EVENTS_WAITING, async (count) => {
  const events = new Events(new Clock())
  const publish = (id: string) => events.publish({ type: 'image', action: 'pull', id, attributes: {} })
  const sent: string[] = []
  let read = (): void => {}
  const client = new Promise<void>((resolve) => {
    read = resolve
  })
  const response = {
    set: () => response,
    begin() {},
    end() {},
    chunk(json: string) {
      sent.push(json)
      return client
    },
  }
  const controller = new AbortController()
  const served = handle(eventRoutes, /events/, { response, daemon: { events }, signal: controller.signal })
  await turn()
  // The client does not read: one event is on its way, the others wait.
  publish('first')
  await turn()
  for (let i = 1; i < count; i++) publish(`${i}`)
  publish('last')
  read()
  while (sent.length < Math.min(count, EVENTS_WAITING) + 1) await turn()
  controller.abort()
  await served
  return sent.at(-1)!.includes('last')
})

/** Whether a handler waits for more than `ms`. */
async function waitsFor(
  ms: number,
  t: TestContext,
  start: () => Promise<unknown>,
  isOver: () => boolean,
): Promise<boolean> {
  const clock = stopClock(t)
  const served = start().catch((error: unknown) => error)
  await turns()
  assert.equal(isOver(), false)
  clock.tick(ms)
  await turns()
  const waits = !isOver()
  if (waits) clock.tick(1)
  void served
  return waits
}

threeCases('RESIZE_WAIT_MS', RESIZE_WAIT_MS - 1, (ms, t) => {
  let error: Error | undefined
  const exec = { started: new Promise(() => {}), resize() {} }
  const daemon = { execs: { findActive: () => exec } } as unknown as Daemon
  return waitsFor(
    ms,
    t,
    () => handle(execRoutes, /resize/, { daemon }).catch((reason: Error) => void (error = reason)),
    () => error?.message === 'timeout waiting for exec session ready',
  )
})

threeCases('STATS_INTERVAL_MS', STATS_INTERVAL_MS - 1, (ms, t) => {
  let samples = 0
  const container = { wait: () => ({ code: new Promise(() => {}), cancel() {} }), running: false, name: 'x', id: 'y' }
  const daemon = { containers: { find: () => container }, clock: new Clock() }
  const response = { begin() {}, end() {}, chunk: () => void samples++ }
  const controller = new AbortController()
  t.after(() => controller.abort())
  return waitsFor(
    ms,
    t,
    () => handle(statsRoutes, /stats/, { daemon, response, signal: controller.signal }),
    () => samples > 1,
  )
})
