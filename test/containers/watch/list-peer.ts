// A peer that serves lists and events as an Engine does: what it lists, who it is and what it refuses is set by the test.

import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** A peer for one test. */
export class ListPeer {
  /** What each path lists. */
  readonly lists: Record<string, unknown> = {
    '/containers/json': [],
    '/images/json': [],
    '/networks': [],
    '/volumes': { Volumes: null, Warnings: null },
    '/services': [],
  }
  id = 'AAAA'
  isPodman = false
  /** Paths that are refused, and how. */
  readonly refused = new Map<string, number>()
  /** Called before a list is sent. */
  onList: (path: string) => void | Promise<void> = () => {}
  /** Paths that were requested, with their query, in order. */
  readonly requests: string[] = []
  readonly #server = http.createServer((request, response) => void this.#serve(request, response))
  readonly #events = new Set<http.ServerResponse>()
  readonly #sockets = new Set<Socket>()

  static async start(t: TestContext): Promise<ListPeer> {
    const peer = new ListPeer()
    peer.#server.on('connection', (socket) => {
      peer.#sockets.add(socket)
      socket.on('close', () => peer.#sockets.delete(socket))
    })
    await once(peer.#server.listen(0, '127.0.0.1'), 'listening')
    t.after(() => peer.stop())
    return peer
  }

  get host(): string {
    return `tcp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Open responses of events. */
  get listeners(): number {
    return this.#events.size
  }

  get connections(): number {
    return this.#sockets.size
  }

  /** How often a path was requested. */
  count(path: string): number {
    return this.requests.filter((one) => one.split('?', 1)[0] === path).length
  }

  emit(event: object): void {
    for (const response of this.#events) response.write(`${JSON.stringify(event)}\n`)
  }

  /** A container's event; the list has changed before it. */
  container(action: string, id: string, attributes: Record<string, string> = {}): void {
    this.emit({ Type: 'container', Action: action, Actor: { ID: id, Attributes: attributes }, scope: 'local', time: 1 })
  }

  set containers(all: object[]) {
    this.lists['/containers/json'] = all
  }

  /** Ends every connection, as a cut does. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Ends the events alone, cleanly. */
  endEvents(): void {
    for (const response of this.#events) response.end()
  }

  stop(): void {
    this.#server.close()
    this.cut()
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL((request.url ?? '').replace(/^\/v[\d.]+/, ''), 'http://x')
    this.requests.push(url.pathname + url.search)
    const status = this.refused.get(url.pathname)
    if (status !== undefined) return json(response, status, { message: 'refused' })
    switch (url.pathname) {
      case '/_ping':
        response.setHeader('Api-Version', '1.41')
        return void response.end('OK')
      case '/info':
        return json(response, 200, { ID: this.isPodman ? Math.random().toString(36) : this.id })
      case '/version':
        return json(response, 200, { Components: [{ Name: this.isPodman ? 'Podman Engine' : 'Engine', Version: '1' }] })
      case '/events':
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()
        this.#events.add(response)
        response.on('close', () => this.#events.delete(response))
        return
    }
    await this.onList(url.pathname)
    if (/^\/containers\/\w+\/json$/.test(url.pathname)) return json(response, 404, { message: 'no such container' })
    const filters = JSON.parse(url.searchParams.get('filters') ?? '{}') as { id?: string[] }
    const list = this.lists[url.pathname]
    const { id } = filters
    json(response, 200, id === undefined ? list : (list as { Id: string }[]).filter(({ Id }) => id.includes(Id)))
  }
}

function json(response: http.ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** A container as a list has it. */
export function container(Id: string, changes: object = {}): object {
  return {
    Id,
    Names: [`/${Id}`],
    State: 'running',
    Status: 'Up 1 second',
    Ports: [],
    Mounts: null,
    Created: 1,
    ...changes,
  }
}
