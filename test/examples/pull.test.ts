// docs/examples/pull.ts against the embedded engine, whose pull follows a script: plain lines where it writes to no
// terminal, bars redrawn in place where it does.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { ProgressBars } from '../../docs/examples/progress-bars.ts'
import type { ProgressRecord } from '../../src/index.ts'
import { EmbeddedEngine, ProgressError } from '../../src/testing.ts'

const records: ProgressRecord[] = [
  { id: 'latest', status: 'Pulling from library/busybox' },
  { id: 'a1', status: 'Downloading', progressDetail: { current: 1_000_000, total: 2_000_000 } },
  { id: 'b2', status: 'Waiting', progressDetail: {} },
  { id: 'a1', status: 'Downloading', progressDetail: { current: 2_000_000, total: 2_000_000 } },
  { id: 'a1', status: 'Pull complete', progressDetail: {} },
  { status: 'Digest: sha256:0' },
]

function drawn(isTTY: boolean): string {
  let text = ''
  const out = { isTTY, write: (piece: string) => (text += piece) } as unknown as NodeJS.WriteStream
  const bars = new ProgressBars(out)
  for (const record of records) bars.show(record)
  return text
}

test('elsewhere than on a terminal each change of status is a line', () => {
  assert.equal(
    drawn(false),
    'latest: Pulling from library/busybox\na1: Downloading\nb2: Waiting\na1: Pull complete\nDigest: sha256:0\n',
  )
})

test('on a terminal the lines are redrawn in place', () => {
  const text = drawn(true)
  const bar = (filled: number) => `[${'='.repeat(filled)}${' '.repeat(30 - filled)}]`
  assert.ok(text.includes(`a1: Downloading       ${bar(15)} 1.0/2.0 MB\n`))
  assert.ok(text.includes(`a1: Downloading       ${bar(30)} 2.0/2.0 MB\n`))
  assert.equal(text.split('\x1b[3A').length - 1, 2, 'three lines are gone over twice')
  assert.ok(text.endsWith('Digest: sha256:0\n'))
})

/** The program, with a Docker configuration of its own that has no credentials. */
async function pull(host: string) {
  const file = fileURLToPath(new URL('../../docs/examples/pull.js', import.meta.url))
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_CONFIG: '/nowhere' }
  const child = spawn(process.execPath, [file, 'busybox'], { env })
  const told = { stdout: '', stderr: '' }
  child.stdout.on('data', (bytes) => (told.stdout += bytes))
  child.stderr.on('data', (bytes) => (told.stderr += bytes))
  const [code] = await once(child, 'close')
  return { code, ...told }
}

test('the program shows what the Engine tells, and its digest', async (t) => {
  const engine = await EmbeddedEngine.start()
  t.after(() => engine.close())
  engine.script('pull', async ({ record }) => {
    for (const one of records) await record(one)
  })
  assert.deepEqual(await pull(engine.host), { code: 0, stdout: `${drawn(false)}sha256:0\n`, stderr: '' })
})

test('a pull that fails half way is told in the daemon’s words, with status 1', async (t) => {
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
