// A peer that serves many containers, their events and their logs as an Engine does, with each moment in the test's hands.
// Counts requests, so that a test can say what was asked for.

import { once } from 'node:events'
import http from 'node:http'
import type { TestContext } from 'node:test'
import { frame } from '../../../src/stream/parse/mux.ts'
import { hostOf, localSocket } from '../../support/local-socket.ts'
import { tempDir } from '../../support/temp.ts'

/** One container of the peer. */
export interface PeerContainer {
  readonly id: string
  name: string
  readonly labels: Record<string, string>
  readonly maxSize: string | undefined
  state: 'created' | 'running' | 'exited'
  /** How often it was started. */
  starts: number
  /** Where not 200: what its log's requests are answered with. */
  logStatus: number
  /** So many of its log's next responses end behind their heads. */
  cuts: number
  stored: Uint8Array[]
  readonly followers: Set<http.ServerResponse>
}

/** An Engine with containers. */
export class FleetPeer {
  readonly host: string
  id: string
  readonly containers = new Map<string, PeerContainer>()
  readonly listeners = new Set<http.ServerResponse>()
  /** Requests by what they ask for: `events`, `list`, `inspect`, `logs`. */
  readonly counts: Record<string, number> = {}
  /** What was asked for a container, and of its log with which tail; `+` where it is followed. */
  readonly asked: string[] = []
  version = '20.10.24'
  /** Called before a list is answered, after it was received. */
  onList: (() => void) | undefined
  /** Called before a list without filters is answered. False: it is refused with 403. */
  onUnfiltered: (() => boolean) | undefined
  /** Called before an inspection is answered. */
  onInspect: ((container: PeerContainer) => void) | undefined
  /** No event is sent to anybody. */
  isMute = false
  /** ms that the clock of the records is ahead. */
  aheadMs = 0
  /** Called before a request is answered. False: it is never answered. */
  onRequest: ((path: string) => boolean) | undefined
  /** Every request is answered so, if set. */
  refusal: number | undefined
  readonly #server: http.Server
  readonly #socket: string
  #count = 0

  private constructor(socket: string, id: string) {
    this.#socket = socket
    this.host = hostOf(socket)
    this.id = id
    this.#server = http.createServer((request, response) => this.#answer(request, response))
  }

  static async start(t: TestContext, id: string = 'ONE'): Promise<FleetPeer> {
    const peer = new FleetPeer(localSocket(tempDir(t), 'fleet.sock').path, id)
    await peer.listen()
    t.after(() => peer.away())
    return peer
  }

