// connect({ before }): what a hook sees and changes, byte for byte; how it rejects, at once and later; and that
// nothing gets past it.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { Readable } from 'node:stream'
import test from 'node:test'
import { createFetch } from '../../../src/fetch.ts'
import { type BeforeRequest, type ConnectOptions, connect } from '../../../src/index.ts'
import { Modem } from '../../../src/modem.ts'
import { holdings } from '../../support/handles.ts'
import { asks, ok, pong, tooNew, turnOf } from '../api-version/version-kit.ts'
import { answer, failure, JSON_TYPE, request, serve, turn, turns, watch } from '../kit.ts'

const OK = answer('200 OK', JSON_TYPE, '1')
const JSON_BODY = 'Content-Type: application/json\r\nContent-Length: 2\r\n'

/** Requests of one connection, each expected whole and given a response. */
const expects =
  (...requests: string[]) =>
  async (wire: import('../../support/scripted-peer.ts').Wire): Promise<void> => {
    for (const text of requests) {
      await wire.expect(text)
      wire.send(OK)
    }
  }

test('what it sees, and what it changes', async (t) => {
  const seen: BeforeRequest[] = []
  const { engine } = await serve(
    t,
    expects(
      request('GET', '/containers/a%20b/json?size=1', 'X-Own: own\r\nX-Added: yes\r\n'),
      `${request('POST', '/x', `X-Added: yes\r\nx-replaced: new\r\n${JSON_BODY}`)}{}`,
    ),
    {
      before(request) {
        seen.push({ ...request, headers: { ...request.headers } })
        request.headers['X-Added'] = 'yes'
        delete request.headers['X-Gone']
        if ('X-Replaced' in request.headers) request.headers['x-replaced'] = 'new'
      },
    },
  )
  const { signal } = new AbortController()
  await engine.untyped.get('/containers/{id}/json', {
    path: { id: 'a b' },
    query: { size: true },
    headers: { 'X-Own': 'own' },
    signal,
  })
  assert.deepEqual(seen[0], {
    method: 'GET',
    path: '/containers/a%20b/json',
    template: '/containers/{id}/json',
    query: '?size=1',
    headers: { 'X-Own': 'own' },
    hasBody: false,
    upgrade: undefined,
    apiVersion: '1.41',
    signal,
  })
  const own = { 'X-Replaced': 'old', 'X-Gone': 'gone' }
  const call = engine.untyped.post('/x', { headers: own, body: {} })
  // A name in two cases: the one that was set last is sent, and the caller's object is unchanged.
  await call.catch((error) => assert.fail(error))
  assert.deepEqual(own, { 'X-Replaced': 'old', 'X-Gone': 'gone' })
  assert.deepEqual([seen[1]?.hasBody, seen[1]?.headers], [true, own])
})

test('the engine’s own headers are replaced by what the hook sets', async (t) => {
  const sent = request('GET', '/x')
    .replace(/User-Agent: .*\r\n/, '')
    .replace(/\r\n$/, 'user-agent: mine\r\nx-all: hook\r\n\r\n')
  const { engine } = await serve(t, expects(sent), {
    headers: { 'X-All': 'engine' },
    before({ headers }) {
      Object.assign(headers, { 'user-agent': 'mine', 'x-all': 'hook' })
    },
  })
  await engine.untyped.get('/x')
})

test('what a hook throws is what the call fails with: nothing is sent, nothing stays open', async (t) => {
  const denied = new Error('denied')
  for (const before of [
    () => {
      throw denied
    },
    () => Promise.reject(denied),
  ]) {
    const { engine, peer } = await serve(t, (wire) => wire.quiet(), { before, ...asks })
    const settled = holdings()
    const body = Readable.from(['never read'])
    assert.equal(await failure(engine.untyped.post('/x', { body })), denied)
    assert.ok(body.destroyed)
    assert.equal(await failure(engine.untyped.request('GET', '/x')), denied)
    assert.equal(await failure(engine.untyped.head('/x')), denied)
    assert.equal(await failure(engine.untyped.tunnel('/exec/{id}/start', { path: { id: 'e1' } })), denied)
    assert.equal(await failure(engine.untyped.upgrade('/session')), denied)
    assert.equal(await failure(engine.requestTarget('GET', '/x')), denied)
    assert.equal(await failure(engine.requestRaw('GET', '/x')), denied)
    assert.equal(await failure(createFetch(engine)('http://docker/x')), denied)
    assert.equal(await failure(Promise.resolve(new Modem({ engine }).dial({ path: '/x' }))), denied)
    assert.equal(peer.accepted, 0)
    await settled()
  }
})

