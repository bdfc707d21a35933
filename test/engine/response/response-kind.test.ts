// An operation whose response is JSON is parsed, or rejects with the address and the type: with any Content-Type, by
// every way to read it. A host that speaks HTTP and is not an Engine is reported as that.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { needsBody } from '../../../src/engine/response/response-kind.ts'
import { type Engine, events, FairleadError, logs, save } from '../../../src/index.ts'
import { HeadParser } from '../../../src/wire/head-parser.ts'
import { root } from '../../house/sources.ts'
import { all, answer, failure, serve } from '../kit.ts'

/** An engine that gets these bytes for every request. */
async function answered(t: TestContext, bytes: string): Promise<{ engine: Engine; host: string }> {
  const { engine, peer } = await serve(t, (wire) => wire.answerAll(bytes))
  return { engine, host: peer.host }
}

const types = ['', 'Content-Type: text/plain; charset=utf-8\r\n', 'Content-Type: APPLICATION/JSON;charset=utf-8\r\n']

for (const type of types) {
  test(`JSON with ${type.trim() || 'no Content-Type'} is parsed`, async (t) => {
    const { engine } = await answered(t, answer('200 OK', type, '[{"Id":"c"}]'))
    assert.deepEqual(await engine.get('/containers/json'), [{ Id: 'c' }])
    assert.deepEqual(await (await engine.request('GET', '/containers/json')).json(), [{ Id: 'c' }])
  })

  test(`no JSON with ${type.trim() || 'no Content-Type'} rejects with the address and the type`, async (t) => {
    const { engine, host } = await answered(t, answer('200 OK', type, 'secret'))
    const json = async () => (await engine.request('GET', '/containers/json')).json()
    for (const call of [engine.get('/containers/json'), engine.untyped.get('/containers/json'), json()]) {
      const error = await failure(call)
      assert.equal(error.code, 'ERR_RECORD_SYNTAX')
      assert.equal(error.blame, 'peer')
      assert.ok(error.message.startsWith('GET /containers/json: '), error.message)
      assert.ok(error.message.includes(host) && !error.message.includes('secret'), error.message)
      const name = /(?<=: )[^;]*/.exec(type.trim())?.[0].toLowerCase() ?? 'no Content-Type'
      assert.ok(error.message.includes(name), error.message)
    }
  })
}

for (const bytes of [
  answer('200 OK', '', ''),
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 304 Not Modified\r\n\r\n',
]) {
  test(`an empty response where JSON is due: ${bytes.slice(9, 12)}`, async (t) => {
    const { engine } = await answered(t, bytes)
    assert.equal((await failure(engine.get('/containers/json'))).code, 'ERR_RECORD_SYNTAX')
    assert.equal((await failure(engine.post('/containers/create', { body: { Image: 'a' } }))).code, 'ERR_RECORD_SYNTAX')
    assert.equal((await failure(engine.delete('/images/{name}', { path: { name: 'a/b' } }))).code, 'ERR_RECORD_SYNTAX')
    await engine.post('/containers/{id}/start', { path: { id: 'c' } })
    assert.equal(await engine.untyped.get('/libpod/containers/c/exists'), undefined)
  })
}

test('text stays text: a ping, and paths that the API document does not have', async (t) => {
  const { engine } = await answered(t, answer('200 OK', 'Content-Type: text/plain\r\n', 'OK'))
  assert.equal(await engine.get('/_ping'), 'OK')
  assert.equal(await engine.untyped.get('/libpod/generate/c/kube'), 'OK')
  assert.equal(await engine.untyped.get('/containers/c/logs'), 'OK')
})

test('a path that the document does not have, without a type: JSON where it is', async (t) => {
  const { engine } = await answered(t, answer('200 OK', '', '{"a":1}'))
  assert.deepEqual(await engine.untyped.get('/libpod/info'), { a: 1 })
  assert.equal(await engine.untyped.get('/containers/c/logs'), '{"a":1}')
})

