// The results of a fetch: Responses for every status, null bodies, streamed bodies, the connection afterwards, and errors.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Fetch } from '../../../src/fetch.ts'
import { FairleadError } from '../../../src/index.ts'
import { fromIterable, outputs } from '../../../src/web.ts'
import { answer, chunked, frameText, turns } from '../../engine/kit.ts'
import { eventually } from '../../support/eventually.ts'
import { failureOf, stage } from './helpers.ts'

type Args = Parameters<Fetch>

const NONE = { dialling: 0, idle: 0, busy: 0, waiting: 0 }
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

for (const [status, fields, body] of [
  ['200 OK', 'Content-Type: application/json\r\nX-Two: a\r\nx-two: b\r\n', '{"a":1}'],
  ['201 Created', '', ''],
  ['404 Not Found', 'Content-Type: application/json\r\n', '{"message":"no such container: x"}'],
  ['409 Conflict', '', 'in use'],
  ['500 Internal Server Error', '', 'broken'],
  ['599 ', '', 'odd'],
] as const) {
  test(`${status} is a Response with its fields and its body`, async (t) => {
    const { fetch, engine } = await stage(t, async (wire) => {
      await wire.head()
      wire.send(answer(status, fields, body))
    })
    const response = await fetch('http://docker/containers/x/json?a=1')
    assert.ok(response instanceof globalThis.Response)
    assert.equal(`${response.status} ${response.statusText}`, status)
    assert.equal(response.ok, status < '300')
    assert.equal(response.url, 'http://docker/containers/x/json?a=1')
    assert.equal(response.redirected, false)
    assert.equal(response.headers.get('x-two'), fields.includes('X-Two') ? 'a, b' : null)
    assert.equal(response.headers.get('content-length'), String(body.length))
    assert.equal(await response.text(), body)
    assert.deepEqual(engine.connections, { ...NONE, idle: 1 })
  })
}

