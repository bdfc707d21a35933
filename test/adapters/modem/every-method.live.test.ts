// Every public method of dockerode, in promise and in callback form, against a private Engine: once through docker-modem and
// once through fairlead/modem. The outcomes must be equal. The steps avoid docker-modem's defects (M1 to M21 in the other tests).
// A walk over the prototypes shows that no method is left out.

import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import test from 'node:test'
import { Modem } from '../../../src/modem.ts'
import { type PrivateEngine, privateEngineObstacle, startPrivateEngine } from '../../live/private-engine.ts'
import {
  type PrivateRegistry,
  password,
  registryObstacle,
  startRegistry,
  username,
} from '../../live/private-registry.ts'
import { isSoak, variant } from '../../support/soak.ts'
import { tempDir } from '../../support/temp.ts'
import { containers, logsAndRun } from './every-method/containers.ts'
import { images, registry } from './every-method/images.ts'
import { type Form, type Noted, nameClasses, Teller } from './every-method/recorder.ts'
import { attaches, execs } from './every-method/streams.ts'
import { swarm } from './every-method/swarm.ts'
import { networksAndVolumes, plugins, system } from './every-method/system.ts'
import type { World } from './every-method/world.ts'
import { loadPeers } from './peers.ts'

const parts = { containers, logsAndRun, execs, attaches, images, registry, system, networksAndVolumes, plugins, swarm }
const SLOW: readonly (keyof typeof parts)[] = ['containers', 'images', 'swarm']
const PORT = 5055

const peers = loadPeers()
const obstacle = peers.skip || privateEngineObstacle()
if (obstacle && process.env.FAIRLEAD_REQUIRE_LIVE === '1') throw new Error(obstacle)

test('every method of dockerode', { skip: obstacle ?? false }, async (t) => {
  if (peers.skip !== false) return
  nameClasses(peers.classes)
  const engine: PrivateEngine = await startPrivateEngine()
  let store: PrivateRegistry | undefined
  t.after(async () => {
    await store?.stop()
    await engine.stop()
  })
  const lacking = registryObstacle(engine.host)
  if (lacking === undefined) store = await startRegistry(engine.host, tempDir(t), PORT)
  else if (process.env.FAIRLEAD_REQUIRE_LIVE === '1') throw new Error(lacking)
  const called = new Set<string>()

  async function run(part: keyof typeof parts, form: Form, modem: object | undefined): Promise<Noted[]> {
    const socketPath = engine.host.slice('unix://'.length)
    if (peers.skip !== false) return []
    const docker = new peers.Docker(modem === undefined ? { socketPath } : { modem })
    const recorder = new Teller(form)
    const folder = tempDir(t)
    const host = store?.host ?? '127.0.0.1:1'
    const world: World = {
      docker,
      recorder,
      host: engine.host,
      registry: host,
      auth: { username, password, serveraddress: host },
      folder,
    }
    await parts[part](world)
    rmSync(folder, { recursive: true })
    for (const name of recorder.called) called.add(name)
    return recorder.notes
  }

  /** The form of callbacks is a variant: both forms share all but the last step. A swarm takes long, and so do images with callbacks. */
  function whySkipped(part: keyof typeof parts, form: Form): string | false {
    if (part === 'registry' && lacking !== undefined) return lacking
    if (form === 'callback' && SLOW.includes(part) && !isSoak) return 'runs with npm run test:soak'
    return (form === 'callback' || part === 'swarm' || part === 'images') && variant
  }

  for (const part of Object.keys(parts) as (keyof typeof parts)[]) {
    for (const form of ['promise', 'callback'] as const) {
      const skip = whySkipped(part, form)
      await t.test(`${part}, ${form} form`, { skip }, async () => {
        const theirs = await run(part, form, undefined)
        const modem = new Modem({ socketPath: engine.host.slice('unix://'.length) })
        try {
          const ours = await run(part, form, modem)
          compare(ours, theirs)
        } finally {
          await modem.close()
        }
      })
    }
  }

  await t.test('no public method is left out', { skip: lacking ?? variant }, () => {
    const missing = Object.entries(peers.classes).flatMap(([file, made]) => {
      const name = file.replace(/^./, (first) => first.toUpperCase())
      return Object.keys(made.prototype)
        .map((method) => `${name}.${method}`)
        .filter((method) => !called.has(method))
    })
    assert.deepEqual(missing, [])
  })
})

function compare(ours: readonly Noted[], theirs: readonly Noted[]): void {
  assert.deepEqual(
    ours.map(({ name }) => name),
    theirs.map(({ name }) => name),
  )
  ours.forEach(({ name, outcome }, index) => {
    assert.deepEqual({ name, outcome }, { name, outcome: theirs[index]!.outcome })
  })
}
