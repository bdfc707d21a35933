// The token flow at the wire: a daemon asks the session for a registry's token, and a token server on the loopback notes what came.
// A password reaches the token server alone: not the daemon, and no error. And the key that the daemon knows a token's owner by.

import assert from 'node:assert/strict'
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import test from 'node:test'
import {
  CredentialsRequest,
  CredentialsResponse,
  FetchTokenResponse,
  TokenAuthorityRequest,
  TokenAuthorityResponse,
  VerifyAuthorityRequest,
  VerifyAuthorityResponse,
} from '../../src/buildkit/proto/messages.ts'
import { buildImage, openBuildSession } from '../../src/buildkit.ts'
import { connect, FairleadError } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { openResources } from '../support/handles.ts'
import { type Call, fakeDaemon } from './fake-daemon.ts'
import { AUTH, assertUnsaid, HOST, opened, PASSWORD } from './token-kit.ts'
import { basic, json, tokenServer } from './token-server.ts'

/** The key that the daemon gets; undefined with the status when it gets none. */
async function authorityOf(call: (method: string) => Call, host: string, salt: Buffer) {
  const asked = call('GetTokenAuthority').send(TokenAuthorityRequest, { host, salt }).end()
  const key = (await asked.next(TokenAuthorityResponse))?.publicKey
  return { key: key && Buffer.from(key), status: (await asked.status).status }
}

test('a user and password go by GET with Basic; the token comes with its life', async (t) => {
  const server = await tokenServer(t, (_, response) =>
    json(response, { token: 'T1', expires_in: 300, issued_at: '2026-01-02T03:04:05.6Z' }),
  )
  const { fetch, session, sent } = await opened(t, { auth: AUTH })
  const timers = openResources().Timeout ?? 0
  const call = fetch(`${server.realm}?own=1#part`, { scopes: ['repository:a:pull', 'repository:b:pull,push'] })
  assert.deepEqual(await call.next(FetchTokenResponse), {
    token: 'T1',
    expiresIn: 300,
    issuedAt: Date.parse('2026-01-02T03:04:05Z') / 1e3,
  })
  assert.equal((await call.status).status, '0')
  const [asked] = server.asked
  assert.equal(server.asked.length, 1)
  assert.equal(asked!.method, 'GET')
  assert.equal(basic(asked!.authorization), `me:${PASSWORD}`)
  assert.equal(asked!.url.pathname, '/token')
  assert.deepEqual(
    [...asked!.url.searchParams],
    [
      ['own', '1'],
      ['service', 'registry'],
      ['scope', 'repository:a:pull'],
      ['scope', 'repository:b:pull,push'],
    ],
  )
  await eventually(async () => assert.equal(await server.connections(), 0))
  await eventually(() => assert.equal(openResources().Timeout ?? 0, timers))
  assert.equal(session.failure, undefined)
  assert.ok(sent().includes('T1'))
  assertUnsaid(sent())
})

test('where GET is refused by 401, 404 or 405 the password goes by POST; by another status it does not', async (t) => {
  for (const status of [400, 401, 403, 404, 405, 302, 500]) {
    const server = await tokenServer(t, ({ method }, response) => {
      if (method === 'POST') return json(response, { access_token: 'T2' })
      response.writeHead(status, { Location: '/elsewhere' })
      response.end(`no, ${PASSWORD}`)
    })
    const { fetch, session, sent } = await opened(t, { auth: AUTH })
    const call = fetch(server.realm)
    const token = await call.next(FetchTokenResponse)
    const ended = await call.status
    if ([401, 404, 405].includes(status)) {
      assert.deepEqual(token, { token: 'T2', expiresIn: 60, issuedAt: 0 }, `${status}`)
      assert.deepEqual(
        server.asked.map(({ method }) => method),
        ['GET', 'POST'],
      )
      const { form, authorization } = server.asked[1]!
      assert.equal(authorization, undefined)
      assert.deepEqual(form, {
        grant_type: 'password',
        username: 'me',
        password: PASSWORD,
        client_id: 'buildkit-client',
        service: 'registry',
        scope: 'repository:a:pull',
      })
    } else {
      assert.equal(token, undefined)
      assert.equal(server.asked.length, 1)
      assert.equal(ended.status, '16')
      assert.match(ended.text, new RegExp(`refused a token for "127.0.0.1:5000": status ${status}$`))
    }
    // A refusal is the registry's word: the build fails with the daemon's error.
    assert.equal(session.failure, undefined)
    assertUnsaid(sent())
    assertUnsaid(ended.text)
    await eventually(async () => assert.equal(await server.connections(), 0))
  }
})

