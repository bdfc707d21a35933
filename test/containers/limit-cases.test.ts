// The limits of waits, watched lists and progress, each at, below and above; times by a clock that the test moves.

import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { progressNext, progressStart, RATE_STEP_MS } from '../../src/containers/progress/progress-state.ts'
import type { Watched } from '../../src/containers/wait/condition.ts'
import { DIAGNOSIS_MS, diagnose, LAST_LINES_KEPT } from '../../src/containers/wait/diagnosis.ts'
import { PROBE_PAUSE_MS, probeWhileRunning } from '../../src/containers/wait/probing.ts'
import { SHOWN_CHARS, WaitError } from '../../src/containers/wait/wait-error.ts'
import type { EngineEvent } from '../../src/containers/watch/engine-event.ts'
import { BATCH_MS, CONFIRMING_LIMIT, KeptList, SETTLE_ALL_MS, SETTLE_MS } from '../../src/containers/watch/kept-list.ts'
import type { KindPlan } from '../../src/containers/watch/kinds.ts'
import type { Engine } from '../../src/engine/engine.ts'
import type { ProgressRecord } from '../../src/index.ts'
import { turns, watch } from '../engine/kit.ts'
import { stopClock } from '../net/pacing-kit.ts'
import { bytesOf, ScriptedSource } from '../stream/support.ts'
import { threeCases } from '../support/three-cases.ts'

threeCases('SHOWN_CHARS', SHOWN_CHARS, (count) => {
  const text = 'x'.repeat(count)
  const facts = {
    state: 'exited',
    exitCode: 1,
    health: undefined,
    healthExitCode: 1,
    healthOutput: text,
    lines: [text],
  }
  const { message } = new WaitError('ERR_WAIT_FAILED', { container: 'c', condition: 'running', why: 'no' }, facts)
  const whole = message.split(text).length - 1
  const cut = message.split(`${'x'.repeat(SHOWN_CHARS)}…`).length - 1
  assert.equal(cut, count > SHOWN_CHARS ? 2 : 0)
  return whole === 2
})

const EXITED = { Id: 'c1', State: { Status: 'exited', ExitCode: 1 }, Config: { Tty: true } }

// An Engine that sends more than it was asked for: the newest.
threeCases('LAST_LINES_KEPT', LAST_LINES_KEPT, async (count) => {
  const source = new ScriptedSource()
  const engine = { get: async () => EXITED, request: async () => ({ source }) } as unknown as Engine
  const diagnosis = diagnose(engine, 'c1', undefined, undefined)
  while (source.operations.length === 0) await turn()
  for (let i = 1; i <= count; i++) source.data(bytesOf(`line ${i}\n`))
  source.end()
  const { lines } = await diagnosis
  assert.equal(lines.at(-1), `line ${count}`)
  assert.equal(lines.length, Math.min(count, LAST_LINES_KEPT))
  return lines[0] === 'line 1'
})

threeCases('DIAGNOSIS_MS', DIAGNOSIS_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const get = (_: string, { signal }: { signal: AbortSignal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('over'))))
  const diagnosis = watch(diagnose({ get } as unknown as Engine, 'c1', undefined, undefined))
  await turns()
  clock.tick(ms)
  await turns()
  const { settled } = diagnosis
  clock.tick(2)
  await turns()
  assert.equal(diagnosis.value?.state, 'unknown')
  return !settled
})

threeCases('PROBE_PAUSE_MS', PROBE_PAUSE_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const stop = new AbortController()
  let onState: (state: object) => void = () => {}
  const state = { running: true, ended: false }
  const container = {
    state,
    signal: stop.signal,
    observe: (observer: { onState: typeof onState }) => void (onState = observer.onState),
  } as unknown as Watched
  let probes = 0
  const verdict = { met() {}, failed() {}, note() {} }
  probeWhileRunning(container, verdict as never, async () => ({ seen: `${++probes}` }))
  onState(state)
  await turns()
  assert.equal(probes, 1)
  clock.tick(ms)
  await turns()
  const isOnce = probes === 1
  stop.abort()
  return isOnce
})

threeCases('RATE_STEP_MS', RATE_STEP_MS - 1, (ms) => {
  const record = (current: number) =>
    ({ id: 'a', status: 'Downloading', progressDetail: { current, total: 1_000 } }) as ProgressRecord
  const first = progressNext(progressStart, record(10), 5_000)
  return progressNext(first, record(20), 5_000 + ms).rate === undefined
})

/** A list whose reads are counted, and a clock for it. */
function listOf(confirm?: () => Promise<unknown>) {
  let reads = 0
  let time = 0
  const timers = new Set<{ at: number; callback: () => void }>()
  const plan: KindPlan<unknown> = {
    readsSome: true,
    async read() {
      reads++
      return new Map<string, unknown>()
    },
    concern: ({ id }) => ({ id }),
    ...(confirm === undefined ? {} : { confirm }),
  }
  const list = new KeptList({
    engine: {} as Engine,
    kind: 'container',
    plan,
    limits: () => ({}) as never,
    after(ms, callback) {
      const timer = { at: time + ms, callback }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    onChange() {},
    onFailure: assert.fail,
  })
  const tick = async (ms: number): Promise<number> => {
    time += ms
    for (const timer of timers)
      if (timer.at <= time) {
        timers.delete(timer)
        timer.callback()
      }
    await turns(3)
    return reads
  }
  const note = (id: string) => list.note({ type: 'container', action: 'start', id, attributes: {} } as EngineEvent)
  return { list, tick, note }
}

threeCases('BATCH_MS', BATCH_MS - 1, async (ms) => {
  const { note, tick } = listOf()
  note('a')
  return (await tick(ms)) === 0
})

threeCases('SETTLE_MS', SETTLE_MS - 1, async (ms) => {
  const { note, tick } = listOf()
  note('a')
  assert.equal(await tick(BATCH_MS), 1)
  return (await tick(ms)) === 1
})

threeCases('SETTLE_ALL_MS', SETTLE_ALL_MS - 1, async (ms) => {
  const { list, tick } = listOf()
  await list.readAll()
  await tick(SETTLE_MS)
  const before = await tick(BATCH_MS)
  await tick(ms - SETTLE_MS - BATCH_MS)
  return (await tick(BATCH_MS)) === before
})

threeCases('CONFIRMING_LIMIT', CONFIRMING_LIMIT, async (count) => {
  let begun = 0
  const ends: (() => void)[] = []
  const { note } = listOf(() => {
    begun++
    return new Promise<void>((resolve) => ends.push(resolve))
  })
  for (let i = 0; i < count; i++) note(`c${i}`)
  await turns(3)
  const isAll = begun === count
  assert.equal(begun, Math.min(count, CONFIRMING_LIMIT))
  ends[0]!()
  await turns(3)
  assert.equal(begun, count)
  return isAll
})
