// TLS by context, environment and option: what is read, what decides, what is an error before any handshake,
// and that no key shows itself in an error or a print.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { inspect } from 'node:util'
import { formatEndpoint } from '../../src/endpoint/parse.ts'
import { type EndpointOptions, FairleadError, resolveEndpoint } from '../../src/index.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { DockerFolder, type Files } from './docker-folder.ts'

const skip = withoutOpenssl()
const root = mkdtempSync(path.join(tmpdir(), 'fairlead-'))
test.after(() => rmSync(root, { recursive: true }))

function prepare(): {
  docker: DockerFolder
  ca: string
  pair: { cert: string; key: string }
  all: Files
  bare: string
} {
  const at = path.join(root, 'made')
  mkdirSync(at)
  const made = makeCertificates(at)
  const ca = String(made.ca)
  const pair = { cert: String(made.client.cert), key: String(made.client.key) }
  const all = { 'ca.pem': ca, 'cert.pem': pair.cert, 'key.pem': pair.key }
  const docker = new DockerFolder(path.join(root, 'docker'))
  const encrypt = (...args: string[]): Buffer =>
    spawnSync('openssl', [...args, '-in', path.join(at, 'client.key'), '-passout', 'pass:x']).stdout
  const sets: Record<string, Files> = {
    all,
    'ca-only': { 'ca.pem': ca },
    bundle: { 'ca.pem': `# two\n${made.stranger}\n${ca}` },
    'cert-only': { 'cert.pem': pair.cert },
    'key-only': { 'ca.pem': ca, 'key.pem': pair.key },
    'no-ca': { 'cert.pem': pair.cert, 'key.pem': pair.key },
    'ca-empty': { 'ca.pem': '' },
    'ca-broken': { ...all, 'ca.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' },
    'ca-half': { ...all, 'ca.pem': `${ca}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n` },
    'cert-broken': { ...all, 'cert.pem': 'x' },
    'key-broken': { ...all, 'key.pem': 'x' },
    'key-other': { ...all, 'key.pem': readFileSync(path.join(at, 'server.key')) },
    'key-pkcs8': { ...all, 'key.pem': encrypt('pkcs8', '-topk8') },
    'key-legacy': { ...all, 'key.pem': encrypt('ec', '-aes128') },
  }
  for (const [name, files] of Object.entries(sets)) {
    docker.context(name, 'tcp://h:1', files)
    docker.files(name, files)
  }
  docker.context('all-skip', 'tcp://h:1', all, true)
  docker.context('skip', 'tcp://h:1', {}, true)
  docker.context('http', 'http://h', all)
  docker.context('socket', 'unix:///a', { 'ca.pem': 'x' }, true)
  docker.context('hostless', '', all)
  docker.context('plain', 'tcp://h:1')
  docker.files('unreadable/ca.pem', {})
  return { docker, ca, pair, all, bare: new DockerFolder(path.join(root, 'bare')).folder }
}

const made = skip === false ? prepare() : undefined

type Variables = Record<string, string>

function resolve(options: EndpointOptions, env: Variables): { host: string; tls: unknown; reason: string } {
  assert.ok(made)
  const { endpoint, tls, reason } = resolveEndpoint(options, { DOCKER_CONFIG: made.docker.folder, ...env })
  return { host: formatEndpoint(endpoint), tls: tls && { ...tls }, reason }
}

const folder = (name: string): string => path.join(root, 'docker', name)

test('a context: any file, or SkipTLSVerify, means TLS', { skip }, () => {
  assert.ok(made)
  const { ca, pair } = made
  const tls = (context: string): unknown => resolve({ context }, { DOCKER_TLS_VERIFY: '1' }).tls
  assert.deepEqual(tls('all'), { ca, ...pair })
  assert.deepEqual(tls('ca-only'), { ca })
  assert.deepEqual(tls('cert-only'), {})
  assert.deepEqual(tls('key-only'), { ca })
  assert.deepEqual(tls('no-ca'), pair)
  assert.deepEqual(tls('all-skip'), { ca, ...pair, rejectUnauthorized: false })
  assert.deepEqual(tls('skip'), { rejectUnauthorized: false })
  assert.deepEqual(tls('plain'), undefined)
  assert.deepEqual(tls('socket'), undefined)
  assert.deepEqual(tls('hostless'), undefined)
  assert.equal(resolve({ context: 'http' }, {}).host, 'tcp://h:443')
})

test('the variables: any text but the empty one', { skip }, () => {
  assert.ok(made)
  const { ca, pair } = made
  const DOCKER_CERT_PATH = folder('all')
  const of = (env: Variables): unknown[] => Object.values(resolve({}, { DOCKER_CERT_PATH, ...env }))
  const verify = 'the default with TLS, because of DOCKER_TLS_VERIFY'
  const local = 'tcp://localhost:2376'
  assert.deepEqual(of({ DOCKER_TLS_VERIFY: '1' }), [local, { ca, ...pair }, verify])
  assert.deepEqual(of({ DOCKER_TLS_VERIFY: '0', DOCKER_TLS: '1' }), [local, { ca, ...pair }, verify])
  const unverified = { ca, ...pair, rejectUnauthorized: false }
  const asked = 'the default with TLS, because of DOCKER_TLS'
  assert.deepEqual(of({ DOCKER_TLS: '0', DOCKER_TLS_VERIFY: '' }), [local, unverified, asked])
  const given = { DOCKER_TLS_VERIFY: '1', DOCKER_HOST: 'tcp://h' }
  assert.deepEqual(of(given), ['tcp://h:2375', { ca, ...pair }, 'DOCKER_HOST'])
  assert.deepEqual(of({ DOCKER_HOST: 'tcp://h:2376' }), ['tcp://h:2376', undefined, 'DOCKER_HOST'])
  assert.deepEqual(of({ DOCKER_TLS_VERIFY: '1', DOCKER_HOST: 'unix:///a' }), ['unix:///a', undefined, 'DOCKER_HOST'])
  const context = [local, { ca, ...pair }, `DOCKER_CONTEXT, the context 'default': ${verify}`]
  assert.deepEqual(of({ DOCKER_TLS_VERIFY: '1', DOCKER_CONTEXT: 'default' }), context)
  assert.deepEqual(resolve({}, { DOCKER_CONFIG: folder('ca-only'), DOCKER_TLS: 'x' }).tls, {
    ca,
    rejectUnauthorized: false,
  })
  assert.deepEqual(resolve({}, { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder('key-only') }).tls, { ca })
})

