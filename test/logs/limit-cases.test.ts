// The limits of followed logs and events that are pure, each at, below and above: queues, turns, places.

import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { readEventCursor, writeEventCursor } from '../../src/logs/events/event-cursor.ts'
import { EventFollower, FIND_BYTES } from '../../src/logs/events/event-follower.ts'
import {
  CURSOR_EVENTS,
  EventPlace,
  isFullRing,
  REMEMBERED_EVENTS,
  RING_EVENTS,
} from '../../src/logs/events/event-place.ts'
import type { EventPort, ReceivedEvent } from '../../src/logs/events/event-port.ts'
import { EventQueue } from '../../src/logs/events/event-queue.ts'
import { EVENT_QUEUE_BYTES } from '../../src/logs/events/follow-events.ts'
import { AUDIT_RECORDS, SkipAudit } from '../../src/logs/follow/audit.ts'
import { CATCH_UP_RECORDS, catchUp } from '../../src/logs/follow/catch-up.ts'
import { Place } from '../../src/logs/follow/place.ts'
import { QUEUE_BYTES } from '../../src/logs/follow/record-queue.ts'
import { Gate } from '../../src/logs/port/gate.ts'
import type { ReadHandle, ReadHandler, ReadRequest } from '../../src/logs/port/port.ts'
import { Joiner, PIECE_BYTES } from '../../src/logs/records/joiner.ts'
import { BATCH_BYTES, BATCH_RECORDS, batchLimits } from '../../src/logs/records/log-batches.ts'
import type { LogRecord } from '../../src/logs/records/log-record.ts'
import { Budget, TAIL_BYTES } from '../../src/logs/tail/budget.ts'
import { LazyRead, READS_BEGINNING } from '../../src/logs/tail/lazy-read.ts'
import { type OrderedSource, TURN_BYTES, TurnOrder } from '../../src/logs/tail/turn-order.ts'
import { threeCases } from '../support/three-cases.ts'
import { queueOf } from './follow/queue-kit.ts'
import { HandClock, HandPort, rangesOf, recordOf } from './limit-kit.ts'

const keys = (count: number): string[] => Array.from({ length: count }, (_, at) => `${1_000 + at}-k`)

// A record below this size without a line feed ends its line.
threeCases('PIECE_BYTES', PIECE_BYTES - 1, (count) => {
  const bytes = new Uint8Array(30 + count).fill(97)
  return !new Joiner().take(1, bytes, 0, 29, 30, 30 + count)
})

threeCases('QUEUE_BYTES', QUEUE_BYTES, (count) => {
  const { queue, read } = queueOf()
  read([{ nanos: 1, text: '\n' }])
  const extra = queue.waiting - 1
  assert.ok(extra > 0)
  const full = queueOf()
  full.read([{ nanos: 1, text: `${'x'.repeat(count - extra - 1)}\n` }])
  assert.equal(full.queue.waiting, count)
  return !full.queue.isFull
})

threeCases('TAIL_BYTES', TAIL_BYTES, (count) => {
  const budget = new Budget(TAIL_BYTES)
  const members = Array.from({ length: 2 }, () => ({ bytes: 0, look() {}, whenRoom: undefined }))
  for (const member of members) budget.add(member)
  budget.change(members[0]!, 1)
  budget.change(members[1]!, count - 1)
  assert.equal(budget.total, count)
  return !budget.isTight
})

// With 64 bytes for the item itself.
threeCases('TURN_BYTES', TURN_BYTES - 1, (count) => {
  const order = new TurnOrder<OrderedSource>()
  const sourceOf = (bytes: number): OrderedSource => {
    let left = 2
    const source = {
      isOrdered: false,
      takenBytes: 0,
      peek: () => undefined,
      take() {
        if (left-- === 0) return undefined
        source.takenBytes += bytes
        return { kind: 'record' } as LogRecord
      },
    }
    return source
  }
  const [first, second] = [sourceOf(count - 64), sourceOf(1)]
  order.add(first!)
  order.add(second!)
  assert.equal(order.take()?.source, first)
  return order.take()?.source === first
})

// In either of the two readings.
threeCases('RING_EVENTS', RING_EVENTS - 1, (count) => {
  const isFull = isFullRing(keys(count), keys(1))
  assert.equal(isFullRing(keys(1), keys(count)), isFull)
  return !isFull
})

threeCases('REMEMBERED_EVENTS', REMEMBERED_EVENTS, (count) => {
  const place = new EventPlace({ keys: [], witness: undefined, since: 0, from: '0' })
  for (const key of keys(count)) place.note(key)
  assert.equal(place.keys.at(-1), keys(count).at(-1))
  assert.equal(place.keys.length, Math.min(count, REMEMBERED_EVENTS))
  return place.keys[0] === '1000-k'
})

threeCases('CURSOR_EVENTS', CURSOR_EVENTS, (count) => {
  const state = { keys: keys(count), witness: undefined, since: 0, from: '0' }
  const { place } = readEventCursor(writeEventCursor({ engine: 'e', place: state }))
  assert.equal(place.keys.at(-1), keys(count).at(-1))
  assert.equal(place.keys.length, Math.min(count, CURSOR_EVENTS))
  return place.keys[0] === '1000-k'
})

