// What silence may last, of a followed log and of followed events, each at, below and above, by a clock that the test moves. Both are in memory.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { EventFollower, FIND_MS } from '../../src/logs/events/event-follower.ts'
import { EventPlace } from '../../src/logs/events/event-place.ts'
import type { EventHandle, EventPort, RingEvents } from '../../src/logs/events/event-port.ts'
import { followingOf, STALL_MS } from '../../src/logs/follow/follow.ts'
import { Place } from '../../src/logs/follow/place.ts'
import { PROBE_MS, watchStall } from '../../src/logs/follow/stall.ts'
import type { ReadEnd } from '../../src/logs/port/port.ts'
import { turns, watch } from '../engine/kit.ts'
import { threeCases } from '../support/three-cases.ts'
import { HandClock, HandPort } from './limit-kit.ts'

const { retry, stall } = followingOf('follow()', {}).follower

/** A connection for events that brings none, and a ring that is empty. */
class HandEvents extends HandClock implements EventPort {
  /** Readings of the ring, and whether they are answered. */
  readings = 0
  isSilent = false
  isCancelled = false

  listen(): EventHandle {
    let end = (_: ReadEnd): void => {}
    const ended = new Promise<ReadEnd>((resolve) => {
      end = resolve
    })
    const cancel = (): void => {
      this.isCancelled = true
      end({ how: 'cancelled' })
    }
    return { begun: Promise.resolve(), ended, cancel }
  }

  async readRing(): Promise<RingEvents> {
    this.readings++
    if (this.isSilent) await new Promise(() => {})
    return { ring: [], isFull: false, matching: [] }
  }
}

/** Follows events until the end of the test. */
async function following(t: TestContext, port: HandEvents) {
  const place = new EventPlace({ keys: [], witness: undefined, since: 0, from: '0' })
  const sink = { onEvent() {}, onNotice() {}, onWitness() {} }
  const follower = new EventFollower(port, sink, place, { retry, stall }, () => {})
  const running = watch(follower.run())
  t.after(() => follower.close())
  await turns()
  return running
}

// Of a log and of events: then it is asked whether something is there.
threeCases('STALL_MS', STALL_MS - 1, async (ms, t) => {
  const log = new HandPort()
  t.after(watchStall(log, new Place([]), stall, () => false, assert.fail))
  const events = new HandEvents()
  await following(t, events)
  assert.equal(events.readings, 1)
  await log.tick(ms)
  await events.tick(ms)
  assert.equal(events.readings, 1 + log.tails.length)
  return log.tails.length === 0
})

// Without an answer to that the connection is given up.
threeCases('PROBE_MS', PROBE_MS - 1, async (ms, t) => {
  const log = new HandPort()
  log.isSilent = true
  let isStalled = false
  const onStall = (): void => {
    isStalled = true
  }
  t.after(watchStall(log, new Place([]), stall, () => false, onStall))
  const events = new HandEvents()
  await following(t, events)
  events.isSilent = true
  for (const port of [log, events]) {
    await port.tick(stall)
    await port.tick(ms)
  }
  assert.deepEqual([log.tails, events.readings], [[1], 2])
  assert.equal(events.isCancelled, isStalled)
  const isChecking = !isStalled
  for (const port of [log, events]) await port.tick(10)
  assert.deepEqual([isStalled, events.isCancelled], [true, true])
  return isChecking
})

// The connection stands, and the ring is not answered.
threeCases('FIND_MS', FIND_MS - 1, async (ms, t) => {
  const events = new HandEvents()
  events.isSilent = true
  const running = await following(t, events)
  await events.tick(ms)
  const isFinding = !events.isCancelled
  await events.tick(10)
  assert.equal(events.isCancelled, true)
  // It has never stood, so nothing is tried again.
  assert.match(running.error!.message, /ended the stream of events/)
  return isFinding
})
