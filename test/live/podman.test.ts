// The private Podman itself: it leaves nothing behind when it is stopped. That it starts and runs the image is checked by the runner
// before the tests.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { eventually } from '../support/eventually.ts'
import { livePodman } from '../support/live.ts'
import { callJson } from './call.ts'
import { startPrivatePodman } from './private-podman.ts'

const { host, skip } = livePodman()

/** Everything on this machine that has the folder's name: processes, mounts, and the folder itself. */
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

/** The container's control groups. Other groups may appear and disappear while the folders are read. */
function groups(id: string): Promise<string[]> {
  const all = () => readdirSync('/sys/fs/cgroup', { recursive: true, encoding: 'utf8' })
  return eventually(() => all().filter((name) => path.basename(name).includes(id)))
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
  assert.notDeepEqual(await groups(Id), [])
  await podman.stop()
  assert.deepEqual(remains(podman.folder), [])
  assert.deepEqual(await groups(Id), [])
})
