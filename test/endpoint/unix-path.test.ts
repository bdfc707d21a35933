// A unix socket's path that the system would truncate is an error before dialling, from every source; and abstract
// sockets (unix(7)) are dialled by their names. Lengths are in bytes, of UTF-8.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { connect, type FairleadError, resolveEndpoint } from '../../src/index.ts'
import { Modem } from '../../src/modem.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { dial, failure } from '../adapters/modem/kit.ts'
import { tempDir } from '../support/temp.ts'
import { DockerFolder } from './docker-folder.ts'
import { at, cold, resolve } from './resolve-kit.ts'

/** A path of so many bytes. */
const long = (bytes: number): string => `/${'p'.repeat(bytes - 1)}`
/** Of 54 chars and 107 bytes. */
const umlauts = `/${'ü'.repeat(53)}`

const most: [platform: string, path: number, abstract: number | undefined][] = [
  ['linux', 107, 108],
  ['android', 107, 108],
  ['darwin', 103, undefined],
  ['freebsd', 103, undefined],
  ['sunos', 107, undefined],
]
for (const [platform, bytes, abstract] of most) {
  test(`${platform}: a path of ${bytes} bytes, and no longer one`, () => {
    const options = (host: string) => ({ options: { host: `unix://${host}` }, platform })
    assert.deepEqual(resolve(options(long(bytes))).endpoint, { kind: 'unix', path: long(bytes) })
    const message = new RegExp(`the path has ${bytes + 1} bytes, and the system takes ${bytes} at most`)
    assert.throws(() => resolve(options(long(bytes + 1))), { code: 'ERR_ENDPOINT', message })
    if (abstract === undefined) {
      assert.throws(() => resolve(options('@x')), { code: 'ERR_ENDPOINT', message: /Linux only/ })
    } else {
      const name = `@${'n'.repeat(abstract - 1)}`
      assert.deepEqual(resolve(options(name)).endpoint, { kind: 'unix', path: name })
      assert.throws(() => resolve(options(`${name}n`)), { code: 'ERR_ENDPOINT', message: /109 bytes.*108 at most/ })
    }
  })
}

test('bytes are counted, not characters', () => {
  assert.equal(resolve({ options: { host: `unix://${umlauts}` } }).endpoint.kind, 'unix')
  assert.throws(() => resolve({ options: { host: `unix://${umlauts}x` } }), { message: /108 bytes.*107 at most/ })
})

test('from DOCKER_HOST, contexts and known sockets, with the reason', (t) => {
  const folder = new DockerFolder(path.join(tempDir(t), 'docker'))
  folder.context('far', `unix://${long(200)}`)
  folder.config({ currentContext: 'far' })
  const runtime = long(150)
  const known = `${runtime}/docker.sock`
  const rows: [Parameters<typeof resolve>[0], RegExp][] = [
    [{ env: at(cold, { DOCKER_HOST: `unix://${long(108)}` }) }, /108 bytes.*chosen by DOCKER_HOST/],
    [{ env: at(folder.folder) }, /200 bytes.*chosen by currentContext of .*'far'/],
    [{ env: at(folder.folder), options: { context: 'far' } }, /200 bytes.*the context option/],
    [{ env: at(folder.folder, { DOCKER_CONTEXT: 'far' }) }, /200 bytes.*DOCKER_CONTEXT/],
    [{ env: at(cold, { XDG_RUNTIME_DIR: runtime }), sockets: [known] }, /162 bytes.*chosen by/],
  ]
  for (const [row, message] of rows) assert.throws(() => resolve(row), { code: 'ERR_ENDPOINT', message })
  assert.throws(() => resolveEndpoint(`unix://${long(300)}`), { code: 'ERR_ENDPOINT' })
  assert.throws(() => connect({ host: `unix://${long(300)}` }), { code: 'ERR_ENDPOINT', blame: 'caller' })
})