// Where none of them has a head yet.
threeCases('READS_BEGINNING', READS_BEGINNING, async (count) => {
  const gate = new Gate(READS_BEGINNING)
  const heads: (() => void)[] = []
  const port = {
    read(_: ReadRequest, handler: ReadHandler): ReadHandle {
      heads.push(() => handler.onHead?.())
      return { ended: new Promise(() => {}), pause() {}, resume() {}, cancel() {} }
    },
    after: () => () => {},
  }
  const handler = { onRecord() {}, onReadEnd() {} }
  for (let i = 0; i < count; i++) new LazyRead(port, gate, { follow: true, tail: 'all' }, handler)
  await turn()
  const isAll = heads.length === count
  assert.equal(heads.length, Math.min(count, READS_BEGINNING))
  heads[0]!()
  await turn()
  assert.equal(heads.length, count)
  return isAll
})

/** How many of these records are in the first batch, with the limits as they are by default. */
function batched(texts: readonly string[]): number {
  const { queue, read } = queueOf()
  read(texts.map((text, at) => ({ nanos: at + 1, text })))
  const { records, bytes } = batchLimits({})
  return queue.takeBatch(records, bytes)!.length
}

threeCases('BATCH_RECORDS', BATCH_RECORDS, (count) => {
  const length = batched(Array.from({ length: count }, () => '\n'))
  assert.equal(length, Math.min(count, BATCH_RECORDS))
  return length === count
})

// The record that reaches it is the last one.
threeCases('BATCH_BYTES', BATCH_BYTES, (count) => batched([`${'x'.repeat(count - 2)}\n`, '\n', '\n']) > 1)

// The place is in the first read as long as that has room for it.
threeCases('CATCH_UP_RECORDS', CATCH_UP_RECORDS, async (count) => {
  const log = new HandPort()
  log.stored = Array.from({ length: count }, (_, at) => recordOf(at))
  const place = new Place([])
  place.note(...rangesOf(recordOf(0)))
  place.settle()
  let delivered = 0
  const caught = await catchUp({
    place,
    deliver: () => void delivered++,
    onGap: () => assert.fail(),
    read: (request, handler) => log.read(request, handler).ended,
  })
  assert.deepEqual(caught, { how: 'reached', delivered: count - 1 })
  assert.equal(delivered, count - 1)
  const wider = log.tails.length === 2 ? [] : [8 * CATCH_UP_RECORDS]
  assert.deepEqual(log.tails, [1, CATCH_UP_RECORDS, ...wider])
  return log.tails.length === 2
})

// Since the first record that was late.
threeCases('AUDIT_RECORDS', AUDIT_RECORDS - 1, (count) => {
  const port = new HandPort()
  const place = new Place([])
  place.note(...rangesOf(recordOf(1)))
  const audit = new SkipAudit(port, place, 1_000, Number.POSITIVE_INFINITY, () => assert.fail())
  audit.begin()
  const [kind, bytes, start, stamp, text, end] = rangesOf(recordOf(2).fill('9', 17, 19))
  assert.equal(audit.note(kind, bytes, start, stamp, text, end), true)
  for (let i = 0; i < count; i++) audit.count(1)
  audit.look()
  return port.tails.length === 0
})

const eventOf = (number: number, size: number): ReceivedEvent =>
  ({ key: `${1_000 + number}-k`, event: {}, size }) as unknown as ReceivedEvent
const EVENT_PLACE = { keys: [], witness: undefined, since: 0, from: '0' }

threeCases('EVENT_QUEUE_BYTES', EVENT_QUEUE_BYTES, (count) => {
  const queue = new EventQueue(EVENT_PLACE, EVENT_QUEUE_BYTES, () => {})
  queue.onEvent(eventOf(1, 1))
  queue.onEvent(eventOf(2, count - 1))
  queue.onEvent(eventOf(3, 1))
  return queue.gaps === 0
})

// While the ring is read.
threeCases('FIND_BYTES', FIND_BYTES, async (count) => {
  let isCancelled = false
  let bring: (event: ReceivedEvent) => void = () => {}
  class Busy extends HandClock implements EventPort {
    listen(_: string, onEvent: typeof bring) {
      bring = onEvent
      const cancel = (): void => {
        isCancelled = true
      }
      return { begun: Promise.resolve(), ended: new Promise<never>(() => {}), cancel }
    }
    readRing = () => new Promise<never>(() => {})
  }
  const sink = { onEvent: assert.fail, onNotice: assert.fail, onWitness: assert.fail }
  const options = { retry: { first: 1, most: 1, forMs: 0 }, stall: 0 }
  void new EventFollower(new Busy(), sink as never, new EventPlace(EVENT_PLACE), options, () => {}).run()
  await turn()
  bring(eventOf(1, 1))
  bring(eventOf(2, count - 1))
  return !isCancelled
})
