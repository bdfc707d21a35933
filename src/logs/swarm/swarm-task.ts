// What is known of one task of a swarm's service; calls back when that changes. Changed by swarm-tasks.ts, read by the ports.
// States: running → ended → removed; a running task may be removed at once. No way leads back: a task never runs twice.
//   ended    its container has ended, or will never start; its log is stored for as long as the manager keeps the task.
//   removed  the manager no longer has it: its log cannot be read through a manager.

import type { Engine } from '../../engine/engine.ts'
import type { SwarmSpecTaskDefaultsLogDriver, Task } from '../../engine/schema.ts'
import { maxSizeOf } from '../port/reading.ts'
import type { LogSource } from '../records/log-source.ts'

/** What a listing found besides the task itself. */
export interface TaskContext {
  readonly engine: Engine
  /** The service's name. */
  readonly service: string
  /** The node's name. */
  readonly node: string
  /** The log driver of tasks whose service names none; undefined where each node has its own. */
  readonly driver: SwarmSpecTaskDefaultsLogDriver | undefined
}

/** A task whose log can be read. */
export class SwarmTask {
  readonly id: string
  readonly nodeId: string
  /** Its container's id. */
  readonly container: string
  readonly source: LogSource
  /** Bytes after which a new file of the log begins; 0 where it is known that none ever does. */
  readonly maxSize: number
  state: 'running' | 'ended' | 'removed' = 'running'
  /** The manager removes it as soon as it has ended: what was not read by then cannot be read any more. */
  isLeaving = false
  /** Its node is away: no log of it can be read for now. */
  isAway = false
  /** Its log was read to the end, or is not read any more. */
  isRead = false
  readonly #listeners = new Set<() => void>()

  constructor(found: Task, context: TaskContext) {
    const { engine, service, node, driver } = context
    const { ID: id, Slot, NodeID: nodeId = '', ServiceID = '', Spec } = found
    const { ContainerSpec } = Spec
    const { Name = '', Options } = Spec.LogDriver ?? driver ?? {}
    const slot = Slot === undefined || Slot === 0 ? undefined : Slot
    const name = `${service}.${slot ?? nodeId}.${id}`
    this.id = id
    this.nodeId = nodeId
    this.container = found.Status.ContainerStatus?.ContainerID ?? ''
    this.maxSize = mostSizeOf(Name, Options)
    this.source = {
      engine,
      id,
      name,
      // As swarm labels the task's container.
      labels: {
        ...ContainerSpec?.Labels,
        'com.docker.swarm.node.id': nodeId,
        'com.docker.swarm.service.id': ServiceID,
        'com.docker.swarm.service.name': service,
        'com.docker.swarm.task': '',
        'com.docker.swarm.task.id': id,
        'com.docker.swarm.task.name': name,
      },
      driver: Name,
      rotates: this.maxSize > 0,
      tty: ContainerSpec?.TTY === true,
      task: { id, service, slot, node },
    }
    this.isLeaving = found.DesiredState === 'remove'
    if (hasEnded(found)) this.state = 'ended'
  }

  /** Takes over what a later listing has. */
  update(found: Task): void {
    const isLeaving = found.DesiredState === 'remove'
    const state = hasEnded(found) ? 'ended' : this.state
    if (isLeaving === this.isLeaving && state === this.state) return
    this.isLeaving = isLeaving
    this.state = state
    this.#changed()
  }

  /** The manager no longer has it. */
  remove(): void {
    if (this.state === 'removed') return
    this.state = 'removed'
    this.#changed()
  }

  /** Its node is away, or back. */
  setAway(isAway: boolean): void {
    if (isAway === this.isAway) return
    this.isAway = isAway
    this.#changed()
  }

  /** Calls back after each change. Returns what takes that back. */
  onChange(callback: () => void): () => void {
    this.#listeners.add(callback)
    return () => this.#listeners.delete(callback)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** Whether a task has, or had, a container that was started: before that a read of its log waits for the start. */
export function hasLog({ Status, Spec }: Task): boolean {
  if (Spec.ContainerSpec === undefined || !Status.ContainerStatus?.ContainerID) return false
  return Status.State === 'starting' || Status.State === 'running' || ENDED.has(Status.State)
}

function hasEnded({ Status }: Task): boolean {
  return ENDED.has(Status.State)
}

/** An option that the service does not set is the node's default, which the manager does not know: it may be any. */
function mostSizeOf(driver: string, options: Record<string, string> | undefined): number {
  const isUnset = driver === 'json-file' && options?.['max-size'] === undefined
  return maxSizeOf(isUnset ? '' : driver, options)
}

const ENDED: ReadonlySet<string> = new Set(['complete', 'shutdown', 'failed', 'rejected', 'remove', 'orphaned'])
