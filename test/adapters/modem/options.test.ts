// The Engine that a modem's options and the environment name. M19 is docker-modem's defect, as numbered in
// docs/migrating-from-dockerode.md: the environment must not override an option.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { endpointOf } from '../../../src/adapters/modem/endpoint.ts'
import { completeOptions, type ModemOptions } from '../../../src/adapters/modem/options.ts'
import { Modem } from '../../../src/modem.ts'
import { under } from '../../support/environment.ts'
import { tempDir } from '../../support/temp.ts'

type Environment = Record<string, string | undefined>

const NONE: Environment = {
  DOCKER_HOST: undefined,
  DOCKER_TLS_VERIFY: undefined,
  DOCKER_CERT_PATH: undefined,
  DOCKER_CLIENT_TIMEOUT: undefined,
  DOCKER_PATH_PREFIX: undefined,
  SSH_AUTH_SOCK: undefined,
}
const made = (env: Environment, options?: ModemOptions): Modem => under({ ...NONE, ...env }, () => new Modem(options))

const fields: [env: Environment, options: ModemOptions | undefined, expected: Partial<Modem>][] = [
  [{ DOCKER_HOST: 'unix:///tmp/docker.sock' }, undefined, { socketPath: '/tmp/docker.sock', protocol: 'http' }],
  [{ DOCKER_HOST: 'npipe:////./pipe/x' }, undefined, { socketPath: '//./pipe/x' }],
  [{ DOCKER_HOST: 'tcp://192.0.2.1:2376' }, undefined, { host: '192.0.2.1', port: '2376', protocol: 'https' }],
  [{ DOCKER_HOST: 'tcp://[::1]:12345' }, undefined, { host: '[::1]', port: '12345', protocol: 'http' }],
  [{ DOCKER_HOST: '192.0.2.1:5555' }, undefined, { host: '192.0.2.1', port: '5555', protocol: 'http' }],
  [{ DOCKER_HOST: 'tcp://h:1', DOCKER_TLS_VERIFY: '1' }, undefined, { host: 'h', port: '1', protocol: 'https' }],
  [{ DOCKER_HOST: 'tcp://h:1', DOCKER_CLIENT_TIMEOUT: '3000' }, undefined, { timeout: 3000 }],
  [{ DOCKER_HOST: 'tcp://h:1', DOCKER_PATH_PREFIX: '/p' }, undefined, { pathPrefix: '/p' }],
  [
    { DOCKER_HOST: 'ssh://user@h:5555', SSH_AUTH_SOCK: '/lib/sock' },
    { sshOptions: { foo: 'bar' } },
    {
      protocol: 'ssh',
      username: 'user',
      host: 'h',
      port: '5555',
      sshOptions: { agentForward: undefined, agent: '/lib/sock', foo: 'bar' },
    },
  ],
  // M19
  [{ DOCKER_HOST: 'tcp://h:1' }, { socketPath: '/own.sock' }, { socketPath: '/own.sock', host: undefined }],
  [
    { DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/none' },
    { host: 'own', port: 2375 },
    { host: 'own', port: 2375, protocol: 'http', ca: undefined },
  ],
  [{ DOCKER_HOST: 'unix:///tmp/x' }, { host: 'own' }, { host: 'own', socketPath: undefined }],
  [{ DOCKER_HOST: 'tcp://h:1' }, { version: 'v1.40' }, { host: 'h', version: 'v1.40' }],
  [
    { DOCKER_HOST: 'ssh://h', SSH_AUTH_SOCK: '/a' },
    { sshOptions: { agent: '/b' } },
    { sshOptions: { agentForward: undefined, agent: '/b' } },
  ],
  [{}, { host: undefined, socketPath: '/own.sock' }, { socketPath: '/own.sock' }],
  [{}, { host: 'h', ca: 'c', cert: 'd', key: 'e' }, { protocol: 'https', ca: 'c', cert: 'd', key: 'e' }],
  [{}, { host: 'h', ca: 'c', cert: 'd', key: 'e', protocol: 'http' }, { protocol: 'http' }],
]
for (const [env, options, expected] of fields) {
  test(`the fields of ${JSON.stringify(env)} and ${JSON.stringify(options ?? null)}`, () => {
    const modem = made(env, options)
    const found = Object.fromEntries(Object.keys(expected).map((name) => [name, Reflect.get(modem, name)]))
    assert.deepEqual(found, expected)
  })
}

test('without options: the default socket, or Docker Desktop’s own', async () => {
  for (const modem of [made({}), made({ DOCKER_HOST: 'unix://' }), made({}, { headers: {} })]) {
    const found = String(await modem.getSocketPath())
    assert.ok([`${homedir()}/.docker/run/docker.sock`, '/var/run/docker.sock'].includes(found), found)
  }
  assert.equal(made({}, { host: 'h' }).getSocketPath(), undefined)
})

test('the certificates of DOCKER_CERT_PATH; the error names a missing file', (t) => {
  const folder = tempDir(t)
  const env = { DOCKER_HOST: 'tcp://h:2376', DOCKER_CERT_PATH: folder }
  assert.throws(() => made(env), {
    code: 'ERR_CONTEXT',
    message: /^DOCKER_CERT_PATH: its ca.pem cannot be read: ENOENT/,
  })
  const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`
  writeFileSync(path.join(folder, 'ca.pem'), `${pem('a')}\n${pem('b')}\n`)
  for (const name of ['cert', 'key']) writeFileSync(path.join(folder, `${name}.pem`), name)
  const { ca, cert, key, protocol } = made(env)
  assert.deepEqual([ca, cert, key, protocol], [[pem('a'), pem('b')], 'cert', 'key', 'https'])
})

test('an invalid DOCKER_HOST', () => {
  for (const text of ['tcp://', 'http://[', '//'])
    assert.throws(() => made({ DOCKER_HOST: text }), { code: 'ERR_ENDPOINT' })
})

test('a function for the socket’s path is called once, asynchronously, and again after a failure', async () => {
  let asked = 0
  const modem = made(
    {},
    {
      socketPath: () => {
        if (++asked === 1) throw new Error('not yet')
        return '/found.sock'
      },
    },
  )
  assert.equal(asked, 0)
  const dialled = (): Promise<unknown> =>
    new Promise((resolve) => modem.dial({ path: '/x' }, (error: Error) => resolve(error.message)))
  assert.equal(await dialled(), 'not yet')
  assert.equal(await dialled(), 'connect ENOENT /found.sock')
  assert.equal(await modem.getSocketPath(), '/found.sock')
  assert.equal(asked, 2)
})

const places: [options: ModemOptions, endpoint: object, secure: boolean][] = [
  [{ socketPath: '/a.sock' }, { kind: 'unix', path: '/a.sock' }, false],
  [{ socketPath: 'a.sock' }, { kind: 'unix', path: 'a.sock' }, false],
  [{ host: 'h' }, { kind: 'tcp', host: 'h', port: 80, basePath: '' }, false],
  [{ host: 'h', port: '2375' }, { kind: 'tcp', host: 'h', port: 2375, basePath: '' }, false],
  [{ host: '::1', port: 1 }, { kind: 'tcp', host: '::1', port: 1, basePath: '' }, false],
  [{ host: '[::1]', port: 1 }, { kind: 'tcp', host: '::1', port: 1, basePath: '' }, false],
  [{ host: 'http://h', port: 1 }, { kind: 'tcp', host: 'h', port: 1, basePath: '' }, false],
  [{ host: 'http://h:2/p/', pathPrefix: '/q' }, { kind: 'tcp', host: 'h', port: 2, basePath: '/p/q' }, false],
  [{ host: 'https://h' }, { kind: 'tcp', host: 'h', port: 443, basePath: '', secure: true }, true],
  [
    { host: 'h', protocol: 'https', port: 2376 },
    { kind: 'tcp', host: 'h', port: 2376, basePath: '', secure: true },
    true,
  ],
  [{ host: 'unix:///a.sock' }, { kind: 'unix', path: '/a.sock' }, false],
  [
    { host: 'h', protocol: 'ssh', username: 'me', port: 22 },
    { kind: 'ssh', user: 'me', host: 'h', port: 22, path: '' },
    false,
  ],
  [{ host: 'ssh://me@h' }, { kind: 'ssh', user: 'me', host: 'h', port: undefined, path: '' }, false],
]
for (const [options, endpoint, secure] of places) {
  test(`the endpoint of ${JSON.stringify(options)}`, () => {
    const { socketPath, ...rest } = completeOptions(options, {})
    const place = { ...rest, ...(typeof socketPath === 'string' ? { socketPath } : {}) }
    assert.deepEqual(endpointOf(place), { endpoint, secure })
  })
}

test('the callback receives the error of an invalid endpoint', async () => {
  for (const options of [{ host: 'a b' }, { host: 'h', port: 'x' }]) {
    const error = await new Promise<{ code?: string }>((resolve) => made({}, options).dial({ path: '/x' }, resolve))
    assert.equal(error.code, 'ERR_ENDPOINT')
  }
})
