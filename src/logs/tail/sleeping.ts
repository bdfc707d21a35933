// What is left of a silent source of a tail() that was put away, besides its place: see tailed-source.ts. Hundreds of them may be kept.
// It looks at the log's end now and then, as a follower does, since a connection may die without an end.

import { LOOK_MS } from '../follow/follower.ts'
import { probeEnd } from '../follow/stall.ts'
import type { Doorbell } from '../port/doorbell.ts'
import type { SourcePort } from '../port/finder.ts'
import { type Inspection, isRunning } from '../port/port.ts'
import type { Fingerprint } from '../records/anchor.ts'
import type { LogSource } from '../records/log-source.ts'
import type { SourceState } from './watched-port.ts'

/** What was known of a source when it was put away. */
export interface SleepingFacts {
  readonly source: LogSource
  readonly state: SourceState
  /** The last inspection at which its process ran. */
  readonly seen: Inspection
  /** Now, in ms. */
  readonly since: number
}

/** A source that was put away. */
export class Sleeping {
  readonly doorbell: Doorbell
  readonly source: LogSource
  readonly state: SourceState
  readonly seen: Inspection
  readonly since: number
  #looked: number
  /** The port of a look that is under way. */
  #looking: SourcePort | undefined

  constructor(doorbell: Doorbell, { source, state, seen, since }: SleepingFacts) {
    this.doorbell = doorbell
    this.source = source
    this.state = state
    this.seen = seen
    this.since = this.#looked = since
  }

  /** Everything that is written rings, for as long as the connection lives. The one beside snapshots may miss something. */
  get isSure(): boolean {
    return this.state === 'following'
  }

  /** Whether its log is to be looked at now; then the next look is due as much later. @param stall see FollowerOptions */
  isDue(now: number, stall: number): boolean {
    const lookMs = this.isSure ? stall : LOOK_MS
    if (lookMs === 0 || now - this.#looked < lookMs) return false
    this.#looked = now
    return true
  }

  /** Whether something is there of which the doorbell should have said something, or the Engine does not respond. @param last the last record that was delivered */
  async isLate(port: SourcePort, last: Fingerprint | undefined, stall: number): Promise<boolean> {
    this.#looking = port
    const isLate = await probeEnd(port, { last }, this.isSure ? stall : LOOK_MS).isLate
    const isOther = !isLate && !this.isSure && (await this.#isOther(port))
    port.close()
    this.#looking = undefined
    return (isLate || isOther) && !this.doorbell.hasRung
  }

  keepAlive(alive: boolean): void {
    this.doorbell.keepAlive(alive)
    this.#looking?.keepAlive(alive)
  }

  /** A look that is under way is of no use any more. */
  endLook(): void {
    this.#looking?.close()
  }

  close(): void {
    this.doorbell.close()
    this.endLook()
  }

  /** Whether its process does not run as it did. */
  async #isOther(port: SourcePort): Promise<boolean> {
    const now = await port.inspect().catch(() => undefined)
    return now === undefined || !isRunning(now) || now.startedAt !== this.seen.startedAt
  }
}
