// Members that programs use beside dockerode: the request and the socket of a stream, buildPayload, and modems made without
// the constructor.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import { Modem } from '../../../src/modem.ts'
import { answer, JSON_TYPE } from '../../engine/kit.ts'
import { attachOf, dial, failure, serve, UPGRADED } from './kit.ts'

const FOLLOWED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n'

/** An open stream, and the peer's view of its end. */
async function followed(t: TestContext) {
  let recorder = (): void => {}
  const gone = new Promise<void>((resolve) => {
    recorder = resolve
  })
  const { modem } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(FOLLOWED)
    await wire.ended().catch(() => {})
    recorder()
  })
  // biome-ignore lint/suspicious/noExplicitAny: as docker-modem's users have it
  const stream: any = await dial(modem, { path: '/x', isStream: true })
  assert.equal(String((await once(stream, 'data'))[0]), 'one')
  return { stream, gone }
}

// biome-ignore lint/suspicious/noExplicitAny: as docker-modem's users have it
const ways: Record<string, (stream: any) => void> = {
  'destroy()': (stream) => stream.destroy(),
  'req.destroy()': (stream) => stream.req.destroy(),
  'req.abort()': (stream) => stream.req.abort(),
  'req.socket.destroy()': (stream) => stream.req.socket.destroy(),
  'req.connection.destroy()': (stream) => stream.req.connection.destroy(),
  'socket.destroy()': (stream) => stream.socket.destroy(),
  'socket.destroySoon()': (stream) => stream.socket.destroySoon(),
  'socket.end()': (stream) => stream.socket.end(),
  'connection.destroy()': (stream) => stream.connection.destroy(),
}
for (const [name, end] of Object.entries(ways)) {
  test(`a stream is ended by ${name}, and its connection with it`, async (t) => {
    const { stream, gone } = await followed(t)
    const calls: string[] = []
    stream.socket.once('close', () => calls.push('socket'))
    stream.req.on('close', () => calls.push('req'))
    assert.deepEqual([stream.req.aborted, stream.socket.destroyed], [false, false])
    end(stream)
    await once(stream, 'close')
    await gone
    assert.deepEqual(calls, ['socket', 'req'])
    assert.deepEqual([stream.req.aborted, stream.req.destroyed, stream.socket.destroyed], [true, true, true])
  })
}

test('req.end() does nothing to a stream without stdin', async (t) => {
  const { stream, gone } = await followed(t)
  stream.req.end()
  stream.socket.setKeepAlive(true).setNoDelay(true).setTimeout(0).ref().unref()
  assert.equal(stream.destroyed, false)
  stream.destroy()
  await gone
})

test('setTimeout reports silence and ends nothing; the last call counts', async (t) => {
  const { stream, gone } = await followed(t)
  const calls: string[] = []
  stream.socket.setTimeout(86_400_000)
  stream.req.setTimeout(86_400_000, () => calls.push('request'))
  stream.setTimeout(10, () => calls.push('stream'))
  await once(stream, 'timeout')
  assert.deepEqual(calls, ['request', 'stream'])
  assert.equal(stream.destroyed, false)
  stream.destroy()
  await gone
})

test('req.end() and socket.write() of an attach go to stdin, and the output stays', async (t) => {
  const { modem } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(UPGRADED)
    await wire.expect('in')
    await wire.ended()
    wire.send('late output')
    wire.end()
  })
  const stream: Duplex & { req: { end(): void }; socket: { write(text: string): boolean } } = await dial(
    modem,
    attachOf({}),
  )
  stream.socket.write('in')
  stream.req.end()
  assert.equal(await text(stream), 'late output')
})

for (const [how, make] of [
  ['a Proxy of a modem', (modem: Modem) => new Proxy(modem, {})],
  ['Object.create() of a modem', (modem: Modem) => Object.create(modem) as Modem],
] as const) {
  test(`${how} is a modem`, async (t) => {
    const { modem } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(answer('200 OK', JSON_TYPE, '{"a":1}'))
    })
    const made = make(modem)
    assert.deepEqual(await dial(made, { path: '/x' }), { a: 1 })
    assert.equal(await made.getSocketPath(), modem.socketPath)
    await made.close()
  })
}

test('a modem’s state is not enumerable', () => {
  const modem = new Modem({ socketPath: '/x' })
  assert.deepEqual(
    Reflect.ownKeys({ ...modem }).filter((key) => typeof key === 'symbol'),
    [],
  )
})

/** A response of node:http with this body. */
async function answered(
  t: TestContext,
  status: number,
  body: string,
): Promise<[http.ClientRequest, http.IncomingMessage]> {
  const server = http.createServer((_request, response) => response.writeHead(status).end(body))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  const request = http.get({ port: (server.address() as { port: number }).port, agent: false })
  const [response] = await once(request, 'response')
  return [request, response]
}

const CODES = { 200: true, 404: 'no such container' } as const

/** buildPayload as a promise. */
// biome-ignore lint/suspicious/noExplicitAny: any value
function built(of: [http.ClientRequest, http.IncomingMessage], isStream: boolean, stdin: boolean, json: unknown): any {
  return new Promise((resolve, reject) => {
    new Modem({ socketPath: '/x' }).buildPayload(null, isStream, CODES, stdin, ...of, json, (error, data) =>
      error === null ? resolve(data) : reject(error),
    )
  })
}

test('buildPayload: a value, a stream, a Duplex, and an error response', async (t) => {
  const value = await answered(t, 200, '{}')
  value[1].resume()
  assert.deepEqual(await built(value, false, false, { a: 1 }), { a: 1 })
  const streamed = await answered(t, 200, 'bytes')
  assert.equal(await built(streamed, true, false, null), streamed[1])
  assert.equal(await text(streamed[1]), 'bytes')
  const duplex: Readable & { write?: unknown } = await built(await answered(t, 200, 'out'), true, true, null)
  assert.equal(typeof duplex.write, 'function')
  assert.equal(await text(duplex), 'out')
  const words = '{"message":"No such container: x"}'
  const plain = await answered(t, 404, words)
  plain[1].resume()
  for (const [error, json] of [
    [await failure(built(plain, false, false, JSON.parse(words))), JSON.parse(words)],
    [await failure(built(await answered(t, 404, words), true, false, null)), null],
  ]) {
    assert.equal(error.message, '(HTTP code 404) no such container - No such container: x ')
    assert.deepEqual([error.statusCode, error.reason, error.json], [404, 'no such container', json])
  }
})

test('buildPayload: an error is passed on unchanged', () => {
  const broken = new Error('broken')
  const calls: unknown[] = []
  const none = {} as never
  new Modem({ socketPath: '/x' }).buildPayload(broken, false, CODES, false, none, none, null, (...all) =>
    calls.push(all),
  )
  assert.deepEqual(calls, [[broken, null]])
})
