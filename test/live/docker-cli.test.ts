// The docker CLI and fairlead resolve the same Engine, and both fail for the same input. The CLI itself creates, uses, exports and
// imports the contexts. Intended differences (docs/endpoints.md) are asserted. docker-cli-dial.test.ts tests that the resolved Engine is
// also dialled.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { formatEndpoint } from '../../src/endpoint/parse.ts'
import { type EndpointOptions, resolveOn } from '../../src/endpoint/resolve.ts'
import { DockerFolder } from '../endpoint/docker-folder.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { sampled } from '../support/soak.ts'
import { docker, dockerDone, type Variables, withoutDockerCli } from './docker-cli.ts'

const skip = withoutDockerCli() || withoutOpenssl()
const root = mkdtempSync(path.join(tmpdir(), 'fairlead-'))
test.after(() => rmSync(root, { recursive: true }))
const at = (name: string): string => path.join(root, name)
const HOME = at('home')
const DOCKER_CONFIG = at('docker')

/** An Engine as `docker context inspect` reports it, or undefined if it fails. */
interface ResolvedHost {
  host: string
  verify: boolean
  /** Names of the files in use. */
  files: string[]
}

async function byDocker(env: Variables, ...args: string[]): Promise<ResolvedHost | undefined> {
  const format = '{"docker":{{json .Endpoints.docker}},"tls":{{json .TLSMaterial}}}'
  const { status, stdout } = await docker(env, ...args, 'context', 'inspect', '--format', format)
  if (status !== 0) return undefined
  const resolved = JSON.parse(stdout) as {
    docker: { Host: string; SkipTLSVerify: boolean }
    tls: { docker?: string[] }
  }
  return {
    host: resolved.docker.Host,
    verify: !resolved.docker.SkipTLSVerify,
    files: (resolved.tls.docker ?? []).sort(),
  }
}

function byUs(env: Variables, options: EndpointOptions = {}): ResolvedHost | undefined {
  // Without any setting the CLI tries one socket only.
  const machine = { platform: process.platform, uid: undefined, isSocket: () => false }
  try {
    const { endpoint, tls } = resolveOn(machine, options, env)
    const files = (['ca', 'cert', 'key'] as const).filter((key) => tls?.[key] !== undefined)
    return {
      host: formatEndpoint(endpoint),
      verify: tls?.rejectUnauthorized ?? true,
      files: files.map((name) => `${name}.pem`),
    }
  } catch {
    return undefined
  }
}

test('contexts that the CLI has created, used, exported and imported', { skip }, async (t) => {
  mkdirSync(HOME)
  const made = makeCertificates(root)
  const material = { 'ca.pem': made.ca, 'cert.pem': made.client.cert, 'key.pem': made.client.key }
  const certificates = new DockerFolder(at('certificates'))
  const all = certificates.files('all', material)
  certificates.files('ca', { 'ca.pem': made.ca })
  certificates.files('no-ca', { 'cert.pem': made.client.cert, 'key.pem': made.client.key })
  const base = { HOME, DOCKER_CONFIG }

  const contexts: readonly [name: string, endpoint: string][] = sampled<[string, string]>([
    ['plain', 'host=tcp://127.0.0.1:1'],
    ['prefixed', 'host=tcp://127.0.0.1:1/base'],
    ['six', 'host=tcp://[::1]:1'],
    ['socket', 'host=unix:///a.sock'],
    ['mutual', `host=tcp://127.0.0.1:1,ca=${all}/ca.pem,cert=${all}/cert.pem,key=${all}/key.pem`],
    ['authority', `host=tcp://127.0.0.1:1,ca=${all}/ca.pem`],
    ['unverified', 'host=tcp://127.0.0.1:1,skip-tls-verify=true'],
    ['both', `host=tcp://127.0.0.1:1,skip-tls-verify=true,ca=${all}/ca.pem`],
    ['From.env_1+x', 'host=tcp://127.0.0.1:2'],
  ])
  for (const [name, endpoint] of contexts) {
    await dockerDone(base, 'context', 'create', name, '--docker', endpoint)
    await dockerDone(base, 'context', 'export', name, at(`${name}.tar`))
    await dockerDone({ ...base, DOCKER_CONFIG: at('other') }, 'context', 'import', name, at(`${name}.tar`))
  }

  for (const [name] of contexts) {
    for (const folder of [DOCKER_CONFIG, at('other')]) {
      await t.test(`${name} in ${path.basename(folder)}`, async () => {
        const env = { ...base, DOCKER_CONTEXT: name, DOCKER_CONFIG: folder }
        const resolved = await byDocker(env)
        assert.ok(resolved)
        assert.deepEqual(byUs(env), resolved)
        // The option overrides the environment.
        const { DOCKER_CONTEXT: _, ...bare } = env
        assert.deepEqual(byUs({ ...bare, DOCKER_HOST: 'tcp://h' }, { context: name }), resolved)
        await dockerDone(bare, 'context', 'use', name)
        assert.deepEqual(await byDocker(bare), resolved)
        assert.deepEqual(byUs(bare), resolved)
        await dockerDone(bare, 'context', 'use', 'default')
        assert.deepEqual(byUs(bare), await byDocker(bare))
      })
    }
  }

  await t.test('a context that the CLI removed while it was in use', async () => {
    const env = { ...base, DOCKER_CONFIG: at('other') }
    await dockerDone(env, 'context', 'use', 'plain')
    new DockerFolder(at('other')).config({ currentContext: 'gone' })
    assert.equal(await byDocker(env), undefined)
    assert.equal(byUs(env), undefined)
  })

  await dockerDone(base, 'context', 'use', 'plain')
  const environments: Variables[] = [
    {},
    { DOCKER_HOST: '' },
    { DOCKER_HOST: ' ' },
    { DOCKER_HOST: ' ', DOCKER_CONTEXT: 'socket' },
    { DOCKER_HOST: 'tcp://h' },
    { DOCKER_HOST: 'tcp://h', DOCKER_CONTEXT: 'socket' },
    { DOCKER_HOST: 'tcp://h', DOCKER_CONTEXT: 'gone' },
    { DOCKER_CONTEXT: '' },
    { DOCKER_CONTEXT: ' ' },
    { DOCKER_CONTEXT: 'gone' },
    { DOCKER_CONTEXT: '../plain' },
    { DOCKER_CONTEXT: 'PLAIN' },
    { DOCKER_CONTEXT: 'socket' },
    { DOCKER_CONTEXT: 'default' },
    { DOCKER_CONTEXT: 'default', DOCKER_TLS: '1' },
    { DOCKER_CONTEXT: 'socket', DOCKER_TLS_VERIFY: '1' },
    { DOCKER_CONTEXT: 'unverified', DOCKER_TLS_VERIFY: '1' },
    { DOCKER_CONFIG: at('empty') },
    { DOCKER_CONFIG: at('empty'), DOCKER_TLS: '1' },
    { DOCKER_CONFIG: at('empty'), DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: all },
    { DOCKER_CONFIG: at('empty'), DOCKER_TLS_VERIFY: '' },
    { DOCKER_CONFIG: '' },
    { DOCKER_TLS_VERIFY: '1' },
    ...['all', 'ca', 'no-ca', 'none'].flatMap((name) => {
      const DOCKER_CERT_PATH = at(`certificates/${name}`)
      return [
        { DOCKER_HOST: 'tcp://h:2376', DOCKER_CERT_PATH },
        { DOCKER_HOST: 'tcp://h:2376', DOCKER_CERT_PATH, DOCKER_TLS_VERIFY: '1' },
        { DOCKER_HOST: 'tcp://h', DOCKER_CERT_PATH, DOCKER_TLS_VERIFY: '0' },
        { DOCKER_HOST: 'tcp://', DOCKER_CERT_PATH, DOCKER_TLS: '1' },
        { DOCKER_HOST: ' ', DOCKER_CERT_PATH, DOCKER_TLS: '0' },
        { DOCKER_HOST: 'h:1', DOCKER_CERT_PATH, DOCKER_TLS: '1', DOCKER_TLS_VERIFY: '1' },
      ]
    }),
  ]
  for (const variables of sampled(environments)) {
    const words = Object.entries(variables).map(([name, value]) => `${name}=${value.replace(root, '…')}`)
    await t.test(`under ${words.join(' ') || 'nothing'}`, async () => {
      const env = { ...base, ...variables }
      assert.deepEqual(byUs(env), await byDocker(env))
    })
  }
})

