// Finds the tasks of a swarm's services through one of its managers, and follows what becomes of them and of their nodes.
// Engine facts: tasks have no events. Services and nodes have, with the scope `swarm`; containers only on their own node. So the tasks
// are listed: after each such event, every two seconds, and oftener while one of them changes.

// States: made → finding → over. See SourceFinder. An Engine that is no manager, or not the first one of its swarm, finds nothing:
// it only says which node it is.

import type { Engine } from '../../engine/engine.ts'
import { EngineError, FairleadError } from '../../error.ts'
import { INSPECT_MS, INSPECT_TIMEOUTS } from '../port/engine-port.ts'
import { isFinal } from '../port/final-error.ts'
import type { FinderHandler, SourceFinder } from '../port/finder.ts'
import { PortClock } from '../port/port-clock.ts'
import { Bell, type Retry, Waits } from '../port/waits.ts'
import { SwarmEngines } from './swarm-engines.ts'
import { SwarmTasks } from './swarm-tasks.ts'

/** ms between two listings of a swarm's tasks where nothing changes, and where something does. */
export const TASKS_MS = 2000
export const CHANGING_TASKS_MS = 250
/** ms after the last change for which the tasks are listed oftener. */
const CHANGING_FOR_MS = 10_000
/** ms between two listings of services and nodes without an event. */
const NODES_MS = 30_000
/** ms from one listing to the next at least, so that several events make one; and so many times what a listing takes. */
const LIST_REST_MS = 50
const LIST_REST = 5
/** ms that a manager waits for the other Engines to say which nodes they are. */
const SETTLE_MS = 2000

/** What a {@link SwarmFinder} is made of. */
export interface SwarmFinderOptions {
  readonly engine: Engine
  /** Which services, by name or id. One that does not exist is waited for. */
  readonly services: 'all' | readonly string[]
  readonly retry: Retry
  /** All Engines that are given. Default: this one. */
  readonly engines?: SwarmEngines
}

/** Finds the tasks of one swarm. For one run. */
export class SwarmFinder implements SourceFinder {
  readonly #options: SwarmFinderOptions
  readonly #engines: SwarmEngines
  readonly #clock: PortClock
  readonly #waits: Waits
  readonly #closer = new AbortController()
  /** Rings at each event. */
  readonly #bell = new Bell()
  #handler: FinderHandler | undefined
  #tasks: SwarmTasks | undefined
  #events: { ref(): unknown; unref(): unknown } | undefined
  #isReffed = true
  #isAway = false
  #changedAt = Number.NEGATIVE_INFINITY
  /** When services and nodes were listed last. */
  #nodesAt = Number.NEGATIVE_INFINITY
  #onFirst: { resolve(error: Error | undefined): void; reject(error: unknown): void } | undefined

  constructor(options: SwarmFinderOptions) {
    this.#options = options
    this.#engines = options.engines ?? new SwarmEngines([options.engine])
    this.#clock = new PortClock(options.engine)
    this.#waits = new Waits(this.#clock, options.retry)
  }

  get id(): string | undefined {
    return this.#tasks?.cluster ?? this.#engines.cluster
  }

  start(handler: FinderHandler): Promise<Error | undefined> {
    this.#handler = handler
    return new Promise((resolve, reject) => {
      this.#onFirst = { resolve, reject }
      void this.#run()
    })
  }

  keepAlive(alive: boolean): void {
    this.#isReffed = alive
    this.#clock.keepAlive(alive)
    this.#events?.[alive ? 'ref' : 'unref']()
  }

  close(): void {
    this.#handler = undefined
    this.#closer.abort()
    this.#waits.close()
    this.#clock.close()
    this.#onFirst?.reject(new FairleadError('ERR_CLOSED', "the finder of a swarm's tasks was closed"))
    this.#onFirst = undefined
  }