/** A server that says which one it is, at the path that the system would make of a longer one. */
async function decoy(t: TestContext, name: string): Promise<{ accepted: () => number }> {
  let accepted = 0
  const server = http.createServer((_, response) => {
    accepted++
    response.end('decoy')
  })
  server.listen(name)
  await once(server, 'listening')
  t.after(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))
  return { accepted: () => accepted }
}

test('nothing reaches the socket whose path is the beginning of the one named', async (t) => {
  const folder = tempDir(t)
  const cut = path.join(folder, 'c'.repeat(107 - folder.length - 1))
  const { accepted } = await decoy(t, cut)
  const paths = [`${cut}x`, `${cut}${'x'.repeat(40)}`]
  const before = accepted()
  for (const socketPath of paths) {
    assert.throws(() => connect(`unix://${socketPath}`), { code: 'ERR_ENDPOINT' })
    const places = [
      { socketPath },
      { socketPath: `unix://${socketPath}` },
      { host: `unix://${socketPath}` },
      { socketPath: async () => socketPath },
      {
        socketPath,
        agent: new (class extends http.Agent {
          override createConnection(options: object): net.Socket {
            return net.connect(options as net.IpcNetConnectOpts)
          }
        })(),
      },
    ]
    for (const place of places) {
      const modem = new Modem(place as object)
      const error = await failure(dial(modem, { path: '/_ping', method: 'GET' }))
      assert.equal(error.code, 'ERR_ENDPOINT')
      assert.match(error.message, /bytes, and the system takes \d+ at most/)
      await modem.close()
    }
    process.env.DOCKER_HOST = `unix://${socketPath}`
    try {
      const error = await failure(dial(new Modem(), { path: '/_ping', method: 'GET' }))
      assert.equal(error.code, 'ERR_ENDPOINT')
    } finally {
      delete process.env.DOCKER_HOST
    }
    await assert.rejects(EmbeddedEngine.start({ path: socketPath }), { code: 'ERR_OPTION', message: /at most/ })
  }
  const modem = new Modem({ socketPath: `${cut}\0x` })
  assert.match((await failure(dial(modem, { path: '/_ping', method: 'GET' }))).message, /no NUL/)
  assert.equal(accepted(), before)
})

test('the embedded engine reports a temporary folder that is too deep', async (t) => {
  const deep = path.join(tempDir(t), 'd'.repeat(100))
  mkdirSync(deep)
  const { TMPDIR } = process.env
  process.env.TMPDIR = deep
  try {
    await assert.rejects(EmbeddedEngine.start(), { code: 'ERR_OPTION', message: /the path has \d+ bytes/ })
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
})

test('abstract sockets', { skip: process.platform !== 'linux' }, async (t) => {
  for (const length of [20, 107]) {
    const name = `fairlead-${process.pid}-`.padEnd(length, 'n')
    const server = await EmbeddedEngine.start({ path: `@${name}` })
    t.after(() => server.close())
    assert.equal(server.host, `unix://@${name}`)
    const engine = connect(server.host)
    t.after(() => engine.close())
    assert.equal(await engine.get('/_ping'), 'OK')
    for (const place of [{ host: server.host }, { socketPath: `@${name}` }, { socketPath: `\0${name}` }]) {
      const modem = new Modem(place)
      assert.equal(String(await dial(modem, { path: '/_ping', method: 'GET' })), 'OK')
      await modem.close()
    }
  }
  const gone = connect('unix://@fairlead-nobody')
  t.after(() => gone.close())
  await assert.rejects(gone.get('/_ping'), (error: FairleadError) => {
    assert.equal(error.code, 'ERR_CONNECT')
    assert.match(error.message, /^GET \/_ping: cannot connect to unix:\/\/@fairlead-nobody: ECONNREFUSED/)
    return true
  })
  assert.throws(() => connect('unix://@'), { code: 'ERR_ENDPOINT', message: /a name after the @/ })
})
