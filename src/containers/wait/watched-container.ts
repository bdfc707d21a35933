// Watches one container: events, an inspection once they flow, one after each event that changes more than it says, and the log.
// The state is what the last inspection said, corrected by later events. Nothing is polled. When the events break off, it begins
// again: events, inspection, log. Engine fact: the filter `container` also matches other containers whose name begins alike.

import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../error.ts'
import { type EventMessage, events } from '../../recipes/events.ts'
import { abortableSleep } from '../../recipes/shared/abortable-sleep.ts'
import type { Observer, Watched } from './condition.ts'
import { LogFeed } from './log-feed.ts'
import { readSnapshot, removed, type Snapshot } from './snapshot.ts'

/** The first and the longest pause before the events are opened again, in ms. */
export const REOPEN_FIRST_MS = 100
export const REOPEN_MOST_MS = 1_000

/** Docker's actions and Podman's. */
const ACTIONS = ['start', 'die', 'died', 'pause', 'unpause', 'destroy', 'remove', 'health_status']
const HEALTH = /^health_status: *(healthy|unhealthy|starting)$/

/** The events and the log of one container, for the conditions of one wait. */
export class WatchedContainer implements Watched {
  readonly engine: Engine
  readonly signal: AbortSignal
  readonly #name: string
  readonly #observers: Observer[] = []
  readonly #feed: LogFeed
  #state: Snapshot | undefined

  /** @param signal ends all of it. */
  constructor(engine: Engine, name: string, signal: AbortSignal) {
    this.engine = engine
    this.#name = name.replace(/^\//, '')
    this.signal = signal
    this.#feed = new LogFeed(engine, this.#observers, () => this.#inspect(), signal)
  }

  get state(): Snapshot {
    return this.#state!
  }

  /** What is known of it, before the first inspection as well. */
  get known(): Snapshot | undefined {
    return this.#state
  }

  observe(observer: Observer): void {
    this.#observers.push(observer)
    observer.onState?.(this.state)
    if (observer.onLine !== undefined) this.#feed.start(this.state)
  }

  /**
   * Watches until the signal aborts. Rejects with the error of the first attempt, and with an error response to a later one; then
   * nothing more is observed.
   * @param onFirst called once, when the state is known and no later event is missed
   */
  async watch(onFirst: () => void): Promise<void> {
    let begun = false
    for (let pause = REOPEN_FIRST_MS; ; pause = Math.min(pause * 2, REOPEN_MOST_MS)) {
      try {
        await this.#once(() => {
          pause = REOPEN_FIRST_MS
          if (!begun) onFirst()
          begun = true
        })
      } catch (error) {
        if (!begun || this.signal.aborted || (error instanceof EngineError && error.status < 500)) throw error
      }
      await abortableSleep(pause, this.signal)
    }
  }

  /** One stream of events, to its end. */
  async #once(onReady: () => void): Promise<void> {
    const filters = { type: 'container', container: this.#name, event: ACTIONS }
    const stream = events(this.engine, { filters, signal: this.signal })
    try {
      await stream.ready()
      await this.#inspect()
      onReady()
      for await (const event of stream) await this.#onEvent(event)
    } finally {
      stream.close()
    }
  }

  async #onEvent(event: EventMessage): Promise<void> {
    const { Action = '', Actor } = event
    if (Actor?.ID !== this.state.id) return
    const health = HEALTH.exec(Action)?.[1]
    if (health !== undefined) return this.#set({ ...this.state, health, hasHealthCheck: true })
    if (Action === 'destroy' || Action === 'remove') return this.#set(removed(this.state))
    if (Action === 'die' || Action === 'died') {
      const { exitCode, containerExitCode } = Actor.Attributes as Record<string, string | undefined>
      const code = Number(exitCode ?? containerExitCode)
      if (Number.isInteger(code)) for (const observer of this.#observers) observer.onExit?.(code)
    }
    await this.#inspect()
  }

  async #inspect(): Promise<Snapshot> {
    // By its id: the name may be another container's by now.
    const id = this.#state?.id || this.#name
    try {
      const path = '/containers/{id}/json'
      const value: unknown = await this.engine.get(path, { path: { id }, signal: this.signal, urgent: true })
      this.#set(readSnapshot(`GET /containers/${id}/json`, value))
    } catch (error) {
      if (this.#state === undefined || !(error instanceof EngineError && error.status === 404)) throw error
      this.#set(removed(this.#state))
    }
    return this.state
  }

  #set(state: Snapshot): void {
    this.#state = state
    if (this.signal.aborted) return
    for (const observer of [...this.#observers]) observer.onState?.(state)
    if (this.#observers.some(({ onLine }) => onLine !== undefined)) this.#feed.start(state)
  }
}
