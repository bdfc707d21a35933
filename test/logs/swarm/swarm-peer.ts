// A swarm's manager as the Engine answers for it, with each moment in the test's hands: services, nodes, tasks, and the tasks' logs.
// Engine facts, as seen on a real one: a read that follows a task never ends by itself; a node that goes away is silent, reads of it
// wait until the manager has noticed, and end then with words inside a clean response.

import { once } from 'node:events'
import http from 'node:http'
import type { TestContext } from 'node:test'
import { frame } from '../../../src/stream/parse/mux.ts'
import { hostOf, localSocket } from '../../support/local-socket.ts'
import { tempDir } from '../../support/temp.ts'

/** A node of the peer. `silent`: it is away, and the manager has not noticed. `broken`: no log can be read there, though it is ready. */
export interface PeerNode {
  readonly id: string
  readonly name: string
  state: 'ready' | 'silent' | 'down' | 'broken'
}

/** A task of the peer. */
export interface PeerTask {
  readonly id: string
  readonly service: string
  /** 0 where it runs once on each node. */
  readonly slot: number
  readonly node: string
  state: string
  desired: string
  driver: string | undefined
  readonly stored: Uint8Array[]
  /** Reads that follow, and those of them that began behind the last record. */
  readonly followers: Set<http.ServerResponse>
  readonly bells: Set<http.ServerResponse>
  /** Reads that do not follow, of a silent node. */
  readonly waiting: Set<http.ServerResponse>
}

/** A manager of a swarm. */
export class SwarmPeer {
  readonly host: string
  readonly nodes = new Map<string, PeerNode>()
  readonly services = new Map<string, string>()
  readonly tasks = new Map<string, PeerTask>()
  readonly listeners = new Set<http.ServerResponse>()
  /** What `/info` says of the swarm. */
  swarm: Record<string, unknown> = {
    LocalNodeState: 'active',
    ControlAvailable: true,
    // The manager itself is a node without tasks.
    NodeID: 'n0',
    Cluster: { ID: 'cluster' },
  }
  /** Requests by path, `/tasks/{id}/logs` with its id. */
  readonly counts = new Map<string, number>()
  /** No event is sent to anybody. */
  isMute = false
  /** Every request is answered so, if set. */
  refusal: number | undefined
  readonly #server: http.Server
  readonly #socket: string
  #count = 0

  private constructor(socket: string) {
    this.#socket = socket
    this.host = hostOf(socket)
    this.#server = http.createServer((request, response) => this.#answer(request, response))
  }

  static async start(t: TestContext, names: readonly string[]): Promise<SwarmPeer> {
    const peer = new SwarmPeer(localSocket(tempDir(t), 'swarm.sock').path)
    for (const [at, name] of names.entries()) peer.nodes.set(`n${at + 1}`, { id: `n${at + 1}`, name, state: 'ready' })
    await peer.listen()
    t.after(() => peer.away())
    return peer
  }

