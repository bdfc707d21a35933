// watch() on a real Engine: random operations with cut connections and restarts of the daemon, two of them by SIGKILL. After every quiet
// second, what is kept is what a fresh list says. FAIRLEAD_WATCH_OPERATIONS=5000 makes that many operations. `check` is off: nothing but
// events and gaps leads to a list.

import assert from 'node:assert/strict'
import net from 'node:net'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { KINDS, type WatchKind } from '../../../src/containers/watch/kinds.ts'
import { watch } from '../../../src/containers/watch/watch.ts'
import type { Watch } from '../../../src/containers/watch/watched.ts'
import { connect, type Engine, events } from '../../../src/index.ts'
import { privateEngineObstacle } from '../../live/private-engine.ts'
import { daemonIn, startRestartingDaemon } from '../../live/restarting-daemon.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine } from '../../support/live.ts'
import { repeated } from '../../support/soak.ts'
import { Churn, randomFrom } from './churn.ts'

const { skip, own } = liveEngine()
const reason = skip || (own ? (privateEngineObstacle() ?? false) : 'not a private Engine')
const OPERATIONS = Number(process.env.FAIRLEAD_WATCH_OPERATIONS ?? repeated({ soak: 200, whole: 50, usually: 20 }))
const CUTS = Math.max(4, Math.round(OPERATIONS / 100))
const RESTARTS = OPERATIONS < 1000 ? 1 : 3
const ROUNDS = OPERATIONS < 1000 ? 3 : Math.round(OPERATIONS / 50)
const SEED = Number(process.env.FAIRLEAD_WATCH_SEED ?? Date.now() % 1e9)

const ALL = { containers: true, images: true, networks: true, volumes: true }

function keptBy(watched: Watch, kind: WatchKind): Map<string, unknown> {
  return new Map<string, unknown>(watched[`${kind}s`])
}

const byKey = (entries: Map<string, unknown>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1))

test(`${OPERATIONS} random operations, ${CUTS} cuts, ${RESTARTS} restarts: what is kept is what is listed (seed ${SEED})`, {
  skip: reason,
}, async (t) => {
  const daemon = await startRestartingDaemon('--live-restore=false')
  const path = daemon.host.replace('unix://', '')
  const sockets = new Set<net.Socket>()
  const dial = () => {
    const socket = net.connect(path)
    sockets.add(socket.on('close', () => sockets.delete(socket)))
    return socket
  }
  const watching = connect({ dial })
  const engine = connect(daemon.host)
  t.after(async () => {
    await Promise.all([engine.close(), watching.close()])
    await daemon.stop()
  })
  const hasSwarm = await engine
    .post('/swarm/init', { body: { ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1' } as never })
    .then(() => true)
    .catch(() => false)
  const watched = watch(watching, { ...ALL, services: hasSwarm, check: 0, retry: { first: 20, most: 500 } })
  await watched.ready()
  /** What a consumer knows that applies each change to what it had. */
  const known = new Map<string, unknown>()
  const notices = { away: 0, synced: 0, changes: 0 }
  const consumed = (async () => {
    for await (const item of watched) {
      if (item.kind === 'away' || item.kind === 'synced') {
        notices[item.kind]++
        continue
      }
      notices.changes++
      const key = `${item.kind} ${item.id}`
      assert.deepEqual(known.get(key), item.before)
      if (item.change === 'removed') known.delete(key)
      else known.set(key, item.now)
    }
  })()
  const random = randomFrom(SEED)
  const churn = new Churn(engine, random, hasSwarm)
  const cutAt = new Set(Array.from({ length: CUTS }, () => Math.floor(random() * OPERATIONS)))
  const restartAt = new Set(
    Array.from({ length: RESTARTS }, (_, at) => Math.floor(((at + 0.5) / RESTARTS) * OPERATIONS)),
  )
  const compareAt = new Set(Array.from({ length: ROUNDS }, (_, at) => Math.floor(((at + 1) / ROUNDS) * OPERATIONS) - 1))
  let compared = 0
  let restarts = 0
  for (let at = 0; at < OPERATIONS; at++) {
    if (cutAt.has(at)) for (const socket of sockets) socket.destroy()
    if (restartAt.has(at)) {
      const pid = daemonIn(daemon.folder)
      process.kill(pid, restarts++ % 2 ? 'SIGTERM' : 'SIGKILL')
      await eventually(() => assert.ok(daemonIn(daemon.folder) !== pid))
      await eventually(async () => void (await engine.get('/info')))
    }
    await churn.step()
    if (!compareAt.has(at)) continue
    await stopHealthChecks(engine)
    await eventually(() => watched.isLive)
    await afterQuietSecond(engine, () => compare(engine, watched, known, `after ${at + 1} operations`))
    compared++
  }
  watched.close()
  await consumed
  const outcomes = [...churn.outcomes].map(([what, count]) => `${what}: ${count}`).join(', ')
  t.diagnostic(`compared ${compared} times; ${JSON.stringify(notices)}; ${outcomes}`)
  assert.equal(compared, ROUNDS)
  assert.ok(notices.away >= 1 && notices.synced > notices.away - 1)
  await watching.close()
  await eventually(() => assert.equal(sockets.size, 0))
})

/** Compares what is kept, and what a consumer knows, with fresh lists. */
async function compare(engine: Engine, watched: Watch, known: Map<string, unknown>, when: string): Promise<void> {
  const limits = { signal: new AbortController().signal, timeouts: { head: 20_000, idle: 20_000 } }
  for (const kind of ['container', 'image', 'network', 'volume', 'service'] as const) {
    if (kind === 'service' && watched.services.size === 0) continue
    const fresh = byKey(await KINDS[kind].read(engine, limits))
    assert.deepEqual(byKey(keptBy(watched, kind)), fresh, `${kind}s ${when}`)
    const consumed = [...known].filter(([key]) => key.startsWith(`${kind} `))
    assert.deepEqual(byKey(new Map(consumed.map(([key, value]) => [key.slice(kind.length + 1), value]))), fresh)
  }
}

/**
 * Waits for a second without an event, then compares. A busy machine may be late with a list: it is compared again for some seconds, which
 * repairs nothing, since without an event no list is due. An event meanwhile begins a new second.
 */
async function afterQuietSecond(engine: Engine, check: () => Promise<void>): Promise<void> {
  const stream = await events(engine).ready()
  let last = performance.now()
  const reading = (async () => {
    for await (const { Action } of stream) if (!/^exec_|^top$/.test(Action)) last = performance.now()
  })()
  for (;;) {
    await sleep(50)
    const quiet = last
    if (performance.now() - quiet < 1000) continue
    try {
      await check()
      break
    } catch (error) {
      if (last === quiet && performance.now() - quiet > LATE_MS) throw error
    }
  }
  stream.close()
  await reading
}

/** How late a list may be on a busy machine, in ms since the last event. */
const LATE_MS = 10_000

/** Health checks never rest: containers that have one are stopped before lists are compared. */
async function stopHealthChecks(engine: Engine): Promise<void> {
  for (const { Id, State } of await engine.get('/containers/json')) {
    const { Config } = await engine
      .get('/containers/{id}/json', { path: { id: Id } })
      .catch(() => ({ Config: undefined }))
    if (Config?.Healthcheck === undefined || State === 'paused') continue
    await engine.post('/containers/{id}/stop', { path: { id: Id }, query: { t: 0 } }).catch(() => undefined)
  }
}
