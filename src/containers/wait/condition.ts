// What a condition is: a text for messages, and a function that watches a container until it can say 'met' or 'failed'.
// A condition holds no state of its own, so one value can be waited for any number of times.

import type { Engine } from '../../engine/engine.ts'
import type { Snapshot } from './snapshot.ts'

/** What to wait for, of {@link waitFor}: made by `healthy()`, `log()`, `port()`, `http()`, `exit()`, `all()` and `any()`. */
export interface Condition {
  /** The condition as a program writes it: `log("ready")`. */
  readonly text: string
  /** @internal */
  readonly begin: (container: Watched, verdict: Verdict) => void
}

/** Where a condition reports its result. Only the first call of `met` or `failed` counts. */
export interface Verdict {
  met(): void
  /** It can no longer be met. @param why a clause for the message: 'it exited with code 1' */
  failed(why: string): void
  /** What the last probe saw, for the message of a timeout. */
  note(seen: string): void
}

/** What a condition wants to know. Each function is called from the time on at which the condition began. */
export interface Observer {
  /** The state is known, or it has changed: also called once when the condition begins. */
  onState?(state: Snapshot): void
  /** A run has ended. */
  onExit?(code: number): void
  /** A line of the log of the current run. */
  onLine?(text: string): void
  /** The log is read from the run's beginning: again after a cut connection, and for another run. */
  onLogStart?(): void
  /** The run has ended and its log was read to its end. */
  onLogEnd?(): void
  /** The log cannot be read. @param why a clause for the message */
  onNoLog?(why: string): void
}

/** A container that is watched by one stream of events, and by one stream of its log if a condition needs it. */
export interface Watched {
  readonly engine: Engine
  readonly state: Snapshot
  /** Aborts when the wait is over. */
  readonly signal: AbortSignal
  observe(observer: Observer): void
}
