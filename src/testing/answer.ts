// One answer, byte for byte as Go's net/http writes it for the Engine: the handler's fields in order of name, then Date,
// Content-Length, a sniffed Content-Type, Connection, Transfer-Encoding; a finished body of at most 2048 bytes has a
// length, a longer or flushed one is chunked, HTTP/1.0 gets it until close. Owns its batch until it is flushed.

import type { FaultPlan } from './faults.ts'
import { httpDate, REASONS } from './go-head.ts'
import { goJson } from './go-json.ts'
import type { HijackedLine } from './hijack.ts'
import type { Outlet } from './outlet.ts'
import type { Request } from './request.ts'
import { BODY_LEFT_BYTES, UNEXPECTED_EOF } from './request-body.ts'

/** Go's net/http bufferBeforeChunkingSize. */
export const LENGTH_BYTES = 2048
/** A batch is handed to the socket when it holds this much. */
export const BATCH_BYTES = 64 * 1024
/** Room for a batch and one record of 16 KiB with its details. */
const BATCH_ROOM = BATCH_BYTES + 32 * 1024
/** A batch smaller than this is copied out, so that its memory can be used again. */
const COPY_BYTES = 8 * 1024
/** A chunk's size line and line end: at most 8 digits and two CRLFs. */
const CHUNK_ROOM = 12

const HEX = Buffer.from('0123456789abcdef')

export class Answer {
  status = 200
  /** The batch, for those who write records into it: `openChunk`, bytes from `at`, `closeChunk`. */
  bytes = Buffer.allocUnsafe(4096)
  at = 0
  /** Whether the connection has to be closed behind this answer. */
  close = false
  begun = false
  readonly request: Request
  readonly outlet: Outlet
  readonly plan: FaultPlan | undefined
  /** The connection, for an answer that takes it over. */
  readonly line: HijackedLine
  readonly #headers = new Map<string, string>()
  #chunked = false
  #drained = false

  constructor(request: Request, outlet: Outlet, plan: FaultPlan | undefined, line: HijackedLine) {
    this.request = request
    this.outlet = outlet
    this.plan = plan
    this.line = line
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
    this.status = status
    this.begun = true
    this.close = true
    await this.outlet.write(Buffer.from(`HTTP/1.1 ${status} ${REASONS[status]}\r\n${fields}\r\n\r\n`, 'latin1'))
    await this.outlet.write(Buffer.from(body))
  }

  /** An answer without a body: 204, 304, or what Go ends with a `Content-Length: 0`. */
  empty(status: number): Promise<void> | undefined {
    this.status = status
    return this.#whole(Buffer.alloc(0))
  }

  /** An answer of fields alone, for a HEAD that is told no length. */
  bare(status: number): Promise<void> | undefined {
    this.status = status
    this.#head(undefined, undefined)
    return this.flush()
  }

  json(status: number, value: unknown): Promise<void> | undefined {
    this.status = status
    return this.set('Content-Type', 'application/json').#whole(Buffer.from(goJson(value)))
  }

  /** A body whose type is among the fields already. */
  bytesOf(status: number, body: Buffer): Promise<void> | undefined {
    this.status = status
    return this.#whole(body)
  }

  /** The same, of text. */
  plain(status: number, body: string): Promise<void> | undefined {
    this.status = status
    return this.#whole(Buffer.from(body))
  }

  /** A body whose type Go guesses: `text/plain; charset=utf-8` for all that the Engine answers so. */
  text(status: number, body: string): Promise<void> | undefined {
    this.status = status
    return this.#whole(Buffer.from(body), 'text/plain; charset=utf-8')
  }

