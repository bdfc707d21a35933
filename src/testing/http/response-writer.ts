// One response, byte for byte as Go's net/http writes it for the Engine: the handler's fields sorted by name, then Date,
// Content-Length, a sniffed Content-Type, Connection, Transfer-Encoding. A finished body of at most 2048 bytes has a length; a
// longer or flushed one is chunked, and over HTTP/1.0 it ends with the connection.

import { httpDate, REASONS } from '../base/go-head.ts'
import { goJson } from '../base/go-json.ts'
import { Batch } from './batch.ts'
import type { FaultPlan } from './faults.ts'
import type { Request } from './request.ts'
import { BODY_LEFT_BYTES, UNEXPECTED_EOF } from './request-body.ts'
import type { Sink } from './sink.ts'

/** A finished body of at most this many bytes gets a Content-Length: Go's net/http bufferBeforeChunkingSize. */
export const LENGTH_BYTES = 2048

const TEXT = 'text/plain; charset=utf-8'

/** What a hijacked connection reports to the response that took it over. The listener owns the bytes it receives. */
export interface HijackListener {
  onData(bytes: Buffer): void
  /** The client has closed its side. */
  onEnd(): void
  /** The connection is closed in both directions. */
  onClose(): void
}

/** A connection that a response can take over. */
export interface HijackableConnection {
  /** Discards what was received before; from now on `listener` receives everything. True if the client has already closed its side. */
  hijack(listener: HijackListener): boolean
  pause(): void
  resume(): void
  /** Sends a FIN. */
  finish(): void
}

/** Writes the response to one request. */
export class ResponseWriter {
  status = 200
  /** What is written and not yet flushed. Handlers write records into it. */
  readonly batch: Batch
  /** Whether the connection has to be closed after this response. */
  close = false
  /** Whether the head was written. */
  begun = false
  readonly request: Request
  readonly sink: Sink
  readonly plan: FaultPlan | undefined
  /** The connection, for a response that takes it over. */
  readonly connection: HijackableConnection
  readonly #headers = new Map<string, string>()
  #drained = false

  constructor(request: Request, sink: Sink, plan: FaultPlan | undefined, connection: HijackableConnection) {
    this.request = request
    this.sink = sink
    this.plan = plan
    this.connection = connection
    this.batch = new Batch(plan)
  }

  /** Whether writes have no effect any more, because the client has disconnected or a fault has cut the response. */
  get closed(): boolean {
    return this.sink.closed
  }

  /** Sets a header field; `name` is in Go's canonical spelling. */
  set(name: string, value: string): this {
    this.#headers.set(name, value)
    return this
  }

  /** The fields set so far, as lines in their order on the wire. */
  get fields(): string[] {
    return [...this.#headers.keys()].sort().map((name) => `${name}: ${this.#headers.get(name)}`)
  }

  /** Writes a head and a body without the fields set so far, as a hijacked handler of the Engine does; the connection is closed after them. */
  async raw(status: number, fields: string, body: string): Promise<void> {
    this.begun = true
    this.close = true
    await this.sink.write(Buffer.from(`HTTP/1.1 ${status} ${REASONS[status]}\r\n${fields}\r\n\r\n`, 'latin1'))
    await this.sink.write(Buffer.from(body))
  }

  /** Writes a response without a body: 204, 304, or one with `Content-Length: 0`. */
  empty(status: number): Promise<void> | undefined {
    return this.#whole(status, Buffer.alloc(0))
  }

  /** Writes a head without a length, for a response to HEAD. */
  bare(status: number): Promise<void> | undefined {
    this.status = status
    this.#head(undefined, false)
    return this.flush()
  }

  /** Writes a JSON body, encoded as Go does. */
  json(status: number, value: unknown): Promise<void> | undefined {
    return this.set('Content-Type', 'application/json').#whole(status, Buffer.from(goJson(value)))
  }

  /** Writes a body whose type was set, or else is sniffed by Go: for the Engine's responses that is always text. */
  text(status: number, body: string | Uint8Array): Promise<void> | undefined {
    return this.#whole(status, Buffer.from(body))
  }

  #whole(status: number, body: Buffer): Promise<void> | undefined {
    const { body: sent } = this.request
    if (sent.length === -1 && !sent.done && !sent.withheld && !this.#drained) return this.#afterBody(status, body)
    this.status = status
    const { batch } = this
    const bodiless = status === 204 || status === 304
    const rechunked = this.plan?.rechunk !== undefined && body.length > 0
    if (bodiless || this.#headers.has('Content-Length')) this.#head(undefined, false)
    else this.#head(body.length > LENGTH_BYTES || rechunked ? -1 : body.length, !this.#headers.has('Content-Type'))
    if (bodiless || this.request.method === 'HEAD' || body.length === 0) return this.flush()
    if (this.plan) return this.#apart(body)
    batch.chunk(body)
    return this.end()
  }

  /** Go first reads the rest of a request body of unknown length, and closes the connection after the response if it is too long. */
  async #afterBody(status: number, body: Buffer): Promise<void> {
    this.#drained = true
    if (await this.request.body.exceeds(BODY_LEFT_BYTES)) this.close = true
    await this.#whole(status, body)
  }

  /** Faults need the head and the body in separate writes. */
  async #apart(body: Buffer): Promise<void> {
    await this.flush()
    this.batch.chunk(body)
    await this.end()
  }

  /** Sends the head of a body of unknown length, as the Engine does at once for logs, events and wait. */
  begin(): Promise<void> | undefined {
    this.#head(-1, false)
    return this.flush()
  }

  /** Writes the head. `length` is the body's in bytes; -1 if unknown; undefined if the head has no length. */
  #head(length: number | undefined, sniffed: boolean): void {
    const { minor, keepAlive, body } = this.request
    this.begun = true
    const unbounded = length === -1
    const broken = body.error !== undefined && body.error !== UNEXPECTED_EOF
    const left = !body.done && (body.length > BODY_LEFT_BYTES || body.withheld)
    this.close ||= broken || !keepAlive || (unbounded && minor === 0) || left
    let head = `HTTP/1.${minor} ${this.status} ${REASONS[this.status]}\r\n`
    for (const field of this.fields) head += `${field}\r\n`
    head += `Date: ${httpDate()}\r\n`
    const wrong = this.plan?.wrongLength ?? 0
    if (length !== undefined && !unbounded) head += `Content-Length: ${Math.max(0, length + wrong)}\r\n`
    if (sniffed && length !== 0) head += `Content-Type: ${TEXT}\r\n`
    if (this.close && minor === 1) head += 'Connection: close\r\n'
    else if (!this.close && minor === 0) head += 'Connection: keep-alive\r\n'
    const chunked = unbounded && minor === 1
    if (chunked) head += 'Transfer-Encoding: chunked\r\n'
    this.batch.raw(Buffer.from(`${head}\r\n`, 'latin1'))
    this.batch.chunked = chunked
  }

  /** Sends one chunk of text or bytes, not empty, at once. */
  chunk(data: string | Uint8Array): Promise<void> | undefined {
    this.batch.chunk(typeof data === 'string' ? Buffer.from(data) : data)
    return this.flush()
  }

  /** Sends what was written. Wait for the promise before writing more. */
  flush(): Promise<void> | undefined {
    const bytes = this.batch.take()
    return bytes && this.sink.write(bytes)
  }

  /** Ends the body. */
  end(): Promise<void> | undefined {
    this.batch.last()
    return this.flush()
  }
}
