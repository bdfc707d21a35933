// The limits of the embedded daemon, each at, below and above: what it keeps, and how far a program may be ahead of its readers.
// And the time that a program has to stop, by a clock that the test moves.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { connect } from '../../../src/index.ts'
import { Clock } from '../../../src/testing/base/clock.ts'
import type { Program } from '../../../src/testing/base/program.ts'
import { STDIN_AHEAD_BYTES, StdinQueue } from '../../../src/testing/base/stdin-queue.ts'
import { type Container, STOP_SECONDS } from '../../../src/testing/daemon/container.ts'
import { Copier, RECORD_BYTES } from '../../../src/testing/daemon/copier.ts'
import { EVENTS_KEPT, Events } from '../../../src/testing/daemon/events.ts'
import { EXEC_KEPT_MS, EXECS_KEPT, type ExecOptions, Execs } from '../../../src/testing/daemon/execs.ts'
import {
  type CheckedContainer,
  HEALTH_OUTPUT_BYTES,
  HEALTH_RESULTS_KEPT,
  Health,
} from '../../../src/testing/daemon/health.ts'
import { LOG_AHEAD_BYTES, LOG_KEPT_BYTES, RecordLog } from '../../../src/testing/daemon/record-log.ts'
import { ATTACHED_AHEAD_BYTES, Stdio } from '../../../src/testing/daemon/stdio.ts'
import { turns, watch } from '../../engine/kit.ts'
import { stopClock } from '../../net/pacing-kit.ts'
import { threeCases } from '../../support/three-cases.ts'
import { withEngine } from '../support.ts'

const LF = 10
const TIME = { seconds: 1, nanos: 1 }

threeCases('EVENTS_KEPT', EVENTS_KEPT, (count) => {
  const events = new Events(new Clock())
  for (let i = 0; i < count; i++) events.publish({ type: 'image', action: 'pull', id: `i${i}`, attributes: {} })
  const { past } = events
  assert.equal(past.at(-1)?.id, `i${count - 1}`)
  assert.equal(past.length, Math.min(count, EVENTS_KEPT))
  return past[0]?.id === 'i0'
})

// With its line feed. What is longer is several records.
threeCases('RECORD_BYTES', RECORD_BYTES, (count) => {
  const log = new RecordLog(LOG_KEPT_BYTES)
  const line = new Uint8Array(count).fill(97)
  line[count - 1] = LF
  new Copier(1, log, new Clock()).push(line)
  assert.equal(log.bytes, count)
  return log.records === 1
})

threeCases('LOG_AHEAD_BYTES', LOG_AHEAD_BYTES, (count) => {
  const log = new RecordLog(LOG_KEPT_BYTES)
  log.follow({ position: 3, onGrow() {}, onTruncate() {} })
  const bytes = new Uint8Array(count + 3)
  log.append(1, bytes.subarray(0, 1), bytes, 1, bytes.length, TIME)
  return !log.ahead
})

threeCases('ATTACHED_AHEAD_BYTES', ATTACHED_AHEAD_BYTES, (count) => {
  const stdio = new Stdio(false, [1, 2])
  stdio.attach({ stdout: true, stderr: true, framed: false })
  stdio.write(1, new Uint8Array(count))
  return !stdio.ahead
})

threeCases('STDIN_AHEAD_BYTES', STDIN_AHEAD_BYTES, async (count) => {
  const stdin = new StdinQueue()
  stdin.push(new Uint8Array(count - 1))
  stdin.push(new Uint8Array(1))
  const room = stdin.waitForRoom()
  await stdin[Symbol.asyncIterator]().next()
  // What is read makes room.
  await room
  return room === undefined
})

const CONFIG: ExecOptions = {
  cmd: ['x'],
  env: [],
  stdin: false,
  stdout: true,
  stderr: true,
  tty: false,
  privileged: false,
  user: '',
  keys: new Uint8Array(0),
  size: { rows: 0, columns: 0 },
}

/** A container with execs; each that is ended failed to start. */
function execsOf(now = () => 0) {
  const container = {
    publish() {},
    running: false,
    image: { defaults: { commands: {} } },
    config: {},
  } as unknown as Container
  const execs = new Execs(() => 1, now)
  const create = () => execs.create(container, CONFIG)
  const ended = () => {
    const exec = create()
    execs.claim(exec)
    assert.throws(() => execs.start(exec))
    return exec
  }
  return { execs, create, ended }
}

