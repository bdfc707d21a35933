// The Engines of one tail() as nodes of swarms: which one is asked for a swarm's tasks, and which one has a task's container.
// Engine facts: a worker does not know its cluster's id, and refuses requests for tasks with 503.

import type { Engine } from '../../engine/engine.ts'
import type { SwarmSpecTaskDefaultsLogDriver, SystemInfo } from '../../engine/schema.ts'
import { FairleadError } from '../../error.ts'
import { type EngineFacts, readEngineFacts } from '../port/engine-facts.ts'
import { INSPECT_TIMEOUTS } from '../port/engine-port.ts'
import { PortClock } from '../port/port-clock.ts'

/** What a manager says of its swarm. */
export interface Cluster {
  readonly id: string
  /** The log driver of tasks whose service names none; undefined where each node has its own. */
  readonly driver: SwarmSpecTaskDefaultsLogDriver | undefined
}

/** What is known of the Engines, as they say it one after the other. */
export class SwarmEngines {
  /** Resolves when every Engine has said what it is, or did not respond. */
  readonly settled: Promise<void>
  readonly #unsettled: Set<Engine>
  readonly #count: number
  readonly #byNode = new Map<string, Engine>()
  readonly #managers = new Map<string, Engine>()
  readonly #others = new Set<Engine>()
  readonly #facts = new Map<Engine, Promise<EngineFacts>>()
  #onSettled!: () => void

  constructor(engines: readonly Engine[]) {
    this.#unsettled = new Set(engines)
    this.#count = engines.length
    this.settled = new Promise((resolve) => {
      this.#onSettled = resolve
    })
  }

  /**
   * Takes what an Engine says. Returns its swarm where it is the one to be asked: the first manager; undefined where another one is.
   * @throws FairleadError ERR_OPTION where no Engine is a manager; ERR_ENGINE where this one cannot be one yet.
   */
  take(engine: Engine, { Swarm, Name = '' }: SystemInfo): Cluster | undefined {
    const { ControlAvailable = false, Cluster, LocalNodeState: state = 'inactive', NodeID, Error: error } = Swarm ?? {}
    if (NodeID) this.#byNode.set(NodeID, engine)
    if (ControlAvailable && Cluster?.ID) {
      const id = Cluster.ID
      const manager = this.#managers.get(id) ?? engine
      this.#managers.set(id, manager)
      return manager === engine ? { id, driver: Cluster.Spec?.TaskDefaults?.LogDriver } : undefined
    }
    // A manager that has just been started, that is locked, or that has lost the others.
    if (state !== 'inactive' && (state !== 'active' || ControlAvailable)) {
      throw new FairleadError(
        'ERR_ENGINE',
        `services: Engine ${Name} is no manager yet (${state}) ${error ?? ''}`.trim(),
      )
    }
    this.#others.add(engine)
    if (this.#others.size < this.#count) return undefined
    const what = state === 'active' ? 'a worker of a swarm' : 'no node of a swarm'
    throw new FairleadError('ERR_OPTION', `services: Engine ${Name} is ${what}: expected a manager of a swarm`)
  }

  /** An Engine has said what it is, or did not respond. */
  settle(engine: Engine): void {
    this.#unsettled.delete(engine)
    if (this.#unsettled.size === 0) this.#onSettled()
  }

  /** A swarm whose tasks are asked for. */
  get cluster(): string | undefined {
    return this.#managers.keys().next().value
  }

  /** The Engine that is this node, where it is among those given. */
  engineOf(node: string): Engine | undefined {
    return this.#byNode.get(node)
  }

  /** What does not change of an Engine, asked for once. */
  factsOf(engine: Engine): Promise<EngineFacts> {
    const known = this.#facts.get(engine)
    if (known !== undefined) return known
    const clock = new PortClock()
    const facts = readEngineFacts(engine, { timeouts: INSPECT_TIMEOUTS }, () => clock.now())
    this.#facts.set(engine, facts)
    facts.catch(() => this.#facts.delete(engine))
    return facts
  }
}
