// The tasks of a swarm's services as of the last listing: reports those whose log can be read, keeps their states up to date, and
// says which nodes are away. Works on listings alone: swarm-finder.ts says when.
// Engine facts: filtering by a service that is gone is refused with 404, though its tasks are still there. Nodes of one swarm may
// have one name.

import type { Engine } from '../../engine/engine.ts'
import type { CallOptions } from '../../engine/request/options.ts'
import type { Node, Task } from '../../engine/schema.ts'
import { EngineError } from '../../error.ts'
import type { FinderHandler, SourcePort } from '../port/finder.ts'
import { forgetRemoved } from '../port/kept-places.ts'
import { NodeTaskPort } from './node-task-port.ts'
import type { Cluster, SwarmEngines } from './swarm-engines.ts'
import { hasLog, SwarmTask } from './swarm-task.ts'
import { TaskPort } from './task-port.ts'

/** What {@link SwarmTasks} is made of. */
export interface SwarmTasksOptions {
  /** The manager. */
  readonly engine: Engine
  /** All Engines that are given. */
  readonly engines: SwarmEngines
  readonly services: 'all' | readonly string[]
  readonly cluster: Cluster
  readonly handler: Omit<FinderHandler, 'onFail'>
}

type Limits = Pick<CallOptions, 'signal' | 'timeouts'>

/** The tasks that were found so far. */
export class SwarmTasks {
  readonly cluster: string
  readonly #options: SwarmTasksOptions
  /** Names by id, of wanted services alone. One that is gone stays as long as it has tasks. */
  readonly #services = new Map<string, string>()
  /** Those of the last listing. */
  readonly #existing = new Set<string>()
  #nodes: ReadonlyMap<string, Node> = new Map()
  readonly #tasks = new Map<string, SwarmTask>()
  /** Nodes that were reported as away. */
  readonly #away = new Set<string>()
  /** Tasks that the first listing had on a node that was away: they are not new when it is back. */
  readonly #old = new Set<string>()
  #isFirst = true

  constructor(options: SwarmTasksOptions) {
    this.#options = options
    this.cluster = options.cluster.id
  }

