// Credentials from Docker's configuration: the file, a store and helpers, each a program of this test. No error has a secret.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { type CredentialsOptions, credentials, type FairleadError } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { tempDir } from '../../support/temp.ts'

/** A folder whose programs, by the ids in its file `pid`, are killed after the test. */
function folderOf(t: TestContext): string {
  let folder = ''
  t.after(() => {
    const file = path.join(folder, 'pid')
    if (!existsSync(file)) return
    try {
      process.kill(Number(readFileSync(file, 'utf8')))
    } catch {
      // It has exited by itself.
    }
  })
  folder = tempDir(t)
  return folder
}

/** A folder with a config.json, first on the PATH until the end of the test. */
function configured(t: TestContext, config: unknown, options: CredentialsOptions = {}) {
  const folder = folderOf(t)
  writeFileSync(path.join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  const before = process.env.PATH
  process.env.PATH = `${folder}:${before}`
  t.after(() => {
    process.env.PATH = before
  })
  return { folder, source: credentials({ configDir: folder, ...options }) }
}

/** A helper program: a shell script with its stdin in $server. */
function helper(folder: string, name: string, script: string): void {
  const file = path.join(folder, `docker-credential-${name}`)
  writeFileSync(file, `#!/bin/sh\nserver=$(cat)\n${script}\n`)
  chmodSync(file, 0o755)
}

const pair = (user: string, password: string) => Buffer.from(`${user}:${password}`).toString('base64')
const says = (user: string, secret: string) =>
  `echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"${user}\\",\\"Secret\\":\\"${secret}\\"}"`

test('the file: lookups by host and by URL; colons, NULs and tokens', async (t) => {
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
  for (const none of ['empty.example', 'plain.example', 'other.example', 'constructor']) {
    assert.equal(await source.get(none), undefined, none)
  }
  assert.equal(Object.keys(await source.all()).length, 5)
})

test('DOCKER_CONFIG is the folder, and a missing file has no credentials', async (t) => {
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

test("a helper's input does not go through a shell", async (t) => {
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
  ['an auths entry that is not an object', { auths: { a: 'hunter2' } }, '', /'auths'/],
  ['a credHelpers entry that is not a string', { credHelpers: { a: ['hunter2'] } }, '', /'credHelpers'/],
  ['an auth without a colon', { auths: { a: { auth: Buffer.from('hunter2').toString('base64') } } }, '', /'auth' of a/],
  ['a helper that is missing', { credsStore: 'nowhere-to-be-found' }, '', /could not be run/],
  ['a helper whose name is a path', { credsStore: '../evil' }, '', /invalid name/],
  ['a helper that fails', { credsStore: 'x' }, 'echo hunter2; echo hunter2 >&2; exit 3', /status 3/],
  ['a helper that is killed', { credsStore: 'x' }, 'echo hunter2; kill -TERM $$', /SIGTERM/],
  ['a helper that does not print JSON', { credsStore: 'x' }, 'echo hunter2', /not JSON/],
  ['a helper that prints too little', { credsStore: 'x' }, `echo '{"Secret":"hunter2"}'`, /without Username/],
  ['a helper that prints too much', { credsStore: 'x' }, 'yes hunter2', /more than/],
  ['a helper that never finishes', { credsStore: 'x' }, 'echo hunter2; exec sleep 60', /within 500 ms/],
]

for (const [name, config, script, message] of broken) {
  test(`${name} rejects, without a secret in the error`, async (t) => {
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

test('an abort kills the helper', async (t) => {
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

/** Runs a program that imports fairlead; resolves with its output once it has exited by itself. */
function program(folder: string, text: string): Promise<{ stdout: string; ended: boolean }> {
  const file = path.join(folder, 'program.mjs')
  const fairlead = new URL('../../../src/index.js', import.meta.url)
  writeFileSync(file, `import { credentials } from ${JSON.stringify(fairlead.href)}\n${text}`)
  return new Promise((resolve) => {
    execFile(process.execPath, [file], { timeout: 20_000 }, (error, stdout) => {
      resolve({ stdout, ended: error?.killed !== true })
    })
  })
}

/** What the helper does. Each leaves a child behind that keeps its stdout open for a minute. */
const keepers: [what: string, script: string, expected: RegExp][] = [
  ['a helper that waits', 'sleep 60 & wait', /within 300 ms/],
  ['a helper that has exited', 'sleep 60 & exit 0', /within 300 ms/],
  ['a helper that ignores SIGTERM', "trap '' TERM; sleep 60 & sleep 60", /within 300 ms/],
]
for (const [what, script, expected] of keepers) {
  test(`${what}, whose child keeps its stdout open, does not keep the process alive`, async (t) => {
    const { folder } = configured(t, { credsStore: 'x' })
    helper(folder, 'x', `${script.replace('sleep 60 &', `sleep 60 & echo $! >${folder}/pid;`)}`)
    for (const verb of ["get('a')", 'all()']) {
      const call = `credentials({ configDir: ${JSON.stringify(folder)}, timeout: 300, onSkip: (error) => console.log(error.message) }).${verb}`
      const { stdout, ended } = await program(folder, `await ${call}.catch((error) => console.log(error.message))`)
      assert.ok(ended, 'it ends by itself')
      assert.match(stdout, expected)
    }
  })
}

test('an abort releases a helper that has exited and whose child keeps its stdout open', async (t) => {
  const { folder } = configured(t, { credsStore: 'x' })
  helper(folder, 'x', `sleep 60 & echo $! >${folder}/pid; exit 0`)
  const call = `credentials({ configDir: ${JSON.stringify(folder)}, timeout: 0 })`
  const text = `const signal = AbortSignal.timeout(300)
    await ${call}.get('a', { signal }).catch((error) => console.log(error.name))`
  assert.deepEqual(await program(folder, text), { stdout: 'AbortError\n', ended: true })
})

test("a helper's output counts although its child keeps its stdout open", async (t) => {
  const { folder, source } = configured(t, { credsStore: 'x' })
  helper(folder, 'x', `${says('u', 's')}; sleep 60 & echo $! >${folder}/pid`)
  assert.deepEqual(await source.get('a'), { username: 'u', password: 's', serveraddress: 'a' })
})
