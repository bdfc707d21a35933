// The token flow where there is no token: token servers that must not be asked, that answer nonsense, late or not at all, and a daemon
// that goes. No password goes where it must not, and none is in an error.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import test from 'node:test'
import { inspect, promisify } from 'node:util'
import { FetchTokenResponse } from '../../src/buildkit/proto/messages.ts'
import { MAX_TOKEN_BYTES, TOKEN_TIMEOUT_MS } from '../../src/buildkit.ts'
import { FairleadError } from '../../src/index.ts'
import { turns } from '../engine/kit.ts'
import { stopClock } from '../net/pacing-kit.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'
import { threeCases } from '../support/three-cases.ts'
import { AUTH, assertUnsaid, HOST, opened, PASSWORD } from './token-kit.ts'
import { basic, json, tokenServer } from './token-server.ts'

test('a token server that must not be asked gets no connection: no TLS over a network, no valid URL, a user in it', async (t) => {
  const server = await tokenServer(t, (_, response) => json(response, { token: 'T' }))
  const port = new URL(server.realm).port
  const refused: [string, string, RegExp][] = [
    [`http://auth.example.com:${port}/token`, HOST, /https/],
    [`http://127.0.0.1.example.com:${port}/token`, HOST, /https/],
    [`http://10.0.0.1:${port}/token`, '10.0.0.1:5000', /https/],
    [`http://0.0.0.0:${port}/token`, HOST, /https/],
    // A registry far away does not send this side to a server near by.
    [server.realm, 'ghcr.io', /https/],
    [`http://me:word@127.0.0.1:${port}/token`, HOST, /a user in it/],
    [`http://me@127.0.0.1:${port}/token`, HOST, /a user in it/],
    [`http://:word@127.0.0.1:${port}/token`, HOST, /a user in it/],
    [`ftp://127.0.0.1:${port}/token`, HOST, /https/],
    [`file:///etc/passwd`, HOST, /https/],
    ['', HOST, /no valid URL/],
    ['/token', HOST, /no valid URL/],
    [server.realm, '', /no valid URL/],
    [server.realm, '127.0.0.1:5000@ghcr.io', /https/],
  ]
  for (const [realm, host, why] of refused) {
    const auth = { ...AUTH, [host]: { username: 'me', password: PASSWORD } }
    const { fetch, session } = await opened(t, { auth })
    const { status, text } = await fetch(realm, { host }).status
    assert.equal(status, '2', realm)
    const { failure } = session
    assert.ok(failure instanceof FairleadError, realm)
    assert.equal(failure.code, 'ERR_BUILD_SERVICE')
    assert.match(failure.message, why, realm)
    assert.ok(!text.includes('word') && !inspect(failure).includes(PASSWORD))
  }
  assert.equal(server.asked.length, 0)
  assert.equal(await server.connections(), 0)
})

test('a server that answers nonsense, too much, half of it, or not at all', async (t) => {
  const answers: [(response: ServerResponse) => void, RegExp][] = [
    [(response) => response.end(`{"token": ${PASSWORD}`), /is not JSON/],
    [(response) => json(response, null), /has no token/],
    [(response) => json(response, { token: 5, access_token: '' }), /has no token/],
    [(response) => json(response, { token: 'x'.repeat(MAX_TOKEN_BYTES) }), /more than 262144 bytes/],
    [(response) => response.socket!.destroy(), /ECONNRESET/],
    [(response) => response.socket!.end(`HTTP/1.1 200 OK\r\n${PASSWORD}\r\n\r\n`), /HPE_/],
    [
      (response) => {
        response.setHeader('Content-Length', 50)
        response.write('{"token":')
        response.socket!.end()
      },
      /cut/,
    ],
  ]
  for (const [answer, why] of answers) {
    const server = await tokenServer(t, (_, response) => answer(response))
    const { fetch, session, sent } = await opened(t, { auth: AUTH })
    assert.equal((await fetch(server.realm).status).status, '2', String(why))
    assert.match(String(session.failure), why)
    assert.equal((session.failure as FairleadError).code, 'ERR_BUILD_SERVICE')
    assertUnsaid(inspect(session.failure))
    assertUnsaid(sent())
    await eventually(async () => assert.equal(await server.connections(), 0))
  }
})

threeCases('MAX_TOKEN_BYTES', MAX_TOKEN_BYTES, async (count, t) => {
  const token = 'x'.repeat(count - '{"token":""}'.length)
  const server = await tokenServer(t, (_, response) => json(response, { token }))
  const { fetch, session } = await opened(t, { auth: AUTH })
  const call = fetch(server.realm)
  if ((await call.next(FetchTokenResponse))?.token === token) return true
  assert.equal((await call.status).status, '2')
  assert.match(String(session.failure), /more than 262144 bytes/)
  return false
})

threeCases('TOKEN_TIMEOUT_MS', TOKEN_TIMEOUT_MS - 1, async (ms, t) => {
  const server = await tokenServer(t, () => undefined)
  const { fetch, session } = await opened(t, { auth: AUTH })
  const clock = stopClock(t)
  const call = fetch(server.realm)
  while (server.asked.length === 0) await turns(1)
  clock.tick(ms)
  await turns()
  const waits = session.failure === undefined
  clock.tick(10)
  assert.equal((await call.status).status, '2')
  assert.match(String(session.failure), /no token within 30000 ms/)
  return waits
})

test('a daemon that cancels, or whose session ends, ends the request; that is no failure', async (t) => {
  for (const end of ['reset', 'close'] as const) {
    const server = await tokenServer(t, () => undefined)
    const { fetch, session } = await opened(t, { auth: AUTH })
    const call = fetch(server.realm)
    await eventually(() => assert.equal(server.asked.length, 1))
    if (end === 'reset') call.stream.close(8)
    else session.close()
    await eventually(async () => assert.equal(await server.connections(), 0))
    assert.equal(session.failure, undefined)
  }
})

test('https: a certificate that is not trusted gets no password, one that is gets it', {
  skip: withoutOpenssl(),
}, async (t) => {
  const folder = tempDir(t)
  const { server: pair, ca } = makeCertificates(folder)
  const server = await tokenServer(t, (_, response) => json(response, { token: 'T4' }), pair)
  const auth = { 'ghcr.io': { username: 'me', password: PASSWORD } }
  const { fetch, session } = await opened(t, { auth })
  assert.equal((await fetch(server.realm, { host: 'ghcr.io' }).status).status, '2')
  assert.match(String(session.failure), /CERT|UNABLE_TO_VERIFY/)
  assert.equal(server.asked.length, 0)
  // What a process trusts is fixed when it starts.
  writeFileSync(path.join(folder, 'trusted.pem'), ca)
  const module = new URL('../../src/buildkit/session/token-fetch.js', import.meta.url).href
  const program = `import { fetchToken } from ${JSON.stringify(module)}
const [realm, password] = process.argv.slice(1)
const asked = { clientId: '', host: 'ghcr.io', realm, service: '', scopes: [] }
console.log((await fetchToken(asked, { username: 'me', password }, () => undefined)).token)`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', program, server.realm, PASSWORD],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: path.join(folder, 'trusted.pem') } },
  )
  assert.equal(stdout, 'T4\n')
  assert.deepEqual(
    server.asked.map(({ authorization }) => basic(authorization)),
    [`me:${PASSWORD}`],
  )
})
