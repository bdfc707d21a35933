// What tail() needs from something that finds sources: the containers of an Engine, or the tasks of a swarm's services. Types only.
// A finder only reports; which sources are followed, from where and for how long is decided by who started it.

// States: made → finding → over.
//   finding  from start() on. Every source that exists is reported once, and every later one as soon as it exists. While the Engine is
//            away the finder goes on trying; sources that it reported stay.
//   over     close() was called: nothing is reported any more, and everything of the finder's own is closed. Ports that it gave stay.

import type { Engine } from '../../engine/engine.ts'
import type { LogSource } from '../records/log-source.ts'
import type { Doorbell, RingListener } from './doorbell.ts'
import type { LogPort, ReadHandle, ReadHandler, ReadRequest } from './port.ts'

/** The Engine, or a node of its swarm, does not respond, or responds again. */
export interface EngineNotice {
  readonly kind: 'away' | 'back'
  readonly engine: Engine
  /** The node's name, where it is a node of the Engine's swarm that is away or back. */
  readonly node?: string | undefined
  /** `away`: what it failed with. */
  readonly error?: Error | undefined
}

/** One log to follow, read through its own port. */
export interface SourcePort extends LogPort {
  /** Which log it is, as far as it is known. After an inspection another object may stand here, with what that found. */
  readonly source: LogSource
  /** Whether what is under way, and what follows, keeps the process alive. */
  keepAlive(alive: boolean): void
  /**
   * Leaves the one connection open that follows the log, without a reader: it outlives this port. Its follower sees a clean end.
   * undefined where no such connection is open now, or another request is under way. Absent: its logs are followed while they are silent, too.
   */
  leaveOpen?(listener: RingListener): Doorbell | undefined
  /** Reads on, where a doorbell that an earlier port of the same source left is ringing: what it brings comes next. */
  takeUp?(doorbell: Doorbell, request: ReadRequest, handler: ReadHandler): ReadHandle
  /** Ends everything that is under way. Later inspections reject. */
  close(): void
}

/** A source that was found. */
export interface FoundSource {
  /** Names it in a cursor: the same in every process, unique among all Engines and clusters. For a container `<Engine's /info ID>/<id>`. */
  readonly key: string
  /** What is known of it so far. */
  readonly source: LogSource
  /** It began after the finder did: it is read from its first record on, wherever the others begin. */
  readonly isNew: boolean
  /**
   * It may be found again, in another process, though its log ended: its place in a cursor is kept until {@link FinderHandler.onGone}.
   * Default false: what has ended is gone.
   */
  readonly outlivesEnd?: boolean
  /**
   * Makes its port: at once or later, and again where an earlier port was closed.
   * @param details whether records are asked for with their details
   * @param known what an earlier port's inspections found
   */
  open(details: boolean, known?: LogSource): SourcePort
}

/** Takes what a finder reports. Called synchronously, never before start() and never after close(). */
export interface FinderHandler {
  /** A source exists. Once for each key, unless {@link onGone} was called for it since. */
  onSource(found: FoundSource): void
  /**
   * The source is no longer wanted, or cannot be read any more: what waits is delivered, and nothing else is read. A source whose
   * log ended needs none of this: its port's inspection says `gone`, and it is left behind its last record.
   */
  onGone(key: string): void
  /** The sources of this Engine or cluster whose places are kept though they are not followed: a cursor had them, or they were left. */
  kept(id: string): readonly string[]
  /** A source that was {@link kept} does not exist any more: its place is of no use. */
  onRemoved(key: string): void
  onNotice(notice: EngineNotice): void
  /** The Engine refuses for good, after the start: the whole stream ends with this error. */
  onFail(error: Error): void
}

/** Finds sources. For one run. */
export interface SourceFinder {
  /**
   * Begins. Resolves when all sources that exist were reported; or with the error of an Engine that does not respond, which was
   * reported as `away` then and is tried again. Rejects where the Engine refuses for good.
   */
  start(handler: FinderHandler): Promise<Error | undefined>
  /**
   * Names the Engine or the cluster in a cursor: the part of its sources' keys before the slash. undefined until the Engine said it.
   */
  readonly id: string | undefined
  /** Whether its connections and timers keep the process alive. */
  keepAlive(alive: boolean): void
  /** Ends it. */
  close(): void
}