test('what could break out of a header is rejected as in `headers`', async (t) => {
  const bad: [Record<string, unknown>, string][] = [
    [{ 'X-A': 'a\r\nX-B: b' }, 'ERR_REQUEST_SYNTAX'],
    [{ 'X A': 'a' }, 'ERR_REQUEST_SYNTAX'],
    [{ 'Content-Length': '1' }, 'ERR_OPTION'],
    [{ 'transfer-encoding': 'chunked' }, 'ERR_OPTION'],
    [{ 'X-A': 1 }, 'ERR_OPTION'],
    [{ 'X-A': undefined }, 'ERR_OPTION'],
  ]
  for (const later of [false, true]) {
    for (const [fields, code] of bad) {
      const { engine, peer } = await serve(t, (wire) => wire.quiet(), {
        async before() {},
        ...(!later && {
          before: ({ headers }: BeforeRequest) => void Object.assign(headers, fields),
        }),
        ...(later && {
          before: async ({ headers }: BeforeRequest) => void Object.assign(headers, fields),
        }),
      })
      const error = await failure(engine.untyped.get('/x'))
      assert.deepEqual([error.code, error.blame], [code, 'caller'])
      assert.equal(peer.accepted, 0)
    }
  }
})

test('a hook that returns a promise is waited for; one that does not costs no turn', async (t) => {
  let pass = (): void => {}
  const { engine, peer } = await serve(t, (wire) => wire.answerAll(OK), {
    before: ({ path }) => (path === '/later' ? new Promise<void>((resolve) => (pass = resolve)) : undefined),
  })
  const later = watch(engine.untyped.get('/later'))
  assert.equal(engine.connections.dialling, 0)
  const now = engine.untyped.get('/now')
  assert.equal(engine.connections.dialling, 1)
  await now
  await turns()
  assert.deepEqual([later.settled, peer.accepted], [false, 1])
  pass()
  await turns()
  assert.equal(later.value, 1)
})

test('aborted, or closed, while a hook waits: the call ends, and the later result of the hook is ignored', async (t) => {
  const settle: (() => void)[] = []
  const { engine, peer } = await serve(t, (wire) => wire.quiet(), {
    before: ({ path }) =>
      new Promise<void>((resolve, reject) => {
        settle.push(path === '/rejects' ? () => reject(new Error('too late')) : resolve)
      }),
  })
  const stop = new AbortController()
  const body = Readable.from(['never read'])
  const aborted = failure(engine.untyped.post('/x', { signal: stop.signal, body }))
  const rejects = failure(engine.untyped.get('/rejects', { signal: stop.signal }))
  stop.abort('why')
  assert.deepEqual([(await aborted).name, (await aborted).cause], ['AbortError', 'why'])
  assert.equal((await rejects).name, 'AbortError')
  assert.ok(body.destroyed)
  const closed = failure(engine.untyped.get('/x'))
  await engine.close()
  assert.equal((await closed).code, 'ERR_CLOSED')
  assert.equal(settle.length, 3)
  for (const one of settle) one()
  await turns()
  assert.equal(peer.accepted, 0)
  assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_CLOSED')
  assert.equal(settle.length, 3, 'a closed engine asks no hook')
})