for (const [what, method, sent] of [
  ['204', 'POST', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['304', 'POST', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n'],
  ['205', 'GET', 'HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n'],
  ['HEAD', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'],
] as const) {
  test(`${what} has a body of null, and the connection stays`, async (t) => {
    const { fetch, engine } = await stage(t, async (wire) => {
      await wire.head()
      wire.send(sent)
    })
    const response = await fetch('/x', { method })
    assert.equal(response.body, null)
    assert.equal(await response.text(), '')
    assert.deepEqual(engine.connections, { ...NONE, idle: 1 })
  })
}

test('a redirect is not followed: it is an error, or the Response with redirect: manual', async (t) => {
  const { fetch, engine, peer } = await stage(t, async (wire) => {
    await wire.head()
    wire.send(answer('301 Moved Permanently', 'Location: http://elsewhere/\r\n', 'moved'))
    await wire.ended()
  })
  assert.deepEqual(await failureOf(fetch('/x')), {
    name: 'TypeError',
    message: 'fetch failed',
    code: 'ERR_FETCH_REDIRECT',
  })
  assert.equal((await failureOf(fetch('/x', { redirect: 'error' }))).code, 'ERR_FETCH_REDIRECT')
  assert.deepEqual(engine.connections, NONE)
  const response = await fetch('/x', { redirect: 'manual' })
  assert.equal(response.status, 301)
  assert.equal(response.headers.get('location'), 'http://elsewhere/')
  assert.equal(await response.text(), 'moved')
  assert.equal(peer.accepted, 3)
})

test('a body arrives as it is sent, also into the reader’s own memory (BYOB)', async (t) => {
  let more = (): void => {}
  const { fetch } = await stage(t, async (wire) => {
    await wire.head()
    wire.send(`${CHUNKED}3\r\none\r\n`)
    await new Promise<void>((resolve) => {
      more = resolve
    })
    wire.send('3\r\ntwo\r\n0\r\n\r\n')
  })
  const { body } = await fetch('/events')
  const reader = body!.getReader({ mode: 'byob' } as never) as unknown as ReadableStreamBYOBReader
  const read = async () => Buffer.from((await reader.read(new Uint8Array(16))).value as Uint8Array).toString()
  assert.equal(await read(), 'one')
  more()
  assert.equal(await read(), 'two')
  assert.equal((await reader.read(new Uint8Array(16))).done, true)
})

test('a multiplexed body is demultiplexed', async (t) => {
  const { fetch } = await stage(t, async (wire) => {
    await wire.head()
    wire.send(CHUNKED + chunked(frameText(1, 'out'), frameText(2, 'err')))
  })
  const { stdout, stderr } = outputs(fromIterable((await fetch('/containers/x/logs')).body!))
  const texts = await Promise.all([new Response(stdout).text(), new Response(stderr).text()])
  assert.deepEqual(texts, ['out', 'err'])
})

test('an unread short body or error response keeps no connection; a stream waits for its reader', async (t) => {
  const long = 'x'.repeat(1_000_000)
  const bodies = [answer('201 Created', '', 'short'), answer('404 Not Found', '', 'why'), answer('500 Oops', '', long)]
  bodies.push(answer('200 OK', '', long), CHUNKED + chunked('stream'))
  const { fetch, engine } = await stage(t, async (wire) => {
    while ((await wire.nextHead()) !== undefined) wire.send(bodies.shift()!)
  })
  const short = await fetch('/x')
  await eventually(() => assert.deepEqual(engine.connections, { ...NONE, idle: 1 }))
  const refused = await fetch('/x')
  await eventually(() => assert.deepEqual(engine.connections, { ...NONE, idle: 1 }))
  assert.deepEqual([await short.text(), await refused.text()], ['short', 'why'])
  for (const body of [long, long, 'stream']) {
    const response = await fetch('/x')
    await turns()
    assert.equal(engine.connections.busy, 1)
    assert.equal(await response.text(), body)
    assert.equal(engine.connections.busy, 0)
  }
})

test('clone() and tee() each deliver the body twice', async (t) => {
  const { fetch, engine } = await stage(t, async (wire) => {
    await wire.head()
    wire.send(CHUNKED + chunked('a', 'b'))
  })
  const response = await fetch('/x')
  assert.deepEqual(await Promise.all([response.clone().text(), response.text()]), ['ab', 'ab'])
  assert.deepEqual(engine.connections, { ...NONE, idle: 1 })
})

test('a cancelled body closes its connection', async (t) => {
  const { fetch, engine, peer } = await stage(t, async (wire) => {
    await wire.head()
    wire.send(`${CHUNKED}3\r\none\r\n`)
    await wire.ended()
  })
  await (await fetch('/x')).body!.cancel()
  assert.deepEqual(engine.connections, NONE)
  const reader = (await fetch('/x')).body!.getReader()
  await reader.read()
  await reader.cancel('enough')
  assert.deepEqual(engine.connections, NONE)
  await eventually(() => peer.open.size === 0)
})

test('a body that is cut delivers what came, then a TypeError with the cause', async (t) => {
  const { fetch } = await stage(t, async (wire) => {
    await wire.head()
    wire.send(`${CHUNKED}3\r\none\r\n`)
    wire.end()
  })
  const reader = (await fetch('/x')).body!.getReader()
  assert.equal(Buffer.from((await reader.read()).value!).toString(), 'one')
  assert.deepEqual(await failureOf(reader.read()), {
    name: 'TypeError',
    message: 'terminated',
    code: 'ERR_TRUNCATED_BODY',
  })
})

test('without an Engine or a response: a TypeError with the cause', async (t) => {
  const { fetch, engine, peer } = await stage(t, async (wire) => {
    await wire.head()
    wire.end()
  })
  assert.deepEqual(await failureOf(fetch('/x', { method: 'POST' })), {
    name: 'TypeError',
    message: 'fetch failed',
    code: 'ERR_CONNECTION_CLOSED',
  })
  await peer.close()
  assert.equal((await failureOf(fetch('/x'))).code, 'ERR_CONNECT')
  await engine.close()
  assert.equal((await failureOf(fetch('/x'))).code, 'ERR_CLOSED')
})

for (const [what, make] of [
  ['of the call', (signal: AbortSignal): Args => ['/x', { signal }]],
  ['of a Request that nobody holds', (signal: AbortSignal): Args => [new Request('http://docker/x', { signal })]],
] as const) {
  test(`the signal ${what}: before, waiting for the head, within the body`, async (t) => {
    let requests = 0
    const { fetch, engine, peer } = await stage(t, async (wire) => {
      await wire.head()
      if (requests++ > 0) wire.send(`${CHUNKED}3\r\none\r\n`)
      await wire.ended()
    })
    const reason = new Error('enough')
    await assert.rejects(fetch(...make(AbortSignal.abort(reason))), (error) => error === reason)
    assert.equal(peer.accepted, 0)
    const first = new AbortController()
    const waiting = fetch(...make(first.signal))
    await eventually(() => requests === 1)
    first.abort()
    await assert.rejects(waiting, { name: 'AbortError' })
    const second = new AbortController()
    const reader = (await fetch(...make(second.signal))).body!.getReader()
    await reader.read()
    await turns()
    collectGarbage()
    second.abort(reason)
    await assert.rejects(reader.read(), (error) => error === reason)
    assert.deepEqual(engine.connections, NONE)
  })
}

/** Collects garbage now. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  gc()
}

test('an abort ends the wait for a JSON body that never ends', async (t) => {
  const { fetch, peer } = await stage(t, () => {})
  const body = new ReadableStream({ pull: () => new Promise(() => {}) })
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json' }, duplex: 'half' } as RequestInit
  const abort = new AbortController()
  const waiting = fetch('/x', { ...init, signal: abort.signal })
  await turns()
  abort.abort()
  await assert.rejects(waiting, { name: 'AbortError' })
  assert.equal(peer.accepted, 0)
})

test('createFetch() has the type of the global fetch', async (t) => {
  const { fetch } = await stage(t, () => {})
  const same: typeof globalThis.fetch = fetch
  assert.equal(same, fetch)
})

test('the cause is the error that the request API rejects with', async (t) => {
  const { fetch } = await stage(t, () => {})
  await assert.rejects(fetch('/a//b'), (error: Error) => {
    assert.ok(error instanceof TypeError)
    assert.ok(error.cause instanceof FairleadError)
    assert.equal(error.message, error.cause.message)
    assert.equal(error.cause.blame, 'caller')
    return true
  })
})
