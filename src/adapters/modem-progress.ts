// The records of a pull, push or build out of any Readable, told one by one and together at the end.
// Engine fact: what fails after the head says so in a record, {"errorDetail":…,"error":…}; the status was 200.

import { FairleadError } from '../error.ts'
import { JsonRecords } from '../stream/json-records.ts'

// biome-ignore lint/suspicious/noExplicitAny: whatever the Engine says
type OnProgress = (record: any) => void

type Stream = NodeJS.ReadableStream & { destroyed?: boolean }

/** Calls `onFinished` once: with null, or with what broke the stream off, or the error that a record tells, and every record. */
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
  #told = 0
  #failure: Error | null = null
  #over = false
  /** The stream was destroyed by the one who is told of its records. */
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

  readonly #onData = (chunk: Uint8Array | string): void => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    this.#take(() => this.#records.push(bytes, 0, bytes.length))
  }

  readonly #onEnd = (): void => {
    this.#take(() => this.#records.end())
    this.#finish(null)
  }

  readonly #onClose = (): void => {
    this.#finish(
      this.#givenUp ? null : new FairleadError('ERR_CONNECTION_CLOSED', 'the stream was closed before its end'),
    )
  }

  /** Parses, then tells what came before whatever is wrong. */
  #take(parse: () => void): void {
    if (this.#over) return
    let wrong: Error | undefined
    try {
      parse()
    } catch (error) {
      wrong = error as Error
    }
    while (this.#told < this.#output.length) {
      const record = this.#output[this.#told++]
      this.#failure ??= errorOf(record)
      this.#onProgress?.(record)
      this.#givenUp ||= this.#stream.destroyed === true
    }
    if (wrong !== undefined) this.#finish(wrong)
  }

  readonly #finish = (error: Error | null): void => {
    if (this.#over) return
    this.#over = true
    this.#stream.off('data', this.#onData)
    this.#stream.off('end', this.#onEnd)
    this.#stream.off('close', this.#onClose)
    // Whatever else it says of its end is no news.
    this.#onFinished(this.#failure ?? error, this.#output)
  }
}

/** The failure that a record tells, in the daemon's words; the record is its `json`. */
function errorOf(record: unknown): Error | null {
  if (typeof record !== 'object' || record === null) return null
  const { error, errorDetail } = record as { error?: unknown; errorDetail?: { message?: unknown } }
  const words = [errorDetail?.message, error].find((text) => typeof text === 'string' && text !== '')
  if (words === undefined) return null
  return Object.assign(new FairleadError('ERR_ENGINE_STREAM', words as string), { json: record })
}
