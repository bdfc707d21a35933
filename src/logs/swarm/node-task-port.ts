// The port of a task whose node's own Engine is among those given: its container's log, read there. That Engine knows how the log is
// stored, so a log that does not rotate takes one connection and no repeated reads; and what a task wrote last is there for some
// seconds more than the manager has it.
// Engine facts: swarm never starts a task's container again. It removes the container some seconds after the task.

import type { Engine } from '../../engine/engine.ts'
import type { EngineFacts } from '../port/engine-facts.ts'
import { EnginePort } from '../port/engine-port.ts'
import type { SourcePort } from '../port/finder.ts'
import { PassedClock } from '../port/passed-clock.ts'
import { type Inspection, isRunning, type ReadHandle, type ReadHandler, type ReadRequest } from '../port/port.ts'
import type { LogSource } from '../records/log-source.ts'
import type { SwarmTask } from './swarm-task.ts'

/** ms between two looks at a container that swarm has made and not started. */
const START_LOOK_MS = 1000

/** One task of a swarm, by its container. */
export class NodeTaskPort extends PassedClock implements SourcePort {
  source: LogSource
  readonly #task: SwarmTask
  readonly #port: EnginePort
  /** The end was inspected: the log was read to its end since. */
  #sawEnd = false

  constructor(engine: Engine, task: SwarmTask, details: boolean, facts: () => Promise<EngineFacts>) {
    super()
    this.#task = task
    this.source = task.source
    const onFacts = ({ driver, rotates, tty, labels }: LogSource): void => {
      this.source = { ...task.source, engine, driver, rotates, tty, labels }
    }
    this.#port = new EnginePort({ engine, container: task.container, details, facts, onFacts })
  }

  async inspect(): Promise<Inspection> {
    const seen = await this.#port.inspect()
    const isUnstarted = seen.state === 'created' && this.#task.state === 'running'
    const isOver = !isRunning(seen) && !isUnstarted
    if (!isOver) return { ...seen, isSameRun: true }
    const isGone = seen.state === 'gone' || this.#sawEnd
    this.#sawEnd = true
    if (isGone) this.#task.isRead = true
    return { ...seen, state: isGone ? 'gone' : 'exited', isSameRun: true }
  }

  read(request: ReadRequest, handler: ReadHandler): ReadHandle {
    return this.#port.read(request, handler)
  }

  onStart(callback: () => void): () => void {
    return this.#port.after(this.#sawEnd ? 0 : START_LOOK_MS, callback)
  }

  protected get clock(): EnginePort {
    return this.#port
  }

  keepAlive(alive: boolean): void {
    this.#port.keepAlive(alive)
  }

  close(): void {
    this.#task.isRead = true
    this.#port.close()
  }
}
