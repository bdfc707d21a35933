// The programs of docs/examples, each in its own process with the real Engine of this run, started as a user would. The shell runs in a
// pseudo terminal of script(1).

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { connect } from '../../src/index.ts'
import { liveBody, liveEngine } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'

const { host, skip } = liveEngine()
const examples = fileURLToPath(new URL('../../docs/examples/', import.meta.url))

/** A running container for this test alone; its name. */
async function container(t: TestContext): Promise<string> {
  const engine = connect(host)
  const body = liveBody({ Image: 'busybox:latest', Cmd: ['sleep', '600'] })
  const { Id } = await engine.untyped.post<{ Id: string }>('/containers/create', { body })
  t.after(async () => {
    await engine.delete('/containers/{id}', { path: { id: Id }, query: { force: true, v: true } })
    await engine.close()
  })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  return Id
}

async function play(name: string, args: readonly string[], stdin = '') {
  return outcome([process.execPath, join(examples, `${name}.js`), ...args], stdin)
}

async function outcome([command = '', ...args]: readonly string[], stdin: string) {
  const child = spawn(command, args, { env: { ...process.env, DOCKER_HOST: host, TERM: 'dumb' } })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
    })
  }
  // A program may end before its input: then the pipe to it fails.
  child.stdin.on('error', () => {}).end(stdin)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

test('exec-in-a-pipe: stdin, both outputs and the exit code are the command’s', { skip }, async (t) => {
  const id = await container(t)
  const result = await play('exec-in-a-pipe', [id, 'sh', '-c', 'sort; echo oh >&2; exit 3'], 'b\na\n')
  assert.deepEqual(result, { code: 3, stdout: 'a\nb\n', stderr: 'oh\n' })
})

test('exec-in-a-pipe: a command that does not read all its input ends', { skip }, async (t) => {
  const id = await container(t)
  const result = await play('exec-in-a-pipe', [id, 'head', '-n', '1'], 'line\n'.repeat(200_000))
  assert.deepEqual(result, { code: 0, stdout: 'line\n', stderr: '' })
})

const noScript = spawnSync('script', ['--version']).status === 0 ? false : 'script(1) is not installed'

test('shell: a terminal of the right size, and the shell’s exit code', { skip: skip || noScript }, async (t) => {
  const id = await container(t)
  const shell = `stty rows 33 cols 77; '${process.execPath}' '${join(examples, 'shell.js')}' ${id}`
  const result = await outcome(
    ['script', '-qec', shell, '/dev/null'],
    'until stty size | grep -q 33; do sleep 0.1; done; stty size; exit 7\n',
  )
  assert.match(result.stdout, /33 77/)
  assert.equal(result.code, 7)
})

test('pull: the daemon’s message when it fails', { skip }, async () => {
  const result = await play('pull', ['127.0.0.1:1/nobody:latest'])
  assert.equal(result.code, 1)
  assert.match(result.stderr, /^ERR_ENGINE: POST \/images\/create: 500 .*127\.0\.0\.1:1/)
})

test('build: live output, then the image; a step that fails is reported', { skip }, async (t) => {
  const folder = tempDir(t)
  const tag = `fairlead-example-${process.pid}:latest`
  const engine = connect(host)
  t.after(async () => {
    await engine.delete('/images/{name}', { path: { name: tag }, query: { force: true } })
    await engine.close()
  })
  writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox:latest\nRUN echo building-this\n')
  const built = await play('build', [folder, tag])
  assert.equal(built.code, 0, built.stderr)
  assert.match(built.stdout, /\nbuilding-this\n.*\nbuilt sha256:[0-9a-f]{64}\n$/s)
  writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox:latest\nRUN exit 4\n')
  const failed = await play('build', [folder, `${tag}-not`])
  assert.equal(failed.code, 1)
  assert.match(failed.stderr, /^ERR_ENGINE_STREAM: POST \/build: 200 .*returned a non-zero code: 4/)
})

test('buildkit: the lines of the build, then the image; a build that fails is reported', { skip }, async (t) => {
  const folder = tempDir(t)
  const tag = `fairlead-example-buildkit-${process.pid}:latest`
  const engine = connect(host)
  t.after(async () => {
    await engine.untyped
      .delete('/images/{name}', { path: { name: tag }, query: { force: true } })
      .catch(() => undefined)
    await engine.close()
  })
  // Without RUN: the tests' Engine has no bridge for its steps, and the program leaves the network as it is.
  writeFileSync(join(folder, 'file'), 'content')
  writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\nCOPY file /\nLABEL a=b\n')
  const built = await play('buildkit', [folder, tag, 'PATH'])
  assert.deepEqual([built.code, built.stderr], [0, ''])
  assert.match(built.stdout, /^#\d+ \[internal\] load build definition from Dockerfile$/m)
  assert.match(built.stdout, /^#\d+ \[2\/2\] COPY file \/$/m)
  const id = /^built (sha256:[0-9a-f]{64}); sent 2 files, \d+ bytes$/m.exec(built.stdout)?.[1]
  const image = await engine.get('/images/{name}/json', { path: { name: tag } })
  assert.equal(image.Id, id)
  writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\nCOPY none /\n')
  const failed = await play('buildkit', [folder, tag])
  assert.equal(failed.code, 1)
  assert.match(failed.stderr, /^ERR_ENGINE_STREAM: POST \/build: 200 .*"\/none"/m)
  assert.equal((await play('buildkit', [folder])).code, 2)
})

test('copy: in, and out again', { skip }, async (t) => {
  const id = await container(t)
  const folder = tempDir(t)
  mkdirSync(join(folder, 'in', 'deep'), { recursive: true })
  mkdirSync(join(folder, 'out'))
  writeFileSync(join(folder, 'in', 'deep', 'file'), 'ünïcode\n')
  const copiedIn = await play('copy', [`${folder}/in/.`, `${id}:/tmp`])
  assert.deepEqual([copiedIn.code, copiedIn.stderr], [0, ''])
  const copiedOut = await play('copy', [`${id}:/tmp`, join(folder, 'out')])
  assert.equal(copiedOut.code, 0, copiedOut.stderr)
  assert.match(copiedOut.stdout, /^copied \w+:\/tmp to /)
  assert.equal(readFileSync(join(folder, 'out', 'tmp', 'deep', 'file'), 'utf8'), 'ünïcode\n')
})
