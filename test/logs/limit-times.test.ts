// The times of followed logs and events, each at, below and above, by a clock that the test moves. The log is in memory.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Engine } from '../../src/engine/engine.ts'
import { ContainerFinder, EVENTS_HEAD_MS } from '../../src/logs/containers/container-finder.ts'
import { AUDIT_MS, SkipAudit } from '../../src/logs/follow/audit.ts'
import { followingOf, RETRY_FIRST_MS, RETRY_MOST_MS } from '../../src/logs/follow/follow.ts'
import { Follower, LOOK_MS, MOST_SNAPSHOT_MS, SNAPSHOT_MS } from '../../src/logs/follow/follower.ts'
import { Place } from '../../src/logs/follow/place.ts'
import { EnginePort, INSPECT_MS } from '../../src/logs/port/engine-port.ts'
import type { FinderHandler } from '../../src/logs/port/finder.ts'
import { Bell, RUNG_MS, Waits } from '../../src/logs/port/waits.ts'
import { CHANGING_TASKS_MS, SwarmFinder, TASKS_MS } from '../../src/logs/swarm/swarm-finder.ts'
import { RELIST_MS, tail } from '../../src/logs/tail/tail.ts'
import { serve, turns, watch } from '../engine/kit.ts'
import { stopClock } from '../net/pacing-kit.ts'
import { threeCases } from '../support/three-cases.ts'
import { HandClock, HandPort, rangesOf, recordOf, SINK } from './limit-kit.ts'

const { retry, stall } = followingOf('follow()', {}).follower

/** The waits before one try after another, each as long as it can be; the next one is under way. */
async function backOff(tries: readonly number[]) {
  const clock = new HandClock()
  const waits = new Waits(clock, retry)
  let done = 0
  const run = async (): Promise<void> => {
    for (; ; done++) await waits.backOff(new Error('away'))
  }
  void run()
  await turns()
  for (const [at, ms] of tries.entries()) {
    await clock.tick(ms)
    assert.equal(done, at + 1)
  }
  return async (ms: number): Promise<boolean> => {
    await clock.tick(ms)
    return done === tries.length
  }
}

threeCases('RETRY_FIRST_MS', RETRY_FIRST_MS - 1, async (ms) => (await backOff([]))(ms))

// It doubles until then: the eighth wait is the first one that would be longer.
threeCases('RETRY_MOST_MS', RETRY_MOST_MS - 1, async (ms) => {
  const waits = await backOff(Array.from({ length: 7 }, (_, at) => RETRY_FIRST_MS * 2 ** at))
  return await waits(ms)
})

threeCases('RUNG_MS', RUNG_MS - 1, async (ms) => {
  const clock = new HandClock()
  const bell = new Bell()
  bell.ring()
  const sleep = watch(new Waits(clock, retry).sleep(MOST_SNAPSHOT_MS, bell))
  await clock.tick(ms)
  return !sleep.settled
})

/** A log that is followed. */
async function followed(t: TestContext, port: HandPort, reading: 'follow' | 'snapshots'): Promise<void> {
  const follower = new Follower(port, SINK, { kind: 'start' }, { until: 'removed', reading, retry, stall })
  const running = follower.run()
  t.after(async () => {
    follower.close()
    await running
  })
  await turns()
}

threeCases('LOOK_MS', LOOK_MS - 1, async (ms, t) => {
  const port = new HandPort()
  port.state = 'exited'
  await followed(t, port, 'follow')
  const before = port.inspections
  assert.ok(before > 0)
  await port.tick(ms)
  return port.inspections === before
})

threeCases('SNAPSHOT_MS', SNAPSHOT_MS - 1, async (ms, t) => {
  const port = new HandPort()
  port.stored = [recordOf(1)]
  await followed(t, port, 'snapshots')
  assert.deepEqual(port.tails, [1, 'all'])
  await port.tick(ms)
  return port.tails.length === 2
})

// Without a record the pauses double until then.
threeCases('MOST_SNAPSHOT_MS', MOST_SNAPSHOT_MS - 1, async (ms, t) => {
  const port = new HandPort()
  await followed(t, port, 'snapshots')
  for (let i = 1; i <= 4; i++) {
    assert.equal(port.tails.length, i)
    await port.tick(SNAPSHOT_MS * 2 ** i)
  }
  assert.equal(port.tails.length, 5)
  await port.tick(ms)
  return port.tails.length === 5
})

