// What the tests of a swarm's logs share: everything that a finder reports, followed to its end, by task.

import { Follower } from '../../../src/logs/follow/follower.ts'
import type { FollowSink } from '../../../src/logs/follow/follower-types.ts'
import type {
  EngineNotice,
  FinderHandler,
  FoundSource,
  SourceFinder,
  SourcePort,
} from '../../../src/logs/port/finder.ts'
import type { LogTask } from '../../../src/logs/records/log-source.ts'
import type { FollowNotice } from '../../../src/logs/records/notices.ts'

/** One task's log, as it was followed. */
export interface Followed {
  readonly task: LogTask
  readonly key: string
  readonly isNew: boolean
  /** `<timestamp> <kind of frame> <text with its LF>` */
  readonly records: string[]
  readonly notices: FollowNotice[]
  /** Its log was read to its end. */
  isOver: boolean
  readonly port: SourcePort
}

/** Follows what a finder finds, from the first record on. */
export class Gathering implements FinderHandler {
  readonly logs = new Map<string, Followed>()
  readonly notices: EngineNotice[] = []
  readonly gone: string[] = []
  readonly failures: Error[] = []
  readonly #finder: SourceFinder
  readonly #followers: Follower[] = []
  readonly #running: Promise<void>[] = []

  constructor(finder: SourceFinder) {
    this.#finder = finder
  }

  start(): Promise<Error | undefined> {
    return this.#finder.start(this)
  }

  /** Of one service, in the order in which they were found. */
  of(service: string): Followed[] {
    return [...this.logs.values()].filter(({ task }) => task.service === service)
  }

  onSource({ key, source, isNew, open }: FoundSource): void {
    const port = open(false)
    const log: Followed = { key, isNew, port, task: source.task!, records: [], notices: [], isOver: false }
    if (this.logs.has(key)) throw new Error(`${key} was found twice`)
    this.logs.set(key, log)
    const sink: FollowSink = {
      onRecord: (kind, bytes, start, stamp, text, end) => {
        const latin1 = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1')
        log.records.push(`${latin1(start, stamp)} ${kind} ${latin1(text, end)}`)
      },
      onReadEnd() {},
      onSeam() {},
      isLineOpen: false,
      onNotice: (notice) => log.notices.push(notice),
      onStopped() {},
      isFull: false,
      onRoom: () => () => {},
    }
    const follower = new Follower(
      port,
      sink,
      { kind: 'start' },
      { until: 'removed', reading: 'auto', retry: { first: 50, most: 500, forMs: 0 }, stall: 60_000 },
    )
    this.#followers.push(follower)
    const run = follower.run().then(() => void (log.isOver = true))
    this.#running.push(run.catch((error: Error) => void this.failures.push(error)))
  }

  onGone(key: string): void {
    this.gone.push(key)
  }

  kept(): string[] {
    return []
  }

  onRemoved(): void {}

  onNotice(notice: EngineNotice): void {
    this.notices.push(notice)
  }

  onFail(error: Error): void {
    this.failures.push(error)
  }

  async close(): Promise<void> {
    this.#finder.close()
    for (const follower of this.#followers) follower.close()
    for (const { port } of this.logs.values()) port.close()
    await Promise.all(this.#running)
  }
}
