// A user without a home: no HOME, no passwd entry, as `docker run --user 54321` makes one. Without a home there is no
// configuration, which is no error; naming a context reports what is missing.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { connect, credentials, resolveEndpoint } from '../../src/index.ts'
import { Modem } from '../../src/modem.ts'
import { under } from '../support/environment.ts'
import { root } from '../support/root.ts'

const run = promisify(execFile)
const NOBODY = 54_321
const VARIABLES = ['HOME', 'DOCKER_CONFIG', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_API_VERSION', 'XDG_RUNTIME_DIR']

/** As the system would say it. */
function unknownUser(): never {
  throw Object.assign(new Error('A system error occurred: uv_os_homedir returned ENOENT'), { code: 'ERR_SYSTEM_ERROR' })
}

/** Without a home, by stubs. */
async function homeless<T>(t: test.TestContext, call: () => T): Promise<T> {
  t.mock.method(os, 'homedir', unknownUser)
  t.mock.method(os, 'userInfo', unknownUser)
  return under(Object.fromEntries(VARIABLES.map((name) => [name, undefined])), call)
}

const fine: [name: string, call: () => unknown][] = [
  ['connect() with a host', () => connect('unix:///x')],
  ['connect() with a tcp host', () => connect('tcp://127.0.0.1:1')],
  ['connect() without anything', () => connect()],
  ['connect() with a dial', () => connect({ dial: () => Promise.reject(new Error('no')) })],
  ['the default context', () => connect({ context: 'default' })],
  ['resolveEndpoint()', () => resolveEndpoint()],
  ['credentials()', () => credentials().get('docker.io')],
  ['all of the credentials', () => credentials().all()],
  ['a modem', () => new Modem().getSocketPath()],
  ['a modem with a socket', () => new Modem({ socketPath: '/x' })],
]
for (const [name, call] of fine) {
  test(`${name}, without a home`, async (t) => {
    await homeless(t, call)
  })
}

test('what needs a configuration folder reports that it is missing', async (t) => {
  await homeless(t, () => {
    const folder = /home folder .* set HOME or DOCKER_CONFIG/
    assert.throws(() => connect({ context: 'prod' }), { code: 'ERR_CONTEXT', message: folder })
    assert.throws(() => connect({ context: 'prod' }), /context "prod" \(the context option\)/)
    under({ DOCKER_CONTEXT: 'prod' }, () => assert.throws(() => connect(), { code: 'ERR_CONTEXT', message: folder }))
    under({ DOCKER_TLS_VERIFY: '1' }, () => assert.throws(() => connect(), { code: 'ERR_CONTEXT', message: folder }))
  })
})

test('an empty HOME counts as none: the folder is not searched in the working directory', async (t) => {
  t.mock.method(os, 'userInfo', unknownUser)
  t.mock.method(os, 'homedir', () => '')
  under({ HOME: '', DOCKER_CONTEXT: 'prod', DOCKER_CONFIG: undefined, DOCKER_HOST: undefined }, () =>
    assert.throws(() => connect(), /no home folder/),
  )
})

test('HOME is empty, and the user has an entry: that one counts, as with Go', (t) => {
  t.mock.method(os, 'homedir', () => '')
  t.mock.method(os, 'userInfo', () => ({ homedir: '/home/of/entry' }))
  under({ HOME: '', DOCKER_CONTEXT: 'prod', DOCKER_CONFIG: undefined, DOCKER_HOST: undefined }, () =>
    assert.throws(() => connect(), /\/home\/of\/entry\/\.docker\/contexts/),
  )
})

const isRoot = process.getuid?.() === 0
test('a process of a user that the system does not know', {
  skip: isRoot ? false : 'only root can be another',
}, async () => {
  const url = (file: string): string => JSON.stringify(pathToFileURL(path.join(root, file)).href)
  const program = `
    import os from 'node:os'
    import { connect, credentials } from ${url('dist/index.js')}
    import { Modem } from ${url('dist/modem.js')}
    let known = true
    try { os.homedir() } catch { known = false }
    if (known) throw new Error('this user has a home')
    connect('unix:///x'); connect(); connect({ context: 'default' }); new Modem()
    console.log(JSON.stringify(await credentials().all()))
  `
  const env = { PATH: process.env.PATH }
  const arguments_ = ['--input-type=module', '-e', program]
  const { stdout } = await run(process.execPath, arguments_, { uid: NOBODY, gid: NOBODY, env, cwd: '/' })
  assert.equal(stdout, '{}\n')
})