test('a signal has no listener of a call whose hook has returned and that is over', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '1')), {
    before: async ({ path }) => {
      await turn()
      if (path === '/denied') throw new Error('denied')
    },
  })
  const { signal } = new AbortController()
  assert.equal(await engine.untyped.get('/x', { signal }), 1)
  assert.equal(getEventListeners(signal, 'abort').length, 0)
  assert.equal((await failure(engine.untyped.get('/denied', { signal }))).message, 'denied')
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})

test('a hook that aborts the call, or closes the engine', async (t) => {
  for (const isLater of [false, true]) {
    const stop = new AbortController()
    const acts: Record<string, () => unknown> = { '/abort': () => stop.abort(), '/close': () => engine.close() }
    const { engine, peer } = await serve(t, (wire) => wire.quiet(), {
      before({ path }) {
        void acts[path]?.()
        return isLater ? new Promise<void>(() => {}) : undefined
      },
    })
    assert.equal((await failure(engine.untyped.get('/abort', { signal: stop.signal }))).name, 'AbortError')
    assert.equal((await failure(engine.untyped.get('/close'))).code, 'ERR_CLOSED')
    assert.equal(peer.accepted, 0)
  }
})

test('the pings that ask for the version pass it; once a request, though it is sent twice', async (t) => {
  const seen: string[] = []
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.expect(request('HEAD', '/_ping', 'X-A: 1\r\n').replace('/v1.41', ''))
      wire.send('HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n')
      await turnOf(wire, '1.41', tooNew('1.41', '1.40'), 'GET', 'X-A: 1\r\n')
      await turnOf(wire, '1.40', ok('1.40'), 'GET', 'X-A: 1\r\n')
    },
    {
      ...asks,
      before({ method, path, template, apiVersion, headers }) {
        seen.push(`${method} ${path} ${template} ${apiVersion}`)
        headers['X-A'] = '1'
      },
    },
  )
  await engine.untyped.get('/x')
  assert.deepEqual(seen, ['GET /x /x undefined', 'HEAD /_ping /_ping undefined'])
})

test('a ping that is denied is what the request fails with', async (t) => {
  const { engine, peer } = await serve(t, (wire) => wire.quiet(), {
    ...asks,
    before({ path }) {
      if (path === '/_ping') throw new Error('no pings')
    },
  })
  assert.equal((await failure(engine.untyped.get('/x'))).message, 'no pings')
  assert.equal(peer.accepted, 0)
})

test('a target that came whole: its path without the version, and no template', async (t) => {
  const seen: unknown[] = []
  const { engine } = await serve(t, (wire) => wire.answerAll(OK), {
    before: ({ path, template, query, apiVersion }) => void seen.push([path, template, query, apiVersion]),
  })
  await (await engine.requestTarget('GET', '/v1.40/containers/a%2Fb/json?size=1')).text()
  await (await engine.requestTarget('GET', '/x')).text()
  ;(await engine.requestRaw('GET', '/v1.39/containers/json?all=1')).call.cancel()
  ;(await engine.requestRaw('GET', '/libpod/info')).call.cancel()
  assert.deepEqual(seen, [
    ['/containers/a%2Fb/json', undefined, '?size=1', '1.40'],
    ['/x', undefined, '', '1.41'],
    ['/containers/json', undefined, '?all=1', '1.39'],
    ['/libpod/info', undefined, '', undefined],
  ])
})

test('hooks that are no functions', () => {
  for (const options of [{ before: 'x' }, { traceparent: 'x' }]) {
    assert.throws(() => connect({ host: 'unix:///x', ...options } as unknown as ConnectOptions), { code: 'ERR_OPTION' })
  }
})

test('a target that cannot be sent is an error, also when the version has to be negotiated first', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await pong(wire, '1.41')
      await wire.answerAll(ok('1.41'))
    },
    asks,
  )
  assert.equal((await failure(engine.requestTarget('GET', '/x?a b'))).code, 'ERR_REQUEST_SYNTAX')
  assert.equal((await failure(engine.requestTarget('GET', '/x?a b'))).code, 'ERR_REQUEST_SYNTAX')
})
