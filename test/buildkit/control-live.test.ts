// Builds by Control, BuildKit's own service, on a real Engine: over POST /grpc where its socket takes no gRPC. What comes of them is what
// comes of a build by POST /build.

import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { BuildError, type ImageBuildOptions } from '../../src/buildkit.ts'
import { connect, run } from '../../src/index.ts'
import { liveEngine, livePodman } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'
import { buildByHand, engineOf, filesSent, folderWith, imageName, linesOf, start } from './build-kit.ts'
import { afterFirst, cancelBuilds } from './cancels.ts'

const { host, skip } = liveEngine()
const via = 'control'
const SECRET = 'h1dden-vàlue-8154'

const EVERYTHING = `
ARG BASE=busybox
FROM $BASE AS left
ARG WORD=none
RUN --mount=type=cache,target=/cache echo "$WORD" >> /cache/words && tail -n 1 /cache/words > /left
FROM busybox AS right
COPY sub/data /data
RUN --mount=type=secret,id=token --mount=type=secret,id=none \\
  wc -c < /run/secrets/token > /right && ls /run/secrets >> /right
RUN --mount=type=ssh test -S "$SSH_AUTH_SOCK" && echo agent >> /right
FROM busybox AS wanted
COPY --from=left /left /
COPY --from=right /right /data /
RUN cat /left /right /data > /result
FROM busybox
RUN false
`

test('secrets, ssh, a cache mount, stages, args, labels, tags and a target; the image runs', { skip }, async (t) => {
  if (!existsSync('/usr/bin/ssh-agent')) return t.skip('no ssh-agent on this machine')
  const engine = engineOf(t)
  const keys = tempDir(t)
  const agent = spawn('ssh-agent', ['-D', '-a', `${keys}/agent`], { stdio: ['ignore', 'pipe', 'ignore'] })
  t.after(() => agent.kill())
  await new Promise((resolve) => agent.stdout.once('data', resolve))
  const folder = folderWith(t, { Dockerfile: EVERYTHING, 'sub/data': 'data\n', unused: 'x' })
  const name = imageName(t)
  const word = `word-${process.pid}`
  const options: ImageBuildOptions = {
    via,
    tags: [name, `${name}:two`],
    target: 'wanted',
    buildArgs: { WORD: word, PATHLESS: null },
    labels: { 'fairlead.test': 'label' },
    secrets: { token: async () => SECRET },
    ssh: { default: `${keys}/agent` },
  }
  const build = start(engine, folder, { ...options, noCache: true })
  const events: unknown[] = []
  for await (const event of build) events.push(event)
  const { imageId, steps } = await build.done()
  assert.match(imageId!, /^sha256:[0-9a-f]{64}$/)
  assert.deepEqual(events.at(-1), { type: 'image', id: imageId })
  assert.ok(
    steps.every(({ state }) => state === 'done' || state === 'cached'),
    JSON.stringify(steps),
  )
  assert.ok(!steps.some((step) => step.name.includes('RUN false')))
  const ran = await run(engine, { Image: `${name}:two`, Cmd: ['cat', '/result'], HostConfig: { NetworkMode: 'none' } })
  assert.equal(ran.stdout, `${word}\n${Buffer.byteLength(SECRET)}\ntoken\nagent\ndata\n`)
  const image = await engine.get('/images/{name}/json', { path: { name } })
  assert.equal(image.Id, imageId)
  assert.equal(image.Config?.Labels?.['fairlead.test'], 'label')
  assert.equal(await filesSent(build), 1)
  // A second one, unchanged, sends no file; nor does one by the other way, for the daemon keeps files by the folder's key.
  assert.equal(await filesSent(start(engine, folder, options)), 0)
  assert.equal(await filesSent(start(engine, folder, { ...options, via: 'build' })), 0)
  const history = await engine.get('/images/{name}/history', { path: { name } })
  const everything = JSON.stringify([events, steps, image, history])
  assert.ok(!everything.includes(SECRET) && !everything.includes(Buffer.from(SECRET).toString('base64')))
})

test('contexts: files in memory, an archive in any form; outputs: none, a folder, a tar', { skip }, async (t) => {
  const engine = engineOf(t)
  const Dockerfile = 'FROM scratch\nCOPY a /\n'
  const files = { Dockerfile, a: 'content', large: Buffer.alloc(3_000_000, 'large') }
  const none = await start(engine, { files }, { via, output: 'none' }).done()
  assert.equal(none.imageId, undefined)
  const folder = tempDir(t)
  await start(engine, { files }, { via, output: { folder } }).done()
  assert.equal(readFileSync(path.join(folder, 'a'), 'utf8'), 'content')
  const stream = new PassThrough()
  const [tar] = await Promise.all([text(stream), start(engine, { files }, { via, output: { tar: stream } }).done()])
  assert.match(tar, /^a\0/)
  const archive = execFileSync('tar', ['-C', folderWith(t, files), '-cz', '.'])
  for (const tar of [archive, Readable.from([archive.subarray(0, 9), archive.subarray(9)])]) {
    const { imageId } = await start(engine, { tar }, { via }).done()
    assert.match(imageId!, /^sha256:/)
  }
  const broken = new Error('the source broke')
  const failing = start(engine, { tar: Readable.from(failingPieces(archive, broken)) }, { via })
  await assert.rejects(failing.done(), { code: 'ERR_UPLOAD_SOURCE', cause: broken })
})

