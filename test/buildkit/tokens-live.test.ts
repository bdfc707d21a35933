// The token flow on a real Engine: a base image from a registry whose token server this process can reach and the Engine cannot.
// A wiretap on the Engine's socket shows what the Engine got of the password.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { BuildError, buildImage, type ImageBuildOptions } from '../../src/buildkit.ts'
import { connect, FairleadError, push } from '../../src/index.ts'
import { registryObstacle } from '../live/private-registry.ts'
import { withoutOpenssl } from '../support/certificates.ts'
import { liveEngine } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'
import { engineOf } from './build-kit.ts'
import { SERVICE, startTokenRegistry, TokenSigner } from './token-registry.ts'
import { type Asked, basic, json, tokenServer, wiretap } from './token-server.ts'

const { host, skip } = liveEngine()
const PASSWORD = 'pass:wörd-5519'
let count = 0

/** Below the ports that a system hands out by itself, and none of another test's registry. */
function nextPort(): number {
  return 10_000 + (process.pid % 3_000) + 3_000 * count++
}

/** A registry with a base image, its token server, and builds from that image over a wiretap. */
async function world(t: TestContext, mode: 'get' | 'post' = 'get') {
  const folder = tempDir(t)
  const signer = new TokenSigner(folder)
  const server = await tokenServer(t, ({ method, url, authorization, form }, response) => {
    const isPost = method === 'POST'
    const known = isPost
      ? (form.username === 'me' && form.password === PASSWORD) || form.refresh_token === PASSWORD
      : basic(authorization) === `me:${PASSWORD}`
    if (!known || (mode === 'post' && !isPost)) {
      response.writeHead(401).end()
      return
    }
    const scopes = isPost ? (form.scope ?? '').split(' ') : url.searchParams.getAll('scope')
    json(response, { [isPost ? 'access_token' : 'token']: signer.token(scopes), expires_in: 300 })
  })
  const port = nextPort()
  const registry = await startTokenRegistry(host, folder, port, server.realm, signer)
  t.after(() => registry.stop())
  const base = `${registry.host}/team/base`
  const engine = engineOf(t)
  await engine.post('/images/{name}/tag', { path: { name: 'busybox' }, query: { repo: base, tag: 'one' } })
  await push(engine, `${base}:one`, {
    auth: { registrytoken: signer.token(['repository:team/base:pull,push']) },
  }).done()
  await engine.delete('/images/{name}', { path: { name: `${base}:one` } })
  const tap = await wiretap(t, host)
  const tapped = connect(tap.host)
  t.after(() => tapped.close())
  const dockerfileText = `FROM ${base}:one\nRUN true\n`
  const build = (options: ImageBuildOptions) =>
    buildImage(
      tapped,
      { files: {} },
      { dockerfileText, pull: true, networkMode: 'none', output: 'none', ...options },
    ).done()
  return { registry: registry.host, server, build, sent: tap.sent }
}

function hears(sent: Buffer): boolean {
  return [PASSWORD, Buffer.from(`me:${PASSWORD}`).toString('base64')].some((form) => sent.includes(form))
}

function obstacle(): string | undefined {
  return registryObstacle(host) ?? (withoutOpenssl() || undefined)
}

test('a base image by the token flow: the password goes to the token server alone', { skip }, async (t) => {
  const missing = obstacle()
  if (missing !== undefined) return t.skip(missing)
  const { registry, server, build, sent } = await world(t)
  const auth = { [registry]: { username: 'me', password: PASSWORD } }
  const { steps } = await build({ auth })
  assert.ok(steps.some(({ name }) => name.includes(`FROM ${registry}/team/base:one`)))
  assert.ok(server.asked.length > 0)
  assert.ok(
    server.asked.every(({ method, authorization }) => method === 'GET' && basic(authorization) === `me:${PASSWORD}`),
  )
  assert.ok(server.asked.every(({ url }) => url.searchParams.get('service') === SERVICE))
  assert.ok(scopesOf(server.asked).includes('repository:team/base:pull'), scopesOf(server.asked).join())
  assert.ok(sent().includes('moby.filesync.v1.Auth/FetchToken'))
  assert.ok(!hears(sent()))
  // A second build of this process uses the token of the first: the Engine asks for a signature.
  const before = server.asked.length
  await build({ auth, noCache: true })
  assert.equal(server.asked.length, before)
  assert.ok(!hears(sent()))
  // With another password: the registry's refusal, and no failure of this side.
  const wrong = build({ auth: { [registry]: { username: 'me', password: 'wrong-one' } }, noCache: true })
  await assert.rejects(wrong, (error) => {
    assert.ok(error instanceof BuildError, String(error))
    assert.equal(error.problem, 'pull', error.reason)
    assert.match(error.reason, /refused a token for "127\.0\.0\.1:\d+": status 401/)
    assert.ok(!error.message.includes('wrong-one'))
    return true
  })
})

test('the same by POST, with a password and with an identity token', { skip }, async (t) => {
  const missing = obstacle()
  if (missing !== undefined) return t.skip(missing)
  const { registry, server, build, sent } = await world(t, 'post')
  await build({ auth: { [registry]: { username: 'me', password: PASSWORD } } })
  assert.deepEqual(new Set(server.asked.map(({ method }) => method)), new Set(['GET', 'POST']))
  server.asked.length = 0
  await build({ auth: { [registry]: { username: '<token>', identitytoken: PASSWORD } }, noCache: true })
  assert.ok(server.asked.length > 0)
  assert.ok(server.asked.every(({ method, form }) => method === 'POST' && form.grant_type === 'refresh_token'))
  assert.ok(!hears(sent()))
})

test('without credentials, and with authTokens: daemon, the Engine goes to the token server itself', {
  skip,
}, async (t) => {
  const missing = obstacle()
  if (missing !== undefined) return t.skip(missing)
  const { registry, server, build, sent } = await world(t)
  const isPull = (error: unknown): boolean => error instanceof BuildError && error.problem === 'pull'
  // It cannot reach it: that is why these builds fail.
  await assert.rejects(build({ auth: {} }), isPull)
  assert.ok(!hears(sent()))
  const auth = { [registry]: { username: 'me', password: PASSWORD } }
  await assert.rejects(build({ auth, authTokens: 'daemon' }), isPull)
  assert.equal(server.asked.length, 0)
  assert.ok(hears(sent()))
})

test('a token server that cannot be reached from here is this side’s failure', { skip }, async (t) => {
  const missing = obstacle()
  if (missing !== undefined) return t.skip(missing)
  const folder = tempDir(t)
  const registry = await startTokenRegistry(
    host,
    folder,
    nextPort(),
    'http://127.0.0.1:9/token',
    new TokenSigner(folder),
  )
  t.after(() => registry.stop())
  const auth = { [registry.host]: { username: 'me', password: PASSWORD } }
  const dockerfileText = `FROM ${registry.host}/team/base:one\n`
  const build = buildImage(engineOf(t), { files: {} }, { dockerfileText, pull: true, auth, output: 'none' })
  await assert.rejects(build.done(), (error) => {
    assert.ok(error instanceof FairleadError, String(error))
    assert.equal(error.code, 'ERR_BUILD_SERVICE')
    assert.match(error.message, /127\.0\.0\.1:9: ECONNREFUSED/)
    return true
  })
})

function scopesOf(asked: readonly Asked[]): string[] {
  return asked.flatMap(({ url }) => url.searchParams.getAll('scope'))
}
