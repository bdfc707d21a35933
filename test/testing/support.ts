// What the embedded engine's tests share: a raw client that shows bytes and FIN, a small one over Node's http, and request bodies.

import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { EmbeddedEngine, type EmbeddedEngineOptions } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'
import { pathOf } from '../support/local-socket.ts'

export { eventually }

/** Only a failing test waits so long. On a busy machine milliseconds become seconds. */
const DEADLINE_MS = 20_000

export async function withEngine<T>(
  use: (engine: EmbeddedEngine) => Promise<T>,
  options: EmbeddedEngineOptions = {},
): Promise<T> {
  const engine = await EmbeddedEngine.start(options)
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}

function address(host: string): { path: string } | { host: string; port: number } {
  if (/^(unix|npipe):/.test(host)) return { path: pathOf(host) }
  const { hostname, port } = new URL(host)
  return { host: hostname, port: Number(port) }
}

/** A connection whose received bytes can be awaited. */
export class Raw {
  fin = false
  closed = false
  error: NodeJS.ErrnoException | undefined
  readonly socket: Socket
  #pieces: Buffer[] = []
  #wake = () => {}

  constructor(host: string) {
    this.socket = connect({ ...address(host), allowHalfOpen: true })
    this.socket.on('data', (data: Buffer) => {
      this.#pieces.push(data)
      this.#wake()
    })
    this.socket.on('end', () => {
      this.fin = true
      this.#wake()
    })
    this.socket.on('error', (error) => {
      this.error = error
    })
    this.socket.on('close', () => {
      this.closed = true
      this.#wake()
    })
  }

  get bytes(): Buffer {
    if (this.#pieces.length !== 1) this.#pieces = [Buffer.concat(this.#pieces)]
    return this.#pieces[0]!
  }

  get text(): string {
    return this.bytes.toString('latin1')
  }

  send(data: string | Uint8Array): this {
    this.socket.write(data)
    return this
  }

  /** Waits until `holds` returns true. After DEADLINE_MS it fails with what was received. */
  async until(holds: (raw: Raw) => boolean): Promise<this> {
    const deadline = setTimeout(() => this.socket.destroy(new Error('too late')), DEADLINE_MS)
    while (!holds(this)) {
      if (this.closed) throw new Error(`closed, having received ${JSON.stringify(this.text.slice(-400))}`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    clearTimeout(deadline)
    return this
  }

  contains(text: string): Promise<this> {
    return this.until((raw) => raw.text.includes(text))
  }

  ended(): Promise<this> {
    return this.until((raw) => raw.fin || raw.closed)
  }

  close(): void {
    this.socket.destroy()
  }
}

/** Sends `data` with `Connection: close`, and returns everything received until the end. */
export async function exchange(host: string, data: string | Uint8Array): Promise<string> {
  const raw = await new Raw(host).send(data).ended()
  raw.close()
  return raw.text
}

export interface Reply {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
  text: string
}

/** One request with Node's own client. */
export function ask(host: string, method: string, path: string, body?: unknown): Promise<Reply> {
  const where = address(host)
  const target = 'path' in where ? { socketPath: where.path } : where
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const request = httpRequest({ ...target, method, path, headers, agent: false }, (message) => {
      const pieces: Buffer[] = []
      message.on('data', (piece: Buffer) => pieces.push(piece))
      message.on('error', reject)
      message.on('end', () => {
        const all = Buffer.concat(pieces)
        resolve({ status: message.statusCode!, headers: message.headers, body: all, text: all.toString('utf8') })
      })
    })
    request.on('error', reject)
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** Creates and starts a container. */
export async function run(engine: EmbeddedEngine, name: string, config: object): Promise<string> {
  const created = await ask(engine.host, 'POST', `/containers/create?name=${name}`, config)
  if (created.status !== 201) throw new Error(created.text)
  const started = await ask(engine.host, 'POST', `/containers/${name}/start`)
  if (started.status !== 204) throw new Error(started.text)
  return (JSON.parse(created.text) as { Id: string }).Id
}

export async function exitCode(engine: EmbeddedEngine, name: string): Promise<number> {
  const { text } = await ask(engine.host, 'POST', `/containers/${name}/wait`)
  return (JSON.parse(text) as { StatusCode: number }).StatusCode
}

export interface Frame {
  kind: number
  text: string
}

/** The frames of a whole multiplexed body. */
export function frames(body: Buffer): Frame[] {
  const found: Frame[] = []
  for (let at = 0; at < body.length; ) {
    const size = body.readUInt32BE(at + 4)
    found.push({ kind: body[at]!, text: body.toString('latin1', at + 8, at + 8 + size) })
    at += 8 + size
  }
  return found
}

/** Splits `text` into one response's head, its body without chunk framing, and the rest. */
export function splitAnswer(text: string): { head: string; body: string; chunks: string[]; rest: string } {
  const end = text.indexOf('\r\n\r\n') + 4
  if (end === 3) throw new Error(`no whole head in ${JSON.stringify(text)}`)
  const head = text.slice(0, end)
  const length = /^Content-Length: (\d+)\r$/m.exec(head)
  const chunks: string[] = []
  if (/^HTTP\/1.\d (204|304)/.test(head)) return { head, body: '', chunks, rest: text.slice(end) }
  if (length) {
    const stop = end + Number(length[1])
    return { head, body: text.slice(end, stop), chunks, rest: text.slice(stop) }
  }
  if (!/^Transfer-Encoding: chunked\r$/m.test(head)) return { head, body: text.slice(end), chunks, rest: '' }
  let at = end
  while (at < text.length) {
    const line = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, line), 16)
    at = line + 2 + size + 2
    if (size === 0) return { head, body: chunks.join(''), chunks, rest: text.slice(at) }
    chunks.push(text.slice(line + 2, at - 2))
  }
  return { head, body: chunks.join(''), chunks, rest: '' }
}

/** A promise and the function that fulfills it. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

/** Waits until a count is the same in ten turns of the event loop, and returns it. */
export async function still(count: () => number): Promise<number> {
  let last = Number.NaN
  for (let same = 0; same < 10; await pause(20)) {
    const now = count()
    same = now === last ? same + 1 : 0
    last = now
  }
  return last
}

/** Waits until the engine has read a request for `path`. */
export async function asked(engine: EmbeddedEngine, path: string): Promise<void> {
  await eventually(() => engine.requests.some((request) => request.path === path))
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
