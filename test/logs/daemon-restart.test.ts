// Following over restarts of the daemon, two of them by SIGKILL, with live-restore, so that the container goes on meanwhile.
// A private daemon of its own under a shell that starts it again; what is compared with is what the Engine has stored.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, FairleadError, logs } from '../../src/index.ts'
import { follow } from '../../src/logs.ts'
import { privateEngineObstacle } from '../live/private-engine.ts'
import { daemonIn, startRestartingDaemon } from '../live/restarting-daemon.ts'
import { eventually } from '../support/eventually.ts'
import { liveEngine } from '../support/live.ts'
import { container } from './live-kit.ts'

const { skip, own } = liveEngine()
const reason = skip || (own ? (privateEngineObstacle() ?? false) : 'not a private Engine')

test('four restarts of the daemon, two by SIGKILL: what was delivered is what is stored', {
  skip: reason,
}, async (t) => {
  const daemon = await startRestartingDaemon('--live-restore')
  const engine = connect(daemon.host)
  t.after(async () => {
    await engine.close()
    await daemon.stop()
  })
  const script = 'i=0; while [ $i -lt 100000 ]; do echo $i line; echo $i error >&2; i=$((i+1)); usleep 4000; done'
  const ids = await Promise.all([
    container(t, engine, script),
    container(t, engine, script, { driver: 'local', options: { 'max-size': '100k', 'max-file': '100' } }),
  ])
  const followed = ids.map((id) => {
    const log = follow(engine, id, { until: 'stopped', retry: { most: 500 } })
    const taken: string[] = []
    const done = (async () => {
      for await (const item of log)
        if (item.kind === 'record') taken.push(`${item.timestamp} ${item.stream} ${item.text}`)
    })()
    return { log, taken, done }
  })
  /** What one connection delivers until it fails: the control. */
  let control = 0
  const plain = (async () => {
    for await (const _ of logs(engine, ids[0]!, { follow: true })) control++
  })().catch((error: unknown) => error)
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    await sleep(800)
    const pid = daemonIn(daemon.folder)
    assert.ok(pid > 0)
    process.kill(pid, signal)
    await eventually(() => assert.ok(daemonIn(daemon.folder) !== pid))
    await eventually(async () => void (await engine.get('/info')))
  }
  await sleep(500)
  for (const id of ids) await engine.post('/containers/{id}/stop', { path: { id }, query: { t: 0 } })
  for (const [at, { log, taken, done }] of followed.entries()) {
    await done
    const stored: string[] = []
    for await (const { timestamp, stream, text } of logs(engine, ids[at]!, { timestamps: true }))
      stored.push(`${timestamp} ${stream} ${text}`)
    t.diagnostic(
      `${taken.length} of ${stored.length} records, ${log.figures.resumed} times resumed, ${log.figures.gaps} gaps; by one connection ${control}`,
    )
    assert.deepEqual(taken, stored)
    assert.ok(log.figures.resumed >= 4)
    assert.equal(log.figures.gaps, 0)
  }
  assert.ok((await plain) instanceof FairleadError, 'the control is cut by the first restart')
  assert.ok(control < followed[0]!.taken.length)
})
