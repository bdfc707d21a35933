// What is sent, byte for byte, and what is returned, for requests without trouble; and what is rejected before anything
// is sent (user-pains 12, 22, 23).

import assert from 'node:assert/strict'
import test from 'node:test'
import { connect } from '../../../src/engine/engine.ts'
import type { RequestOptions } from '../../../src/engine/request/options.ts'
import { all, answer, chunked, FIELDS, failure, JSON_TYPE, request, serve } from '../kit.ts'

test('get gives JSON, text, nothing; 304 is no error', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(request('GET', '/containers/json?all=1'))
    wire.send(answer('200 OK', JSON_TYPE, '[{"Id":"a"}]'))
    await wire.expect(request('GET', '/info'))
    wire.send(
      `HTTP/1.1 200 OK\r\nContent-Type: Application/JSON; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n${chunked('{"Na', 'me":"\xc3\xbc"}')}`,
    )
    await wire.expect(request('GET', '/_ping'))
    wire.send(answer('200 OK', 'Content-Type: text/plain; charset=utf-8\r\n', 'OK'))
    await wire.expect(request('POST', '/containers/x/start', 'Content-Length: 0\r\n'))
    wire.send('HTTP/1.1 204 No Content\r\n\r\n')
    await wire.expect(request('POST', '/containers/x/start', 'Content-Length: 0\r\n'))
    wire.send('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n')
    await wire.expect(request('DELETE', '/containers/x?force=1'))
    wire.send(answer('200 OK', '', ''))
    await wire.expect(request('HEAD', '/containers/x/archive?path=%2F'))
    wire.send(answer('200 OK', 'X-Docker-Container-Path-Stat: eA==\r\n', '').replace(': 0', ': 9'))
    await wire.expect(request('PUT', '/x', 'Content-Length: 0\r\n'))
    wire.send('HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n7')
    wire.end()
  })
  assert.deepEqual(await engine.get('/containers/json', { query: { all: true } }), [{ Id: 'a' }])
  assert.deepEqual(await engine.get('/info'), { Name: 'ü' })
  assert.equal(await engine.get('/_ping'), 'OK')
  assert.equal(await engine.post('/containers/{id}/start', { path: { id: 'x' } }), undefined)
  assert.equal(await engine.post('/containers/{id}/start', { path: { id: 'x' } }), undefined)
  assert.equal(await engine.delete('/containers/{id}', { path: { id: 'x' }, query: { force: true } }), undefined)
  const head = await engine.head('/containers/{id}/archive', { path: { id: 'x' }, query: { path: '/' } })
  assert.equal(head.get('x-docker-container-path-stat'), 'eA==')
  assert.equal(await engine.untyped.put('/x'), 7)
})

test('every reader of a response, each once', async (t) => {
  const { engine, peer } = await serve(t, (wire) =>
    wire.answerAll(answer('200 OK', JSON_TYPE, '{"a":"\xe2\x82\xac"}\n')),
  )
  const ask = () => engine.untyped.request('GET', '/x')
  const response = await ask()
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'application/json')
  assert.deepEqual(await response.json(), { a: '€' })
  assert.equal((await failure(response.text())).code, 'ERR_BODY_TAKEN')
  assert.equal(await (await ask()).text(), '{"a":"€"}\n')
  assert.equal(Buffer.from(await (await ask()).bytes()).toString(), '{"a":"€"}\n')
  assert.deepEqual(await all((await ask()).records()), [{ a: '€' }])
  assert.deepEqual(await all((await ask()).lines({ tty: true })), [
    { stream: 'stdout', text: '{"a":"€"}', complete: true },
  ])
  assert.equal(Buffer.concat(await all(await ask())).toString(), '{"a":"€"}\n')
  assert.equal((await failure((await ask()).bytes({ limit: 5 }))).code, 'ERR_BODY_TOO_LARGE')
  assert.equal(
    (await failure((await engine.untyped.request('GET', '/x')).text({ limit: 11 }))).code,
    'ERR_BODY_TOO_LARGE',
  )
  assert.equal(peer.accepted, 2)
})

