// The scripted server of a scenario: reads requests byte by byte, lets the scenario answer with bytes of its own, and gives
// the usual answers, in the words of Docker 28.5, to every other request. It records what it received.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { frame as frameOf } from 'fairlead/stream'

export interface ReceivedRequest {
  method: string
  /** As it was sent, version and query included. */
  target: string
  /** Without version and query. */
  path: string
  headers: Record<string, string>
  body: string
  /** Whether the client still holds the connection on which it came. */
  isOpen(): boolean
}

/** A request, and the connection to answer it on. */
export interface Call extends ReceivedRequest {
  /** Requests on this connection before this one. */
  before: number
  /** Resolves when the bytes are with the kernel. */
  send(...pieces: (string | Buffer)[]): Promise<void>
  /** Half-closes: all was said. */
  end(): void
  /** Breaks the connection. */
  cut(): void
  /** Everything that comes from now on is stdin, not HTTP. With what came behind the head already. */
  hijack(): void
  /** Resolves when stdin was half-closed, with all of it. */
  stdinEnd(): Promise<string>
  /** Resolves when that much of stdin came. */
  stdinHas(text: string): Promise<void>
}

export interface Engine {
  socketPath: string
  received: ReceivedRequest[]
  stdin(): string
  stop(): Promise<void>
}

export interface EngineOptions {
  tty: boolean
  apiVersion: string
  serve(call: Call): boolean | Promise<boolean>
}

const NO_SUCH = { message: 'page not found' }

/** A head as Docker 28.5 sends it. */
export function head(status: string, fields: readonly string[] = [], apiVersion = '1.51'): string {
  const usual = [
    `Api-Version: ${apiVersion}`,
    'Docker-Experimental: false',
    'Ostype: linux',
    'Server: Docker/28.5.2 (linux)',
  ]
  return `HTTP/1.1 ${status}\r\n${[...usual, ...fields].join('\r\n')}\r\n\r\n`
}

export function json(status: string, value: unknown, apiVersion?: string): string {
  const body = `${JSON.stringify(value)}\n`
  const fields = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]
  return head(status, fields, apiVersion) + body
}

export function frame(kind: number, text: string | Buffer): Buffer {
  return Buffer.from(frameOf(kind, Buffer.from(text)))
}

export function chunk(...pieces: (string | Buffer)[]): Buffer {
  const data = Buffer.concat(pieces.map((piece) => Buffer.from(piece)))
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')])
}

export const LAST_CHUNK = '0\r\n\r\n'
export const MULTIPLEXED = 'Content-Type: application/vnd.docker.multiplexed-stream'
export const RAW = 'Content-Type: application/vnd.docker.raw-stream'
export const CHUNKED = 'Transfer-Encoding: chunked'

/** What every client may ask besides; the docker CLI asks most of it. */
async function usual(call: Call, { tty, apiVersion }: EngineOptions): Promise<void> {
  const { method, path } = call
  const route = `${method} ${path}`
  const answer = (status: string, value: unknown) => call.send(json(status, value, apiVersion))
  if (path === '/_ping') {
    const fields = ['Content-Type: text/plain; charset=utf-8', `Content-Length: ${method === 'HEAD' ? 0 : 2}`]
    await call.send(head('200 OK', fields, apiVersion) + (method === 'HEAD' ? '' : 'OK'))
  } else if (route === 'GET /version')
    await answer('200 OK', { Version: '28.5.2', ApiVersion: apiVersion, MinAPIVersion: '1.24' })
  else if (route === 'GET /info') await answer('200 OK', { ServerVersion: '28.5.2', OSType: 'linux' })
  else if (/^GET \/containers\/[^/]+\/json$/.test(route)) {
    const State = { Status: 'running', Running: true, Paused: false }
    await answer('200 OK', { Id: 'web', Name: '/web', State, Config: { Tty: tty, OpenStdin: true, StdinOnce: true } })
  } else if (/^POST \/containers\/[^/]+\/exec$/.test(route)) await answer('201 Created', { Id: 'e1' })
  else if (route === 'GET /exec/e1/json') await answer('200 OK', { ID: 'e1', Running: false, ExitCode: 0, Pid: 42 })
  else if (/^POST \/containers\/[^/]+\/wait$/.test(route)) await answer('200 OK', { StatusCode: 0 })
  else if (/^POST \/containers\/[^/]+\/resize$/.test(route))
    await call.send(head('200 OK', ['Content-Length: 0'], apiVersion))
  else await answer('404 Not Found', NO_SUCH)
}

