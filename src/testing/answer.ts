// One answer, byte for byte as Go's net/http writes it for the Engine: the handler's fields in order of name, then Date,
// Content-Length, a sniffed Content-Type, Connection, Transfer-Encoding; a finished body of at most 2048 bytes has a
// length, a longer or flushed one is chunked, HTTP/1.0 gets it until close.

import { Batch } from './batch.ts'
import type { FaultPlan } from './faults.ts'
import { httpDate, REASONS } from './go-head.ts'
import { goJson } from './go-json.ts'
import type { HijackedLine } from './hijacked-line.ts'
import type { Outlet } from './outlet.ts'
import type { Request } from './request.ts'
import { BODY_LEFT_BYTES, UNEXPECTED_EOF } from './request-body.ts'

/** Go's net/http bufferBeforeChunkingSize. */
export const LENGTH_BYTES = 2048

const TEXT = 'text/plain; charset=utf-8'

export class Answer {
  status = 200
  /** What is written and not yet flushed; handlers write records into it. */
  readonly batch: Batch
  /** Whether the connection has to be closed behind this answer. */
  close = false
  begun = false
  readonly request: Request
  readonly outlet: Outlet
  readonly plan: FaultPlan | undefined
  /** The connection, for an answer that takes it over. */
  readonly line: HijackedLine
  readonly #headers = new Map<string, string>()
  #drained = false

  constructor(request: Request, outlet: Outlet, plan: FaultPlan | undefined, line: HijackedLine) {
    this.request = request
    this.outlet = outlet
    this.plan = plan
    this.line = line
    this.batch = new Batch(plan)
  }

  /** Nobody will read what is written from now on. */
  get closed(): boolean {
    return this.outlet.closed
  }

  /** Sets a field; `name` in Go's canonical spelling. */
  set(name: string, value: string): this {
    this.#headers.set(name, value)
    return this
  }

  /** The fields set so far, each a line, in their order on the wire. */
  get fields(): string[] {
    return [...this.#headers.keys()].sort().map((name) => `${name}: ${this.#headers.get(name)}`)
  }

  /** A head and a body written by hand, without the fields set so far; the connection is closed behind them. */
  async byHand(status: number, fields: string, body: string): Promise<void> {
    this.begun = true
    this.close = true
    await this.outlet.write(Buffer.from(`HTTP/1.1 ${status} ${REASONS[status]}\r\n${fields}\r\n\r\n`, 'latin1'))
    await this.outlet.write(Buffer.from(body))
  }

  /** An answer without a body: 204, 304, or what Go ends with a `Content-Length: 0`. */
  empty(status: number): Promise<void> | undefined {
    return this.#whole(status, Buffer.alloc(0))
  }

  /** An answer of fields alone, for a HEAD that is told no length. */
  bare(status: number): Promise<void> | undefined {
    this.status = status
    this.#head(undefined, false)
    return this.flush()
  }

  json(status: number, value: unknown): Promise<void> | undefined {
    return this.set('Content-Type', 'application/json').#whole(status, Buffer.from(goJson(value)))
  }

  /** A body whose type is among the fields already, or which Go guesses: text, for all that the Engine answers so. */
  text(status: number, body: string | Uint8Array): Promise<void> | undefined {
    return this.#whole(status, Buffer.from(body))
  }

  #whole(status: number, body: Buffer): Promise<void> | undefined {
    const { body: asked } = this.request
    if (asked.length === -1 && !asked.done && !asked.withheld && !this.#drained) return this.#late(status, body)
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

  /** Go reads on in a body of unknown length that its handler left, and closes behind the answer if it is too long. */
  async #late(status: number, body: Buffer): Promise<void> {
    this.#drained = true
    if (await this.request.body.exceeds(BODY_LEFT_BYTES)) this.close = true
    await this.#whole(status, body)
  }

  /** A fault sees the head apart from the body. */
  async #apart(body: Buffer): Promise<void> {
    await this.flush()
    this.batch.chunk(body)
    await this.end()
  }

  /** Sends the head of a body of unknown length at once, as the Engine does for logs, events and wait. */
  begin(): Promise<void> | undefined {
    this.#head(-1, false)
    return this.flush()
  }

  /** `length` in bytes, -1 unknown, undefined none to be told. */
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

  /** One chunk of text or bytes, at least one, sent at once. */
  chunk(data: string | Uint8Array): Promise<void> | undefined {
    this.batch.chunk(typeof data === 'string' ? Buffer.from(data) : data)
    return this.flush()
  }

  /** Hands what was written to the outlet; wait for the promise before writing more. */
  flush(): Promise<void> | undefined {
    const bytes = this.batch.take()
    return bytes && this.outlet.write(bytes)
  }

  /** Ends the body. */
  end(): Promise<void> | undefined {
    this.batch.last()
    return this.flush()
  }
}
