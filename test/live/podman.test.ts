// The private Podman itself: it leaves nothing behind when it is stopped. Whether it comes up at all, and runs the
// image, is what the runner finds out before the tests.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { livePodman } from '../support/live.ts'
import { callJson } from './call.ts'
import { startPrivatePodman } from './private-podman.ts'

const { host, skip } = livePodman()

/** What on this machine names the folder: processes, mounts, and the folder itself. */
function remains(folder: string): string[] {
  const name = path.basename(folder)
  const found = readdirSync('/proc').filter((entry) => {
    try {
      return /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/cmdline`, 'latin1').includes(name)
    } catch {
      return false
    }
  })
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(name)) found.push('a mount')
  if (existsSync(folder)) found.push(folder)
  return found
}

/** Control groups of the container. */
function groups(id: string, folder = '/sys/fs/cgroup'): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => path.basename(name).includes(id))
}

test('it is a Podman', { skip }, async () => {
  const { Components } = await callJson<{ Components: { Name: string }[] }>(host, 'GET', '/version')
  assert.equal(Components[0]?.Name, 'Podman Engine')
})

test('a stopped private Podman leaves nothing behind', { skip }, async () => {
  const podman = await startPrivatePodman()
  const body = { Image: 'busybox:latest', Cmd: ['sleep', '600'] }
  const { Id } = await callJson<{ Id: string }>(podman.host, 'POST', '/containers/create', body)
  await callJson(podman.host, 'POST', `/containers/${Id}/start`)
  assert.notDeepEqual(remains(podman.folder), [])
  assert.notDeepEqual(groups(Id), [])
  await podman.stop()
  assert.deepEqual(remains(podman.folder), [])
  assert.deepEqual(groups(Id), [])
})
