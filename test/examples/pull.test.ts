// docs/examples/pull.ts against the embedded engine, whose pull follows a script: plain lines where it writes to no
// terminal, bars redrawn in place where it does, in a pseudo terminal of script(1).

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { ProgressBars } from '../../docs/examples/progress-bars.ts'
import { progressEnd, progressNext, progressStart } from '../../src/containers/progress/progress-state.ts'
import type { ProgressRecord } from '../../src/index.ts'
import { EmbeddedEngine, ProgressError } from '../../src/testing.ts'
import { Screen } from './screen.ts'

const records: ProgressRecord[] = [
  { id: 'latest', status: 'Pulling from library/busybox' },
  { id: 'a1', status: 'Downloading', progressDetail: { current: 1_000_000, total: 2_000_000 } },
  { id: 'b2', status: 'Waiting', progressDetail: {} },
  { id: 'a1', status: 'Downloading', progressDetail: { current: 2_000_000, total: 2_000_000 } },
  { id: 'a1', status: 'Pull complete', progressDetail: {} },
  { id: 'b2', status: 'Already exists', progressDetail: {} },
  { status: 'Digest: sha256:0' },
]

/** What is written for these records, and after the end unless `isOpen`. */
function drawn(out: Partial<NodeJS.WriteStream>, shown = records, isOpen = false): string {
  let text = ''
  const write = (piece: string) => Boolean((text += piece))
  const bars = new ProgressBars({ ...out, write } as NodeJS.WriteStream)
  let state = progressStart
  for (const record of shown) {
    state = progressNext(state, record)
    bars.show(state)
  }
  if (!isOpen) bars.show(progressEnd(state))
  return text
}

const PLAIN =
  'latest: Pulling from library/busybox\na1: Downloading\nb2: Waiting\na1: Pull complete\nb2: Already exists\nDigest: sha256:0\n'

test('elsewhere than on a terminal each change of status is a line', () => {
  assert.equal(drawn({ isTTY: false }), PLAIN)
})

const terminal = { isTTY: true, rows: 8, columns: 70 }
/** A terminal turns a line feed into a return, too. */
const screen = (text: string) => new Screen(8, 70).write(text.replaceAll('\n', '\r\n')).lines

test('on a terminal the lines are redrawn in place', () => {
  assert.deepEqual(screen(drawn(terminal, records.slice(0, 3), true)), [
    'latest: Pulling from library/busybox',
    `a1: Downloading       [${'='.repeat(15)}${' '.repeat(15)}] 1.0/2.0 MB`,
    'b2: Waiting',
    '0 of 2 layers, 1.0 MB',
  ])
  assert.deepEqual(screen(drawn(terminal)), [
    'latest: Pulling from library/busybox',
    'Digest: sha256:0',
    'a1: Pull complete',
    'b2: Already exists',
    '2 of 2 layers, 2.0/2.0 MB, done',
  ])
})

test('more layers than fit, and lines that are too wide: what is shown stays in place', () => {
  const many: ProgressRecord[] = Array.from({ length: 40 }, (_, at) => ({
    id: `layer${at % 20}`,
    status: at < 20 ? 'Waiting' : 'Downloading',
    progressDetail: at < 20 ? {} : { current: 1, total: 2 },
  }))
  const narrow = drawn({ ...terminal, columns: 30 }, many, true)
  const lines = new Screen(8, 30).write(narrow.replaceAll('\n', '\r\n')).lines
  assert.equal(lines.length, 6)
  assert.ok(
    lines.slice(0, 5).every((line) => /^layer\d+: Downloading +\[/.test(line)),
    lines.join('\n'),
  )
  assert.match(lines[5]!, /^0 of 20 layers, 0\.0\/0\.0 MB/)
})

/** The program, with a Docker configuration of its own that has no credentials. */
async function pull(host: string) {
  const file = fileURLToPath(new URL('../../docs/examples/pull.js', import.meta.url))
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_CONFIG: '/nowhere' }
  const child = spawn(process.execPath, [file, 'busybox'], { env })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (bytes) => (output.stdout += bytes))
  child.stderr.on('data', (bytes) => (output.stderr += bytes))
  const [code] = await once(child, 'close')
  return { code, ...output }
}

test('the program shows what the Engine reports, and its digest', async (t) => {
  const engine = await EmbeddedEngine.start()
  t.after(() => engine.close())
  engine.script('pull', async ({ record }) => {
    for (const one of records) await record(one)
  })
  assert.deepEqual(await pull(engine.host), { code: 0, stdout: `${PLAIN}sha256:0\n`, stderr: '' })
})

test('a pull that fails half way is reported in the daemon’s words, with status 1', async (t) => {
  const engine = await EmbeddedEngine.start()
  t.after(() => engine.close())
  engine.script('pull', async ({ record }) => {
    await record({ id: 'a1', status: 'Downloading' })
    throw new ProgressError('unexpected EOF')
  })
  assert.deepEqual(await pull(engine.host), {
    code: 1,
    stdout: 'a1: Downloading\n',
    stderr: 'ERR_ENGINE_STREAM: POST /images/create: 200 unexpected EOF\n',
  })
})

const withoutScript =
  process.platform === 'linux' && spawnSync('script', ['--version']).status === 0 ? false : 'no script(1)'

test('in a real terminal the program draws bars, and leaves them in their last state', {
  skip: withoutScript,
}, async (t) => {
  const engine = await EmbeddedEngine.start()
  t.after(() => engine.close())
  let resume = () => {}
  engine.script('pull', async ({ record }) => {
    for (const one of records.slice(0, 3)) await record(one)
    await new Promise<void>((resolve) => (resume = resolve))
    for (const one of records.slice(3)) await record(one)
  })
  const file = fileURLToPath(new URL('../../docs/examples/pull.js', import.meta.url))
  const command = `stty rows 8 cols 70; exec '${process.execPath}' '${file}' busybox`
  const env = { ...process.env, DOCKER_HOST: engine.host, DOCKER_CONFIG: '/nowhere', SHELL: '/bin/sh' }
  const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const piece of child.stdout.setEncoding('utf8')) {
    text += piece
    if (/0 of 2 layers/.test(text)) {
      // The bar of the layer that is half there.
      assert.ok(text.includes(`a1: Downloading       [${'='.repeat(15)}${' '.repeat(15)}] 1.0/2.0 MB`))
      resume()
    }
  }
  assert.deepEqual(new Screen(8, 70).write(text).lines, [
    'latest: Pulling from library/busybox',
    'Digest: sha256:0',
    'a1: Pull complete',
    'b2: Already exists',
    '2 of 2 layers, 2.0/2.0 MB, done',
    'sha256:0',
  ])
})
