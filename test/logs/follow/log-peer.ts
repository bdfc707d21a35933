// A peer that serves one container's log as an Engine does, with what it stores and how it ends in the test's hands.
// Counts requests and keeps the queries, so that a test can say what was asked for.

import { once } from 'node:events'
import http from 'node:http'
import type { TestContext } from 'node:test'
import { frame } from '../../../src/stream/parse/mux.ts'
import { localSocket } from '../../support/local-socket.ts'
import { tempDir } from '../../support/temp.ts'

export const ID = 'c0ffee'.padEnd(64, '0')

/** One container and its log. */
export class LogPeer {
  readonly host: string
  /** Queries of the log, in order. */
  readonly queries: URLSearchParams[] = []
  /** Stored records, framed. */
  stored: Uint8Array[] = []
  /** Where damaged bytes stand before a record: a read that has to pass them ends there, clean. */
  damagedAt: number | undefined
  state = 'running'
  /** Where not 200: what the log's requests, or the inspections, are answered with. */
  logStatus = 200
  inspectStatus = 200
  id = ID
  /** When the container was started last. */
  startedAt = '2026-11-29T16:22:02.000000000Z'
  /** The next read that does not follow breaks off within the record behind so many. */
  cutBehind: number | undefined
  /** The same for a read of the log's end. */
  cutTailBehind: number | undefined
  /** Its Engine, and the `max-size` of the log's files. */
  version = '20.10.24'
  maxSize: string | undefined
  /** ms from a request that follows to the first byte of its body. */
  followMs = 0
  /** Called at each request for the log, with its number, before it is answered. */
  onLog: ((count: number) => void) | undefined
  /** Called before a request for events is answered: what happens here, no event says. */
  onEvents: (() => void) | undefined
  readonly followers = new Set<http.ServerResponse>()
  #count = 0

  private constructor(host: string) {
    this.host = host
  }

  static async start(t: TestContext): Promise<LogPeer> {
    const { path, host } = localSocket(tempDir(t), 'log.sock')
    const server = http.createServer((request, response) => peer.#answer(request, response))
    const peer = new LogPeer(host)
    server.listen(path)
    await once(server, 'listening')
    t.after(async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    })
    return peer
  }

  /** Connections of followers that are open. */
  get following(): number {
    return this.followers.size
  }

  /** Stores a record of this text and sends it to those that follow. @param time its nanoseconds; of a later piece, that of the first one */
  write(text: string, kind = 1, time = ++this.#count): void {
    const nanos = String(time).padStart(9, '0')
    const record = frame(kind, Buffer.from(`2026-11-29T16:22:02.${nanos}Z ${text}`))
    this.stored.push(record)
    for (const follower of this.followers) follower.write(record)
  }

  /** Resets every connection that follows, behind some bytes of a record that does not come. */
  cut(): void {
    for (const follower of this.followers) {
      follower.write(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 99, 0x32))
      setTimeout(() => follower.destroy(), 5)
    }
    this.followers.clear()
  }

  /** The container stops: followers end clean. */
  stop(state = 'exited'): void {
    this.state = state
    for (const follower of this.followers) follower.end()
    this.followers.clear()
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    const name = pathname.replace(/^\/v[\d.]+/, '')
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'api-version': '1.41' })
      response.end(JSON.stringify(value))
    }
    if (name === '/_ping' || name === '/version')
      return json({ Version: this.version, ApiVersion: '1.41', MinAPIVersion: '1.12' })
    if (name === '/info') return json({ SystemTime: new Date().toISOString() })
    if (name === '/events') {
      this.onEvents?.()
      response.writeHead(200, { 'content-type': 'application/json' })
      return response.flushHeaders()
    }
    if (name.endsWith('/json')) {
      if (this.state === 'gone') return json({ message: 'No such container: x' }, 404)
      if (this.inspectStatus !== 200) return json({ message: 'no' }, this.inspectStatus)
      const Config = this.maxSize === undefined ? {} : { 'max-size': this.maxSize }
      const HostConfig = { LogConfig: { Type: 'json-file', Config } }
      const State = { Status: this.state, StartedAt: this.startedAt }
      return json({ Id: this.id, Name: '/web', Config: { Tty: false }, State, HostConfig })
    }
    this.queries.push(searchParams)
    this.onLog?.(this.queries.length)
    if (this.logStatus !== 200) return json({ message: 'no' }, this.logStatus)
    const tail = searchParams.get('tail')
    const since = Number(searchParams.get('since') ?? 0)
    const isBefore = (record: Uint8Array): boolean => Date.parse(stampOf(record)) / 1000 < since
    const from = tail === 'all' ? this.stored.filter(isBefore).length : Math.max(0, this.stored.length - Number(tail))
    response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' })
    response.flushHeaders()
    const isDamaged = tail !== '0' && this.damagedAt !== undefined && from < this.damagedAt
    const cutBehind = tail === 'all' ? this.cutBehind : this.cutTailBehind
    if (cutBehind !== undefined && searchParams.get('follow') !== '1') {
      if (tail === 'all') this.cutBehind = undefined
      else this.cutTailBehind = undefined
      const whole = Buffer.concat(this.stored.slice(from, from + cutBehind))
      const part = Buffer.concat([whole, this.stored[from + cutBehind]!.subarray(0, 20)])
      response.write(part, () => setTimeout(() => response.destroy(), 5))
      return
    }
    const isFollow = searchParams.get('follow') === '1'
    const send = (): void => {
      const readable = this.stored.slice(from, isDamaged ? this.damagedAt : undefined)
      for (const record of tail === '0' ? [] : readable) response.write(record)
      if (!isFollow || this.state !== 'running' || isDamaged) return void response.end()
      this.followers.add(response)
      response.on('close', () => this.followers.delete(response))
    }
    if (isFollow && this.followMs > 0) setTimeout(send, this.followMs)
    else send()
  }
}

/** The timestamp of a stored record: behind its frame's head. */
function stampOf(record: Uint8Array): string {
  return Buffer.from(record.subarray(8, 38)).toString('latin1')
}
