// What a tail reports besides its records: notices of its sources and Engines, and figures. Types only.
// What one log reports is in followed-log.ts.

import type { LogFigures } from '../follow/followed-log.ts'
import type { EngineNotice } from '../port/finder.ts'
import type { LogSource } from '../records/log-source.ts'
import type { LogNotice } from '../records/notices.ts'
import type { SourceState } from './watched-port.ts'

/** A source is followed from now on, or was read to its end; `failed`: the Engine refuses to read it, and the others go on. */
export type SourceNotice =
  | { readonly kind: 'joined' | 'left'; readonly source: LogSource }
  | { readonly kind: 'failed'; readonly source: LogSource; readonly error: Error }

/** What a tail reports besides its records. */
export type TailNotice = LogNotice | SourceNotice | EngineNotice

/** How one of the logs of a tail stands. */
export interface SourceFigures extends LogFigures {
  readonly source: LogSource
  readonly state: SourceState
  /** How many ms ago the record was written that waits the longest; 0 where none waits. */
  readonly lagMs: number
}

/** How much was followed so far, of all sources together; those that were left count. */
export interface TailFigures extends LogFigures {
  /** The most of any source. */
  readonly lagMs: number
  /** The sources that are followed now. */
  readonly sources: readonly SourceFigures[]
}
