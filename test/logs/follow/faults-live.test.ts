// Following over every fault at once: restarts of the daemon, some by SIGKILL, with live-restore, so that the containers go on meanwhile; cut
// connections; restarts of containers; one in a crash loop. FAIRLEAD_LONG=1 runs the counts of docs/logs.md, some minutes.
// A private daemon of its own under a shell that starts it again; what is compared with is what the Engine has stored.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Engine, logs } from '../../../src/index.ts'
import { type FollowedLog, follow } from '../../../src/logs.ts'
import { privateEngineObstacle } from '../../live/private-engine.ts'
import { daemonIn, startRestartingDaemon } from '../../live/restarting-daemon.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine } from '../../support/live.ts'
import { cutterOf } from '../engine-cutter.ts'
import { created, type Kind } from '../live-kit.ts'
import { randomOf } from '../model/model-clock.ts'

const { skip, own } = liveEngine()
const reason = skip || (own ? (privateEngineObstacle() ?? false) : 'not a private Engine')
const LONG = process.env.FAIRLEAD_LONG === '1'
/** Containers, one of them in a crash loop; the time between two faults in ms. */
const CONTAINERS = LONG ? 20 : 5
const PAUSE = LONG ? 1_500 : 300
const SEED = Number(process.env.FAIRLEAD_SEED ?? 1)

type Fault = 'term' | 'kill' | 'cut' | 'restart'

/** Five restarts of the daemon, two by SIGKILL, fifty cuts, four restarts of containers; fewer in the short run. Mixed by the seed. */
function faultsOf(random: () => number): Fault[] {
  const [terms, kills, cuts, restarts] = LONG ? [3, 2, 50, 4] : [2, 2, 8, 2]
  const all: Fault[] = [
    ...Array<Fault>(terms).fill('term'),
    ...Array<Fault>(kills).fill('kill'),
    ...Array<Fault>(cuts).fill('cut'),
    ...Array<Fault>(restarts).fill('restart'),
  ]
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[all[at], all[other]] = [all[other]!, all[at]!]
  }
  return all
}

/** 200 numbered lines a second to both outputs in turn, each by itself, ten and a wait. */
const WRITES = `exec awk 'BEGIN { for (;;) {
  for (n = 0; n < 5; n++) { print ++i, "line"; fflush(); print ++i, "error" > "/dev/stderr"; fflush("/dev/stderr") }
  system("usleep 50000")
} }'`
const CRASHES = 'echo begin; echo end >&2; exit 1'

const KINDS: Kind[] = [
  { driver: 'json-file' },
  { driver: 'local', options: { 'max-size': '1m', 'max-file': '100' } },
  { driver: 'json-file', options: { 'max-size': '1m', 'max-file': '100' } },
]

/** One log, and what came of it. */
interface Followed {
  id: string
  log: FollowedLog
  taken: string[]
  done: Promise<void>
}

function followed(engine: Engine, id: string): Followed {
  const log = follow(engine, id, { retry: { most: 500 } })
  const taken: string[] = []
  const done = (async () => {
    for await (const item of log) {
      if (item.kind === 'record') taken.push(`${item.timestamp} ${item.stream} ${item.text}`)
    }
  })()
  done.catch(() => {})
  return { id, log, taken, done }
}

/**
 * The Engine's own records, one per frame. Not by logs(): it gives a line without an LF when the next one of its output comes, and a
 * container that is killed leaves such a line, behind which the next run's first line may stand.
 */
async function storedOf(engine: Engine, id: string): Promise<string[]> {
  const stored: string[] = []
  const query = { stdout: true, stderr: true, timestamps: true }
  const response = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query })
  for await (const { stream, data } of response.frames()) {
    const [timestamp, ...words] = Buffer.from(data).toString().replace(/\n$/, '').split(' ')
    stored.push(`${timestamp} ${stream} ${words.join(' ')}`)
  }
  return stored
}

/** How many numbers the container wrote that the Engine has not stored, between the first and the last that it has of each run. */
function unstored(stored: readonly string[]): number {
  let missing = 0
  let seen = new Set<number>()
  const close = (): void => {
    if (seen.size > 0) missing += Math.max(...seen) - seen.size
  }
  for (const record of stored) {
    const number = Number(record.split(' ')[2])
    // A container that is killed leaves a part of a line.
    if (!Number.isInteger(number)) continue
    if (number === 1 && seen.size > 0) {
      close()
      seen = new Set()
    }
    seen.add(number)
  }
  close()
  return missing
}

