// Credentials of Docker's configuration: the file, a store and helpers, each a program made here. No error has a secret.

import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { type CredentialsOptions, credentials, type FairleadError } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'

/** A folder with a config.json; it is first on the PATH until the test has ended. */
function configured(t: TestContext, config: unknown, options: CredentialsOptions = {}) {
  const folder = tempDir(t)
  writeFileSync(path.join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  const before = process.env.PATH
  process.env.PATH = `${folder}:${before}`
  t.after(() => {
    process.env.PATH = before
  })
  return { folder, source: credentials({ configDir: folder, ...options }) }
}

/** A helper program: a shell script that has its stdin in $server. */
function helper(folder: string, name: string, script: string): void {
  const file = path.join(folder, `docker-credential-${name}`)
  writeFileSync(file, `#!/bin/sh\nserver=$(cat)\n${script}\n`)
  chmodSync(file, 0o755)
}

const pair = (user: string, password: string) => Buffer.from(`${user}:${password}`).toString('base64')
const says = (user: string, secret: string) =>
  `echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"${user}\\",\\"Secret\\":\\"${secret}\\"}"`

test('the file: by host, by URL, with colons, NULs and tokens', async (t) => {
  const { source } = configured(t, {
    auths: {
      'https://index.docker.io/v1/': { auth: pair('hub', 'a:b') },
      'ghcr.io': { auth: pair('gh', 'pw\0\0') },
      'https://old.example/v2/': { auth: pair('old', 'x') },
      'token.example': { auth: pair('u', ''), identitytoken: 'idt' },
      'plain.example:5000': { username: 'p', password: 'q' },
      'empty.example': {},
    },
  })
  const hub = { username: 'hub', password: 'a:b', serveraddress: 'https://index.docker.io/v1/' }
  assert.deepEqual(await source.get('docker.io'), hub)
  assert.deepEqual(await source.get('https://index.docker.io/v1/'), hub)
  assert.deepEqual(await source.get('ghcr.io'), { username: 'gh', password: 'pw', serveraddress: 'ghcr.io' })
  assert.equal((await source.get('old.example'))?.username, 'old')
  assert.equal((await source.get('token.example'))?.identitytoken, 'idt')
  assert.equal((await source.get('plain.example:5000'))?.password, 'q')
  for (const none of ['empty.example', 'plain.example', 'nobody.example', 'constructor']) {
    assert.equal(await source.get(none), undefined, none)
  }
  assert.equal(Object.keys(await source.all()).length, 5)
})

test('DOCKER_CONFIG is the folder, and a missing file has nothing', async (t) => {
  const { folder } = configured(t, { auths: { a: { auth: pair('u', 'p') } } })
  const before = process.env.DOCKER_CONFIG
  t.after(() => {
    if (before === undefined) delete process.env.DOCKER_CONFIG
    else process.env.DOCKER_CONFIG = before
  })
  process.env.DOCKER_CONFIG = folder
  assert.equal((await credentials().get('a'))?.username, 'u')
  process.env.DOCKER_CONFIG = path.join(folder, 'nowhere')
  assert.equal(await credentials().get('a'), undefined)
  assert.deepEqual(await credentials().all(), {})
})

test("a registry's helper comes before the store, the store before the file", async (t) => {
  const { folder, source } = configured(t, {
    auths: { 'one.example': { auth: pair('file', 'f') }, 'two.example': {} },
    credsStore: 'store',
    credHelpers: { 'one.example': 'one' },
  })
  helper(folder, 'one', `[ "$1" = get ] && ${says('one', 's1')}`)
  helper(
    folder,
    'store',
    `case "$1 $server" in
      "list "*) echo '{"two.example":"two","gone.example":"x"}' ;;
      "get two.example") ${says('<token>', 'idt')} ;;
      "get gone.example") echo "credentials not found in native keychain"; exit 1 ;;
      *) echo "credentials not found in native keychain"; exit 1 ;;
    esac`,
  )
  const one = { username: 'one', password: 's1', serveraddress: 'one.example' }
  const two = { identitytoken: 'idt', serveraddress: 'two.example' }
  assert.deepEqual(await source.get('one.example'), one)
  assert.deepEqual(await source.get('two.example'), two)
  assert.equal(await source.get('three.example'), undefined)
  assert.deepEqual(await source.all(), { 'one.example': one, 'two.example': two })
})

test('what a helper is given goes through no shell', async (t) => {
  const { folder, source } = configured(t, { credsStore: 'echo' })
  helper(folder, 'echo', says('u', '$(printf %s "$server" | wc -c)'))
  const registry = '$(touch evil)`touch evil`;x'
  const found = await source.get(registry)
  assert.equal(found?.password?.trim(), String(registry.length))
  assert.ok(!existsSync('evil'))
})

const broken: [string, unknown, string, RegExp][] = [
  ['a file that is not JSON', '{"auths": hunter2', '', /config\.json is not JSON/],
  ['a file that is an array', '["hunter2"]', '', /not a JSON object/],
  ['auths of another form', { auths: { a: 'hunter2' } }, '', /'auths'/],
  ['helpers of another form', { credHelpers: { a: ['hunter2'] } }, '', /'credHelpers'/],
  ['an auth that is no pair', { auths: { a: { auth: Buffer.from('hunter2').toString('base64') } } }, '', /'auth' of a/],
  ['a helper that is missing', { credsStore: 'nowhere-to-be-found' }, '', /could not be run/],
  ['a helper with a path for a name', { credsStore: '../evil' }, '', /cannot be one/],
  ['a helper that fails', { credsStore: 'x' }, 'echo hunter2; echo hunter2 >&2; exit 3', /status 3/],
  ['a helper that is killed', { credsStore: 'x' }, 'echo hunter2; kill -TERM $$', /SIGTERM/],
  ['a helper that says no JSON', { credsStore: 'x' }, 'echo hunter2', /not JSON/],
  ['a helper that says too little', { credsStore: 'x' }, `echo '{"Secret":"hunter2"}'`, /no Username/],
  ['a helper that says too much', { credsStore: 'x' }, 'yes hunter2', /more than/],
  ['a helper that never answers', { credsStore: 'x' }, 'echo hunter2; exec sleep 60', /within 500 ms/],
]

for (const [name, config, script, message] of broken) {
  test(`${name} is told, without a secret`, async (t) => {
    const { folder, source } = configured(t, config, { timeout: name.includes('never') ? 500 : 20_000 })
    if (script) helper(folder, 'x', script)
    await assert.rejects(source.get('a'), (error: FairleadError) => {
      assert.equal(error.code, 'ERR_CREDENTIALS')
      assert.equal(error.blame, 'caller')
      assert.match(error.message, message)
      assert.ok(!`${error.stack} ${JSON.stringify(error.cause)}`.includes('hunter2'))
      return true
    })
  })
}

test('an abort ends the helper', async (t) => {
  const { folder, source } = configured(t, { credsStore: 'slow' })
  helper(folder, 'slow', `echo $$ > ${folder}/pid; exec sleep 60`)
  const controller = new AbortController()
  const got = source.get('a', { signal: controller.signal })
  const pid = await eventually(() => {
    const text = readFileSync(path.join(folder, 'pid'), 'utf8')
    assert.match(text, /\n/)
    return Number(text)
  })
  controller.abort()
  await assert.rejects(got, { name: 'AbortError' })
  await eventually(() => assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' }))
  await assert.rejects(source.get('a', { signal: controller.signal }), { name: 'AbortError' })
})
