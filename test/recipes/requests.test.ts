// Each recipe's request, byte for byte: its query and its body, its defaults, and where secrets go.

import assert from 'node:assert/strict'
import test from 'node:test'
import { VERSION } from '../../src/engine/request/library-version.ts'
import { encodeRegistryAuth } from '../../src/engine/request/registry-auth.ts'
import {
  build,
  copyFrom,
  copyTo,
  credentials,
  type Engine,
  events,
  exportContainer,
  importImage,
  load,
  pull,
  push,
  save,
  statPath,
  stats,
  statsOnce,
} from '../../src/index.ts'
import { chunkedResponse, scripted } from './support.ts'

const stat = Buffer.from('{"name":"x","size":1,"mode":420,"mtime":"2026-11-23T15:30:49Z"}').toString('base64')
const auth = { username: 'me', password: 'hunter2' }
const header = `X-Registry-Auth: ${encodeRegistryAuth(auth)}\r\n`
const digest = `sha256:${'ab'.repeat(32)}`
const body = 'Content-Type: application/x-tar\r\nContent-Length: 3\r\n\r\ntar'
const empty = 'Content-Length: 0\r\n\r\n'
const source = { get: async (registry: string) => ({ registrytoken: registry }), all: async () => ({ r: auth }) }

/** The call, the request line without the version, and what follows the fields that every request has. */
const cases: [string, (engine: Engine) => PromiseLike<unknown>, string, string][] = [
  ['pull', (e) => pull(e, 'a').done(), 'POST /images/create?fromImage=a&tag=latest', empty],
  ['pull of a tag', (e) => pull(e, 'r:5/a:b').done(), 'POST /images/create?fromImage=r%3A5%2Fa&tag=b', empty],
  [
    'pull of a digest',
    (e) => pull(e, `a:b@${digest}`).done(),
    `POST /images/create?fromImage=a&tag=${digest.replace(':', '%3A')}`,
    empty,
  ],
  ['pull of all tags', (e) => pull(e, 'a', { allTags: true }).done(), 'POST /images/create?fromImage=a', empty],
  [
    'pull for a platform, with credentials',
    (e) => pull(e, 'a', { auth, platform: 'linux/arm64' }).done(),
    'POST /images/create?fromImage=a&tag=latest&platform=linux%2Farm64',
    header + empty,
  ],
  [
    'pull with credentials looked up',
    (e) => pull(e, 'ghcr.io/a', { auth: source }).done(),
    'POST /images/create?fromImage=ghcr.io%2Fa&tag=latest',
    `X-Registry-Auth: ${encodeRegistryAuth({ registrytoken: 'ghcr.io' })}\r\n${empty}`,
  ],
  [
    'push',
    (e) => push(e, 'r:5/a/b').done(),
    'POST /images/r:5/a/b/push?tag=latest',
    `X-Registry-Auth: e30=\r\n${empty}`,
  ],
  ['push of a tag', (e) => push(e, 'a:b', { auth }).done(), 'POST /images/a/push?tag=b', header + empty],
  [
    'push of all tags for a platform',
    (e) => push(e, 'a', { auth, allTags: true, platform: 'linux/arm/v7' }).done(),
    `POST /images/a/push?platform=${encodeURIComponent('{"os":"linux","architecture":"arm","variant":"v7"}')}`,
    header + empty,
  ],
  ['load', (e) => load(e, 'tar').done(), 'POST /images/load?quiet=0', body],
  [
    'load of a platform, quiet',
    (e) => load(e, 'tar', { quiet: true, platform: 'linux/amd64' }).done(),
    `POST /images/load?quiet=1&platform=${encodeURIComponent('{"os":"linux","architecture":"amd64"}')}`,
    body,
  ],
  ['import', (e) => importImage(e, 'tar').done(), 'POST /images/create?fromSrc=-', body],
  [
    'import with a name',
    (e) => importImage(e, 'tar', { repo: 'a', tag: 'b', message: 'm n', changes: ['CMD ["x"]', 'ENV A=b'] }).done(),
    'POST /images/create?fromSrc=-&repo=a&tag=b&message=m%20n&changes=CMD%20%5B%22x%22%5D&changes=ENV%20A%3Db',
    body,
  ],
  ['build', (e) => build(e, 'tar').done(), 'POST /build', body],
  [
    'build with options',
    (e) =>
      build(e, 'tar', {
        tags: ['a', 'b:c'],
        dockerfile: 'D',
        buildArgs: { A: 'b', C: null },
        target: 't',
        labels: { l: 'm' },
        noCache: true,
        pull: false,
        cacheFrom: ['i', 'j'],
        rm: false,
        registryConfig: source,
      }).done(),
    `POST /build?t=a&t=b%3Ac&dockerfile=D&buildargs=${encodeURIComponent('{"A":"b","C":null}')}&target=t&labels=${encodeURIComponent('{"l":"m"}')}&nocache=1&cachefrom=${encodeURIComponent('["i","j"]')}&rm=0`,
    `X-Registry-Config: ${Buffer.from(JSON.stringify({ r: auth })).toString('base64')}\r\n${body}`,
  ],
  ['build of a URL', (e) => build(e, undefined, { remote: 'u' }).done(), 'POST /build?remote=u', empty],
  [
    'build from a stream of a known length',
    (e) => build(e, [Buffer.from('ta'), 'r'], { length: 3 }).done(),
    'POST /build',
    body,
  ],
  ['save', (e) => save(e, 'r:5/a:b').then((r) => r.bytes()), 'GET /images/r:5/a:b/get', '\r\n'],
  ['save of two', (e) => save(e, ['a', 'b:c']).then((r) => r.bytes()), 'GET /images/get?names=a&names=b%3Ac', '\r\n'],
  ['export', (e) => exportContainer(e, 'c').then((r) => r.bytes()), 'GET /containers/c/export', '\r\n'],
  ['copyTo', (e) => copyTo(e, 'c', '/a b', 'tar'), 'PUT /containers/c/archive?path=%2Fa%20b', body],
  [
    'copyTo with options',
    (e) => copyTo(e, 'c', '/', 'tar', { noOverwriteDirNonDir: true, copyUIDGID: true }),
    'PUT /containers/c/archive?path=%2F&noOverwriteDirNonDir=1&copyUIDGID=1',
    body,
  ],
  [
    'copyFrom',
    (e) => copyFrom(e, 'c', '/x').then(({ tar }) => tar.bytes()),
    'GET /containers/c/archive?path=%2Fx',
    'Accept-Encoding: identity\r\n\r\n',
  ],
  ['statPath', (e) => statPath(e, 'c', '/x'), 'HEAD /containers/c/archive?path=%2Fx', '\r\n'],
  ['stats', (e) => stats(e, 'c').next(), 'GET /containers/c/stats?stream=1', '\r\n'],
  ['statsOnce', (e) => statsOnce(e, 'c'), 'GET /containers/c/stats?stream=0', '\r\n'],
  [
    'statsOnce, one shot',
    (e) => statsOnce(e, 'c', { oneShot: true }),
    'GET /containers/c/stats?stream=0&one-shot=1',
    '\r\n',
  ],
  ['events', (e) => events(e).next(), 'GET /events', '\r\n'],
  [
    'events with options',
    (e) =>
      events(e, {
        since: new Date(1500),
        until: 2.25,
        filters: { type: 'container', label: ['a=b', 'c'], event: undefined as unknown as string },
      }).next(),
    `GET /events?since=1.5&until=2.25&filters=${encodeURIComponent('{"type":["container"],"label":["a=b","c"]}')}`,
    '\r\n',
  ],
]