async function restartDaemon(folder: string, engine: Engine, signal: NodeJS.Signals): Promise<void> {
  const pid = daemonIn(folder)
  assert.ok(pid > 0)
  process.kill(pid, signal)
  await eventually(() => assert.ok(daemonIn(folder) !== pid), { within: 30_000 })
  await eventually(async () => void (await engine.get('/info')), { within: 30_000 })
}

/**
 * Stops a container. A daemon that was restarted under a running one may miss that it ended: it says so after ten seconds, "did not
 * receive an exit event", and knows better at the next request.
 */
async function stopped(engine: Engine, id: string): Promise<void> {
  await eventually(() => engine.post('/containers/{id}/stop', { path: { id }, query: { t: 0 } }), { within: 30_000 })
}

/** Makes and starts the containers; the last one ends at once and is started again for ever. */
async function startAll(t: TestContext, engine: Engine): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < CONTAINERS; at++) {
    const isCrashing = at === CONTAINERS - 1
    const id = await created(t, engine, isCrashing ? CRASHES : WRITES, KINDS[at % KINDS.length]!)
    const RestartPolicy = { Name: isCrashing ? 'always' : 'no' } as const
    if (isCrashing) await engine.post('/containers/{id}/update', { path: { id }, body: { RestartPolicy } })
    await engine.post('/containers/{id}/start', { path: { id } })
    ids.push(id)
  }
  return ids
}

test('restarts of the daemon and of containers, cut connections, a crash loop: what was delivered is what is stored', {
  skip: reason,
}, async (t) => {
  const random = randomOf(SEED)
  const daemon = await startRestartingDaemon('--live-restore')
  const engine = connect(daemon.host)
  t.after(async () => {
    await engine.close()
    await daemon.stop()
  })
  const cutter = await cutterOf(t, daemon.host)
  const ids = await startAll(t, engine)
  const crashing = ids.at(-1)!
  let requests = 0
  const through = connect({
    host: cutter.host,
    before: ({ path }) => void (path.includes(crashing) && requests++),
  })
  t.after(() => through.close())
  const began = performance.now()
  const all = ids.map((id) => followed(through, id))
  await Promise.all(all.map(({ log }) => log.ready()))
  /** What one connection delivers until it fails: the control. */
  let control = 0
  const plain = (async () => {
    for await (const _ of logs(engine, ids[0]!, { follow: true })) control++
  })().catch((error: unknown) => error)
  let cuts = 0
  for (const fault of faultsOf(random)) {
    await sleep(PAUSE)
    if (fault === 'cut') cuts += Number(cutter.cutOne(random()))
    else if (fault === 'restart') {
      const id = ids[Math.floor(random() * (CONTAINERS - 1))]!
      await engine.post('/containers/{id}/restart', { path: { id }, query: { t: 0 } })
    } else await restartDaemon(daemon.folder, engine, fault === 'kill' ? 'SIGKILL' : 'SIGTERM')
  }
  await sleep(PAUSE)
  const seconds = (performance.now() - began) / 1000
  await Promise.all(ids.map((id) => stopped(engine, id)))
  let equal = 0
  let records = 0
  let neverStored = 0
  for (const { id, log, taken, done } of all) {
    const stored = await storedOf(engine, id)
    await eventually(() => assert.ok(taken.length >= stored.length, `${taken.length} of ${stored.length}`), {
      within: 30_000,
    })
    await engine.delete('/containers/{id}', { path: { id } })
    await done
    assert.deepEqual(taken, stored)
    assert.equal(log.figures.gaps, 0)
    equal++
    records += stored.length
    if (id !== crashing) neverStored += unstored(stored)
  }
  const resumed = all.map(({ log }) => log.figures.resumed)
  t.diagnostic(
    `${equal} of ${CONTAINERS} logs, ${records} records in ${seconds.toFixed(0)} s; ${cuts} connections cut; resumed ${Math.min(...resumed)} to ${Math.max(...resumed)} times`,
  )
  t.diagnostic(`the containers wrote ${neverStored} lines that the Engine did not store; one connection: ${control}`)
  t.diagnostic(`${requests} requests to the container in a crash loop, ${all.at(-1)!.taken.length / 2} runs`)
  await plain
  assert.ok(control < all[0]!.taken.length, 'the control has to lose, or this shows nothing')
  if (LONG) assert.ok(requests < seconds, 'less than one request a second')
})