test('an identity token goes by POST, a registry token as it is, none by a bare GET', async (t) => {
  const server = await tokenServer(t, (_, response) =>
    json(response, { access_token: 'T3', token: '', expires_in: 1e30 }),
  )
  const auth = {
    'localhost:1': { username: '<token>', identitytoken: 'refresh' },
    'localhost:2': { registrytoken: 'ready' },
  }
  const { fetch } = await opened(t, { auth })
  const tokenFor = async (host: string) => (await fetch(server.realm, { host, clientId: '' }).next(FetchTokenResponse))!
  assert.deepEqual(await tokenFor('localhost:1'), { token: 'T3', expiresIn: 2 ** 31 - 1, issuedAt: 0 })
  assert.deepEqual(server.asked.splice(0), [
    {
      method: 'POST',
      url: new URL('http://x/token'),
      authorization: undefined,
      form: {
        grant_type: 'refresh_token',
        refresh_token: 'refresh',
        client_id: 'fairlead',
        service: 'registry',
        scope: 'repository:a:pull',
      },
    },
  ])
  assert.deepEqual(await tokenFor('localhost:2'), { token: 'ready', expiresIn: 60, issuedAt: 0 })
  assert.equal(server.asked.length, 0)
  assert.equal((await tokenFor('localhost:3')).token, 'T3')
  assert.deepEqual(
    server.asked.map(({ method, authorization }) => [method, authorization]),
    [['GET', undefined]],
  )
})

test('the authority: a key of these credentials, of which the daemon gets the public half and signatures', async (t) => {
  const { call } = await opened(t, { auth: { ...AUTH, 'b.io': { username: 'me', password: PASSWORD } } })
  const salt = randomBytes(16)
  const { key } = await authorityOf(call, HOST, salt)
  assert.equal(key?.length, 32)
  const payload = randomBytes(32)
  const asked = call('VerifyTokenAuthority').send(VerifyAuthorityRequest, { host: HOST, payload, salt }).end()
  const signed = Buffer.from((await asked.next(VerifyAuthorityResponse))!.signed)
  assert.deepEqual(signed.subarray(64), payload)
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key!.toString('base64url') },
    format: 'jwk',
  })
  assert.ok(verify(null, payload, publicKey, signed.subarray(0, 64)))
  // The same for a session with the same credentials; another for another registry, another daemon, another password.
  const other = await opened(t, { auth: AUTH })
  assert.deepEqual((await authorityOf(other.call, HOST, salt)).key, key)
  assert.notDeepEqual((await authorityOf(call, 'b.io', salt)).key, key)
  assert.notDeepEqual((await authorityOf(call, HOST, randomBytes(16))).key, key)
  const stranger = await opened(t, { auth: { [HOST]: { username: 'me', password: 'other' } } })
  assert.notDeepEqual((await authorityOf(stranger.call, HOST, salt)).key, key)
})

test('no authority without credentials, and none for a daemon that is to fetch tokens itself', async (t) => {
  const salt = randomBytes(16)
  const { call } = await opened(t, { auth: { ...AUTH, 'half.io': { username: 'me' } } })
  for (const host of ['ghcr.io', 'half.io', '']) assert.equal((await authorityOf(call, host, salt)).status, '14', host)
  const own = await opened(t, { auth: AUTH, authTokens: 'daemon' })
  assertUnsaid(own.sent())
  for (const method of ['GetTokenAuthority', 'VerifyTokenAuthority', 'FetchToken']) {
    assert.equal((await own.call(method).end().status).status, '12', method)
  }
  const asked = own.call('Credentials').send(CredentialsRequest, { host: HOST }).end()
  assert.deepEqual(await asked.next(CredentialsResponse), { username: 'me', secret: PASSWORD })
  // So the wiretap hears a password, where one is said.
  assert.throws(() => assertUnsaid(own.sent()))
})

test('behind a proxy the daemon fetches the tokens, unless authTokens says who does', async (t) => {
  const before = process.env.https_proxy
  process.env.https_proxy = 'http://127.0.0.1:1'
  t.after(() => (before === undefined ? delete process.env.https_proxy : (process.env.https_proxy = before)))
  const salt = randomBytes(16)
  const { call } = await opened(t, { auth: AUTH })
  assert.equal((await authorityOf(call, HOST, salt)).status, '12')
  const own = await opened(t, { auth: AUTH, authTokens: 'client' })
  assert.equal((await authorityOf(own.call, HOST, salt)).status, '0')
})

test('authTokens: another word is refused', async (t) => {
  const engine = connect((await fakeDaemon(t)).host)
  t.after(() => engine.close())
  const authTokens = 'both' as 'daemon'
  const wrong = { code: 'ERR_OPTION', message: /authTokens/ }
  await assert.rejects(openBuildSession(engine, { authTokens }), wrong)
  assert.throws(() => buildImage(engine, { files: { Dockerfile: '' } }, { authTokens }), wrong)
})

test('credentials that cannot be read fail the call with their own error', async (t) => {
  const error = new FairleadError('ERR_CREDENTIALS', 'the helper is gone')
  const auth = { get: () => Promise.reject(error), all: () => Promise.reject(error) }
  const { fetch, session } = await opened(t, { auth })
  assert.equal((await fetch('https://auth.example.com/token').status).status, '2')
  assert.equal(session.failure, error)
})
