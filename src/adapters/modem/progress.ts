// The records of a pull, push or build from any Readable, reported one by one and together at the end.
// Engine fact: a failure after the head is a record, {"errorDetail":…,"error":…}; the status was 200.

import { AsyncResource } from 'node:async_hooks'
import { errorInRecord } from '../../engine/response/error-response.ts'
import { FairleadError } from '../../error.ts'
import { JsonRecords } from '../../stream/parse/json-records.ts'

// biome-ignore lint/suspicious/noExplicitAny: any JSON of the Engine
type OnProgress = (record: any) => void

type Stream = NodeJS.ReadableStream & { destroyed?: boolean }

/** Calls `onFinished` once, with every record and with null, the error in a record, or the error that broke the stream. */
export function followProgress(
  stream: NodeJS.ReadableStream,
  onFinished: (error: Error | null, output: unknown[]) => void,
  onProgress?: OnProgress,
): void {
  new Progress(stream, onFinished, onProgress).begin()
}

class Progress {
  readonly #stream: Stream
  readonly #onFinished: (error: Error | null, output: unknown[]) => void
  readonly #onProgress: OnProgress | undefined
  readonly #output: unknown[] = []
  readonly #records = new JsonRecords((record) => this.#output.push(record))
  #reported = 0
  #failure: Error | null = null
  #finished = false
  /** The caller destroyed the stream inside `onProgress`. */
  #givenUp = false

  constructor(
    stream: Stream,
    onFinished: (error: Error | null, output: unknown[]) => void,
    onProgress: OnProgress | undefined,
  ) {
    this.#stream = stream
    this.#onFinished = onFinished
    this.#onProgress = onProgress
  }

  begin(): void {
    this.#stream.on('data', this.#onData)
    this.#stream.on('end', this.#onEnd)
    this.#stream.on('error', this.#finish)
    this.#stream.on('close', this.#onClose)
  }

  // The callbacks run in the async context of the call, not in the stream's.

  readonly #onData = AsyncResource.bind((chunk: Uint8Array | string): void => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    this.#take(() => this.#records.push(bytes, 0, bytes.length))
  })

  readonly #onEnd = AsyncResource.bind((): void => {
    this.#take(() => this.#records.end())
    this.#finish(null)
  })

  readonly #onClose = AsyncResource.bind((): void => {
    this.#finish(
      this.#givenUp ? null : new FairleadError('ERR_CONNECTION_CLOSED', 'the stream was closed before its end'),
    )
  })

  /** Parses, then reports the new records, also those before a syntax error. */
  #take(parse: () => void): void {
    if (this.#finished) return
    let failure: Error | undefined
    try {
      parse()
    } catch (error) {
      failure = error as Error
    }
    while (this.#reported < this.#output.length) {
      const record = this.#output[this.#reported++]
      this.#failure ??= errorOf(record)
      this.#onProgress?.(record)
      this.#givenUp ||= this.#stream.destroyed === true
    }
    if (failure !== undefined) this.#finish(failure)
  }

  readonly #finish = AsyncResource.bind((error: Error | null): void => {
    if (this.#finished) return
    this.#finished = true
    this.#stream.off('data', this.#onData)
    this.#stream.off('end', this.#onEnd)
    this.#stream.off('close', this.#onClose)
    // The 'error' listener stays: a later error of the stream has no further effect.
    this.#onFinished(this.#failure ?? error, this.#output)
  })
}

/** The request behind a stream is unknown here. */
const UNKNOWN_REQUEST = { status: 200, method: '', path: '' }

/** The error that a record carries, with the daemon's message and the record as `json`; null for one without a message. */
function errorOf(record: unknown): Error | null {
  const reason = errorInRecord(record, UNKNOWN_REQUEST)?.reason
  return reason ? Object.assign(new FairleadError('ERR_ENGINE_STREAM', reason), { json: record }) : null
}
