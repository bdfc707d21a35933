// A daemon that speaks as much HTTP/1.1 and HTTP/2 as a build needs, and does what a test says: it takes /session over and calls the
// client on it, answers /build with the records of the test, and counts cancels.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  type Http2Stream,
  type IncomingHttpHeaders,
} from 'node:http2'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import type { TestContext } from 'node:test'
import { PACKET, Packet } from '../../src/buildkit/proto/messages.ts'
import { type AnyMessage, decode, encode, type Sendable, type ValueOf } from '../../src/buildkit/proto/protobuf.ts'
import { tempDir } from '../support/temp.ts'

/** A promise with its resolve. */
export function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

export interface FakeDaemon {
  readonly host: string
  /** The header lines of the last /session. */
  readonly sessionHeaders: string[]
  /** Resolves with the next session's socket; the daemon is its HTTP/2 client. */
  socket(): Promise<Duplex>
  /** Resolves with the next /build, not answered yet. */
  build(): Promise<{ request: IncomingMessage; response: ServerResponse }>
  readonly cancels: string[]
}

export async function fakeDaemon(t: TestContext): Promise<FakeDaemon> {
  const host = path.join(tempDir(t), 'fake.sock')
  let socket = later<Duplex>()
  let build = later<{ request: IncomingMessage; response: ServerResponse }>()
  const open = new Set<Duplex>()
  const daemon: FakeDaemon = {
    host: `unix://${host}`,
    sessionHeaders: [],
    cancels: [],
    async socket() {
      const next = await socket.promise
      socket = later()
      return next
    },
    async build() {
      const next = await build.promise
      build = later()
      return next
    },
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    response.setHeader('Api-Version', '1.43')
    if (pathname.endsWith('/build/cancel')) daemon.cancels.push(searchParams.get('id')!)
    if (!pathname.endsWith('/build')) return response.end()
    request.resume()
    return build.resolve({ request, response })
  })
  server.on('upgrade', (request: IncomingMessage, taken: Duplex, head: Buffer) => {
    daemon.sessionHeaders.splice(0, Number.POSITIVE_INFINITY, ...request.rawHeaders)
    taken.unshift(head)
    // Sockets of an HTTP server are half-open.
    taken.on('end', () => taken.destroy())
    taken.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
    socket.resolve(taken)
  })
  server.on('connection', (connection) => {
    open.add(connection)
    connection.on('error', () => undefined)
    connection.on('close', () => open.delete(connection))
  })
  await new Promise<void>((resolve) => server.listen(host, resolve))
  t.after(() => {
    for (const connection of open) connection.destroy()
    server.close()
  })
  return daemon
}

/** HTTP/2 on a session's socket, as the daemon speaks it. */
export function http2On(socket: Duplex): ClientHttp2Session {
  const session = connectHttp2('http://localhost', { createConnection: () => socket })
  session.on('error', () => undefined)
  return session
}

/** The messages of a call, from either side. */
export class Messages<S extends Http2Stream> {
  readonly stream: S
  #bytes = Buffer.alloc(0)
  #ended = false
  #wake = (): void => undefined

  constructor(stream: S) {
    this.stream = stream
    stream.on('error', () => undefined)
    stream.on('data', (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes])
      this.#wake()
    })
    const end = (): void => {
      this.#ended = true
      this.#wake()
    }
    stream.on('end', end).on('close', end)
  }

  send<M extends AnyMessage>(type: M, value: Sendable<M>): this {
    this.stream.write(framed(encode(type, value)))
    return this
  }

  /** The next message as it came; undefined at the end. */
  async bytes(): Promise<Buffer | undefined> {
    for (;;) {
      const length = this.#bytes.length < 5 ? Number.POSITIVE_INFINITY : this.#bytes.readUInt32BE(1) + 5
      if (this.#bytes.length >= length) {
        const message = this.#bytes.subarray(5, length)
        this.#bytes = this.#bytes.subarray(length)
        return message
      }
      if (this.#ended) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** The next message; undefined at the end. */
  async next<M extends AnyMessage>(type: M): Promise<ValueOf<M> | undefined> {
    const bytes = await this.bytes()
    return bytes && decode(type, bytes)
  }
}

/** One call of the daemon. */
export class Call extends Messages<ClientHttp2Stream> {
  /** Resolves with the status and its text, from the trailers or a head that has them; '' if the call was cut. */
  readonly status: Promise<{ status: string; text: string }>

  constructor(session: ClientHttp2Session, method: string, metadata: Record<string, string | string[]> = {}) {
    const fields = { ':method': 'POST', ':path': method, 'content-type': 'application/grpc', te: 'trailers' }
    super(session.request({ ...fields, ...metadata }))
    let found: IncomingHttpHeaders = {}
    this.stream.on('response', (headers) => {
      found = { ...headers }
      if (headers['grpc-status'] !== undefined) this.stream.end()
    })
    this.stream.on('trailers', (headers: IncomingHttpHeaders) => {
      found = { ...found, ...headers }
      // As gRPC does: with the status the call is over.
      this.stream.end()
    })
    this.status = new Promise((resolve) => {
      this.stream.on('close', () => {
        resolve({
          status: String(found['grpc-status'] ?? ''),
          text: decodeURIComponent(String(found['grpc-message'] ?? '')),
        })
      })
    })
  }

  end(): this {
    this.stream.end()
    return this
  }
}

/** A message with gRPC's five bytes in front. */
export function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

/** The entries that a file sync announces, until its end. */
export async function announced(call: Call): Promise<NonNullable<ValueOf<typeof Packet>['stat']>[]> {
  const stats: NonNullable<ValueOf<typeof Packet>['stat']>[] = []
  for (;;) {
    const packet = await call.next(Packet)
    if (packet === undefined || packet.type !== PACKET.stat || packet.stat === undefined) return stats
    stats.push(packet.stat)
  }
}

/** Requests one file; undefined if the call ends before the file's end. */
export async function fetched(call: Call, id: number): Promise<Buffer | undefined> {
  call.send(Packet, { type: PACKET.request, id })
  const pieces: Uint8Array[] = []
  for (;;) {
    const packet = await call.next(Packet)
    if (packet === undefined) return undefined
    if (packet.type !== PACKET.data || packet.id !== id) continue
    if (packet.data.length === 0) return Buffer.concat(pieces)
    pieces.push(packet.data)
  }
}