  async listen(): Promise<void> {
    this.#server.listen(this.#socket)
    await once(this.#server, 'listening')
  }

  /** The Engine does not respond any more; its containers go on. */
  async away(): Promise<void> {
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    // One that was accepted meanwhile would keep it open.
    const closing = setInterval(() => this.#server.closeAllConnections(), 5)
    this.#server.closeAllConnections()
    await closed
    clearInterval(closing)
  }

  create(name: string, options: { labels?: Record<string, string>; maxSize?: string } = {}): PeerContainer {
    const id = (++this.#count).toString(16).padStart(12, '0').padEnd(64, 'f')
    const { labels = {}, maxSize } = options
    const made: PeerContainer = {
      id,
      name,
      labels,
      maxSize,
      state: 'created',
      starts: 0,
      logStatus: 200,
      cuts: 0,
      stored: [],
      followers: new Set(),
    }
    this.containers.set(id, made)
    this.#send('create', made)
    return made
  }

  start(container: PeerContainer): void {
    container.state = 'running'
    container.starts++
    this.#send('start', container)
  }

  /** Creates and starts one. */
  run(name: string, options?: { labels?: Record<string, string>; maxSize?: string }): PeerContainer {
    const made = this.create(name, options)
    this.start(made)
    return made
  }

  stop(container: PeerContainer): void {
    container.state = 'exited'
    for (const follower of container.followers) follower.end()
    container.followers.clear()
    this.#send('die', container)
  }

  remove(container: PeerContainer): void {
    if (container.state === 'running') this.stop(container)
    this.containers.delete(container.id)
    this.#send('destroy', container)
  }

  /** Stores a record of this text and sends it to those that follow. @param atMs its time, in ms since 1970; by default now */
  write(container: PeerContainer, text: string, atMs: number = Date.now() + this.aheadMs): void {
    // The count keeps the times of one ms apart.
    const stamp = `${new Date(atMs).toISOString().slice(0, 23)}${String(++this.#count % 1_000_000).padStart(6, '0')}Z`
    const record = frame(1, Buffer.from(`${stamp} ${text}\n`))
    container.stored.push(record)
    for (const follower of container.followers) follower.write(record)
  }

  /** Stores a record that those who follow are not sent. */
  store(container: PeerContainer, text: string): void {
    const followers = [...container.followers]
    container.followers.clear()
    this.write(container, text)
    for (const follower of followers) container.followers.add(follower)
  }

  /** Resets the connections that follow a log. */
  cutLog({ followers }: PeerContainer): void {
    for (const follower of followers) follower.destroy()
    followers.clear()
  }

  /** Resets the connections for events. */
  cutEvents(): void {
    for (const listener of this.listeners) listener.destroy()
    this.listeners.clear()
  }

  /** Connections that follow a log, of all containers. */
  get following(): number {
    return [...this.containers.values()].reduce((sum, { followers }) => sum + followers.size, 0)
  }

  #send(Action: string, { id, name, labels }: PeerContainer): void {
    if (this.isMute) return
    const event = { Type: 'container', Action, Actor: { ID: id, Attributes: { ...labels, image: 'x', name } } }
    for (const listener of this.listeners) listener.write(`${JSON.stringify(event)}\n`)
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    const name = pathname.replace(/^\/v[\d.]+/, '')
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'api-version': '1.41' })
      response.end(JSON.stringify(value))
    }
    if (this.onRequest?.(name) === false) return
    if (this.refusal !== undefined) return json({ message: 'no' }, this.refusal)
    if (name === '/_ping' || name === '/version')
      return json({ Version: this.version, ApiVersion: '1.41', MinAPIVersion: '1.12' })
    if (name === '/info') return json({ ID: this.id, SystemTime: new Date(Date.now() + this.aheadMs).toISOString() })
    if (name === '/events') return this.#events(response)
    if (name === '/containers/json') return this.#list(searchParams, json)
    const container = this.containers.get(name.split('/')[2]!)
    if (name.endsWith('/json')) return this.#inspect(container, json)
    this.#ask('logs')
    this.asked.push(`${searchParams.get('tail')}${searchParams.get('follow') === '1' ? '+' : ''}`)
    if (container === undefined) return json({ message: 'No such container' }, 404)
    if (container.logStatus !== 200) return json({ message: 'no' }, container.logStatus)
    this.#logs(container, searchParams, response)
  }

  #ask(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1
  }

  #events(response: http.ServerResponse): void {
    this.#ask('events')
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    this.listeners.add(response)
    response.on('close', () => this.listeners.delete(response))
  }

  #list(query: URLSearchParams, json: (value: unknown, status?: number) => void): void {
    this.#ask('list')
    if (query.get('filters') === null && this.onUnfiltered?.() === false) return json({ message: 'no' }, 403)
    const { id, label } = JSON.parse(query.get('filters') ?? '{}') as { id?: string[]; label?: string[] }
    const found = [...this.containers.values()]
      .filter((one) => id === undefined || id.includes(one.id))
      .filter(({ labels }) => label?.every((text) => labels[text.split('=')[0]!] === text.split('=')[1]) ?? true)
      .map((one) => ({
        Id: one.id,
        Names: [`/${one.name}`],
        Labels: one.labels,
        State: one.state,
        Status: 'Up 1 second',
      }))
    this.onList?.()
    json(found)
  }

  #inspect(container: PeerContainer | undefined, json: (value: unknown, status?: number) => void): void {
    this.#ask('inspect')
    this.asked.push('inspect')
    if (container !== undefined) this.onInspect?.(container)
    if (container === undefined || !this.containers.has(container.id))
      return json({ message: 'No such container' }, 404)
    const { id, name, labels, state, maxSize, starts } = container
    const Config = maxSize === undefined ? {} : { 'max-size': maxSize }
    const State = { Status: state, StartedAt: `2026-01-01T00:00:00.${String(starts).padStart(9, '0')}Z` }
    const HostConfig = { LogConfig: { Type: 'json-file', Config } }
    json({ Id: id, Name: `/${name}`, Config: { Tty: false, Labels: labels }, State, HostConfig })
  }

  #logs(container: PeerContainer, query: URLSearchParams, response: http.ServerResponse): void {
    const { stored, followers } = container
    const tail = query.get('tail')
    const since = Number(query.get('since') ?? 0)
    // A frame's head, and then the timestamp.
    const isBefore = (record: Uint8Array): boolean =>
      Date.parse(String(Buffer.from(record.subarray(8, 38)))) / 1000 < since
    const from = tail === 'all' ? stored.filter(isBefore).length : Math.max(0, stored.length - Number(tail))
    response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' })
    response.flushHeaders()
    if (container.cuts > 0) {
      container.cuts--
      setTimeout(() => response.destroy(), 5)
      return
    }
    if (tail !== '0') for (const record of stored.slice(from)) response.write(record)
    if (query.get('follow') !== '1' || container.state !== 'running') {
      response.end()
      return
    }
    followers.add(response)
    response.on('close', () => followers.delete(response))
  }
}
