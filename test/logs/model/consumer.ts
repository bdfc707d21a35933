// The consumers of a schedule: of one log, record by record or in batches; and of a source of a tail, which is put away while it is silent.
// Each saves what it stands behind, and another one begins there.

import type { Follower } from '../../../src/logs/follow/follower.ts'
import type { FollowerOptions, FollowFrom, FollowSink } from '../../../src/logs/follow/follower-types.ts'
import type { RecordQueue, RecordQueueOptions } from '../../../src/logs/follow/record-queue.ts'
import type { FoundSource } from '../../../src/logs/port/finder.ts'
import { Gate } from '../../../src/logs/port/gate.ts'
import type { LogPort } from '../../../src/logs/port/port.ts'
import { LogRecord } from '../../../src/logs/records/log-record.ts'
import type { LogSource } from '../../../src/logs/records/log-source.ts'
import type { FollowNotice } from '../../../src/logs/records/notices.ts'
import { Budget } from '../../../src/logs/tail/budget.ts'
import type { SourceFrom } from '../../../src/logs/tail/source-from.ts'
import type { TailedSource, TailedSourceOptions } from '../../../src/logs/tail/tailed-source.ts'
import type { ModelEngine } from './model.ts'

/** What a schedule runs: the real classes, or mutated ones. */
export interface Subject {
  Follower: new (port: LogPort, sink: FollowSink, from: FollowFrom, options: FollowerOptions) => Follower
  RecordQueue: new (options: RecordQueueOptions) => RecordQueue
  /** Where it is given, the log is followed as a tail does it: it is put away while it is silent, at moments of chance. */
  TailedSource?: new (
    found: FoundSource,
    from: SourceFrom,
    options: TailedSourceOptions,
  ) => TailedSource
  /** Called at the end of each schedule. */
  onEnd?(engine: ModelEngine): void
}

/** Who takes what comes. */
export interface Consumer {
  take(): void
  /** Saves what it stands behind. Returns what begins another consumer there. */
  save(): () => Consumer
  close(): void
}

/** What is around a consumer. */
export interface ConsumedWorld {
  readonly engine: ModelEngine
  readonly source: LogSource
  readonly accepts: RecordQueueOptions['accepts']
  readonly follower: FollowerOptions
  /** Records of a batch; 0: no batches. */
  readonly most: number
  /** Decides when a source is put away. Of its own, so that what it decides moves nothing else. */
  drowsy(): number
  /** Whether this consumer is there, and takes what comes. */
  isTaking(consumer: Consumer | undefined): boolean
  onTaken(item: LogRecord | FollowNotice): void
  onReject(error: Error): void
}

const MAX_LINE = 1_048_576
/** Bytes that wait before the log is no longer read: small, so that a slow consumer is felt. */
const QUEUE_BYTES = 2000

/** A consumer's place. */
type Place = Pick<RecordQueueOptions, 'from' | 'skip' | 'head'>

/** One log. */
export function beginPlain(subject: Subject, world: ConsumedWorld, at: Place = { from: [], skip: [] }): Consumer {
  const { engine, source, accepts, most, onTaken } = world
  let lastBatch: ReturnType<RecordQueue['takeBatch']>
  let takes = 0
  const queue = new subject.RecordQueue({
    maxLine: MAX_LINE,
    queueBytes: QUEUE_BYTES,
    place: () => follower.place.runs(),
    source: () => source,
    accepts,
    ...at,
    onReady: () => {
      if (world.isTaking(own)) own.take()
    },
  })
  const from: FollowFrom = at.from.length === 0 ? { kind: 'start' } : { kind: 'anchor', runs: at.from }
  const follower = new subject.Follower(engine.port, queue, from, world.follower)
  const own: Consumer = {
    take: () => {
      if (most === 0) for (let item = queue.take(); item !== undefined; item = queue.take()) onTaken(item)
      else
        for (let batch = queue.takeBatch(most, 500); batch !== undefined; batch = queue.takeBatch(most, 500)) {
          lastBatch = batch
          for (const notice of batch.notices) onTaken(notice)
          for (const { block, from: first, to } of batch.spans)
            for (let index = first; index < to; index++) onTaken(new LogRecord(block, index))
        }
      // As a tail does where a log falls silent.
      if (++takes % 3 === 0) queue.settle()
    },
    save: () => {
      const { runs, taken, head } = lastBatch?.place() ?? queue.place()
      return () => beginPlain(subject, world, { from: runs, skip: taken, head })
    },
    close: () => follower.close(),
  }
  follower.run().catch((error: Error) => world.onReject(error))
  return own
}

/** The same as one source of a tail. */
export function beginTailed(subject: Subject, world: ConsumedWorld, from: SourceFrom = { kind: 'start' }): Consumer {
  const { engine, source, accepts, drowsy } = world
  const { clock } = engine
  let takes = 0
  let isClosed = false
  const found: FoundSource = { key: 'e/c', source, isNew: false, open: () => engine.openPort(source) }
  const log = new subject.TailedSource!(found, from, {
    details: false,
    maxLine: MAX_LINE,
    accepts,
    follower: world.follower,
    budget: new Budget(QUEUE_BYTES),
    gate: new Gate(16),
    waking: new Gate(1),
    silenceMs: [1, 20, 300, 2000][Math.floor(drowsy() * 4)]!,
    now: () => clock.now,
    onReady: () => {
      if (world.isTaking(own)) own.take()
    },
    onJoined: () => {},
    onEnded: (_, error) => error !== undefined && world.onReject(error),
  })
  const tend = (): void => {
    if (isClosed) return
    void log.tend()?.()
    clock.after(1 + drowsy() * (drowsy() < 0.5 ? 30 : 600), tend)
  }
  const own: Consumer = {
    take: () => {
      for (let item = log.take(); item !== undefined; item = log.take()) world.onTaken(item)
      if (++takes % 3 === 0) log.settle()
    },
    save: () => {
      const { part } = log
      return () => beginTailed(subject, world, { kind: 'cursor', part })
    },
    close: () => {
      isClosed = true
      log.close()
    },
  }
  void log.begin()
  tend()
  return own
}