/** One connection: HTTP until a call is hijacked. */
class Connection {
  readonly #socket: net.Socket
  #held = Buffer.alloc(0)
  #hijacked = false
  #busy = false
  #before = 0
  #more: () => void = () => {}
  /** Since the hijack. */
  stdin = ''
  ended = false

  constructor(socket: net.Socket, answer: (call: Call) => Promise<void>) {
    this.#socket = socket
    socket.on('error', () => {})
    socket.on('data', (bytes: Buffer) => {
      if (this.#hijacked) this.stdin += bytes
      else this.#held = Buffer.concat([this.#held, bytes])
      this.#more()
      this.#next(answer)
    })
    const over = () => {
      this.ended = true
      this.#more()
      if (!this.#hijacked && !this.#busy) socket.end()
    }
    socket.on('end', over)
    socket.on('close', over)
  }

  get open(): boolean {
    return !this.ended && !this.#socket.destroyed
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #next(answer: (call: Call) => Promise<void>): void {
    if (this.#hijacked || this.#busy) return
    const end = this.#held.indexOf('\r\n\r\n')
    if (end < 0) return
    const [line, ...fields] = this.#held.toString('latin1', 0, end).split('\r\n')
    const headers = Object.fromEntries(
      fields.map((field) => field.split(/: ?(.*)/s).map((part, i) => (i ? part : part.toLowerCase()))),
    )
    const [method = '', target = ''] = line!.split(' ')
    // What is sent behind the head of an attach is stdin, which the scenarios look at.
    const isAttach = /\/attach\?|\/attach$/.test(target)
    const length = isAttach ? 0 : Number(headers['content-length'] ?? 0)
    if (this.#held.length < end + 4 + length) return
    const body = this.#held.toString('utf8', end + 4, end + 4 + length)
    this.#held = this.#held.subarray(end + 4 + length)
    const path = target.replace(/^\/v1\.\d+(?=\/)/, '').replace(/\?.*/s, '')
    this.#busy = true
    answer(this.#call({ method, target, path, headers, body, isOpen: () => this.open })).finally(() => {
      this.#busy = false
      this.#next(answer)
    })
  }

  #call(received: ReceivedRequest): Call {
    const socket = this.#socket
    const until = (is: () => boolean) =>
      new Promise<void>((resolve) => {
        this.#more = () => (is() || this.ended) && resolve()
        this.#more()
      })
    return {
      ...received,
      before: this.#before++,
      send: (...pieces) =>
        new Promise((resolve) => {
          socket.write(Buffer.concat(pieces.map((piece) => Buffer.from(piece))), () => resolve())
        }),
      end: () => socket.end(),
      cut: () => void socket.destroy(),
      hijack: () => {
        this.#hijacked = true
        this.stdin += this.#held.toString()
      },
      stdinEnd: async () => {
        await until(() => this.ended)
        return this.stdin
      },
      stdinHas: (text) => until(() => this.stdin.includes(text)),
    }
  }
}

export async function serveScenario(options: EngineOptions): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  const socketPath = join(folder, 'engine.sock')
  const received: ReceivedRequest[] = []
  const connections: Connection[] = []
  const answer = async (call: Call): Promise<void> => {
    const { method, target, path, headers, body, isOpen } = call
    received.push({ method, target, path, headers, body, isOpen })
    if (!(await options.serve(call))) await usual(call, options)
  }
  const server = net.createServer({ allowHalfOpen: true }, (socket) => connections.push(new Connection(socket, answer)))
  server.listen(socketPath)
  await once(server, 'listening')
  return {
    socketPath,
    received,
    stdin: () => connections.map(({ stdin }) => stdin).join(''),
    async stop() {
      for (const connection of connections) connection.destroy()
      server.close()
      await once(server, 'close')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