threeCases('AUDIT_MS', AUDIT_MS - 1, async (ms) => {
  const port = new HandPort()
  const place = new Place([])
  place.note(...rangesOf(recordOf(1)))
  const audit = new SkipAudit(port, place, 1_000, Number.POSITIVE_INFINITY, () => assert.fail())
  audit.begin()
  const [kind, bytes, start, stamp, text, end] = rangesOf(recordOf(2).fill('9', 17, 19))
  assert.equal(audit.note(kind, bytes, start, stamp, text, end), true)
  await port.tick(ms)
  audit.look()
  const isDue = port.tails.length > 0
  audit.close()
  return !isDue
})

threeCases('INSPECT_MS', INSPECT_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { engine } = await serve(t, (wire) => wire.ended())
  const port = new EnginePort({ engine, container: 'c1', details: false, onFacts() {} })
  t.after(() => port.close())
  const inspecting = watch(port.inspect())
  await turns(40)
  clock.tick(ms)
  await turns()
  const { settled } = inspecting
  clock.tick(2)
  await turns()
  assert.equal(inspecting.error?.code, 'ERR_HEAD_TIMEOUT')
  return !settled
})

const HANDLER: FinderHandler = {
  onSource() {},
  onGone() {},
  kept: () => [],
  onRemoved() {},
  onNotice() {},
  onFail() {},
}
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/info': { ID: 'e1', Swarm: { ControlAvailable: true, NodeID: 'n1', Cluster: { ID: 'k1' } } },
  '/version': { Version: '28.0.0' },
}

/** An Engine in memory without containers and tasks: it counts what is asked for. Its events come from the test. */
function engineOf(request: (signal: AbortSignal) => Promise<unknown> = async () => EVENTS) {
  const counts = new Map<string, number>()
  const get = async (path: string) => {
    counts.set(path, (counts.get(path) ?? 0) + 1)
    return ANSWERS[path] ?? []
  }
  const engine = {
    get,
    request: (_: string, __: string, { signal }: { signal: AbortSignal }) => request(signal),
    hold: () => () => {},
  }
  return { engine: engine as unknown as Engine, count: (path: string) => counts.get(path) ?? 0 }
}

const quiet = { next: () => new Promise(() => {}), [Symbol.asyncIterator]: () => quiet }
const EVENTS = { records: (): object => quiet, ref() {}, unref() {} }

// Then the list is asked for without them.
threeCases('EVENTS_HEAD_MS', EVENTS_HEAD_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { engine, count } = engineOf(
    (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const finder = new ContainerFinder({ engine, selection: {}, retry, relist: RELIST_MS })
  const started = watch(finder.start(HANDLER))
  t.after(() => finder.close())
  await turns()
  clock.tick(ms)
  await turns()
  const isWaiting = count('/containers/json') === 0
  clock.tick(2)
  await turns()
  assert.equal(count('/containers/json'), 1)
  assert.equal(started.settled, true)
  return isWaiting
})

threeCases('RELIST_MS', RELIST_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { engine, count } = engineOf()
  const logs = tail(engine)
  t.after(() => logs.close())
  await logs.ready()
  await turns()
  assert.equal(count('/containers/json'), 1)
  clock.tick(ms)
  await turns()
  return count('/containers/json') === 1
})

/** The tasks of a swarm are listed again as soon as `ms` have passed since the last time. @param event comes before that */
async function listsAfter(t: TestContext, ms: number, event?: object): Promise<boolean> {
  const clock = stopClock(t)
  const items: ((event: unknown) => void)[] = []
  const events = {
    next: () => new Promise((resolve) => items.push((value) => resolve({ value, done: false }))),
    [Symbol.asyncIterator]: () => events,
  }
  const { engine, count } = engineOf(async () => ({ ...EVENTS, records: () => events }))
  const finder = new SwarmFinder({ engine, services: 'all', retry })
  t.after(() => finder.close())
  const started = watch(finder.start(HANDLER))
  const rest = async (): Promise<void> => {
    await turns()
    clock.tick(50)
    await turns()
  }
  await rest()
  assert.equal(started.settled, true)
  if (event !== undefined) {
    items.shift()!(event)
    await rest()
  }
  const before = count('/tasks')
  clock.tick(ms - 50)
  await turns()
  return count('/tasks') > before
}

threeCases('TASKS_MS', TASKS_MS - 1, async (ms, t) => !(await listsAfter(t, ms)))

threeCases('CHANGING_TASKS_MS', CHANGING_TASKS_MS - 1, async (ms, t) => {
  const isListed = await listsAfter(t, ms, { Type: 'service', Actor: {} })
  return !isListed
})