test('a web page is no Engine: values, responses, heads, tunnels and recipes', async (t) => {
  const { engine, host } = await answered(t, answer('200 OK', 'Content-Type: TEXT/html; charset=utf-8\r\n', '<html>'))
  const path = { id: 'c' }
  const calls = [
    () => engine.get('/containers/json'),
    () => engine.untyped.get('/anything'),
    () => engine.post('/containers/{id}/start', { path }),
    () => engine.request('GET', '/images/json'),
    () => engine.head('/_ping'),
    () => engine.tunnel('/containers/{id}/attach', { path }),
    () => engine.upgrade('/containers/{id}/attach', { path }),
    () => save(engine, 'a'),
    () => all(logs(engine, 'c', { tty: true })),
    () => all(events(engine)),
  ]
  for (const call of calls) {
    const error = await failure(call())
    assert.ok(error instanceof FairleadError && error.code === 'ERR_RECORD_SYNTAX', `${call}: ${error}`)
    assert.match(error.message, /text\/html/)
    assert.ok(error.message.includes(`${host} speaks HTTP, but is not a Docker Engine`), error.message)
  }
  assert.equal(await (await engine.requestTarget('GET', '/anything')).text(), '<html>')
})

test('a page with an Api-Version is an Engine’s', async (t) => {
  const fields = 'Api-Version: 1.41\r\nContent-Type: text/html\r\n'
  const { engine } = await answered(t, answer('200 OK', fields, '<html>'))
  assert.equal(await engine.untyped.get('/debug/pprof/'), '<html>')
})

test('a ping that gets a page ends the first call', async (t) => {
  const page = answer('200 OK', 'Content-Type: text/html\r\n', '<html>')
  const { engine } = await serve(t, (wire) => wire.answerAll(page), { apiVersion: undefined })
  assert.match((await failure(engine.get('/info'))).message, /is not a Docker Engine/)
})

test('error responses of hosts that are no Engine say so; those of a proxy do not', async (t) => {
  const html = 'Content-Type: text/html\r\n'
  const rows: [bytes: string, message: RegExp][] = [
    [
      answer('404 Not Found', html, '<title>404 Not\nFound</title>x'),
      /: 404 404 Not Found \(a web page: .* not a Docker Engine/,
    ],
    [
      answer('404 Not Found', 'Docker-Distribution-Api-Version: registry/2.0\r\n', '404 page not found'),
      /is a registry/,
    ],
    [answer('403 Forbidden', html, '<b>no</b>'), /: 403 <b>no<\/b>$/],
    [answer('301 Moved', 'Location: http://u:p@h/x?token=1\r\n', ''), /: 301 Moved, Location: http:\/\/h\/x$/],
  ]
  for (const [bytes, message] of rows) {
    const { engine } = await answered(t, bytes)
    const error = await failure(engine.get('/info'))
    assert.equal(error.code, 'ERR_ENGINE')
    assert.match(error.message, message)
  }
})

test('the operations held to JSON are those of the API document', () => {
  const schema = readFileSync(join(root, 'src/engine/schema.ts'), 'utf8')
  const [routes = ''] = /interface valueRoutes \{[\s\S]*?\n\}/.exec(schema) ?? []
  const parser = new HeadParser()
  parser.push(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), 0, 19)
  let method = ''
  let count = 0
  for (const line of routes.split('\n')) {
    method = /^ {2}(\w+): \{/.exec(line)?.[1] ?? method
    const [, path, name] = /'(\/[^']*)': operations\['(\w+)'\]/.exec(line) ?? []
    if (path === undefined || method === 'HEAD') continue
    // The document has a body there; the Engine sends none.
    if (path === '/plugins/{name}') continue
    const [operation = ''] =
      new RegExp(`\\n  ${name}: \\{[\\s\\S]*?\\n  \\}`).exec(schema.slice(schema.indexOf('interface operations'))) ?? []
    assert.notEqual(operation, '', name)
    const isJson = /\n +20\d: (?:JsonResponse<|\{[^\n]*'application\/json')/.test(operation)
    const filled = path.replaceAll('{id}', 'x').replaceAll('{name}', 'reg.io/a/b').replaceAll('{checkpoint}', 'y')
    assert.equal(needsBody(method, filled, parser.head), isJson, `${method} ${path}`)
    assert.equal(needsBody(method, `/v1.41${filled}`, parser.head), isJson, `${method} /v1.41${path}`)
    count++
  }
  assert.ok(count > 80, `${count}`)
})
