// Builds by Control with a daemon that does what a test says: which way is taken, and what is sent on it.

import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import test from 'node:test'
import { SolveRequest, SolveResponse } from '../../src/buildkit/control/control-messages.ts'
import { BytesMessage, GetSecretRequest, GetSecretResponse } from '../../src/buildkit/proto/messages.ts'
import { buildImage, openBuildSession } from '../../src/buildkit.ts'
import { connect, type FairleadError } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { controlDaemon, fieldsOf, mapAt, SessionBytes } from './control-daemon.ts'
import { begun, FILES, IMAGE, tell, tellMore } from './control-kit.ts'
import { announced, Call, fetched, http2On } from './fake-daemon.ts'

test('an Engine whose /session has gone: Control on its socket; the whole of a build', async (t) => {
  const { build, daemon, session, solve, progress } = await begun(t, { tags: ['a/b', 'c:1'], secrets: { s: 'secret' } })
  assert.deepEqual(daemon.seen, ['HEAD /_ping', 'POST /session', 'GET /version', 'h2'])
  for (const { headers } of [session, solve, progress]) {
    assert.equal(headers[':method'], 'POST')
    assert.equal(headers['content-type'], 'application/grpc')
    assert.equal(headers.te, 'trailers')
  }
  assert.deepEqual(session.lines('x-docker-expose-session-grpc-method').sort(), [
    '/grpc.health.v1.Health/Check',
    '/moby.buildkit.secrets.v1.Secrets/GetSecret',
    '/moby.filesync.v1.FileSync/DiffCopy',
  ])
  assert.equal(session.lines('x-docker-expose-session-sharedkey').length, 1)
  const request = (await solve.bytes())!
  assert.equal(await solve.bytes(), undefined, 'the call of Solve is half-closed')
  const ref = fieldsOf((await progress.bytes())!)
  const fields = fieldsOf(request)
  // Ref, exporter, its attributes, session, frontend, attributes, cache, exporters: by BuildKit's numbers, no other.
  assert.deepEqual([...new Set(fields.map(([number]) => number))], [1, 3, 4, 5, 6, 7, 8, 13])
  const one = (number: number): string => String(fields.find(([found]) => found === number)?.[1])
  assert.deepEqual(ref, [[1, Buffer.from(one(1))]])
  assert.equal(one(3), 'moby')
  assert.deepEqual(session.lines('x-docker-expose-session-uuid'), [one(5)])
  assert.equal(one(6), 'dockerfile.v0')
  assert.deepEqual(mapAt(request, 7), { filename: 'Dockerfile', 'image-resolve-mode': 'default' })
  assert.deepEqual(mapAt(request, 4), { name: 'a/b:latest,c:1' })
  const exporter = fields.find(([number]) => number === 13)![1] as Buffer
  assert.deepEqual(fieldsOf(exporter)[0], [1, Buffer.from('moby')])
  assert.deepEqual(mapAt(exporter, 2), { name: 'a/b:latest,c:1' })

  const http2 = http2On(new SessionBytes(session))
  const secret = new Call(http2, '/moby.buildkit.secrets.v1.Secrets/GetSecret')
    .send(GetSecretRequest, { id: 's' })
    .end()
  assert.equal(Buffer.from((await secret.next(GetSecretResponse))!.data).toString(), 'secret')
  const sync = new Call(http2, '/moby.filesync.v1.FileSync/DiffCopy', { 'dir-name': 'context' })
  const stats = await announced(sync)
  assert.deepEqual(
    stats.map(({ path }) => path),
    ['Dockerfile', 'a'],
  )
  assert.equal(String(await fetched(sync, 1)), 'content')

  tellMore(progress)
  progress.finish()
  solve.send(SolveResponse, { exporter: new Map([['containerimage.digest', IMAGE]]) }).finish()
  const { imageId, steps, sent } = await build.done()
  assert.equal(imageId, IMAGE)
  assert.deepEqual(
    steps.map(({ name, state }) => [name, state]),
    [['[1/1] RUN x', 'done']],
  )
  assert.equal(sent.files, 1)
  await eventually(() => assert.equal(daemon.connections, 1), { within: 5_000 })
})

