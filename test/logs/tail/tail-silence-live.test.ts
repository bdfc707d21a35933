// Sources of a tail() that are put away and woken, on a real Engine: bursts between silences, cut connections, a restart, last words.
// What was delivered is what is stored.

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, logs } from '../../../src/index.ts'
import { ReadConnection } from '../../../src/logs/port/doorbell.ts'
import { takePace } from '../../../src/logs/tail/silence.ts'
import { tail } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { liveBody, liveEngine } from '../../support/live.ts'
import { cutterOf } from '../engine-cutter.ts'
import type { Kind } from '../live-kit.ts'
import { randomOf } from '../model/model-clock.ts'

const { host, skip } = liveEngine()
const engine = connect(skip ? 'unix:///nowhere' : host)
after(() => engine.close())

const KINDS: Kind[] = [
  {},
  { options: { 'max-size': '10m', 'max-file': '2' } },
  { options: { 'max-size': '1m', 'max-file': '3' } },
  { driver: 'local' },
]

/** Bursts of lines, and silence in between. */
const BURSTS = `n=0; for burst in 1 2 3 4; do for line in 1 2 3 4 5; do echo $n; echo error $n >&2; n=$((n+1)); done; sleep 1.5; done; echo last words`

test('bursts between silences: each log is put away, and woken, and delivered as it is stored', { skip }, async (t) => {
  takePace({ silenceMs: 300, tickMs: 50 })
  t.after(() => takePace(undefined))
  const left = t.mock.method(ReadConnection.prototype, 'leave')
  const cutter = await cutterOf(t, host)
  const through = connect(cutter.host)
  t.after(() => through.close())
  const label = `silence-${process.pid}`
  const all = tail(through, { containers: { labels: [`fairlead.tail=${label}`] }, retry: { first: 50, most: 200 } })
  t.after(() => all.close())
  await all.ready()
  const taken = new Map<string, string[]>()
  const collected = (async () => {
    for await (const item of all) {
      if (item.kind === 'gap' || item.kind === 'failed') assert.fail(`${item.kind} of ${item.source.name}`)
      if (item.kind !== 'record') continue
      const { id } = item.source
      if (!taken.has(id)) taken.set(id, [])
      taken.get(id)!.push(`${item.timestamp} ${item.stream} ${item.text}`)
    }
  })()
  collected.catch(() => {})
  const ids = await Promise.all(
    KINDS.map(async ({ driver = 'json-file', options = {} }) => {
      const { Id } = await engine.post('/containers/create', {
        body: liveBody({
          Image: 'busybox:latest',
          Cmd: ['sh', '-c', BURSTS],
          Labels: { 'fairlead.tail': label },
          HostConfig: { LogConfig: { Type: driver, Config: options } as never },
        }),
      })
      t.after(() =>
        engine.delete('/containers/{id}', { path: { id: Id }, query: { force: true } }).catch(() => undefined),
      )
      await engine.post('/containers/{id}/start', { path: { id: Id } })
      return Id
    }),
  )
  const random = randomOf(1)
  for (let cut = 0; cut < 3; cut++) {
    await sleep(900)
    cutter.cutOne(random())
  }
  await engine.post('/containers/{id}/restart', { path: { id: ids[0]! }, query: { t: 0 } })
  const isOver = async (id: string) =>
    (await engine.get('/containers/{id}/json', { path: { id } })).State?.Running === false
  await eventually(async () => assert.ok((await Promise.all(ids.map(isOver))).every(Boolean)), { within: 30_000 })
  for (const [at, id] of ids.entries()) {
    const stored: string[] = []
    for await (const { timestamp, stream, text } of logs(engine, id, { timestamps: true })) {
      stored.push(`${timestamp} ${stream} ${text}`)
    }
    assert.ok(stored.length > 40, `${stored.length} records`)
    await eventually(() => assert.deepEqual(taken.get(id), stored, `log ${at}`), { within: 15_000 })
  }
  t.diagnostic(`put away ${left.mock.callCount()} times`)
  // Each of the four between its bursts.
  assert.ok(left.mock.callCount() >= 2 * KINDS.length, `put away ${left.mock.callCount()} times`)
  await Promise.race([collected, sleep(1)])
})