test('a response that is not the JSON it claims is rejected without its text', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '{"secret')))
  for (const ask of [() => engine.untyped.get('/x'), async () => (await engine.untyped.request('GET', '/x')).json()]) {
    const error = await failure(ask())
    assert.equal(error.code, 'ERR_RECORD_SYNTAX')
    assert.doesNotMatch(error.message, /secret/)
    assert.match(error.message, /GET \/x/)
  }
})

test('no reader is fooled by lengths that announce no body', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(request('HEAD', '/x'))
    wire.send('HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n')
    await wire.expect(request('GET', '/x'))
    wire.send('HTTP/1.1 304 Not Modified\r\nContent-Length: 99999999999\r\n\r\n')
  })
  assert.equal(await (await engine.untyped.request('HEAD', '/x')).text({ limit: 10 }), '')
  assert.equal(await (await engine.untyped.request('GET', '/x')).text({ limit: 10 }), '')
})

test('a chunked response that also has a malformed Content-Length settles', async (t) => {
  const lengths = ['-5', 'x', '1e99', '99999999999999999999']
  const { engine } = await serve(t, async (wire, index) => {
    await wire.expect(request('GET', '/x'))
    const length = lengths[index % lengths.length]
    wire.send(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: ${length}\r\n\r\n${chunked('hi')}`)
    await wire.ended()
  })
  for (const _ of lengths) assert.equal(await engine.untyped.get('/x'), 'hi')
  for (const _ of lengths) assert.equal(await (await engine.untyped.request('GET', '/x')).text(), 'hi')
})

test('a JSON body, a body of another type, and one with its own Content-Type', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    const json = '{"Env":["P=hunter2"]}'
    await wire.expect(
      `POST /v1.41/containers/create?name=n HTTP/1.1\r\n${FIELDS}Content-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}`,
    )
    wire.send(answer('201 Created', JSON_TYPE, '{"Id":"a"}'))
    await wire.expect(
      `PUT /v1.41/x HTTP/1.1\r\n${FIELDS}Content-Type: application/x-tar\r\nContent-Length: 3\r\n\r\ntar`,
    )
    wire.send('HTTP/1.1 204 No Content\r\n\r\n')
    await wire.expect(`POST /v1.41/x HTTP/1.1\r\n${FIELDS}content-type: text/plain\r\nContent-Length: 0\r\n\r\n`)
    wire.send('HTTP/1.1 204 No Content\r\n\r\n')
    await wire.expect(
      `POST /v1.41/x HTTP/1.1\r\n${FIELDS}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n[]`,
    )
    wire.send('HTTP/1.1 204 No Content\r\n\r\n')
    await wire.expect(
      `POST /v1.41/x HTTP/1.1\r\n${FIELDS}Content-Type: application/json\r\nContent-Length: 12\r\n\r\n"http://h/a"`,
    )
    wire.send('HTTP/1.1 204 No Content\r\n\r\n')
  })
  const created = await engine.post('/containers/create', { query: { name: 'n' }, body: { Env: ['P=hunter2'] } })
  assert.deepEqual(created, { Id: 'a' })
  await engine.untyped.put('/x', { body: Buffer.from('tar') })
  await engine.untyped.post('/x', { body: '', headers: { 'content-type': 'text/plain' } })
  await engine.untyped.post('/x', { body: [] })
  await engine.untyped.post('/x', { body: new URL('http://h/a') })
})

const circular: { self?: unknown } = {}
circular.self = circular

const refused: [name: string, options: RequestOptions, code: string, path?: string][] = [
  ['an empty id', { path: { id: '' } }, 'ERR_PATH', '/containers/{id}/json'],
  ['a dot segment', { path: { id: '..' } }, 'ERR_PATH', '/containers/{id}/json'],
  ['an empty id put in by hand', {}, 'ERR_PATH', '/containers//json'],
  ['a bad query', { query: { since: new Date('never') } }, 'ERR_OPTION'],
  ['an injected header', { headers: { X: 'a\r\nEvil: 1' } }, 'ERR_REQUEST_SYNTAX'],
  ['a framing header', { headers: { 'Content-Length': '7' } }, 'ERR_OPTION'],
  ['a circular body', { body: circular }, 'ERR_OPTION'],
  ['a body that is none', { body: 7 as never }, 'ERR_OPTION'],
  ['a null body', { body: null as never }, 'ERR_OPTION'],
  ['a body of another length', { body: 'abc', bodyLength: 2 }, 'ERR_UPLOAD_LENGTH'],
  ['a bad limit', { timeouts: { head: -1 } }, 'ERR_OPTION'],
  ['a bad idle limit', { timeouts: { idle: Number.NaN } }, 'ERR_OPTION'],
  ['a signal that is none', { signal: {} as never }, 'ERR_OPTION'],
]

for (const [name, options, code, path = '/x'] of refused) {
  test(`${name} is rejected before anything is sent`, async (t) => {
    const { engine, peer } = await serve(t, () => {}, { apiVersion: undefined })
    assert.equal((await failure(engine.untyped.get(path, options))).code, code)
    assert.equal((await failure(engine.untyped.request('POST', path, options))).code, code)
    assert.equal((await failure(engine.untyped.head(path, options))).code, code)
    assert.equal(peer.accepted, 0)
  })
}

test('an invalid method is rejected before anything is sent', async (t) => {
  const { engine, peer } = await serve(t, () => {}, { apiVersion: undefined })
  for (const method of ['get', 'GET /evil', 'CONNECT', '']) {
    assert.equal((await failure(engine.untyped.request(method as 'GET', '/x'))).code, 'ERR_OPTION')
  }
  assert.equal(peer.accepted, 0)
})

test('what connect rejects', () => {
  assert.throws(() => connect('ftp://h'), { code: 'ERR_ENDPOINT' })
  assert.throws(() => connect({ apiVersion: 'x' }), { code: 'ERR_OPTION' })
  assert.throws(() => connect({ headers: { X: 'a\n' } }), { code: 'ERR_REQUEST_SYNTAX' })
  assert.throws(() => connect({ timeouts: { connect: -1 } }), { code: 'ERR_OPTION', message: /timeouts.connect/ })
  assert.throws(() => connect({ timeouts: { untaken: 1e12 } }), { code: 'ERR_OPTION', message: /timeouts.untaken/ })
  assert.throws(() => connect({ pool: { connections: 0 } }), { code: 'ERR_OPTION', message: /pool.connections/ })
  assert.throws(() => connect({ pool: { idle: -1 } }), { code: 'ERR_OPTION', message: /pool.idle/ })
})

test('a path before the API, over tcp', async (t) => {
  const { peer } = await serve(
    t,
    async (wire) => {
      await wire.expect(
        `GET /docker/v1.41/x HTTP/1.1\r\nHost: ${peer.host.slice(6)}\r\n${FIELDS.split('\r\n')[1]}\r\n\r\n`,
      )
      wire.send(answer('200 OK', JSON_TYPE, '1'))
    },
    { listen: 'tcp' },
  )
  const engine = connect({ host: `${peer.host}/docker/`, apiVersion: '1.41' })
  assert.equal(await engine.untyped.get('/x'), 1)
  await engine.close()
})

test('connect follows DOCKER_HOST and DOCKER_API_VERSION', async (t) => {
  const { peer } = await serve(t, async (wire) => {
    await wire.expect(request('GET', '/x').replace('1.41', '1.30'))
    wire.send(answer('200 OK', JSON_TYPE, '2'))
  })
  process.env.DOCKER_HOST = peer.host
  process.env.DOCKER_API_VERSION = 'v1.30'
  t.after(() => {
    delete process.env.DOCKER_HOST
    delete process.env.DOCKER_API_VERSION
  })
  await using engine = connect()
  assert.equal(engine.apiVersion, '1.30')
  assert.equal(await engine.untyped.get('/x'), 2)
})