test('which way is taken: what the Engine offers, or what is asked for', async (t) => {
  const way = async (options: Parameters<typeof controlDaemon>[1], via?: 'auto' | 'build' | 'control') => {
    const daemon = await controlDaemon(t, options)
    const engine = connect(daemon.host)
    t.after(() => engine.close())
    const opened = openBuildSession(engine, { via }).then(
      (session) => session.close(),
      (error: FairleadError) => error.code,
    )
    const how = await opened
    const paths = daemon.seen.filter((request) => !/_ping|version/.test(request)).join(', ')
    return how === undefined ? paths : `${paths}: ${how}`
  }
  assert.equal(await way({ session: 101 }), 'POST /session')
  assert.equal(await way({ session: 101 }, 'build'), 'POST /session')
  assert.equal(await way({ session: 101 }, 'control'), 'h2')
  assert.equal(await way({ session: 101, apiVersion: '1.41', grpc: 101 }), 'POST /session')
  assert.equal(await way({ session: 101, apiVersion: '1.41', grpc: 101 }, 'control'), 'POST /grpc, h2')
  for (const session of [404, 410]) assert.equal(await way({ session }), 'POST /session, h2')
  assert.equal(await way({}, 'build'), 'POST /session: ERR_NO_BUILDKIT')
  // Podman's answer, and what is no answer to «is it there?».
  assert.equal(await way({ apiVersion: '1.52', grpc: 101 }), 'POST /session: ERR_NO_BUILDKIT')
  assert.equal(await way({ session: 400 }), 'POST /session: ERR_NO_BUILDKIT')
  assert.equal(await way({ session: 500 }), 'POST /session: ERR_ENGINE')
  assert.equal(await way({ apiVersion: '1.41' }, 'control'), 'POST /grpc: ERR_NO_BUILDKIT')
  // A proxy that knows HTTP/1.1 alone.
  assert.equal(await way({ onSocket: false }), 'POST /session: ERR_NO_BUILDKIT')
})

test('an API version that the caller has fixed does not hide what the Engine can', async (t) => {
  const daemon = await controlDaemon(t)
  const engine = connect({ host: daemon.host, apiVersion: '1.41' })
  t.after(() => engine.close())
  const session = await openBuildSession(engine)
  session.close()
  assert.ok(daemon.seen.includes('h2'))
})

test('over POST /grpc it is the same build', async (t) => {
  const { build, solve, progress } = await begun(t, { via: 'control' }, { apiVersion: '1.41', grpc: 101, session: 101 })
  await tell(progress)
  progress.finish()
  solve.send(SolveResponse, { exporter: new Map([['containerimage.digest', IMAGE]]) }).finish()
  assert.equal((await build.done()).imageId, IMAGE)
})

test('every option becomes what the daemon makes of it for POST /build', async (t) => {
  process.env.FAIRLEAD_BUILD_ARG = 'of the environment'
  t.after(() => delete process.env.FAIRLEAD_BUILD_ARG)
  const { build, solve } = await begun(t, {
    dockerfileText: 'FROM scratch\n',
    buildArgs: { A: '1', FAIRLEAD_BUILD_ARG: null, NONE_SUCH: null, BUILDKIT_INLINE_CACHE: '1' },
    target: 'stage',
    platform: 'linux/arm64',
    labels: { l: 'ä' },
    cacheFrom: ['x', 'y:1'],
    pull: true,
    noCache: true,
    networkMode: 'host',
    extraHosts: ['a:1.2.3.4', 'b:::1'],
    shmSize: 70_000,
  })
  const request = (await solve.bytes())!
  assert.deepEqual(mapAt(request, 7), {
    filename: 'Dockerfile',
    target: 'stage',
    platform: 'linux/arm64',
    'image-resolve-mode': 'pull',
    'no-cache': '',
    'cache-from': 'x,y:1',
    'force-network-mode': 'host',
    'add-hosts': 'a=1.2.3.4,b=::1',
    'shm-size': '70000',
    'build-arg:A': '1',
    'build-arg:FAIRLEAD_BUILD_ARG': 'of the environment',
    'build-arg:BUILDKIT_INLINE_CACHE': '1',
    'label:l': 'ä',
  })
  const fields = fieldsOf(request)
  assert.deepEqual(
    fields.filter(([number]) => number === 9),
    [[9, Buffer.from('network.host')]],
  )
  const cache = fieldsOf(fields.find(([number]) => number === 8)![1] as Buffer)
  assert.deepEqual(
    cache.map(([number, entry]) => [number, ...fieldsOf(entry as Buffer)]),
    [[4, [1, Buffer.from('inline')]]],
  )
  build.close()
})