  /**
   * Lists, and reports what is new.
   * @param isDue services and nodes, too
   * @returns whether a task changed, or is about to
   */
  async list(isDue: boolean, limits: Limits): Promise<boolean> {
    const { engine, handler } = this.#options
    if (isDue) await this.#listServices(limits)
    let found = await this.#listTasks(limits)
    const isUnknown = ({ ServiceID = '', NodeID = '' }: Task): boolean =>
      (this.#options.services === 'all' && !this.#services.has(ServiceID)) ||
      (NodeID !== '' && !this.#nodes.has(NodeID))
    if (!isDue && found.some(isUnknown)) {
      await this.#listServices(limits)
      found = await this.#listTasks(limits)
    }
    const hasChanged = this.#take(found)
    if (isDue) {
      const listAll = async (): Promise<string[]> => (await engine.get('/tasks', limits)).map(({ ID }) => ID)
      await forgetRemoved(handler, this.cluster, new Set(found.map(({ ID }) => ID)), listAll)
    }
    return hasChanged
  }

  async #listServices(limits: Limits): Promise<void> {
    const { engine, services: wanted } = this.#options
    const [services, nodes] = await Promise.all([engine.get('/services', limits), engine.get('/nodes', limits)])
    this.#existing.clear()
    for (const { ID = '', Spec } of services) {
      const name = Spec?.Name ?? ''
      this.#existing.add(ID)
      if (wanted === 'all' || wanted.includes(name) || wanted.includes(ID)) this.#services.set(ID, name)
    }
    this.#nodes = new Map(nodes.map((node) => [node.ID, node]))
  }

  async #listTasks(limits: Limits): Promise<readonly Task[]> {
    const { engine, services } = this.#options
    if (services === 'all') return await engine.get('/tasks', limits)
    if (this.#services.size === 0) return []
    const ids = [...this.#services.keys()]
    try {
      return await engine.get('/tasks', { ...limits, query: { filters: { service: ids } } })
    } catch (error) {
      if (!(error instanceof EngineError) || error.status !== 404) throw error
      // One of them is gone, and its tasks may still be at work.
      const all = await engine.get('/tasks', limits)
      return all.filter(({ ServiceID = '' }) => this.#services.has(ServiceID))
    }
  }

  #take(listed: readonly Task[]): boolean {
    const found = listed.filter(({ ServiceID = '' }) => this.#services.has(ServiceID))
    const away = this.#lookAtNodes(found)
    let hasChanged = false
    const seen = new Set<string>()
    const busy = new Set<string>()
    for (const task of found) {
      seen.add(task.ID)
      busy.add(task.ServiceID!)
      if (this.#takeOne(task, away)) hasChanged = true
    }
    for (const [id, task] of this.#tasks) {
      // A node that was removed from the swarm does not come back, and neither do its logs.
      if (seen.has(id) && this.#nodes.has(task.nodeId)) continue
      if (task.state !== 'removed') hasChanged = true
      task.remove()
      // Until its log was read to the end it is wanted; from then on its place in that is of no use.
      if (seen.has(id) || !task.isRead) continue
      this.#tasks.delete(id)
      this.#options.handler.onGone(this.#keyOf(id))
    }
    for (const id of this.#services.keys()) if (!busy.has(id) && !this.#existing.has(id)) this.#services.delete(id)
    this.#isFirst = false
    return hasChanged
  }

  /** @returns whether it changed, or is about to */
  #takeOne(found: Task, away: ReadonlySet<string>): boolean {
    const { ID: id, NodeID = '', ServiceID = '', DesiredState, Status } = found
    const isAway = away.has(NodeID)
    const known = this.#tasks.get(id)
    if (known !== undefined) {
      const { state, isLeaving } = known
      known.update(found)
      known.setAway(isAway)
      const isEnding = known.state === 'running' && DesiredState !== 'running' && !isAway
      return isEnding || state !== known.state || isLeaving !== known.isLeaving
    }
    const isStarting = DesiredState === 'running' && Status.State !== 'running' && Status.State !== 'pending'
    if (!hasLog(found) || !this.#nodes.has(NodeID)) return isStarting
    const { engine, engines, cluster, handler } = this.#options
    const direct = engines.engineOf(NodeID)
    // Where to begin in it can only be found out when its node is back.
    if (isAway && (this.#isFirst || direct === undefined)) {
      if (this.#isFirst) this.#old.add(id)
      return false
    }
    const service = this.#services.get(ServiceID)!
    const task = new SwarmTask(found, { engine, service, node: this.#nameOf(NodeID), driver: cluster.driver })
    this.#tasks.set(id, task)
    const isNew = !this.#isFirst && !this.#old.delete(id)
    const open = (details: boolean): SourcePort =>
      direct === undefined
        ? new TaskPort(engine, task, details)
        : new NodeTaskPort(direct, task, details, () => engines.factsOf(direct))
    handler.onSource({ key: this.#keyOf(id), source: task.source, isNew, outlivesEnd: true, open })
    return true
  }

  /** Reports nodes that went away or came back. Returns those that are away. */
  #lookAtNodes(found: readonly Task[]): ReadonlySet<string> {
    const { engine, handler } = this.#options
    const away = new Set<string>()
    for (const [id, { Status }] of this.#nodes) {
      if (Status?.State === 'down' || Status?.State === 'disconnected') away.add(id)
    }
    for (const { NodeID = '' } of found) {
      if (!away.has(NodeID) || this.#away.has(NodeID)) continue
      this.#away.add(NodeID)
      handler.onNotice({ kind: 'away', engine, node: this.#nameOf(NodeID) })
    }
    for (const id of this.#away) {
      if (away.has(id)) continue
      this.#away.delete(id)
      if (this.#nodes.has(id)) handler.onNotice({ kind: 'back', engine, node: this.#nameOf(id) })
    }
    return away
  }

  #keyOf(id: string): string {
    return `${this.cluster}/${id}`
  }

  #nameOf(node: string): string {
    return this.#nodes.get(node)?.Description?.Hostname || node
  }
}