  get #isClosed(): boolean {
    return this.#closer.signal.aborted
  }

  /** One listing after the other. */
  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const began = this.#clock.now()
      try {
        const tasks = (this.#tasks ??= await this.#begin())
        if (this.#isClosed) return
        if (tasks === undefined) return this.#back()
        if (await this.#list(tasks)) this.#changedAt = this.#clock.now()
        if (this.#isClosed) return
        this.#back()
        const now = this.#clock.now()
        const pause = now - this.#changedAt < CHANGING_FOR_MS ? CHANGING_TASKS_MS : TASKS_MS
        const rest = Math.min(TASKS_MS, Math.max(LIST_REST_MS, (now - began) * LIST_REST))
        await this.#waits.sleep(rest)
        if (rest < pause) await this.#waits.sleep(pause - rest, this.#bell)
      } catch (error) {
        if (this.#isClosed) return
        // What is listed may be gone, and another come.
        const passes = !isFinal(error) || isNotFound(error)
        if (!passes) return this.#fail(error as Error)
        this.#leave(error as Error)
        try {
          await this.#waits.backOff(error as Error, passes)
        } catch {
          return this.#fail(error as Error)
        }
      }
    }
  }

  /** Finds out which swarm it is; undefined where this Engine is not the one to be asked. */
  async #begin(): Promise<SwarmTasks | undefined> {
    const { engine, services } = this.#options
    try {
      const cluster = this.#engines.take(engine, await engine.get('/info', this.#limits))
      if (cluster === undefined) return undefined
      this.#engines.settle(engine)
      const bell = new Bell()
      void this.#engines.settled.then(() => bell.ring())
      await this.#waits.sleep(SETTLE_MS, bell)
      const handler = this.#handler
      return handler && new SwarmTasks({ engine, engines: this.#engines, services, cluster, handler })
    } finally {
      this.#engines.settle(engine)
    }
  }

  /** @returns whether something changed, or is about to */
  async #list(tasks: SwarmTasks): Promise<boolean> {
    // Events first, so that nothing that happens from here on waits for the next listing.
    if (this.#events === undefined) await this.#listen()
    const now = this.#clock.now()
    const isDue = now - this.#nodesAt >= NODES_MS
    if (isDue) this.#nodesAt = now
    try {
      return await tasks.list(isDue, this.#limits)
    } catch (error) {
      this.#nodesAt = Number.NEGATIVE_INFINITY
      throw error
    }
  }

  /** Opens the events. Where they break off the listings go on, and the next one opens them again. */
  async #listen(): Promise<void> {
    const { signal } = this.#closer
    const filters = { type: ['service', 'node', 'container'], event: ['create', 'update', 'remove', 'start', 'die'] }
    const timeouts = { head: INSPECT_MS }
    const response = await this.#options.engine.request('GET', '/events', { query: { filters }, signal, timeouts })
    this.#events = response
    if (!this.#isReffed) response.unref()
    const read = async (): Promise<void> => {
      for await (const { Type, Actor } of response.records()) this.#onEvent(Type, Actor?.Attributes ?? {})
    }
    const stop = (): void => {
      this.#events = undefined
    }
    read().then(stop, stop)
  }

  #onEvent(type: string | undefined, attributes: Readonly<Record<string, string>>): void {
    if (this.#isClosed) return
    if (type === 'container' && attributes['com.docker.swarm.task.id'] === undefined) return
    this.#changedAt = this.#clock.now()
    if (type !== 'container') this.#nodesAt = Number.NEGATIVE_INFINITY
    this.#bell.ring()
  }

  get #limits(): { signal: AbortSignal; timeouts: typeof INSPECT_TIMEOUTS } {
    return { signal: this.#closer.signal, timeouts: INSPECT_TIMEOUTS }
  }

  #leave(error: Error): void {
    const { engine } = this.#options
    if (!this.#isAway) this.#handler?.onNotice({ kind: 'away', engine, error })
    this.#isAway = true
    this.#onFirst?.resolve(error)
    this.#onFirst = undefined
  }

  #back(): void {
    const { engine } = this.#options
    this.#waits.comeBack()
    if (this.#isAway) this.#handler?.onNotice({ kind: 'back', engine })
    this.#isAway = false
    this.#onFirst?.resolve(undefined)
    this.#onFirst = undefined
  }

  #fail(error: Error): void {
    const handler = this.#handler
    const first = this.#onFirst
    this.#onFirst = undefined
    this.close()
    if (first !== undefined) first.reject(error)
    else handler?.onFail(error)
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof EngineError && error.status === 404
}
