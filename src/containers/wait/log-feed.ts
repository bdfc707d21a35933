// One stream of a container's log, shared by all conditions of a wait that need it. It reads a run from its beginning. When the
// stream ends, an inspection says whether the run has ended, or only the connection: then the run is read again.
// States: idle (nothing to read yet, or read to the end), reading.

import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../error.ts'
import { StampedLines } from '../../recipes/containers/stamped-lines.ts'
import { abortableSleep } from '../../recipes/shared/abortable-sleep.ts'
import { SourceIterator } from '../../stream/read/source-iterator.ts'
import type { Observer } from './condition.ts'
import type { Snapshot } from './snapshot.ts'

/** The pause before a log is read again whose stream ended although the container runs, in ms. */
export const REREAD_MS = 100

/** Reads the log of a container for its observers. */
export class LogFeed {
  readonly #engine: Engine
  readonly #observers: readonly Observer[]
  readonly #inspect: () => Promise<Snapshot>
  readonly #signal: AbortSignal
  #reading = false
  /** The run that was read to its end. */
  #done: string | undefined

  /** @param inspect reads the container's state again. */
  constructor(engine: Engine, observers: readonly Observer[], inspect: () => Promise<Snapshot>, signal: AbortSignal) {
    this.#engine = engine
    this.#observers = observers
    this.#inspect = inspect
    this.#signal = signal
  }

  /** Begins to read unless it reads already, or there is nothing to read. */
  start(state: Snapshot): void {
    const hasLog =
      state.status === 'running' || state.status === 'paused' || (state.ended && state.status !== 'removed')
    if (this.#reading || !hasLog || state.run === this.#done) return
    this.#reading = true
    void this.#read(state)
      .catch((error: unknown) => {
        // Without a response, the container is inspected again when the events are.
        if (error instanceof EngineError) this.#each((observer) => observer.onNoLog?.(`its log: ${error.reason}`))
      })
      .finally(() => {
        this.#reading = false
      })
  }

  async #read(first: Snapshot): Promise<void> {
    for (let state = first; ; ) {
      const { run } = state
      this.#each((observer) => observer.onLogStart?.())
      try {
        await this.#readOnce(state)
      } catch (error) {
        // A cut connection: the inspection says whether there is more to read.
        if (this.#signal.aborted || error instanceof EngineError) throw error
      }
      state = await this.#inspect()
      if (state.run === run && state.status !== 'running' && state.status !== 'paused') {
        this.#done = run
        if (state.ended) this.#each((observer) => observer.onLogEnd?.())
        return
      }
      if (state.run === run) await abortableSleep(REREAD_MS, this.#signal)
    }
  }

  async #readOnce({ id, logSince: since, tty }: Snapshot): Promise<void> {
    const response = await this.#engine.request('GET', '/containers/{id}/logs', {
      path: { id },
      query: { follow: true, stdout: true, stderr: true, since },
      signal: this.#signal,
      urgent: true,
    })
    // A Podman record is one write of the process, of any size.
    const isLog = response.headers.get('libpod-api-version') === undefined
    for await (const line of new SourceIterator(
      response.source,
      new StampedLines(tty, { timestamps: false, details: false }, isLog),
    )) {
      this.#each((observer) => observer.onLine?.(line.text))
    }
  }

  #each(call: (observer: Observer) => void): void {
    if (!this.#signal.aborted) for (const observer of this.#observers) call(observer)
  }
}
