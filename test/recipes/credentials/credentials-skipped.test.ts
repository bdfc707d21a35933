// A helper or an entry that fails does not affect the others; DOCKER_AUTH_CONFIG; names in any case; how credHelpers match.

import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import {
  type CredentialsOptions,
  connect,
  credentials,
  type FairleadError,
  resolveEndpoint,
} from '../../../src/index.ts'
import { DockerFolder } from '../../endpoint/docker-folder.ts'
import { under } from '../../support/environment.ts'
import { tempDir } from '../../support/temp.ts'

const pair = (user: string, password = 'p') => Buffer.from(`${user}:${password}`).toString('base64')
const HUB = 'https://index.docker.io/v1/'

/** A source for a config.json, with its helpers on the PATH, and the errors that it skips. */
function configured(t: TestContext, config: unknown, variable?: string, options: CredentialsOptions = {}) {
  const folder = tempDir(t)
  new DockerFolder(folder).config(config)
  const before = { PATH: process.env.PATH, DOCKER_AUTH_CONFIG: process.env.DOCKER_AUTH_CONFIG }
  process.env.PATH = `${folder}:${before.PATH}`
  if (variable !== undefined) process.env.DOCKER_AUTH_CONFIG = variable
  t.after(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })
  const skipped: FairleadError[] = []
  const source = credentials({ configDir: folder, onSkip: (error) => skipped.push(error), ...options })
  return { folder, source, skipped }
}

/** A helper whose `get` prints its own name and the registry. */
function helper(folder: string, name: string, script?: string): void {
  const file = path.join(folder, `docker-credential-${name}`)
  const says = `server=$(cat); echo "{\\"Username\\":\\"${name}\\",\\"Secret\\":\\"$server\\"}"`
  writeFileSync(file, `#!/bin/sh\n${script ?? says}\n`)
  chmodSync(file, 0o755)
}

const users = (all: object) => Object.fromEntries(Object.entries(all).map(([key, { username }]) => [key, username]))

test('a failing helper is skipped and reported; the others count', async (t) => {
  const { folder, source, skipped } = configured(t, {
    auths: { 'file.example': { auth: pair('file') } },
    credHelpers: { 'bad.example': 'bad', 'gone.example': 'not-installed', 'good.example': 'good' },
  })
  helper(folder, 'bad', 'echo hunter2; exit 3')
  helper(folder, 'good')
  assert.deepEqual(users(await source.all()), { 'file.example': 'file', 'good.example': 'good' })
  assert.equal(skipped.length, 2)
  for (const error of skipped) assert.equal(error.code, 'ERR_CREDENTIALS')
  assert.match(skipped[0]!.message, /docker-credential-bad ended with status 3/)
  assert.match(skipped[1]!.message, /docker-credential-not-installed could not be run: .*ENOENT/)
  assert.doesNotMatch(String(skipped.map(({ stack }) => stack)), /hunter2/)
  // A lookup by name rejects: the caller asked for this registry.
  await assert.rejects(source.get('bad.example'), { code: 'ERR_CREDENTIALS' })
  assert.equal((await source.get('good.example'))?.username, 'good')
  assert.equal((await source.get('file.example'))?.username, 'file')
})

test('a failing store, or one of its entries, is skipped: the file and the helpers count', async (t) => {
  const broken = configured(t, {
    auths: { 'file.example': { auth: pair('file') } },
    credsStore: 'broken',
    credHelpers: { 'good.example': 'good' },
  })
  helper(broken.folder, 'broken', 'exit 1')
  helper(broken.folder, 'good')
  assert.deepEqual(users(await broken.source.all()), { 'file.example': 'file', 'good.example': 'good' })
  assert.equal(broken.skipped.length, 1)
  const half = configured(t, { credsStore: 'half' })
  const list = `echo '{"one.example":"x","two.example":"x"}'`
  helper(
    half.folder,
    'half',
    `server=$(cat); case "$1$server" in list*) ${list};; getone*) exit 2;; *) echo '{"Username":"two","Secret":"s"}';; esac`,
  )
  assert.deepEqual(users(await half.source.all()), { 'two.example': 'two' })
  assert.equal(half.skipped.length, 1)
})

