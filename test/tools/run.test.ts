// The runner itself: for every outcome of a test file the run ends, reports it, and has the right exit status.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventually } from '../support/eventually.ts'
import { sampled } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'

const runner = fileURLToPath(new URL('./run.js', import.meta.url))

/** The texts of test files; `test` is node:test's. */
const bodies = {
  fine: "test('fine', () => {})",
  fails: "test('wrong', () => { throw new Error('seen') })",
  skips: "test('left out', { skip: 'no such thing here' }, () => {}); test('kept', () => {})",
  deep: "test('outer', async (t) => { await t.test('inner', () => { throw new Error('seen below') }) })",
  nested: "test('outer', async (t) => { await t.test('inner', { skip: 'deep reason' }, () => {}) })",
  todo: "test('later', { todo: 'not yet' }, () => { throw new Error('known') })",
  empty: '',
  throws: "throw new Error('at load')",
  hangs: "test('stuck', () => new Promise(() => setInterval(() => {}, 1000)))",
  handle: "test('leaves a timer', () => { setInterval(() => {}, 1000) })",
  loops: "test('spins', () => { for (;;); })",
}

function start(t: TestContext, names: (keyof typeof bodies)[], args: string[] = []) {
  const root = tempDir(t)
  for (const name of names) {
    writeFileSync(path.join(root, `${name}.test.js`), `const test = require('node:test')\n${bodies[name]}\n`)
  }
  // With this variable node:test would treat the runner as one of its test files.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(process.execPath, [runner, '--root', root, '--deadline', '60', ...args], { env })
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output.text += chunk
    })
  }
  t.after(() => child.kill('SIGKILL'))
  return { child, output, root }
}

async function outcome(t: TestContext, names: (keyof typeof bodies)[], args?: string[]) {
  const { child, output } = start(t, names, args)
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, text: output.text }
}

test('status 0 when all pass, and every skip is printed with its path and reason', async (t) => {
  const { status, text } = await outcome(t, ['fine', 'skips', 'nested', 'todo'], ['--deadline', '60'])
  assert.equal(status, 0, text)
  assert.match(text, /^ {2}test\/skips\.test\.ts › left out: no such thing here$/m)
  assert.match(text, /^ {2}test\/nested\.test\.ts › outer › inner: deep reason$/m)
  assert.match(text, /^4 passed, 0 failed, 2 skipped, in 4 of 4 files/m)
  assert.match(text, /^live tests: none among the chosen files$/m)
})

for (const [name, said] of sampled([
  ['hangs', /hangs\.test\.ts: not ended within 5 s; running then: "stuck"/],
  ['throws', /at load/],
  ['empty', /empty\.test\.ts: no test in this file/],
  ['fails', /seen/],
  ['handle', /handle\.test\.ts: not ended within 5 s/],
  ['loops', /loops\.test\.ts: not ended within 5 s/],
] as const)) {
  test(`status 1 and a message when a file ${name}`, async (t) => {
    // Only a file that never ends reaches its deadline; a busy machine needs seconds to start a process.
    const endless = name === 'hangs' || name === 'handle' || name === 'loops'
    const { status, text } = await outcome(t, [name, 'fine'], endless ? ['--deadline', '5'] : [])
    assert.equal(status, 1, text)
    assert.match(text, said)
  })
}

test('what failed stands at the end once more, with its path and its error', async (t) => {
  const { text } = await outcome(t, ['fails', 'deep', 'fine'])
  const end = text.slice(text.indexOf('\nfailed:'))
  assert.match(end, /^ {2}test\/fails\.test\.ts › wrong:\n {4}Error: seen\n/m)
  assert.match(end, /^ {2}test\/deep\.test\.ts › outer › inner:\n {4}Error: seen below\n/m)
  assert.equal(end.match(/ › /g)?.length, 3)
})

test('status 1 when nothing ran', async (t) => {
  assert.equal((await outcome(t, [])).status, 1)
  const filtered = await outcome(t, ['fine'], ['absent'])
  assert.equal(filtered.status, 1)
  assert.match(filtered.text, /no test file matches absent/)
})

test('arguments choose files by a part of their name, as source or as output', async (t) => {
  for (const name of ['fine', 'test/fine.test.ts', './build/test/fine.test.js']) {
    const { status, text } = await outcome(t, ['fine', 'fails'], [name])
    assert.equal(status, 0, text)
    assert.match(text, /in 1 of 1 files/)
  }
})

test('SIGTERM ends the running files, and the status shows the signal', async (t) => {
  const { child, output } = start(t, ['hangs', 'fine'], ['--deadline', '60'])
  await eventually(() => /fine/.test(output.text), { within: 20_000 })
  child.kill('SIGTERM')
  const [status] = (await once(child, 'close')) as [number | null]
  assert.equal(status, 143, output.text)
})
