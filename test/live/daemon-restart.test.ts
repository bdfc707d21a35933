// What each call does when the daemon is restarted under it, by SIGTERM and by SIGKILL, with live-restore: the table in
// docs/daemon-restarts.md is held to what is seen here. Needs root and dockerd.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { healthy, usages, waitFor, watch } from '../../src/containers.ts'
import {
  attach,
  connect,
  type Engine,
  events,
  exec,
  FairleadError,
  logs,
  run,
  startExec,
  stats,
  wait,
} from '../../src/index.ts'
import { follow, followEvents, tail } from '../../src/logs.ts'
import { read } from '../house/sources.ts'
import { eventually } from '../support/eventually.ts'
import { liveBody, liveEngine } from '../support/live.ts'
import { variant } from '../support/soak.ts'
import { privateEngineObstacle } from './private-engine.ts'
import { daemonIn, startRestartingDaemon } from './restarting-daemon.ts'

const { skip, own } = liveEngine()
const reason = skip || (own ? (privateEngineObstacle() ?? false) : 'not a private Engine')
/** What has not ended so long after the daemon is back goes on. */
const SETTLED_MS = 3_000

/** Starts a call; resolves when it ends. Its name is that of the table's row. */
type Call = (engine: Engine, id: string, signal: AbortSignal) => Promise<unknown>

async function drain(iterable: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of iterable);
}

const calls: Record<string, Call> = {
  'a request that waits for its response': (engine, id, signal) =>
    engine.post('/containers/{id}/stop', { path: { id }, query: { t: 600 }, signal }),
  '`logs()` with `follow`': (engine, id, signal) => drain(logs(engine, id, { follow: true, signal })),
  '`events()`': (engine, _id, signal) => drain(events(engine, { signal })),
  '`stats()`': (engine, id, signal) => drain(stats(engine, id, { signal })),
  '`exec()`': (engine, id, signal) => exec(engine, id, ['sleep', '600'], { signal }),
  '`startExec()`': async (engine, id, signal) => {
    const session = await startExec(engine, id, ['sleep', '600'], { signal })
    await session.tunnel.pipe({})
  },
  '`attach()`': async (engine, id, signal) => (await attach(engine, id, { signal })).pipe({}),
  '`run()`': (engine, _id, signal) => run(engine, { Image: 'busybox:latest', Cmd: ['sleep', '600'] }, { signal }),
  '`wait()`': async (engine, id, signal) => (await wait(engine, id, { signal })).exit,
  '`waitFor()`': (engine, id, signal) => waitFor(engine, id, healthy(), { timeout: 0, signal }),
  '`follow()`': (engine, id, signal) => drain(follow(engine, id, { signal })),
  '`tail()`': (engine, _id, signal) => drain(tail(engine, { signal })),
  '`followEvents()`': (engine, _id, signal) => drain(followEvents(engine, { signal })),
  '`watch()`': (engine, _id, signal) => drain(watch(engine, { containers: true, signal })),
  '`usages()`': (engine, _id, signal) => drain(usages(engine, { signal })),
}

/** What happens by chance: of the calls that make several requests, which is the first to notice. */
const CHANCES: Readonly<Record<string, readonly string[]>> = {
  // The exit code is asked of an Engine that is away, or that knows the exec no more (404).
  '`exec()`': ['ERR_CONNECT', 'ERR_ENGINE'],
  '`run()`': ['ERR_CONNECTION_CLOSED', 'ERR_TRUNCATED_BODY'],
}

function outcomeOf(name: string, error: unknown): string {
  if (!(error instanceof FairleadError)) return String(error)
  const chances = CHANCES[name] ?? []
  return chances.includes(error.code) ? chances.join(' or ') : error.code
}

/** A container that runs on, whose health check is never due. */
async function container(engine: Engine): Promise<string> {
  const Healthcheck = { Test: ['CMD', 'true'], Interval: 3_600_000_000_000 }
  const Cmd = ['sh', '-c', 'trap "" TERM; while :; do echo line; sleep 1; done']
  const { Id } = await engine.post('/containers/create', {
    body: liveBody({ Image: 'busybox:latest', Cmd, Healthcheck }),
  })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  return Id
}

function isOfRun({ Command }: { Command?: string }): boolean {
  return Command?.startsWith('sleep 600') === true
}

/** The outcome of each call after one restart: `ends`, `goes on`, or the code of its error. */
async function outcomes(signal: 'SIGTERM' | 'SIGKILL'): Promise<Map<string, string>> {
  const daemon = await startRestartingDaemon('--live-restore')
  const engine = connect(daemon.host)
  const over = new AbortController()
  try {
    const seen = new Map<string, string>()
    // Two: the stop ends its own.
    const [stopped, id] = [await container(engine), await container(engine)]
    for (const [name, call] of Object.entries(calls)) {
      call(engine, name.startsWith('a request') ? stopped : id, over.signal).then(
        () => seen.set(name, 'ends'),
        (error: unknown) => seen.set(name, outcomeOf(name, error)),
      )
    }
    // The container of run() comes last: two requests are before it.
    await eventually(async () => (await engine.get('/containers/json')).some(isOfRun))
    await sleep(2_000)
    assert.deepEqual([...seen], [], 'all are under way')
    const pid = daemonIn(daemon.folder)
    process.kill(pid, signal)
    await eventually(() => assert.ok(![0, pid].includes(daemonIn(daemon.folder))))
    await eventually(async () => void (await engine.get('/info')))
    await sleep(SETTLED_MS)
    const still = await engine.get('/containers/json')
    seen.set('left', String(still.filter(isOfRun).length))
    return new Map([...Object.keys(calls), 'left'].map((name) => [name, seen.get(name) ?? 'goes on']))
  } finally {
    over.abort()
    const left = await engine.get('/containers/json', { query: { all: true } })
    const query = { force: true }
    await Promise.all(left.map(({ Id }) => engine.delete('/containers/{id}', { path: { id: Id }, query })))
    await engine.close()
    await daemon.stop()
  }
}

test('the table of docs/daemon-restarts.md is what is seen', { skip: reason || variant }, async (t) => {
  const [byTerm, byKill] = [await outcomes('SIGTERM'), await outcomes('SIGKILL')]
  const rows = Object.keys(calls).map((name) => `| ${name} | ${byTerm.get(name)} | ${byKill.get(name)} |`)
  t.diagnostic(`\n${rows.join('\n')}`)
  // What the page says of run(): its container stays.
  assert.deepEqual([byTerm.get('left'), byKill.get('left')], ['1', '1'])
  const page = read('docs/daemon-restarts.md')
  for (const row of rows) assert.ok(page.includes(row), `the page lacks ${row}`)
})
