// A peer that serves an Engine's events, with its ring of 256 and how its connections end in the test's hands.

import { once } from 'node:events'
import http from 'node:http'
import type { TestContext } from 'node:test'
import { localSocket } from '../../support/local-socket.ts'
import { tempDir } from '../../support/temp.ts'

const RING = 256
const SECOND = 1_000_000_000n

interface Stored {
  nano: bigint
  type: string
  text: string
}

/** One Engine and its events. */
export class EventPeer {
  readonly host: string
  /** Queries of `/events`, in order. */
  readonly queries: URLSearchParams[] = []
  ring: Stored[] = []
  id = 'AAAA:BBBB'
  /** Where not 200: what a request for events is answered with. */
  status = 200
  /** Requests for events get no response at all. */
  isSilent = false
  /** So many of the ring's newest events come to a new connection as new ones, too: they were being published. */
  repeats = 0
  /** Its times have no nanoseconds. */
  wholeSeconds = false
  readonly listeners = new Set<http.ServerResponse>()
  #nano = 0n

  private constructor(host: string) {
    this.host = host
  }

  static async start(t: TestContext): Promise<EventPeer> {
    const { path, host } = localSocket(tempDir(t), 'events.sock')
    const server = http.createServer((request, response) => peer.#answer(request, response))
    const peer = new EventPeer(host)
    server.listen(path)
    await once(server, 'listening')
    t.after(async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    })
    return peer
  }

  /** An event of this name. @param sameTime in the nanosecond of the last one */
  publish(name: string, { type = 'container', sameTime = false } = {}): string {
    const now = BigInt(Date.now()) * 1_000_000n
    const least = (this.#nano >= now ? this.#nano : now) + 1n
    if (!sameTime) this.#nano = this.wholeSeconds ? (least / SECOND + 1n) * SECOND : least
    // By hand: a number of JavaScript cannot hold the nanoseconds.
    const text = `{"Type":"${type}","Action":"start","Actor":{"ID":"${name}","Attributes":{"timeNano":"7"}},"scope":"local","time":${this.#nano / 1_000_000_000n},"timeNano":${this.#nano}}\n`
    const stored = { nano: this.#nano, type, text }
    this.ring.push(stored)
    if (this.ring.length > RING) this.ring.shift()
    for (const listener of this.listeners) listener.write(text)
    return String(this.#nano)
  }

  /** Resets every connection that is followed, within an event. */
  cut(): void {
    for (const listener of this.listeners) {
      listener.write('{"Type":"conta')
      setTimeout(() => listener.destroy(), 5)
    }
    this.listeners.clear()
  }

  /** What a restart of the daemon does. */
  restart(): void {
    this.ring = []
    this.cut()
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    const name = pathname.replace(/^\/v[\d.]+/, '')
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'api-version': '1.41' })
      response.end(JSON.stringify(value))
    }
    if (name === '/_ping' || name === '/version')
      return json({ Version: '20.10.24', ApiVersion: '1.41', MinAPIVersion: '1.12' })
    if (name === '/info') return json({ ID: this.id, SystemTime: new Date().toISOString().replace('Z', '999999Z') })
    if (name !== '/events') return json({ message: 'page not found' }, 404)
    this.queries.push(searchParams)
    if (this.isSilent) return
    if (this.status !== 200) return json({ message: 'no' }, this.status)
    const { type } = JSON.parse(searchParams.get('filters') ?? '{}') as { type?: string[] }
    const until = searchParams.get('until')
    const last = until === null ? undefined : BigInt(until.replace('.', ''))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    for (const event of this.ring) {
      const isWanted = type === undefined || type.includes(event.type)
      if (isWanted && (last === undefined || event.nano <= last)) response.write(event.text)
    }
    if (last !== undefined) {
      response.end()
      return
    }
    const filtered = type === undefined ? response : onlyOf(response, type)
    this.listeners.add(filtered)
    for (const { text } of this.ring.slice(this.ring.length - this.repeats)) filtered.write(text)
    response.on('close', () => this.listeners.delete(filtered))
  }
}

/** Leaves out what does not match. */
function onlyOf(response: http.ServerResponse, types: readonly string[]): http.ServerResponse {
  return new Proxy(response, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      if (name === 'write')
        return (text: string) => types.some((type) => text.includes(`"Type":"${type}"`)) && target.write(text)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