for (const [name, entry] of [
  ['an auth without a colon', { auth: Buffer.from('hunter2').toString('base64') }],
  ['an entry that is a string', 'hunter2'],
  ['an entry that is an array', ['hunter2']],
] as const) {
  test(`${name} is skipped and reported; the others count`, async (t) => {
    const { source, skipped } = configured(t, { auths: { 'bad.example': entry, 'ok.example': { auth: pair('ok') } } })
    assert.deepEqual(users(await source.all()), { 'ok.example': 'ok' })
    assert.equal(skipped.length, 1)
    assert.match(skipped[0]!.message, /bad\.example/)
    assert.doesNotMatch(skipped[0]!.message, /hunter2/)
    assert.equal((await source.get('ok.example'))?.username, 'ok')
    await assert.rejects(source.get('bad.example'), { code: 'ERR_CREDENTIALS' })
  })
}

test('a helper whose name is not a string is skipped and reported', async (t) => {
  const { folder, source, skipped } = configured(t, { credHelpers: { 'bad.example': 5, 'good.example': 'good' } })
  helper(folder, 'good')
  assert.deepEqual(users(await source.all()), { 'good.example': 'good' })
  assert.match(skipped[0]!.message, /bad\.example in 'credHelpers'/)
  assert.equal((await source.get('good.example'))?.username, 'good')
})

test("without onSkip the error is a 'warning' of the process, with its code", async (t) => {
  const { source } = configured(t, { auths: { a: 5 } }, undefined, { onSkip: undefined })
  const warning = new Promise<Error & { code?: string }>((resolve) => process.once('warning', resolve))
  assert.deepEqual(await source.all(), {})
  const { code, name, message } = await warning
  assert.deepEqual([code, name], ['ERR_CREDENTIALS', 'FairleadError'])
  assert.match(message, /entry of a/)
})

test('an abort is not skipped', async (t) => {
  const { folder, source, skipped } = configured(t, { credHelpers: { a: 'slow', b: 'slow' } })
  helper(folder, 'slow', 'exec sleep 60')
  await assert.rejects(source.all({ signal: AbortSignal.timeout(50) }), { code: 'ERR_ABORTED' })
  assert.equal(skipped.length, 0)
})

test('DOCKER_AUTH_CONFIG wins over the file, its helpers and its store', async (t) => {
  const variable = {
    auths: {
      'both.example': { auth: pair('variable') },
      [HUB]: { auth: pair('hub') },
      'https://url.example': { auth: pair('url') },
    },
  }
  const config = {
    auths: {
      'both.example': { auth: pair('file') },
      'file.example': { auth: pair('file') },
      'url.example': { auth: pair('file') },
    },
    credHelpers: { 'both.example': 'good' },
  }
  const { folder, source, skipped } = configured(t, config, JSON.stringify(variable))
  helper(folder, 'good')
  assert.equal((await source.get('both.example'))?.username, 'variable')
  assert.equal((await source.get('docker.io'))?.username, 'hub')
  assert.equal((await source.get('url.example'))?.username, 'url')
  assert.equal((await source.get('file.example'))?.username, 'file')
  assert.deepEqual(users(await source.all()), {
    'both.example': 'variable',
    'file.example': 'file',
    [HUB]: 'hub',
    'https://url.example': 'url',
  })
  assert.deepEqual(skipped, [])
})

for (const [name, variable, message] of [
  ['not JSON', 'hunter2', /DOCKER_AUTH_CONFIG is not JSON/],
  ['an array', '["hunter2"]', /DOCKER_AUTH_CONFIG is not a JSON object/],
  [
    'an object with a malformed entry',
    '{"auths":{"file.example":{"auth":"aHVudGVyMg=="}}}',
    /DOCKER_AUTH_CONFIG: the 'auth' of file\.example/,
  ],
] as const) {
  test(`a DOCKER_AUTH_CONFIG that is ${name} is reported, and the file counts, as in the CLI`, async (t) => {
    const { source, skipped } = configured(t, { auths: { 'file.example': { auth: pair('file') } } }, variable)
    assert.equal((await source.get('file.example'))?.username, 'file')
    assert.deepEqual(users(await source.all()), { 'file.example': 'file' })
    assert.equal(skipped.length, 2)
    for (const error of skipped) assert.match(error.message, message)
    assert.doesNotMatch(String(skipped), /hunter2|aHVudGVyMg/)
  })
}