test('outputs: none names no exporter, a folder and a tar name theirs', async (t) => {
  for (const [output, type] of [
    ['none', undefined],
    [{ folder: '/nonexistent/fairlead' }, 'local'],
    [{ tar: '/nonexistent/fairlead' }, 'tar'],
  ] as const) {
    const { build, solve } = await begun(t, { output })
    const { exporter, exporters } = (await solve.next(SolveRequest))!
    assert.equal(exporter || undefined, type)
    assert.deepEqual(
      exporters.map((one) => one.type),
      type === undefined ? [] : [type],
    )
    build.close()
  }
})

test('contexts: a URL is the daemon’s, an archive is pulled once', async (t) => {
  const remote = 'https://example.com/x.git'
  const { build, solve } = await begun(t, {}, {}, { remote })
  assert.equal((await solve.next(SolveRequest))!.attributes.get('context'), remote)
  build.close()

  const pieces = [Buffer.alloc(1_500_000, 'a'), Buffer.from('b')]
  const other = await begun(t, {}, {}, { tar: Readable.from(pieces) })
  assert.ok(other.session.lines('x-docker-expose-session-grpc-method').includes('/moby.upload.v1.Upload/Pull'))
  assert.match(
    (await other.solve.next(SolveRequest))!.attributes.get('context')!,
    /^http:\/\/buildkit-session\/\w{24}$/,
  )
  const http2 = http2On(new SessionBytes(other.session))
  const pull = new Call(http2, '/moby.upload.v1.Upload/Pull')
  const got: Uint8Array[] = []
  for (let piece = await pull.next(BytesMessage); piece !== undefined; piece = await pull.next(BytesMessage)) {
    assert.ok(piece.data.length <= 1_048_576)
    got.push(piece.data)
  }
  assert.equal((await pull.status).status, '0')
  assert.ok(Buffer.concat(got).equals(Buffer.concat(pieces)))
  assert.equal((await new Call(http2, '/moby.upload.v1.Upload/Pull').status).status, '5')
  other.build.close()

  // One that is not read to its end is freed with its call.
  const stalled = new Readable({ read() {} })
  stalled.push(pieces[1])
  const partly = await begun(t, {}, {}, { tar: stalled })
  const cut = new Call(http2On(new SessionBytes(partly.session)), '/moby.upload.v1.Upload/Pull')
  assert.deepEqual(Buffer.from((await cut.next(BytesMessage))!.data), pieces[1])
  cut.stream.close(8)
  await eventually(() => stalled.destroyed, { within: 5_000 })
  assert.equal(partly.session.stream.destroyed, false)
  partly.build.close()

  // One that was not asked for is freed.
  const unread = Readable.from(pieces)
  const last = await begun(t, {}, {}, { tar: unread })
  last.build.close()
  await eventually(() => unread.destroyed)
})

test('what this way cannot express is an error that says what to do', async (t) => {
  const daemon = await controlDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  const cannot = buildImage(engine, FILES, { extraHosts: ['gateway:host-gateway'] })
  await assert.rejects(cannot.done(), {
    code: 'ERR_OPTION',
    message: /host-gateway.*via 'build'|via 'build'.*host-gateway/,
  })
  const malformed = buildImage(engine, FILES, { extraHosts: ['gateway'] })
  await assert.rejects(malformed.done(), { code: 'ERR_OPTION', message: /host:address/ })
  assert.throws(() => buildImage(engine, FILES, { via: 'grpc' as 'auto' }), { code: 'ERR_OPTION', message: /via/ })
  await assert.rejects(openBuildSession(engine, { via: 'grpc' as 'auto' }), { code: 'ERR_OPTION' })
  await eventually(() => assert.equal(daemon.connections, 1), { within: 5_000 })
})
