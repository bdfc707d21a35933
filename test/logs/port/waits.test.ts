// The waits of a follower, and the timers that they are made of: how often was tried is counted anew each time, and nothing that ended
// is kept.

import assert from 'node:assert/strict'
import test from 'node:test'
import { PortClock } from '../../../src/logs/port/port-clock.ts'
import { Waits } from '../../../src/logs/port/waits.ts'
import { turns, watch } from '../../engine/kit.ts'
import { timersMade } from '../../support/timers-made.ts'
import { HandClock } from '../limit-kit.ts'

test('tries and time away are counted anew each time that the place was found again', async () => {
  const clock = new HandClock()
  const waits = new Waits(clock, { first: 100, most: 1000, forMs: 0 })
  for (let n = 0; n < 2; n++) {
    for (const ms of [100, 200]) {
      const waited = watch(waits.backOff(new Error('cut')))
      await clock.tick(ms - 1)
      assert.equal(waited.settled, false)
      await clock.tick(1)
      assert.equal(waited.settled, true)
    }
    assert.deepEqual(waits.comeBack(), { kind: 'resumed', reason: 'cut', awayMs: 300, attempts: 3 })
  }
  assert.equal(waits.comeBack(), undefined)
})

test('until a container is started: the listener is taken back, whatever ended the wait', async () => {
  for (const how of ['start', 'time', 'close'] as const) {
    const clock = new HandClock()
    const waits = new Waits(clock, { first: 100, most: 1000, forMs: 0 })
    const listeners = new Set<() => void>()
    const onStart = (callback: () => void): (() => void) => {
      listeners.add(callback)
      return () => listeners.delete(callback)
    }
    const waited = watch(waits.untilStarted({ onStart }, 1000))
    assert.equal(listeners.size, 1)
    if (how === 'start') for (const started of listeners) started()
    else if (how === 'time') await clock.tick(1000)
    else waits.close()
    await turns()
    assert.deepEqual([waited.settled, listeners.size], [true, 0], how)
  }
})

test('timers of a clock: as its owner is, alive or not, and none behind its end', async (t) => {
  const made = timersMade(t, 0)
  const clock = new PortClock()
  const refs = (): boolean[] => made.map(({ timer }) => timer.hasRef())
  clock.after(1000, () => {})
  clock.keepAlive(false)
  clock.after(1000, () => {})
  assert.deepEqual(refs(), [false, false])
  clock.keepAlive(true)
  clock.after(1000, () => {})
  assert.deepEqual(refs(), [true, true, true])
  let isCalled = false
  clock.close()
  clock.after(1000, () => {
    isCalled = true
  })
  assert.deepEqual([made.length, made.filter(({ open }) => open).length], [3, 0])
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(isCalled, false)
})

test('a timer that has called back is forgotten', async (t) => {
  const made = timersMade(t, 0)
  const clock = new PortClock()
  await new Promise<void>((resolve) => {
    clock.after(1000, resolve)
  })
  const ref = t.mock.method(made[0]!.timer, 'ref')
  clock.keepAlive(true)
  assert.equal(ref.mock.callCount(), 0)
})
