// What is at other places on Windows: the home folder, contexts below it, the default pipe, credential helpers that end in .exe, and
// errors of pipes. Runs on Windows, and under Wine by windows.test.ts.

import assert from 'node:assert/strict'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { connect, credentials, exec, resolveEndpoint, run } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { DockerFolder } from '../endpoint/docker-folder.ts'
import { tempDir } from '../support/temp.ts'

const skip = process.platform !== 'win32' && 'on Windows only'

/** A home folder with a context of a pipe, which is the current one. */
function home(t: TestContext): { USERPROFILE: string; folder: string } {
  const USERPROFILE = tempDir(t)
  const made = new DockerFolder(path.join(USERPROFILE, '.docker'))
  made.context('desktop-linux', 'npipe:////./pipe/dockerDesktopLinuxEngine')
  made.config({ currentContext: 'desktop-linux', credsStore: 'fairlead-test' })
  return { USERPROFILE, folder: made.folder }
}

test("the current context of the user's profile, with its path in the reason", { skip }, (t) => {
  const { USERPROFILE, folder } = home(t)
  assert.match(folder, /^[A-Z]:\\.*\\\.docker$/)
  const { endpoint, reason } = resolveEndpoint({}, { USERPROFILE, HOME: 'C:\\elsewhere' })
  assert.deepEqual(endpoint, { kind: 'npipe', path: '//./pipe/dockerDesktopLinuxEngine' })
  assert.equal(reason, `currentContext of ${folder}\\config.json, the context 'desktop-linux'`)
  const named = resolveEndpoint({}, { DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'desktop-linux' })
  assert.deepEqual(named.endpoint, endpoint)
})

test('no context: the default pipe; DOCKER_HOST before both, with slashes of either kind', { skip }, (t) => {
  const { USERPROFILE } = home(t)
  const { endpoint, reason } = resolveEndpoint({}, { USERPROFILE: tempDir(t) })
  assert.deepEqual([endpoint, reason], [{ kind: 'npipe', path: '//./pipe/docker_engine' }, 'the default pipe'])
  for (const DOCKER_HOST of ['npipe:////./pipe/own', 'npipe://\\\\.\\pipe\\own']) {
    assert.deepEqual(resolveEndpoint({}, { USERPROFILE, DOCKER_HOST }).endpoint, {
      kind: 'npipe',
      path: '//./pipe/own',
    })
  }
})

test('a context that does not exist is reported with the folder', { skip }, (t) => {
  const { USERPROFILE } = home(t)
  assert.throws(() => resolveEndpoint({ context: 'gone' }, { USERPROFILE }), { code: 'ERR_CONTEXT' })
})

test('a credential helper is a program that ends in .exe', {
  skip: skip || (process.env.FAIRLEAD_HELPER_FOLDER === undefined && 'no FAIRLEAD_HELPER_FOLDER'),
}, async (t) => {
  const { folder } = home(t)
  const before = process.env.PATH
  process.env.PATH = `${process.env.FAIRLEAD_HELPER_FOLDER};${before}`
  t.after(() => {
    process.env.PATH = before
  })
  const source = credentials({ configDir: folder })
  assert.deepEqual(await source.get('r.example'), { username: 'me', password: 'hunter2', serveraddress: 'r.example' })
  assert.equal(await source.get('other.example'), undefined)
})

test('no pipe of that name, and a unix socket: errors that say what to do', { skip }, async () => {
  for (const [host, message] of [
    [
      'npipe:////./pipe/fairlead-none',
      /npipe:\/\/\/\/\.\/pipe\/fairlead-none: ENOENT \(no such socket.*chosen by the host option/,
    ],
    [
      'unix:///var/run/docker.sock',
      /Node has no unix sockets on Windows: name a pipe, as 'npipe:\/\/\/\/\.\/pipe\/name'/,
    ],
  ] as const) {
    const engine = connect(host)
    await assert.rejects(engine.get('/info'), { code: 'ERR_CONNECT', message })
    await engine.close()
  }
})

test('over a pipe: a ping, a log, uploads, an exec, an abort, and close() at any time', { skip }, async (t) => {
  const daemon = await EmbeddedEngine.start({ listen: 'npipe' })
  t.after(() => daemon.close())
  daemon.image(
    'app',
    async ({ stdout, stderr, sleep }) => {
      for (let i = 0; i < 500; i++) await (i % 2 ? stderr : stdout).write(`line ${i}\n`)
      await sleep(60_000)
    },
    { commands: { hello: ({ stdout }) => stdout.write('hello\n'), quick: ({ stdout }) => stdout.write('quick\n') } },
  )
  const engine = connect(daemon.host)
  assert.equal(await engine.get('/_ping'), 'OK')
  const { Id: id } = await engine.post('/containers/create', { body: { Image: 'app' } })
  await engine.post('/containers/{id}/start', { path: { id } })
  const follow = { path: { id }, query: { follow: true, stdout: true, stderr: true } }
  const response = await engine.request('GET', '/containers/{id}/logs', follow)
  const seen: string[] = []
  for await (const { stream, text } of response.lines()) {
    seen.push(`${stream} ${text}`)
    if (seen.length === 500) break
  }
  const all = Array.from({ length: 500 }, (_, i) => `${i % 2 ? 'stderr' : 'stdout'} line ${i}`)
  assert.deepEqual([...seen].sort(), all.sort())
  assert.equal((await exec(engine, id, ['hello'])).stdout, 'hello\n')
  assert.equal((await run(engine, { Image: 'app', Cmd: ['quick'] })).stdout, 'quick\n')
  const tar = Buffer.alloc(1_048_576 + 1_024)
  async function* pieces() {
    for (let at = 0; at < tar.length; at += 65_536) yield tar.subarray(at, at + 65_536)
  }
  for (const body of [tar, pieces()]) {
    await engine.put('/containers/{id}/archive', { path: { id }, query: { path: '/' }, body })
  }
  const ender = new AbortController()
  const aborted = await engine.request('GET', '/containers/{id}/logs', { ...follow, signal: ender.signal })
  const reading = (async () => {
    for await (const _ of aborted.frames());
  })()
  ender.abort()
  await assert.rejects(reading, { code: 'ERR_ABORTED' })
  const waiting = engine.post('/containers/{id}/wait', { path: { id } })
  waiting.catch(() => undefined)
  await engine.get('/_ping')
  await engine.close()
  await assert.rejects(waiting, { code: 'ERR_CLOSED' })
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
})
