// What the model's Engine and its connections know of each other. Types only.

import type { Inspection } from '../../../src/logs/port/port.ts'
import type { ModelClock } from './model-clock.ts'

/** What a schedule's Engine and log are like. */
export interface ModelOptions {
  major: number
  tty: boolean
  /** Records per file; 0: one file for ever. */
  perFile: number
  files: number
  wholeSeconds: boolean
  /** Chance that a timestamp is before the one before it, on the other stream. */
  stepsBack: number
  /** Chance per turn that the daemon's reader stands still until two files were begun: it skips, and no record is late. */
  starves: number
}

/** A stored record. `damage` is no record: what a reader stops at. */
export interface ModelRecord {
  id: number
  kind: number
  stamp: string
  payload: Uint8Array
  damage: boolean
  /** Which run of the container wrote it. */
  run: number
}

/** What the Engine does to a connection. */
export interface Connection {
  cut(): void
  onAppend(): void
  onStop(): void
  onTruncate(): void
  flush(): void
}

/** What a connection sees of the Engine. */
export interface ReadWorld {
  readonly options: ModelOptions
  readonly clock: ModelClock
  readonly connections: Set<Connection>
  readonly state: Inspection['state']
  readonly isDown: boolean
  readonly newestFile: number
  random(): number
  chance(probability: number): boolean
  below(limit: number): number
  snapshot(): ModelRecord[]
  file(number: number): ModelRecord[] | undefined
}