test('the tls option goes before context and environment', { skip }, () => {
  assert.ok(made)
  const own = { ca: 'mine' }
  const env = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder('ca-broken') }
  assert.deepEqual(resolve({ context: 'all', tls: own }, {}).tls, own)
  assert.deepEqual(resolve({ context: 'all-skip', tls: true }, {}).tls, {})
  assert.deepEqual(resolve({ context: 'all', tls: false }, {}).tls, undefined)
  assert.deepEqual(resolve({ tls: own }, { ...env, DOCKER_HOST: 'tcp://h' }).tls, own)
  assert.deepEqual(resolve({ tls: false }, { ...env, DOCKER_HOST: 'tcp://h' }).tls, undefined)
  assert.deepEqual(resolve({ host: 'tcp://h' }, env).tls, undefined)
  assert.deepEqual(resolve({ host: 'tcp://h', tls: true }, env).tls, {})
  assert.deepEqual(resolve({ host: 'https://h' }, env).tls, {})
  assert.deepEqual(resolve({ host: 'https://h', tls: own }, env).tls, own)
  const expected = ['tcp://localhost:2376', own, 'the default with TLS, because of the tls option']
  assert.deepEqual(Object.values(resolve({ tls: own }, env)), expected)
  assert.match(resolve({ tls: false }, env).host, /^unix:/)
})

const unusable: [name: string, message: RegExp][] = [
  ['ca-empty', /ca\.pem: it has no PEM certificate/],
  ['ca-broken', /ca\.pem: its certificate 1 cannot be read/],
  ['ca-half', /ca\.pem: its certificate 2 cannot be read/],
  ['cert-broken', /cert\.pem: it has no PEM certificate/],
  ['key-broken', /key\.pem: it has no PEM key/],
  ['key-other', /key\.pem: it is not the key of cert\.pem/],
  ['key-pkcs8', /key\.pem: the key is encrypted/],
  ['key-legacy', /key\.pem: the key is encrypted/],
]

function assertRejects(env: Variables, message: RegExp): void {
  assert.ok(made)
  const { pair, ca } = made
  const secrets = [pair.key, pair.cert, ca].map((pem) => pem.split('\n')[1]!)
  assert.throws(
    () => resolve({}, env),
    (error: unknown) => {
      assert.ok(error instanceof FairleadError)
      assert.equal(error.code, 'ERR_CONTEXT')
      assert.match(error.message, message)
      for (const secret of secrets) assert.ok(!inspect(error, { depth: null }).includes(secret))
      return true
    },
  )
}

for (const [name, message] of unusable) {
  test(`an error, for a context and for DOCKER_CERT_PATH: ${name}`, { skip }, () => {
    assertRejects({ DOCKER_CONTEXT: name }, message)
    assertRejects({ DOCKER_CERT_PATH: folder(name), DOCKER_TLS_VERIFY: '1' }, message)
  })
}

test('the variables without ca.pem are an error, also with DOCKER_TLS', { skip }, () => {
  assert.ok(made)
  assertRejects(
    { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder('no-ca') },
    /DOCKER_TLS_VERIFY is set, and DOCKER_CERT_PATH/,
  )
  assertRejects(
    { DOCKER_TLS: '1', DOCKER_CERT_PATH: '/nowhere' },
    /DOCKER_TLS is set, and DOCKER_CERT_PATH has no ca\.pem/,
  )
  assertRejects({ DOCKER_TLS: '1', DOCKER_CONFIG: made.bare }, /Docker's configuration folder has no ca\.pem/)
  assertRejects({ DOCKER_TLS: '1', DOCKER_CERT_PATH: folder('unreadable') }, /ca\.pem: it cannot be read \(EISDIR\)/)
})

test('a bundle of authorities is taken whole', { skip }, () => {
  const tls = resolve({ context: 'bundle' }, {}).tls as { ca: string }
  assert.equal(tls.ca.match(/BEGIN CERTIFICATE/g)?.length, 2)
})

test('printing shows nothing that was read from files', { skip }, () => {
  assert.ok(made)
  const { DOCKER_CONFIG, pair } = { DOCKER_CONFIG: made.docker.folder, pair: made.pair }
  const env = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder('all') }
  for (const resolved of [resolveEndpoint({ context: 'all-skip' }, { DOCKER_CONFIG }), resolveEndpoint({}, env)]) {
    const shown = `${inspect(resolved, { depth: null, showHidden: false })} ${JSON.stringify(resolved)}`
    assert.match(shown, /key: '…'/)
    for (const pem of Object.values(pair)) assert.ok(!shown.includes(pem.split('\n')[1]!))
  }
})