  async listen(): Promise<void> {
    this.#server.listen(this.#socket)
    await once(this.#server, 'listening')
  }

  /** The Engine is gone: it takes no connection, and those that are open end. */
  async away(): Promise<void> {
    if (!this.#server.listening) return
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  service(name: string): string {
    const id = `s-${name}`
    this.services.set(id, name)
    this.#event('service', 'create', { name })
    return id
  }

  /** Tells those that listen. */
  #event(Type: string, Action: string, Attributes: Record<string, string>): void {
    if (this.isMute) return
    const text = `${JSON.stringify({ Type, Action, Actor: { ID: 'x', Attributes }, scope: 'swarm' })}\n`
    for (const listener of this.listeners) listener.write(text)
  }

  removeService(name: string): void {
    this.services.delete(`s-${name}`)
    this.#event('service', 'remove', { name })
  }

  /** A task that runs; no event says so. */
  run(id: string, service: string, node: string, slot: number = 1, driver?: string): PeerTask {
    const task: PeerTask = {
      id,
      service: `s-${service}`,
      slot,
      node,
      state: 'running',
      desired: 'running',
      driver,
      stored: [],
      followers: new Set(),
      bells: new Set(),
      waiting: new Set(),
    }
    this.tasks.set(id, task)
    return task
  }

  /** Stores a record of this text; those that follow receive it, unless the node is away. */
  write({ stored, followers, bells, node }: PeerTask, text: string, kind = 1): void {
    const nanos = String(++this.#count).padStart(9, '0')
    const record = frame(kind, Buffer.from(`2026-11-29T16:22:02.${nanos}Z ${text}`))
    stored.push(record)
    if (this.nodes.get(node)!.state === 'ready') for (const one of [...followers, ...bells]) one.write(record)
  }

  /** The task ends; what follows it stays open. */
  end(task: PeerTask, state = 'failed', desired = 'shutdown'): void {
    task.state = state
    task.desired = desired
  }

  /** Its container ends, too: what follows that at the node's own Engine ends. */
  endContainer(task: PeerTask): void {
    this.end(task)
    for (const follower of task.followers) follower.end()
  }

  /**
   * The node goes away, with a record on its way to what only waits for one; the manager says so at {@link notice}. Its followers stay
   * open, and are of no use any more.
   */
  silence(node: string): void {
    this.nodes.get(node)!.state = 'silent'
    for (const { stored, followers, bells } of this.#on(node)) {
      for (const bell of bells) bell.write(stored.at(-1)!)
      followers.clear()
      bells.clear()
    }
  }

  /** The manager notices that the node is away. */
  notice(node: string): void {
    const { name } = this.nodes.get(node)!
    this.nodes.get(node)!.state = 'down'
    for (const task of this.#on(node)) {
      for (const response of task.waiting) endInWords(response, `node ${node} disconnected unexpectedly`)
      task.waiting.clear()
    }
    this.#event('node', 'update', { name, 'state.new': 'down', 'state.old': 'ready' })
  }

  /** The node is back. */
  back(node: string): void {
    const { name } = this.nodes.get(node)!
    this.nodes.get(node)!.state = 'ready'
    this.#event('node', 'update', { name, 'state.new': 'ready', 'state.old': 'down' })
  }

  *#on(node: string): Iterable<PeerTask> {
    for (const task of this.tasks.values()) if (task.node === node) yield task
  }

  /** Followers that are open, of all tasks. */
  get following(): number {
    let count = 0
    for (const { followers, bells } of this.tasks.values()) count += followers.size + bells.size
    return count
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    const name = pathname.replace(/^\/v[\d.]+/, '')
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'api-version': '1.41' })
      response.end(JSON.stringify(value))
    }
    if (name === '/_ping' || name === '/version')
      return json({ Version: '20.10.24', ApiVersion: '1.41', MinAPIVersion: '1.12' })
    if (this.refusal !== undefined) return json({ message: 'no' }, this.refusal)
    if (name === '/info')
      return json({ ID: 'ENGINE', Name: 'manager', SystemTime: new Date().toISOString(), Swarm: this.swarm })
    if (name === '/events') {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.flushHeaders()
      this.listeners.add(response)
      response.on('close', () => this.listeners.delete(response))
      return
    }
    if (name === '/services') return json([...this.services].map(([ID, Name]) => ({ ID, Spec: { Name } })))
    if (name === '/nodes') {
      const stateOf = (state: string): string => (state === 'down' ? state : 'ready')
      return json(
        [...this.nodes.values()].map(({ id, name, state }) => ({
          ID: id,
          Description: { Hostname: name },
          Status: { State: stateOf(state) },
        })),
      )
    }
    if (name === '/tasks') return this.#list(searchParams.get('filters'), json)
    const [, kind, id = ''] = /^\/(tasks|containers)\/(?:c-)?([^/]+)\/(?:logs|json)$/.exec(name) ?? []
    const task = this.tasks.get(id)
    if (task === undefined) return json({ message: `${id} not found` }, 404)
    if (kind === 'containers') return this.#container(task, name.endsWith('/json'), searchParams, response)
    this.#log(task, searchParams, response)
  }

  #list(filters: string | null, json: (value: unknown, status?: number) => void): void {
    const wanted: string[] | undefined = filters === null ? undefined : JSON.parse(filters).service
    const missing = wanted?.find((id) => !this.services.has(id))
    if (missing !== undefined) return json({ message: `service ${missing} not found` }, 404)
    const found = [...this.tasks.values()].filter(({ service }) => wanted === undefined || wanted.includes(service))
    json(
      found.map(({ id, service, slot, node, state, desired, driver }) => ({
        ID: id,
        ServiceID: service,
        Slot: slot || undefined,
        NodeID: node,
        DesiredState: desired,
        // No node's defaults can make such a json-file rotate.
        Spec: {
          ContainerSpec: { Image: 'x' },
          ...(driver && { LogDriver: { Name: driver, Options: { 'max-size': '-1' } } }),
        },
        Status: { State: state, ContainerStatus: state === 'pending' ? undefined : { ContainerID: `c-${id}` } },
      })),
    )
  }

  /** What the node's own Engine says of a task's container: its log ends with it. */
  #container(task: PeerTask, isInspection: boolean, query: URLSearchParams, response: http.ServerResponse): void {
    if (!isInspection) {
      this.#log(task, query, response)
      if (task.state !== 'running') response.end()
      return
    }
    const Status = task.state === 'running' ? 'running' : 'exited'
    const HostConfig = { LogConfig: { Type: 'json-file', Config: {} } }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ Id: `c-${task.id}`, Name: '/x', Config: { Tty: false }, State: { Status }, HostConfig }),
    )
  }

  #log(task: PeerTask, query: URLSearchParams, response: http.ServerResponse): void {
    const { state } = this.nodes.get(task.node)!
    const follow = query.get('follow') === '1'
    response.writeHead(200)
    response.flushHeaders()
    if (task.state === 'pending') return endInWords(response, `task ${task.id} has not been scheduled`)
    if (state === 'down' || state === 'broken') return endInWords(response, `node ${task.node} is not available`)
    if (state === 'silent') {
      if (!follow) task.waiting.add(response)
      return
    }
    const tail = query.get('tail')
    const from = tail === 'all' ? 0 : Math.max(0, task.stored.length - Number(tail))
    for (const record of tail === '0' ? [] : task.stored.slice(from)) response.write(record)
    if (!follow) return void response.end()
    const kind = tail === '0' ? task.bells : task.followers
    kind.add(response)
    response.on('close', () => kind.delete(response))
  }
}

/** How the Engine ends a log that it cannot read on. */
function endInWords(response: http.ServerResponse, why: string): void {
  const words = `Error grabbing logs: rpc error: code = Unknown desc = warning: incomplete log stream. some logs could not be retrieved for the following reasons: ${why}\n`
  response.end(frame(3, Buffer.from(words)))
}
