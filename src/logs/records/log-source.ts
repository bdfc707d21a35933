// Which log a record is from. Types only.
// Found by the first inspection; the same for all records of a log.

import type { Engine } from '../../engine/engine.ts'

/** Which log a record is from. */
export interface LogSource {
  /** The Engine that it is read from. */
  readonly engine: Engine
  /** The container's full id; of a swarm's task the task's id. */
  readonly id: string
  /** Its name, without the slash. */
  readonly name: string
  /** The container's labels. */
  readonly labels: Readonly<Record<string, string>>
  /** The logging driver: `json-file`, `local`, `journald` … */
  readonly driver: string
  /** Whether the Engine begins a new file now and then, and removes the oldest. */
  readonly rotates: boolean
  /** Whether the container has a TTY: all of its output is stdout then. */
  readonly tty: boolean
  /** Which task of a swarm's service it is. */
  readonly task?: LogTask | undefined
}

/** A task of a swarm's service. */
export interface LogTask {
  readonly id: string
  /** The service's name. */
  readonly service: string
  /** Which of the service's replicas; undefined where it runs once on each node. */
  readonly slot: number | undefined
  /** The name of the node that it runs on. */
  readonly node: string
}