const same = [
  ...['tcp://h', 'tcp://h:', 'tcp://h:1', 'tcp://h:65535', 'tcp://', 'tcp://:4243', 'tcp://127.0.0.1', 'tcp://a_b.c-d'],
  ...['tcp://[::1]:1', '[::1]:1', 'tcp://[::1]:1/b', 'tcp://h/b', 'tcp://h:1/a/b', 'h', 'h:1', ':1', 'h/b', 'h:1/b'],
  ...['unix://', 'unix:///a', 'unix:////a', 'unix:///a b', '  unix:///a ', 'tcp', 'tcp:'],
  ...['ssh://h', 'ssh://me@h', 'ssh://me@h:22', 'ssh://h/a.sock', 'ssh://[::1]:22'],
  // Both reject these.
  ...['://h', 'foo://h', 'UNIX:///a', 'TCP://h', 'tcp://h:x', 'tcp://[::1', 'tcp://h h', 'ssh:h', 'tcp://[::1]x:1'],
]

const different: [host: string, ours: string | undefined][] = [
  ['http://h', 'tcp://h:80'],
  ['https://h', 'https://h:443'],
  ['/a.sock', undefined],
  ['unix:/a.sock', undefined],
  ['unix://a.sock', undefined],
  ['tcp://u:p@h', undefined],
  ['tcp://h:0', undefined],
  ['fd://', undefined],
  // The CLI reports these, and rejects them when it dials.
  ['ssh://me:secret@h', undefined],
  ['ssh://h?a', undefined],
  ['ssh://', undefined],
  ['npipe:////./pipe/a', process.platform === 'win32' ? 'npipe:////./pipe/a' : undefined],
]

test('hosts, as DOCKER_HOST has them', { skip }, async (t) => {
  for (const DOCKER_HOST of sampled(same)) {
    await t.test(`the same: ${JSON.stringify(DOCKER_HOST)}`, async () => {
      const env = { HOME, DOCKER_CONFIG: at('empty'), DOCKER_HOST }
      assert.deepEqual(byUs(env), await byDocker(env))
    })
  }
  for (const [DOCKER_HOST, ours] of sampled(different)) {
    await t.test(`different on purpose: ${DOCKER_HOST}`, async () => {
      const env = { HOME, DOCKER_CONFIG: at('empty'), DOCKER_HOST }
      const us = byUs(env)
      assert.equal(us?.host, ours)
      if (process.platform !== 'win32') assert.notDeepEqual(us, await byDocker(env))
    })
  }
})