test('a blank DOCKER_AUTH_CONFIG counts as unset', async (t) => {
  const { source, skipped } = configured(t, {}, ' \n')
  assert.deepEqual(await source.all(), {})
  assert.deepEqual(skipped, [])
})

for (const text of ['', ' \n\t ']) {
  test(`a config.json of ${JSON.stringify(text)} has no credentials`, async (t) => {
    const { folder, source } = configured(t, text)
    assert.deepEqual(await source.all(), {})
    assert.equal(await source.get('docker.io'), undefined)
    const variables = {
      DOCKER_CONFIG: folder,
      DOCKER_HOST: undefined,
      DOCKER_CONTEXT: undefined,
      DOCKER_API_VERSION: undefined,
    }
    under(variables, () => connect())
  })
}

test('field names match in any case, registries do not', async (t) => {
  const { folder, source } = configured(t, {
    AUTHS: {
      'a.example': { Auth: pair('a') },
      'b.example': { USERNAME: 'b', PassWord: 'p' },
      'c.example': { IdentityToken: 't' },
    },
    CredHelpers: { 'd.example': 'good' },
  })
  helper(folder, 'good')
  const all = await source.all()
  assert.deepEqual(users(all), { 'a.example': 'a', 'b.example': 'b', 'c.example': undefined, 'd.example': 'good' })
  assert.equal(all['c.example']?.identitytoken, 't')
  assert.equal(await source.get('A.example'), undefined)
  const stored = configured(t, { CREDSSTORE: 'good' })
  helper(stored.folder, 'good')
  assert.equal((await stored.source.get('x.example'))?.username, 'good')
})

test('the field of the current context matches in any case, too', (t) => {
  const folder = new DockerFolder(tempDir(t))
  folder.context('mine', 'unix:///mine.sock')
  folder.config({ CURRENTCONTEXT: 'mine' })
  const { endpoint } = resolveEndpoint({}, { DOCKER_CONFIG: folder.folder })
  assert.deepEqual(endpoint, { kind: 'unix', path: '/mine.sock' })
})

// docker/cli: credHelpers is keyed by the registry's host as written; Docker Hub's key is its URL.
for (const [registry, credHelpers, key] of [
  ['ghcr.io', { 'ghcr.io': 'good' }, 'ghcr.io'],
  ['https://ghcr.io/v2/', { 'ghcr.io': 'good' }, 'ghcr.io'],
  ['http://ghcr.io', { 'ghcr.io': 'good' }, 'ghcr.io'],
  ['localhost:5000', { 'localhost:5000': 'good' }, 'localhost:5000'],
  ['docker.io', { [HUB]: 'good' }, HUB],
  ['index.docker.io', { [HUB]: 'good' }, HUB],
  ['https://index.docker.io/v1/', { [HUB]: 'good' }, HUB],
  ['ghcr.io', { 'https://ghcr.io': 'good' }, undefined],
  ['ghcr.io', { 'https://ghcr.io/v1/': 'good' }, undefined],
  ['docker.io', { 'docker.io': 'good' }, undefined],
  ['docker.io', { 'index.docker.io': 'good' }, undefined],
  ['localhost', { 'localhost:5000': 'good' }, undefined],
] as const) {
  test(`${registry} with the helpers of ${Object.keys(credHelpers)}: ${key ? `the helper is queried for ${key}` : 'the store is queried'}`, async (t) => {
    const { folder, source } = configured(t, { credHelpers, credsStore: 'store' })
    helper(folder, 'good')
    helper(folder, 'store')
    const { username, password } = (await source.get(registry))!
    assert.equal(username, key === undefined ? 'store' : 'good')
    if (key !== undefined) assert.equal(password, key)
  })
}