  #whole(body: Buffer, sniffed?: string): Promise<void> | undefined {
    if (this.begun) throw new Error('the answer has begun')
    const { body: asked } = this.request
    if (asked.length === -1 && !asked.done && !asked.withheld && !this.#drained) return this.#late(body, sniffed)
    const { status } = this
    const bodiless = status === 204 || status === 304
    const head = this.request.method === 'HEAD'
    if (!bodiless && (body.length > LENGTH_BYTES || (this.plan?.rechunk && body.length > 0))) {
      this.#head(-1, sniffed)
    } else if (bodiless || this.#headers.has('Content-Length')) this.#head(undefined, undefined)
    else this.#head(body.length, sniffed)
    if (head || bodiless) return this.flush()
    if (this.plan) return this.#apart(body)
    if (this.#chunked && body.length > 0) this.#copyChunk(body)
    else this.#copy(body)
    return this.end()
  }

  /** Go reads on in a body of unknown length that its handler left, and closes behind the answer if it is too long. */
  async #late(body: Buffer, sniffed?: string): Promise<void> {
    this.#drained = true
    if (await this.request.body.exceeds(BODY_LEFT_BYTES)) this.close = true
    await this.#whole(body, sniffed)
  }

  async #apart(body: Buffer): Promise<void> {
    await this.flush()
    if (this.#chunked) this.#copyChunk(body)
    else this.#copy(body)
    await this.end()
  }

  /** Sends the head of a body of unknown length at once, as the Engine does for logs, events and wait. */
  begin(): Promise<void> | undefined {
    this.#head(-1, undefined)
    return this.flush()
  }

  #head(length: number | undefined, sniffed: string | undefined): void {
    const { minor, keepAlive, body } = this.request
    this.begun = true
    const wrong = this.plan?.wrongLength ?? 0
    const unbounded = length === -1
    this.#chunked = unbounded && minor === 1
    const broken = body.error !== undefined && body.error !== UNEXPECTED_EOF
    const left = !body.done && (body.length > BODY_LEFT_BYTES || body.withheld)
    this.close ||= broken || !keepAlive || (unbounded && minor === 0) || left
    let head = `HTTP/1.${minor} ${this.status} ${REASONS[this.status]}\r\n`
    for (const field of this.fields) head += `${field}\r\n`
    head += `Date: ${httpDate()}\r\n`
    if (length !== undefined && !unbounded) head += `Content-Length: ${Math.max(0, length + wrong)}\r\n`
    if (sniffed !== undefined && length !== 0) head += `Content-Type: ${sniffed}\r\n`
    if (this.close && minor === 1) head += 'Connection: close\r\n'
    else if (!this.close && minor === 0) head += 'Connection: keep-alive\r\n'
    if (this.#chunked) head += 'Transfer-Encoding: chunked\r\n'
    this.#copy(Buffer.from(`${head}\r\n`, 'latin1'))
  }

  /** Starts a chunk of `size` bytes, more than 0: they are to be written into `bytes` from `at`, which must be moved on. */
  openChunk(size: number): void {
    this.#reserve(size + CHUNK_ROOM)
    if (!this.#chunked || this.plan?.rechunk) return
    this.#sizeLine(size + this.#takeWrong())
  }

  closeChunk(): void {
    if (!this.#chunked || this.plan?.rechunk) return
    this.bytes[this.at++] = 13
    this.bytes[this.at++] = 10
  }

  /** The batch is large enough to be flushed. */
  get full(): boolean {
    return this.at >= BATCH_BYTES
  }

  /** One chunk with `text` in it, sent at once. */
  chunk(text: string): Promise<void> | undefined {
    return this.chunkOf(Buffer.from(text))
  }

  /** One chunk of bytes, at least one, sent at once. */
  chunkOf(bytes: Uint8Array): Promise<void> | undefined {
    this.#copyChunk(bytes)
    return this.flush()
  }

  /** Hands what was written to the outlet; wait for the promise before writing more. */
  flush(): Promise<void> | undefined {
    if (this.plan?.rechunk && this.#chunked) this.#rechunk(this.plan.rechunk)
    const { at, bytes } = this
    if (at === 0) return undefined
    this.at = 0
    if (at < COPY_BYTES) return this.outlet.write(Buffer.from(bytes.subarray(0, at)))
    this.bytes = Buffer.allocUnsafeSlow(BATCH_ROOM)
    return this.outlet.write(bytes.subarray(0, at))
  }

  /** Ends the body. */
  end(): Promise<void> | undefined {
    if (!this.#chunked) return this.flush()
    if (this.plan) return this.#endApart()
    this.#copy(LAST_CHUNK)
    return this.flush()
  }

  async #endApart(): Promise<void> {
    await this.flush()
    this.#chunked = false
    this.#copy(LAST_CHUNK)
    await this.flush()
  }

  #copyChunk(body: Uint8Array): void {
    this.openChunk(body.length)
    this.#copy(body)
    this.closeChunk()
  }

  #copy(bytes: Uint8Array): void {
    this.#reserve(bytes.length + CHUNK_ROOM)
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  #reserve(size: number): void {
    const need = this.at + size
    if (need <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(need, BATCH_ROOM))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
  }

  #sizeLine(size: number): void {
    let { at } = this
    const { bytes } = this
    let shift = 0
    while (size >>> shift > 15) shift += 4
    for (; shift >= 0; shift -= 4) bytes[at++] = HEX[(size >>> shift) & 15]!
    bytes[at++] = 13
    bytes[at++] = 10
    this.at = at
  }

  #wrongTaken = false

  #takeWrong(): number {
    if (!this.plan?.wrongLength || this.#wrongTaken) return 0
    this.#wrongTaken = true
    return this.plan.wrongLength
  }

  #headPassed = false

  /** The batch holds bare body bytes (the head went before): frames them anew. */
  #rechunk(size: number): void {
    if (!this.#headPassed) {
      this.#headPassed = true
      return
    }
    const body = this.bytes.subarray(0, this.at)
    this.bytes = Buffer.allocUnsafeSlow(BATCH_ROOM)
    this.at = 0
    for (let at = 0; at < body.length; at += size) {
      const piece = body.subarray(at, at + size)
      this.#reserve(piece.length + CHUNK_ROOM)
      this.#sizeLine(piece.length + this.#takeWrong())
      this.bytes.set(piece, this.at)
      this.at += piece.length
      this.bytes[this.at++] = 13
      this.bytes[this.at++] = 10
    }
  }
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n')
