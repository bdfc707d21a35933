// DOCKER_CUSTOM_HEADERS and HttpHeaders: what is read, in which order it counts, and that no value is in an error.

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { dockerHeaders, overlay } from '../../src/endpoint/headers.ts'
import { VERSION } from '../../src/engine/request/library-version.ts'
import { readOptions } from '../../src/engine/request/options.ts'
import { attach, outcome, serve, upgraded } from '../engine/response/tunnel-kit.ts'
import type { Script } from '../support/scripted-peer.ts'
import { tempDir } from '../support/temp.ts'

/** An environment whose config.json has this text. */
function config(t: TestContext, text: string, more: Record<string, string> = {}): Record<string, string> {
  const folder = path.join(tempDir(t), '.docker')
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'config.json'), text)
  return { DOCKER_CONFIG: folder, ...more }
}

const variable = (text: string) => dockerHeaders({ DOCKER_CUSTOM_HEADERS: text, DOCKER_CONFIG: '/nonexistent' })

const read: [text: string, fields: Record<string, string>][] = [
  ['X-A=1', { 'X-A': '1' }],
  ['X-A=1,X-B=two words', { 'X-A': '1', 'X-B': 'two words' }],
  ['"X-A=1,2","X-B=a ""quoted"" word"', { 'X-A': '1,2', 'X-B': 'a "quoted" word' }],
  [' X-A = padded ', { 'X-A': ' padded ' }],
  ['X-A=', { 'X-A': '' }],
  ['X-A=a=b', { 'X-A': 'a=b' }],
  ['X-A=1\nX-B=2', { 'X-A': '1' }],
  ['\r\nX-A=1\r\n', { 'X-A': '1' }],
  ['User-Agent=mine,Host=other,content-length=5,Connection=close,X-A=1', { 'X-A': '1' }],
]
for (const [text, fields] of read) {
  test(`the variable ${JSON.stringify(text)}`, () => assert.deepEqual(variable(text), fields))
}

for (const text of [
  'secret',
  'X-A=1,secret',
  '=secret',
  ' =secret',
  'X-A=1,',
  '"X-A=secret',
  'X-A="secret"',
  '"X-A=1"secret',
  ',',
]) {
  test(`the variable ${JSON.stringify(text)} is an error without its values`, () => {
    assert.throws(
      () => variable(text),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'ERR_OPTION')
        assert.match(error.message, /^DOCKER_CUSTOM_HEADERS: /)
        assert.doesNotMatch(error.message, /secret|X-A/)
        return true
      },
    )
  })
}

test('HttpHeaders of config.json, which the variable replaces', (t) => {
  const env = config(t, '{"HttpHeaders":{"X-Meta":"1","User-Agent":"mine"}}')
  assert.deepEqual(dockerHeaders(env), { 'X-Meta': '1' })
  assert.deepEqual(dockerHeaders({ ...env, DOCKER_CUSTOM_HEADERS: '' }), { 'X-Meta': '1' })
  assert.deepEqual(dockerHeaders({ ...env, DOCKER_CUSTOM_HEADERS: 'X-B=2' }), { 'X-B': '2' })
  assert.deepEqual(dockerHeaders(config(t, '{"httpheaders":{"X-Meta":"1"}}')), { 'X-Meta': '1' })
})

test('a config.json that is missing, invalid or without HttpHeaders gives no fields', (t) => {
  assert.deepEqual(dockerHeaders({ DOCKER_CONFIG: '/nonexistent' }), {})
  for (const text of ['{}', '{"HttpHeaders":null}', 'not JSON', '[]'])
    assert.deepEqual(dockerHeaders(config(t, text)), {})
})

test('HttpHeaders of another shape is an error without its values', (t) => {
  for (const text of [
    '{"HttpHeaders":["secret"]}',
    '{"HttpHeaders":{"X-A":{"secret":1}}}',
    '{"HttpHeaders":"secret"}',
  ]) {
    assert.throws(
      () => dockerHeaders(config(t, text)),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'ERR_CONTEXT')
        assert.doesNotMatch(error.message, /secret/)
        return true
      },
    )
  }
})

test('the headers option replaces fields of the same name, in any case, and keeps the others', (t) => {
  assert.deepEqual(overlay({ 'X-A': 'low', 'X-B': 'kept' }, { 'x-a': 'high' }), { 'X-B': 'kept', 'x-a': 'high' })
  const env = config(t, '{"HttpHeaders":{"X-A":"low","X-B":"kept"}}')
  const { headers } = readOptions({ host: 'unix:///x', headers: { 'x-a': 'high' } }, env)
  assert.deepEqual(headers, { 'X-B': 'kept', 'x-a': 'high' })
})

test('they are on every request, hijacks and the first ping included', async (t) => {
  process.env.DOCKER_CUSTOM_HEADERS = 'X-Meta=1,X-Low=2'
  t.after(() => delete process.env.DOCKER_CUSTOM_HEADERS)
  const fields = `Host: docker\r\nX-Meta: 1\r\nUser-Agent: sdk/1 fairlead/${VERSION}\r\nx-low: 3\r\n`
  const headers = { 'User-Agent': `sdk/1 fairlead/${VERSION}`, 'x-low': '3' }
  const script: Script = async (wire) => {
    await wire.expect(`HEAD /_ping HTTP/1.1\r\n${fields}\r\n`)
    wire.send('HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\nContent-Length: 0\r\n\r\n')
    await wire.expect(
      'POST /v1.45/containers/c1/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\n' +
        `${fields}Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n`,
    )
    wire.send(upgraded())
    wire.end()
  }
  const { engine } = await serve(t, script, { apiVersion: undefined, headers })
  assert.deepEqual(await outcome(await attach(engine)), { frames: [], code: undefined })
})
