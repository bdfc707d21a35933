// An answer of the Engine: status, head, and its body with all its readings, each of which takes the body, once.
// The body waits on the connection until a reading takes it: nothing is read ahead but what came with the head.

import { FairleadError } from '../error.ts'
import type { Call } from '../net/call.ts'
import { collect, decodeUtf8 } from '../stream/collect.ts'
import type { FrameHandler } from '../stream/demux.ts'
import { type Frame, iterateBytes, iterateFrames, iterateLines, iterateRecords } from '../stream/iterate.ts'
import type { Line } from '../stream/lines.ts'
import type { ByteSource } from '../stream/source.ts'
import type { Head } from '../wire/head.ts'
import { pushFrames } from './frame-reading.ts'
import { type PipeOutputs, pipeFrames } from './pipe.ts'
import { errorInRecord } from './refusal.ts'
import { compareVersions } from './version.ts'

/** The most bytes that `json`, `text` and `bytes` gather unless told otherwise: far above any answer of the Engine that is meant to be read whole. */
export const BODY_LIMIT = 64 * 1024 * 1024

/** How to read a stream that may be multiplexed. */
export interface FrameOptions {
  /** True: the stream is a TTY's, raw, all of it stdout. False: it is multiplexed. Default: by Content-Type where that is certain, else multiplexed. */
  tty?: boolean | undefined
}

/** What a response knows of its request. */
export interface RequestFacts {
  readonly method: string
  readonly path: string
  readonly version: string
}

/** See the file's head. */
export class Response implements AsyncIterable<Uint8Array>, AsyncDisposable {
  /** HTTP status: 101, 200 to 299 or 304; everything else rejects the request with an EngineError. */
  readonly status: number
  readonly headers: Head
  readonly #facts: RequestFacts
  readonly #call: Call

  constructor(head: Head, call: Call, facts: RequestFacts) {
    this.status = head.status
    this.headers = head
    this.#call = call
    this.#facts = facts
  }

  /** The body as a push source: see ByteSource. */
  get source(): ByteSource {
    return this.#call
  }

  /** The whole body. @throws FairleadError ERR_BODY_TOO_LARGE beyond `limit` bytes (default {@link BODY_LIMIT}), ERR_TRUNCATED_BODY and the network's. */
  bytes(options: { limit?: number | undefined } = {}): Promise<Uint8Array> {
    return collect(this.#call, options.limit ?? BODY_LIMIT, this.#call.announced)
  }

  /** The whole body as UTF-8 text. */
  async text(options?: { limit?: number | undefined }): Promise<string> {
    return decodeUtf8(await this.bytes(options))
  }

  /** The whole body as JSON. @throws FairleadError ERR_RECORD_SYNTAX when it is none. */
  async json<T = unknown>(options?: { limit?: number | undefined }): Promise<T> {
    return parseJson(await this.text(options), this.#facts) as T
  }

  /** JSON records as they come: events, stats, progress. A progress record that is an error rejects with an EngineError (ERR_ENGINE_STREAM), after the records before it. */
  records<T = unknown>(): AsyncIterableIterator<T> {
    const facts = { status: this.status, method: this.#facts.method, path: this.#facts.path }
    return iterateRecords<T>(this.#call, (record) => {
      const error = errorInRecord(record, facts)
      if (error !== undefined) throw error
    })
  }

  /** The frames of a log, attach or exec stream. `data` is yours. */
  frames(options?: FrameOptions): AsyncIterableIterator<Frame> {
    return iterateFrames(this.#call, this.#isRaw(options))
  }

  /** The lines of a log, attach or exec stream. */
  lines(options?: FrameOptions): AsyncIterableIterator<Line> {
    return iterateLines(this.#call, this.#isRaw(options))
  }

  /** Writes the stream's outputs into Node Writables, at the pace of the slower; ends them at the end and destroys them on an error. Settles then. */
  pipe(outputs: PipeOutputs, options?: FrameOptions): Promise<void> {
    return pipeFrames(this.#call, outputs, this.#isRaw(options))
  }

  /** Calls `onFrame(kind, bytes, start, end)` for every frame, or piece of one, straight from the read buffer: readable until the call returns. Resolves at the end. What `onFrame` throws ends the stream and rejects. */
  onFrame(onFrame: FrameHandler, options?: FrameOptions): Promise<void> {
    return pushFrames(this.#call, onFrame, this.#isRaw(options))
  }

  /** The raw body as it comes, in copies that are yours. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    return iterateBytes(this.#call)
  }

  /** Gives up the body: closes the connection unless the body has ended. */
  close(): void {
    this.#call.cancel()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** This stream alone keeps the process alive no more. */
  unref(): this {
    this.#call.unref()
    return this
  }

  ref(): this {
    this.#call.ref()
    return this
  }

  #isRaw(options: FrameOptions = {}): boolean {
    if (options.tty !== undefined) return options.tty
    // From API 1.42 on /logs says what it sends; before, and for attach and exec at any version, raw-stream is said of both.
    const { path, version } = this.#facts
    const type = this.headers.get('content-type')
    return (
      type === 'application/vnd.docker.raw-stream' && path.endsWith('/logs') && compareVersions(version, '1.42') >= 0
    )
  }
}

/** @throws FairleadError ERR_RECORD_SYNTAX when `text` is not JSON. */
export function parseJson(text: string, facts: RequestFacts): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // JSON.parse's own error quotes the text, which may hold what no message should.
    throw new FairleadError('ERR_RECORD_SYNTAX', `${facts.method} ${facts.path}: the answer's body is not JSON`)
  }
}