for (const [name, act, line, rest] of cases) {
  test(`${name}: the exact request`, async (t) => {
    const target = line.replace(' /', ' /v1.41/')
    const expected = `${target} HTTP/1.1\r\nHost: docker\r\nUser-Agent: fairlead/${VERSION}\r\n${rest}`
    const isHead = line.startsWith('HEAD')
    const { engine } = await scripted(t, async (wire) => {
      await wire.expect(expected)
      const record = chunkedResponse('{"status":"ok"}\n').toString('latin1')
      const text = record.replace('\r\n\r\n', `\r\nX-Docker-Container-Path-Stat: ${stat}\r\n\r\n`)
      wire.send(isHead ? text.slice(0, text.indexOf('\r\n\r\n') + 4) : text)
      await wire.ended()
      wire.quiet()
      wire.end()
    })
    await act(engine)
  })
}

test('invalid arguments reject before anything is sent', async (t) => {
  const { engine, peer } = await scripted(t, () => assert.fail('a client connected'))
  const option = { code: 'ERR_OPTION', blame: 'caller' }
  assert.throws(() => pull(engine, ''), option)
  assert.throws(() => push(engine, `a@${digest}`), option)
  assert.throws(() => push(engine, 'a', { platform: 'linux' }), option)
  for (const platform of ['/x', 'linux/', 'linux/arm/', 'a/b/c/d']) {
    assert.throws(() => load(engine, 'tar', { platform }), option)
  }
  await assert.rejects(save(engine, []), option)
  await assert.rejects(copyTo(engine, 'c', '', 'tar'), option)
  await assert.rejects(copyFrom(engine, 'c', ''), option)
  await assert.rejects(statPath(engine, 'c', ''), option)
  await assert.rejects(build(engine, 5 as unknown as string).done(), option)
  for (const wrong of [null, {}]) assert.throws(() => load(engine, wrong as unknown as string), option)
  await assert.rejects(statPath(engine, '', '/'), { code: 'ERR_PATH' })
  await assert.rejects(exportContainer(engine, '..'), { code: 'ERR_PATH' })
  const missing = credentials({ configDir: '/nonexistent/folder' })
  assert.equal(await missing.get('ghcr.io'), undefined)
  assert.equal(peer.accepted, 0)
})

test('no error of a pull or push contains its credentials', async (t) => {
  const denial = '{"message":"denied"}'
  const { engine } = await scripted(t, async (wire) => {
    await wire.head()
    wire.send(`HTTP/1.1 401 Unauthorized\r\nContent-Length: ${denial.length}\r\n\r\n${denial}`)
    await wire.ended()
    wire.end()
  })
  for (const progress of [pull(engine, 'a', { auth }), push(engine, 'a', { auth })]) {
    await assert.rejects(progress.done(), (error: Error) => {
      const text = `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.cause)}`
      assert.ok(!text.includes('hunter2') && !text.includes(encodeRegistryAuth(auth)))
      assert.match(text, /401 denied/)
      return true
    })
  }
})

test('copyFrom: a response without the stat field rejects and closes the connection', async (t) => {
  const { engine } = await scripted(t, async (wire) => {
    await wire.head()
    wire.send(chunkedResponse('tar').subarray(0, -5))
    await wire.ended()
    wire.end()
  })
  await assert.rejects(copyFrom(engine, 'c', '/x'), { code: 'ERR_RECORD_SYNTAX' })
  assert.equal(engine.connections.busy, 0)
})
