// What following a log needs from the outside: reads of the log, what the container is doing, time. Types, and what is said of a state.
// follower.ts works on this alone, so that it is tested without sockets and clocks.

import type { RecordHandler } from '../records/record-parser.ts'
import type { LogFacts } from './reading.ts'

/** One read of a log. Timestamps are always asked for. */
export interface ReadRequest {
  readonly follow: boolean
  /** How many of the last records to begin with. The Engine counts those of both outputs. */
  readonly tail: number | 'all'
  /** Begin at this moment, as the Engine's query wants it. */
  readonly since?: string | undefined
}

/** Takes the records of one read. `onReadEnd` comes after the last record that one piece of the body held, and before the read's end. */
export interface ReadHandler {
  /** The response has begun: nothing was passed on yet. */
  onHead?(): void
  readonly onRecord: RecordHandler
  onReadEnd(): void
}

/** How a read ended. `refused` is the Engine's own status; `cut` is everything that is not a clean end. */
export type ReadEnd =
  | { readonly how: 'clean' }
  | { readonly how: 'cut'; readonly error: Error }
  | { readonly how: 'refused'; readonly status: number; readonly error: Error }
  | { readonly how: 'cancelled' }

/** A read that is under way. */
export interface ReadHandle {
  /** Resolves once, when the last call of the handler was made. Never rejects. */
  readonly ended: Promise<ReadEnd>
  pause(): void
  resume(): void
  /** Ends it. The handler is not called again. */
  cancel(): void
}

/** What a container is doing. */
export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removing' | 'gone'

/** What an inspection says. */
export interface Inspection extends LogFacts {
  readonly state: ContainerState
  readonly tty: boolean
  /** ms that the Engine's clock is ahead of this one, at most; 0 where they are the same. */
  readonly clockAheadMs: number
  /** The container was not started again since the last inspection; one that does not run will not be. */
  readonly isSameRun?: boolean
  /** When it was started last, as the Engine writes it. */
  readonly startedAt?: string | undefined
  /** It is gone, and may have written more than was read. */
  readonly isCutOff?: boolean
}

/** Whether its process runs, paused or not. */
export const isRunning = ({ state }: Pick<Inspection, 'state'>): boolean => state === 'running' || state === 'paused'

/** The same, of a container that was not started again since the last inspection. One that does not run may be started at any time. Made in one shape: hundreds of silent logs keep one. */
export function ofSameRun(seen: Inspection): Inspection {
  if (!isRunning(seen)) return seen
  const { state, startedAt, tty, engineMajor, driver, maxSize, clockAheadMs } = seen
  return { state, startedAt, tty, engineMajor, driver, maxSize, clockAheadMs, isSameRun: true }
}

/** Whether the container was started between two inspections at which it ran, as far as they say. */
export function isOtherRun(now: Inspection, last: Inspection): boolean {
  return now.isSameRun !== true && (now.startedAt === undefined || now.startedAt !== last.startedAt)
}

/** The outside. */
export interface LogPort {
  read(request: ReadRequest, handler: ReadHandler): ReadHandle
  /** Rejects where the Engine cannot be reached; a container that does not exist is `gone`. */
  inspect(): Promise<Inspection>
  /** Calls back when the container is started or removed, perhaps more than once. Returns what takes that back. */
  onStart(callback: () => void): () => void
  /** Calls back after `ms`. Returns what takes that back. */
  after(ms: number, callback: () => void): () => void
  /** ms since 1970, with a fraction. */
  now(): number
  /** From 0 to 1. */
  random(): number
  /** Calls back when the engine is closed. Returns what takes that back; it has to be called then, too. */
  hold?(onClose: () => void): () => void
}
