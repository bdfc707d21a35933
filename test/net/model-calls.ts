// The two ends of a call in the model of exchanges: a far end in memory, and a call with what it has received.

import { Duplex, Readable } from 'node:stream'
import type { FairleadError } from '../../src/error.ts'
import { Call, type ResponseHandler } from '../../src/net/call.ts'
import type { Pool } from '../../src/net/pool.ts'
import { toUpload } from '../../src/stream/upload/upload.ts'

export const HEAD_MS = 500
export const IDLE_MS = 700
export const UNTAKEN_MS = 3_000
export const KEPT_MS = 20_000
export const WAIT_MS = 10_000
/** Turns of the loop after a command: a stale connection is listened to for two, a dial and a stream in memory take some. */
export const TURNS = 5
/** Bytes of a body that does not fit in the buffers on its way. */
export const BIG = 150_000

/** The far end of a connection: a stream in memory. What fairlead writes is taken in when the test says so. */
export class Far extends Duplex {
  /** The calls whose requests came, in order. */
  readonly calls: number[] = []
  /** Bytes that came of the last one's body. */
  bodyBytes = 0
  blocked = false
  ended = false
  /** Bytes that wait in the "kernel" for the loop to turn. */
  #write: (() => void)[] = []

  constructor() {
    super({ allowHalfOpen: true, writableHighWaterMark: 1 })
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // A head is written by itself, before its body.
    const head = /^(?:GET|POST) \/(\d+) HTTP/.exec(chunk.toString('latin1', 0, 40))
    if (head === null) this.bodyBytes += chunk.length
    else {
      this.calls.push(Number(head[1]))
      this.bodyBytes = 0
    }
    if (this.blocked) this.#write.push(done)
    else done()
  }

  /** Takes in what was held back. */
  drain(): void {
    this.blocked = false
    for (const done of this.#write.splice(0)) done()
  }

  send(text: string): void {
    if (!this.ended && !this.destroyed) this.push(Buffer.from(text, 'latin1'))
  }

  /** Ends as a peer does: this side notices it when the loop has polled. */
  end_(): void {
    if (this.ended || this.destroyed) return
    this.ended = true
    setImmediate(() => this.push(null))
  }
}

export type BodyKind = 'none' | 'bytes' | 'readable' | 'iterator'

export interface Plan {
  method: 'GET' | 'POST'
  body: BodyKind
  big: boolean
  head: boolean
  idle: boolean
  signal: boolean
  take: 'at once' | 'later'
  urgent: boolean
}

/** A call and what it has received. */
export class Client implements ResponseHandler {
  readonly id: number
  readonly plan: Plan
  /** Of its body, in bytes. */
  readonly size: number
  readonly call: Call
  readonly controller = new AbortController()
  far: Far | undefined
  heads = 0
  ends = 0
  errors: FairleadError[] = []
  text = ''
  paused = false
  taken = false
  /** Its whole response was sent. */
  complete = false
  /** What the test has done that this call may fail with. */
  readonly due = new Set<string>()
  /** Clock of the last thing that its limits count from. */
  sentAt: number | undefined
  headAt: number | undefined
  movedAt = 0
  submittedAt = 0
  #source: Readable | undefined

  constructor(plan: Plan, pool: Pool, others: readonly Client[]) {
    const id = others.length
    this.id = id
    this.plan = plan
    const { method, head, idle } = plan
    this.size = plan.body === 'none' ? 0 : plan.big ? BIG : 50
    const { size } = this
    const upload = this.#upload(size, others)
    const length = upload === undefined ? '' : `Content-Length: ${size}\r\n`
    const request = {
      method,
      path: '/model',
      head: `${method} /${id} HTTP/1.1\r\n${length}\r\n`,
      body: upload,
      urgent: plan.urgent,
      signal: plan.signal ? this.controller.signal : undefined,
      headLimit: head ? HEAD_MS : 0,
      idleLimit: idle ? IDLE_MS : 0,
      untakenLimit: UNTAKEN_MS,
    }
    this.call = new Call(request, this, pool)
  }

  get settled(): boolean {
    return this.ends + this.errors.length > 0
  }

  onHead(): undefined {
    this.heads++
    if (this.plan.take === 'at once') queueMicrotask(() => this.take())
  }

  onFail(error: Error): void {
    this.errors.push(error as FairleadError)
  }

  take(): void {
    if (this.taken || this.settled) return
    this.taken = true
    this.call.start({
      onData: (bytes, start, end) => {
        this.text += Buffer.from(bytes.subarray(start, end)).toString('latin1')
      },
      onEnd: () => this.ends++,
      onFail: (error) => this.errors.push(error as FairleadError),
    })
  }

  #upload(size: number, others: readonly Client[]) {
    const bytes = Buffer.alloc(size, String.fromCharCode(97 + (this.id % 26)))
    switch (this.plan.body) {
      case 'none':
        return undefined
      case 'bytes':
        return toUpload(bytes)
      case 'readable': {
        const half = size >> 1
        this.#source = Readable.from([bytes.subarray(0, half), bytes.subarray(half)])
        return toUpload(this.#source, size)
      }
      case 'iterator':
        // Opened as its connection passes to it: what the call before does then is too late to matter.
        return toUpload(
          {
            *[Symbol.iterator]() {},
            [Symbol.asyncIterator]: () => {
              for (const client of others) if (client.complete && !client.settled) client.call.pause()
              return Readable.from([bytes.subarray(0, 9), bytes.subarray(9)])[Symbol.asyncIterator]()
            },
          },
          size,
        )
    }
  }
}
