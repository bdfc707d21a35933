// What a tail keeps of a source that was put away: when its log is looked at, and what a look finds; and what is done for those
// that records were taken of.

import assert from 'node:assert/strict'
import test from 'node:test'
import { LOOK_MS } from '../../../src/logs/follow/follower.ts'
import type { Doorbell } from '../../../src/logs/port/doorbell.ts'
import type { SourcePort } from '../../../src/logs/port/finder.ts'
import type { Inspection } from '../../../src/logs/port/port.ts'
import { SETTLE_MS, Silence } from '../../../src/logs/tail/silence.ts'
import { Sleeping } from '../../../src/logs/tail/sleeping.ts'
import type { TailedSource } from '../../../src/logs/tail/tailed-source.ts'
import type { SourceState } from '../../../src/logs/tail/watched-port.ts'
import { HandClock, HandPort, recordOf } from '../limit-kit.ts'

const SEEN = { state: 'running', startedAt: 'first' } as Inspection

/** A log in memory, with what an inspection finds. */
class LookedAt extends HandPort {
  found: Partial<Inspection> = SEEN
  isClosed = false

  override async inspect(): Promise<Inspection> {
    return this.found as Inspection
  }

  close(): void {
    this.isClosed = true
  }
}

function asleep(state: SourceState) {
  const doorbell = { hasRung: false, keepAlive() {}, close() {} }
  const sleeping = new Sleeping(doorbell as Doorbell, { source: {} as never, state, seen: SEEN, since: 0 })
  const isLate = (port: LookedAt): Promise<boolean> => sleeping.isLate(port as unknown as SourcePort, undefined, 60_000)
  return { doorbell, sleeping, isLate }
}

test('it is looked at once in each time, and the next time begins with the look', () => {
  for (const [state, every] of [
    ['following', 60_000],
    ['reading', LOOK_MS],
  ] as const) {
    const { sleeping } = asleep(state)
    assert.equal(sleeping.isDue(every - 1, 60_000), false)
    assert.equal(sleeping.isDue(every + 5, 60_000), true)
    assert.equal(sleeping.isDue(every + 6, 60_000), false)
    assert.equal(sleeping.isDue(2 * every + 4, 60_000), false)
    assert.equal(sleeping.isDue(2 * every + 5, 60_000), true)
  }
  assert.equal(asleep('following').sleeping.isDue(1e9, 0), false)
})

test('something is stored that did not ring: late, unless it has rung since', async () => {
  const { doorbell, isLate } = asleep('following')
  const port = new LookedAt()
  assert.equal(await isLate(port), false)
  assert.equal(port.isClosed, true)
  port.stored = [recordOf(1)]
  assert.equal(await isLate(port), true)
  doorbell.hasRung = true
  assert.equal(await isLate(port), false)
})

test('one that is not sure of its bell: another run, or none, is late too', async () => {
  const others: Partial<Inspection>[] = [
    { ...SEEN, startedAt: 'later' },
    { ...SEEN, state: 'exited' },
  ]
  for (const found of others) {
    const port = new LookedAt()
    port.found = found
    assert.equal(await asleep('reading').isLate(port), true)
    assert.equal(await asleep('following').isLate(port), false)
  }
  assert.equal(await asleep('reading').isLate(new LookedAt()), false)
})

test('sources settle some time after something was taken of them, each time', async () => {
  const clock = new HandClock()
  const silence = new Silence(clock, new Map())
  const settled: string[] = []
  const sourceOf = (name: string): TailedSource => ({ settle: () => settled.push(name) }) as unknown as TailedSource
  const [one, two, gone] = ['one', 'two', 'gone'].map(sourceOf) as [TailedSource, TailedSource, TailedSource]
  for (const expected of [['one', 'two'], ['one']]) {
    silence.onTaken(one)
    if (expected.length > 1) silence.onTaken(two)
    silence.onTaken(gone)
    silence.forget(gone)
    await clock.tick(SETTLE_MS)
    assert.deepEqual(settled.splice(0), expected)
  }
})
