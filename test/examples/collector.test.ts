// The collector's example, killed again and again while the containers of two Engines write: every line is in its files once, in order.
// Its files rotate meanwhile.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { FleetPeer } from '../logs/tail/fleet-peer.ts'
import { eventually } from '../support/eventually.ts'
import { root } from '../support/root.ts'
import { tempDir } from '../support/temp.ts'

const KILLS = 5
const program = path.join(root, 'build/docs/examples/collector.js')

function start(t: TestContext, folder: string, hosts: readonly string[]): ChildProcess {
  const env = { PATH: process.env.PATH, HOME: folder, FILE_BYTES: '20000' }
  const child = spawn(process.execPath, [program, folder, ...hosts], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  return child
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name))

/** The collected texts by container. */
function collected(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const file of filesOf(folder)) {
    // What has no LF yet is torn, or is being written.
    for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
      if (line.startsWith('{"cursor":')) continue
      const { container, text } = JSON.parse(line) as { container: string; text: string }
      found.set(container, [...(found.get(container) ?? []), text])
    }
  }
  return found
}

test('killed five times, torn in its last batch: no line is missing, none is there twice', async (t) => {
  const peers = await Promise.all([FleetPeer.start(t, 'ONE'), FleetPeer.start(t, 'TWO')])
  const made = peers.flatMap((peer, at) => ['web', 'db'].map((name) => ({ peer, one: peer.run(`${name}${at}`) })))
  const folder = tempDir(t)
  const hosts = peers.map(({ host }) => host)
  let count = 0
  const writer = setInterval(() => {
    for (const { peer, one } of made) peer.write(one, String(count))
    count++
  }, 5)
  t.after(() => clearInterval(writer))
  for (let kill = 0; kill < KILLS; kill++) {
    const before = [...collected(folder).values()].flat().length
    const child = start(t, folder, hosts)
    const ended = once(child, 'exit')
    await eventually(() => [...collected(folder).values()].flat().length > before)
    await sleep(kill * 37)
    child.kill('SIGKILL')
    await ended
    // What a kill in the middle of a write leaves: a batch without its cursor, or with half of it.
    const torn =
      kill % 2 === 0 ? '{"container":"web0","text":"torn"}\n{"cont' : '{"container":"web0","text":"torn"}\n{"cursor":"{'
    appendFileSync(filesOf(folder).at(-1)!, torn)
  }
  const last = start(t, folder, hosts)
  const ended = once(last, 'exit')
  await eventually(() => assert.ok(filesOf(folder).length > 1, 'its files rotate'))
  clearInterval(writer)
  await eventually(() => {
    const found = collected(folder)
    return made.every(({ one }) => found.get(one.name)?.at(-1) === String(count - 1))
  })
  last.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
  const wanted = Array.from({ length: count }, (_, n) => String(n))
  for (const { one } of made) assert.deepEqual(collected(folder).get(one.name), wanted, one.name)
})