async function* failingPieces(archive: Buffer, error: Error): AsyncGenerator<Buffer> {
  yield archive.subarray(0, 100)
  throw error
}

test('the lines of a build', { skip }, async (t) => {
  const engine = engineOf(t)
  const dockerfileText = `FROM busybox\nRUN echo one && sleep 0.2 && printf 'two' && echo ${process.pid}\n`
  const lines = await linesOf(start(engine, { files: {} }, { dockerfileText, via }))
  const number = /^#(\d+) \[2\/2\] RUN echo/.exec(lines.find((line) => line.includes('RUN echo')) ?? '')?.[1]
  const own = lines.filter((line) => line.startsWith(`#${number} `)).map((line) => line.replace(/\d+\.\d+/, 'N'))
  assert.deepEqual(own.slice(1), [`#${number} N one`, `#${number} N two${process.pid}`, `#${number} DONE Ns`])
})

test('a build that fails is the same error as by POST /build', { skip }, async (t) => {
  const engine = engineOf(t)
  const failing: [string, ImageBuildOptions][] = [
    [`FROM busybox\nRUN seq 1 150; echo ${process.pid}; sleep 0.2; echo bad >&2; sleep 0.1; exit 7\n`, {}],
    ['FROM busybox\n\nFOO bar\n', {}],
    ['FROM busybox\n', { target: 'none' }],
    ['FROM scratch\nCOPY nothing /\n', {}],
    ['FROM busybox\nRUN --mount=type=secret,id=gone,required=true true\n', { secrets: { other: 'x' } }],
    ['FROM busybox\nRUN --mount=type=ssh,required=true true\n', {}],
    ['FROM 127.0.0.1:9/none/none:1\n', {}],
  ]
  for (const [dockerfileText, options] of failing) {
    const facts = []
    for (const way of ['build', via] as const) {
      const failed = start(engine, { files: {} }, { dockerfileText, ...options, via: way, noCache: true })
      const error = (await failed.done().then(
        () => assert.fail('the build succeeded'),
        (error: unknown) => error,
      )) as BuildError
      assert.ok(error instanceof BuildError, String(error))
      assert.equal(error.code, 'ERR_ENGINE_STREAM')
      const { problem, exitCode, file, line, kind, lines, step } = error
      facts.push({ problem, exitCode, file, line, kind, lines, name: step?.name, state: step?.state })
    }
    assert.deepEqual(facts[1], facts[0])
  }
})

test('what is wrong on this side is the error, and nothing is left', { skip }, async () => {
  const settled = await afterFirst({ via })
  const engine = connect(host)
  const dockerfileText = 'FROM busybox\nRUN --mount=type=secret,id=s,required=true true\n'
  const thrown = new Error('p4ssword')
  const secrets = { s: () => Promise.reject(thrown) }
  const failing = start(engine, { files: {} }, { via, dockerfileText, secrets })
  await assert.rejects(failing.done(), (error: Error) => error.cause === thrown && !error.message.includes('p4ssword'))
  const refused = start(engine, { files: {} }, { via, dockerfileText, extraHosts: ['a:host-gateway'] })
  await assert.rejects(refused.done(), { code: 'ERR_OPTION', message: /host-gateway/ })
  await engine.close()
  await settled()
})

test('cancelled by abort, close() and leaving the loop: nothing runs on', { skip }, async (t) => {
  await cancelBuilds(t, 9, 978, { via })
})

test('a session by Control serves a build by POST /build', { skip }, async (t) => {
  await buildByHand(t, { via })
})

test('a file that is written to while it is sent fails the build with its name', { skip }, async (t) => {
  const engine = engineOf(t)
  const folder = folderWith(t, { Dockerfile: 'FROM scratch\nCOPY . /\n', large: Buffer.alloc(30_000_000) })
  const writer = setInterval(() => writeFileSync(path.join(folder, 'large'), 'x', { flag: 'a' }), 1)
  try {
    const build = start(engine, folder, { via, output: 'none' })
    await assert.rejects(build.done(), { code: 'ERR_LOCAL_FILE', message: /large: it changed while it was/ })
  } finally {
    clearInterval(writer)
  }
})

test('an Engine without BuildKit', { skip: livePodman().skip }, async () => {
  const engine = connect(livePodman().host)
  try {
    const build = start(engine, { files: {} }, { via, dockerfileText: 'FROM scratch\n' })
    await assert.rejects(build.done(), { code: 'ERR_NO_BUILDKIT', message: /POST \/grpc/ })
  } finally {
    await engine.close()
  }
})
