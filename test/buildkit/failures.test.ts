// Builds that fail or are cancelled, on a real Engine: one typed error each, in the daemon's words, and nothing left behind.

import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { BuildError, type BuildProgress, buildImage, openBuildSession } from '../../src/buildkit.ts'
import { connect, type EngineError } from '../../src/index.ts'
import { liveEngine, livePodman } from '../support/live.ts'
import { engineOf, folderWith, start } from './build-kit.ts'
import { afterFirst, cancelBuilds } from './cancels.ts'

const { host, skip } = liveEngine()

async function failureOf(build: BuildProgress): Promise<BuildError> {
  const error: unknown = await build.done().then(
    () => assert.fail('the build succeeded'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof BuildError, String(error))
  assert.equal(error.code, 'ERR_ENGINE_STREAM')
  return error
}

test('a RUN that fails: the step, its status, its last lines', { skip }, async (t) => {
  const engine = engineOf(t)
  const dockerfileText = `FROM busybox\nRUN seq 1 150; echo ${process.pid}; sleep 0.2; echo bad >&2; sleep 0.1; exit 7\n`
  const error = await failureOf(start(engine, { files: {} }, { dockerfileText }))
  assert.deepEqual([error.problem, error.exitCode, error.kind], ['run', 7, 'failed'])
  assert.match(error.step!.name, /^\[2\/2\] RUN seq 1 150/)
  assert.equal(error.step!.state, 'failed')
  assert.ok(error.lines.includes('150') && error.lines.includes('bad'), error.lines.join())
  assert.equal(error.lines.length, 100)
  assert.match(error.reason, /exit code: 7/)
})

test('what the daemon refuses: syntax, stages, files, secrets, agents, images', { skip }, async (t) => {
  const engine = engineOf(t)
  const of = (dockerfileText: string, options: object = {}): Promise<BuildError> =>
    failureOf(start(engine, { files: {} }, { dockerfileText, ...options }))
  const syntax = await of('FROM busybox\n\nFOO bar\n')
  assert.deepEqual([syntax.problem, syntax.file, syntax.line], ['dockerfile', 'Dockerfile', 3])
  assert.match(syntax.reason, /unknown instruction: FOO/)
  assert.match((await of('FROM busybox\n', { target: 'none' })).reason, /none/)
  const file = await of('FROM scratch\nCOPY nothing /\n')
  assert.equal(file.problem, 'file', file.reason)
  const secret = await of('FROM busybox\nRUN --mount=type=secret,id=gone,required=true true\n', {
    secrets: { other: 'x' },
  })
  assert.equal(secret.problem, 'secret', secret.reason)
  const ssh = await of('FROM busybox\nRUN --mount=type=ssh,required=true true\n')
  assert.equal(ssh.problem, 'ssh', ssh.reason)
  const pull = await of('FROM 127.0.0.1:9/none/none:1\n')
  assert.equal(pull.problem, 'pull', pull.reason)
})

test('what is refused before anything is sent', { skip }, async (t) => {
  const engine = engineOf(t)
  for (const options of [
    { tags: '' },
    { tags: 'a b' },
    { tags: `x@sha256:${'0'.repeat(64)}` },
    { networkMode: 'bridge' as 'none' },
    { secrets: { s: 5 as unknown as string } },
    { output: {} as { folder: string } },
    { output: 'none' as const, tags: 'x' },
    { dockerfile: 'a', dockerfileText: 'b' },
    { ssh: { default: 5 as unknown as string } },
    { sockets: 1 } as object,
  ]) {
    assert.throws(() => buildImage(engine, { files: {} }, options), { code: 'ERR_OPTION' }, JSON.stringify(options))
  }
  for (const files of [
    { '../x': '' },
    { '/x': '' },
    { 'a//b': '' },
    { a: '', 'a/b': '' },
    { './a': '' },
    { a: 5 as unknown as string },
  ]) {
    assert.throws(() => buildImage(engine, { files }), { code: 'ERR_OPTION' }, JSON.stringify(files))
  }
  assert.throws(() => buildImage(engine, { tar: Buffer.alloc(0) }, { ignore: 'x' }), { code: 'ERR_OPTION' })
  assert.equal(engine.connections.busy, 0)
})

test('what is wrong on this side: the folder, the Dockerfile, a secret, a function', { skip }, async (t) => {
  const settled = await afterFirst({ output: 'none' })
  const engine = connect(host)
  const folder = folderWith(t, { a: 'a' })
  const dockerfileText = 'FROM busybox\nRUN --mount=type=secret,id=s,required=true true\n'
  await assert.rejects(start(engine, path.join(folder, 'none')).done(), { code: 'ERR_LOCAL_FILE' })
  await assert.rejects(start(engine, folder).done(), { code: 'ERR_LOCAL_FILE', message: /Dockerfile/ })
  const gone = start(engine, folder, { dockerfileText, secrets: { s: { file: path.join(folder, 'gone') } } })
  await assert.rejects(gone.done(), { code: 'ERR_BUILD_SERVICE', message: /the secret "s".*ENOENT/ })
  const large = start(engine, folder, { dockerfileText, secrets: { s: Buffer.alloc(512_001) } })
  await assert.rejects(large.done(), { code: 'ERR_BUILD_SERVICE', message: /512001 bytes/ })
  const thrown = new Error('p4ssword')
  const failing = start(engine, folder, { dockerfileText, secrets: { s: () => Promise.reject(thrown) } })
  await assert.rejects(failing.done(), (error: Error) => error.cause === thrown && !error.message.includes('p4ssword'))
  await engine.close()
  await settled()
})

test('a file that is written to while it is sent fails the build with its name', { skip }, async (t) => {
  const engine = engineOf(t)
  const folder = folderWith(t, { Dockerfile: 'FROM scratch\nCOPY . /\n', large: Buffer.alloc(64_000_000) })
  const writer = setInterval(() => appendFileSync(path.join(folder, 'large'), 'x'), 1)
  try {
    const build = start(engine, folder, { output: 'none' })
    await assert.rejects(build.done(), {
      code: 'ERR_LOCAL_FILE',
      blame: 'caller',
      message: /large: it changed while it was/,
    })
  } finally {
    clearInterval(writer)
  }
})

test('an Engine without sessions', { skip: livePodman().skip }, async () => {
  const engine = connect(livePodman().host)
  try {
    await assert.rejects(openBuildSession(engine), { code: 'ERR_NO_BUILDKIT' })
    await assert.rejects(
      start(engine, { files: {} }, { dockerfileText: 'FROM scratch\n' }).done(),
      (error: EngineError) => {
        return error.code === 'ERR_NO_BUILDKIT'
      },
    )
  } finally {
    await engine.close()
  }
})

/** How often a build is cancelled, at a moment of its own each time. */
const CANCELS = Number(process.env.FAIRLEAD_BUILD_CANCELS ?? 12)

test('cancelled at any moment, by abort, close() and leaving the loop: nothing runs on', { skip }, async (t) => {
  await cancelBuilds(t, CANCELS, 977)
})