/** Whether the first of `count` can still be inspected, and the last. */
function isKept(count: number, make: () => { id: string }, execs: Execs): boolean {
  const first = make()
  let last = first
  for (let i = 1; i < count; i++) last = make()
  assert.equal(execs.find(last.id), last)
  assert.equal(execs.size, Math.min(count, EXECS_KEPT))
  try {
    return execs.find(first.id) === first
  } catch (error) {
    assert.equal((error as { status?: number }).status, 404)
    return false
  }
}

threeCases('EXECS_KEPT', EXECS_KEPT, (count) => {
  const created = execsOf()
  const ended = execsOf()
  const isCreatedKept = isKept(count, created.create, created.execs)
  assert.equal(isKept(count, ended.ended, ended.execs), isCreatedKept)
  return isCreatedKept
})

// After this time it is gone.
threeCases('EXEC_KEPT_MS', EXEC_KEPT_MS - 1, (ms) => {
  let now = 5
  const { execs, ended } = execsOf(() => now)
  const exec = ended()
  now += ms
  try {
    return execs.find(exec.id) === exec
  } catch {
    return false
  }
})

// What is older than that many bytes goes as soon as memory for more is needed. The option lowers it.
threeCases('LOG_KEPT_BYTES', LOG_KEPT_BYTES - 1, (count) => {
  const lowered = 100_000
  const log = new RecordLog(lowered)
  const append = (length: number): void => log.append(1, new Uint8Array(0), new Uint8Array(length), 0, length, TIME)
  append(1)
  append(lowered + count - LOG_KEPT_BYTES)
  append(lowered)
  const { segment, index } = log.from(undefined)
  return segment.firstRecord + index === 0
})

const INTERVAL_MS = 5

/** The results of so many health checks by this program. */
async function results(t: TestContext, check: Program, checks: number): Promise<{ Output: string }[]> {
  const clock = stopClock(t)
  const container = {
    image: { defaults: { commands: { check } } },
    config: { Healthcheck: { Test: ['CMD', 'check'], Interval: INTERVAL_MS * 1e6 } },
    clock: new Clock(),
    env: {},
    paused: false,
    publish() {},
  } as unknown as CheckedContainer
  const health = Health.of(container)!
  health.start()
  for (let i = 0; i < checks; i++) {
    clock.tick(INTERVAL_MS)
    await turns()
  }
  health.stop()
  return (health.describe() as { Log: { Output: string }[] }).Log
}

threeCases('HEALTH_RESULTS_KEPT', HEALTH_RESULTS_KEPT, async (count, t) => {
  let checks = 0
  const log = await results(t, async ({ stdout }) => void (await stdout.write(`${++checks}`)), count)
  assert.equal(log.at(-1)?.Output, `${count}`)
  assert.equal(log.length, Math.min(count, HEALTH_RESULTS_KEPT))
  return log[0]?.Output === '1'
})

threeCases('HEALTH_OUTPUT_BYTES', HEALTH_OUTPUT_BYTES, async (count, t) => {
  const text = 'x'.repeat(count)
  const [result] = await results(t, async ({ stdout }) => void (await stdout.write(text)), 1)
  assert.equal(result!.Output.length, Math.min(count, HEALTH_OUTPUT_BYTES))
  return result!.Output === text
})

// Whether it runs a moment before so many seconds have passed.
threeCases('STOP_SECONDS', STOP_SECONDS, (seconds, t) =>
  withEngine(async (server) => {
    const clock = stopClock(t)
    let signals = 0
    server.image('stubborn', async ({ signal }) => {
      signal.addEventListener('abort', () => void signals++)
      await new Promise(() => {})
    })
    const engine = connect(server.host)
    const { Id: id } = await engine.post('/containers/create', { body: { Image: 'stubborn' } })
    await engine.post('/containers/{id}/start', { path: { id } })
    const stopping = watch(engine.post('/containers/{id}/stop', { path: { id } }))
    while (signals === 0) await turns(1)
    clock.tick(seconds * 1_000 - 1)
    await turns(60)
    const runs = !stopping.settled
    clock.tick(5_000)
    while (!stopping.settled) await turns(1)
    await engine.close()
    return runs
  }),
)
