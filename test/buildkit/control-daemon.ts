// A daemon with BuildKit's Control, as Engine 29.2 has it: its socket takes HTTP/1.1 and, by prior knowledge, HTTP/2; POST /grpc may be
// upgraded to the same. A test answers the calls; the call Session carries an HTTP/2 connection whose client is the daemon.

import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http'
import { type IncomingHttpHeaders, performServerHandshake, type ServerHttp2Stream } from 'node:http2'
import { createServer, type Socket } from 'node:net'
import path from 'node:path'
import { Duplex } from 'node:stream'
import type { TestContext } from 'node:test'
import { BytesMessage } from '../../src/buildkit/proto/messages.ts'
import { tempDir } from '../support/temp.ts'
import { later, Messages } from './fake-daemon.ts'

export interface ControlDaemonOptions {
  /** What /version says. Default: '1.53'. */
  readonly apiVersion?: string
  /** How POST /session is answered; 101: it is taken, and nothing comes of it. Default: 404. */
  readonly session?: number
  /** How POST /grpc is answered; 101: it is upgraded. Default: 404. */
  readonly grpc?: number
  /** Whether the socket takes HTTP/2. Default: true. */
  readonly onSocket?: boolean
  /** What lies between the socket and HTTP/2. Default: nothing. */
  readonly through?: (socket: Duplex) => Duplex
}

type Method = 'Solve' | 'Status' | 'Session'

/** A call that the daemon answers. */
export class ControlCall extends Messages<ServerHttp2Stream> {
  readonly headers: IncomingHttpHeaders
  /** The header fields as they came, names and values in turn. */
  readonly raw: readonly string[]
  /** Resolves with HTTP/2's code when the call is over: 0 for a good end. */
  readonly closed: Promise<number>

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, raw: readonly string[]) {
    super(stream)
    this.headers = headers
    this.raw = raw
    this.closed = new Promise((resolve) => stream.on('close', () => resolve(stream.rstCode ?? 0)))
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  }

  /** Ends the call with a status. */
  finish(status = 0, text = ''): void {
    const message = text === '' ? {} : { 'grpc-message': encodeURIComponent(text) }
    this.stream.once('wantTrailers', () => this.stream.sendTrailers({ 'grpc-status': String(status), ...message }))
    this.stream.end()
  }

  /** The values of a header field, a line each. */
  lines(name: string): string[] {
    return this.raw.filter((_, n) => n % 2 === 1 && this.raw[n - 1] === name)
  }
}

export interface ControlDaemon {
  readonly host: string
  /** The requests of HTTP/1.1, `POST /session`, and «h2» for each connection of HTTP/2. */
  readonly seen: string[]
  /** Resolves with the next call of this method. */
  call(method: Method): Promise<ControlCall>
  /** The number of open connections. */
  readonly connections: number
}

export async function controlDaemon(t: TestContext, options: ControlDaemonOptions = {}): Promise<ControlDaemon> {
  const { apiVersion = '1.53', session = 404, grpc = 404, onSocket = true, through = (socket) => socket } = options
  const host = path.join(tempDir(t), 'control.sock')
  const seen: string[] = []
  const open = new Set<Socket>()
  const waiting = { Solve: later<ControlCall>(), Status: later<ControlCall>(), Session: later<ControlCall>() }
  const serve = (socket: Duplex): void => {
    const http2 = performServerHandshake(through(socket), { maxSessionMemory: 200 })
    seen.push('h2')
    http2.on('error', () => undefined)
    http2.on('stream', (...given: unknown[]) => {
      const [stream, headers, , raw] = given as [ServerHttp2Stream, IncomingHttpHeaders, number, string[]]
      const method = headers[':path']!.replace('/moby.buildkit.v1.Control/', '') as Method
      waiting[method].resolve(new ControlCall(stream, headers, raw))
    })
  }
  const http1 = createHttp((request: IncomingMessage, response: ServerResponse) => {
    const where = `${request.method} ${request.url!.replace(/^\/v1\.\d+/, '').replace(/\?.*/, '')}`
    seen.push(where)
    request.resume()
    response.setHeader('Api-Version', apiVersion)
    response.setHeader('Content-Type', 'application/json')
    if (where === 'GET /version') return response.end(JSON.stringify({ Version: '29.2.0', ApiVersion: apiVersion }))
    if (where === 'HEAD /_ping' || where === 'GET /_ping') return response.end()
    response.statusCode = where === 'POST /session' ? session : where === 'POST /grpc' ? grpc : 404
    return response.end('{"message":"page not found"}')
  })
  http1.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const isGrpc = request.url!.endsWith('/grpc')
    seen.push(`POST ${isGrpc ? '/grpc' : '/session'}`)
    const status = isGrpc ? grpc : session
    if (status !== 101) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      return
    }
    socket.unshift(head)
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
    if (isGrpc) serve(socket)
  })
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined).on('close', () => open.delete(socket))
    socket.once('data', (bytes: Buffer) => {
      socket.pause()
      socket.unshift(bytes)
      if (onSocket && bytes.subarray(0, 4).equals(Buffer.from('PRI '))) return serve(socket)
      http1.emit('connection', socket)
      socket.resume()
    })
  })
  await new Promise<void>((resolve) => server.listen(host, resolve))
  t.after(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return {
    host: `unix://${host}`,
    seen,
    async call(method) {
      const next = await waiting[method].promise
      waiting[method] = later()
      return next
    },
    get connections() {
      return open.size
    },
  }
}

/** The bytes that a call Session carries, as the daemon has them. */
export class SessionBytes extends Duplex {
  readonly #call: ControlCall

  constructor(call: ControlCall) {
    super()
    this.#call = call
  }

  override async _read(): Promise<void> {
    const piece = await this.#call.next(BytesMessage)
    this.push(piece === undefined ? null : Buffer.from(piece.data))
  }

  override _write(data: Buffer, _encoding: string, done: () => void): void {
    if (!this.#call.stream.destroyed) this.#call.send(BytesMessage, { data })
    done()
  }

  override _final(done: () => void): void {
    this.#call.finish()
    done()
  }
}

/** The fields of a message, in order: number, and the value as bytes, a map's entry or a number. Written from protobuf's specification. */
export function fieldsOf(bytes: Uint8Array): [number: number, value: Buffer | number][] {
  const fields: [number, Buffer | number][] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++]!
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const tag = varint()
    const value = varint()
    if (tag % 8 === 2) {
      fields.push([tag >> 3, Buffer.from(bytes.subarray(at, at + value))])
      at += value
    } else fields.push([tag >> 3, value])
  }
  return fields
}

/** The entries of a map of strings, from the fields of one number. */
export function mapAt(bytes: Uint8Array, number: number): Record<string, string> {
  const entries = fieldsOf(bytes).filter(([found]) => found === number)
  return Object.fromEntries(
    entries.map(([, entry]) => {
      const parts = new Map(fieldsOf(entry as Buffer))
      return [String(parts.get(1) ?? ''), String(parts.get(2) ?? '')]
    }),
  )
}
