// The private Engine itself: it starts, runs the image, and leaves nothing behind, whether it is stopped or the process that owns it is
// killed. Every other live test depends on this.

import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventually } from '../support/eventually.ts'
import { liveBody, liveEngine } from '../support/live.ts'
import { call, callJson } from './call.ts'
import { startPrivateEngine } from './private-engine.ts'

const { host, skip, own } = liveEngine()

/** Starts a container that writes to both outputs and then waits. As process 1 it ignores SIGTERM. */
async function startStubborn(at: string): Promise<string> {
  const Cmd = ['sh', '-c', 'echo out; echo err >&2; while :; do sleep 1; done']
  const body = liveBody({ Image: 'busybox:latest', Cmd })
  const { Id } = await callJson<{ Id: string }>(at, 'POST', '/containers/create', body)
  await callJson(at, 'POST', `/containers/${Id}/start`)
  return Id
}

/** Everything on this machine that has the folder's name: processes, mounts, control groups, and the folder itself. */
function remains(folder: string): string[] {
  const name = path.basename(folder)
  const found: string[] = []
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    let line = ''
    try {
      line = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
    } catch {
      // It ended between the listing and the reading.
    }
    if (line.includes(name)) found.push(`process ${pid}`)
  }
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(name)) found.push('a mount')
  for (const parent of ['/sys/fs/cgroup', '/sys/fs/cgroup/memory', '/sys/fs/cgroup/unified']) {
    if (existsSync(path.join(parent, name))) found.push(`control group ${parent}/${name}`)
  }
  if (existsSync(folder)) found.push(folder)
  return found
}

test('the image runs on the Engine of this run, and both outputs come back framed', { skip }, async (t) => {
  const id = await startStubborn(host)
  t.after(() => call(host, 'DELETE', `/containers/${id}?force=1`))
  const expected = '\x01\0\0\0\0\0\0\x04out\n\x02\0\0\0\0\0\0\x04err\n'
  await eventually(async () => {
    const { text } = await call(host, 'GET', `/containers/${id}/logs?stdout=1&stderr=1`)
    assert.deepEqual([...text].sort(), [...expected].sort())
  })
})

// A user who names an Engine does not want another one.
const cannot = skip || (own ? false : 'the Engine of this run is not one that the tests started')

test('a stopped private Engine leaves nothing behind', { skip: cannot }, async () => {
  const engine = await startPrivateEngine()
  await startStubborn(engine.host)
  assert.notDeepEqual(remains(engine.folder), [])
  await engine.stop()
  assert.deepEqual(remains(engine.folder), [])
})

test('a private Engine ends when its owner is killed', { skip: cannot }, async (t) => {
  const owner: ChildProcess = fork(fileURLToPath(new URL('./private-engine-owner.js', import.meta.url)))
  t.after(() => owner.kill('SIGKILL'))
  const ended = once(owner, 'exit').then(([status]) => assert.fail(`the owner ended with ${status}`))
  const [folder] = (await Promise.race([once(owner, 'message'), ended])) as [string]
  assert.notDeepEqual(remains(folder), [])
  ended.catch(() => undefined)
  owner.kill('SIGKILL')
  await eventually(() => assert.deepEqual(remains(folder), []), { within: 40_000, every: 200 })
})
