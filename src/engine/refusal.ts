// An answer that is a refusal → EngineError with the daemon's own words.
// Engine fact: the words come as {"message":…} with a length, or as plain text until the connection closes (a refused
// attach, under a misleading Content-Type), or not at all. Keeps a copy of at most MAX_REFUSAL_BYTES.

import { EngineError, type EngineErrorFacts } from '../error.ts'
import { decodeUtf8 } from '../stream/collect.ts'
import type { ByteHandler, ByteSource } from '../stream/source.ts'

/** How much of a refusal's body is read; the rest is not waited for. As Docker's own client. */
export const MAX_REFUSAL_BYTES = 1_048_576

/** Takes the body of a refusal; calls `onRefusal` once, when the words are there or no more of them will come. */
export class RefusalReader implements ByteHandler {
  readonly #facts: Omit<EngineErrorFacts, 'reason'>
  readonly #source: ByteSource
  readonly #onRefusal: (error: EngineError) => void
  readonly #pieces: Uint8Array[] = []
  #size = 0

  constructor(facts: Omit<EngineErrorFacts, 'reason'>, source: ByteSource, onRefusal: (error: EngineError) => void) {
    this.#facts = facts
    this.#source = source
    this.#onRefusal = onRefusal
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    const room = MAX_REFUSAL_BYTES - this.#size
    this.#pieces.push(bytes.slice(start, Math.min(end, start + room)))
    this.#size += Math.min(end - start, room)
    if (end - start < room) return
    this.#source.cancel()
    this.onEnd()
  }

  onEnd(): void {
    this.#tell(undefined)
  }

  onFail(error: Error): void {
    // The refusal stands, whatever happened to its words.
    this.#tell({ cause: error })
  }

  #tell(options: ErrorOptions | undefined): void {
    const bytes = new Uint8Array(this.#size)
    let at = 0
    for (const piece of this.#pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    this.#onRefusal(new EngineError('ERR_ENGINE', { ...this.#facts, reason: reasonOf(decodeUtf8(bytes)) }, options))
  }
}

/** The daemon's words in a refusal's body: the `message` of a JSON object, else the text as it is. */
export function reasonOf(text: string): string {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) {
    try {
      const { message } = JSON.parse(trimmed) as { message?: unknown }
      if (typeof message === 'string') return message
    } catch {
      // Not JSON after all: the text is what there is.
    }
  }
  return trimmed
}

/** The error inside a progress record, if it is one: `errorDetail`, or the older `error` (Engine API, ImageCreate, ImageBuild). */
export function errorInRecord(record: unknown, facts: Omit<EngineErrorFacts, 'reason'>): EngineError | undefined {
  if (typeof record !== 'object' || record === null) return undefined
  const { error, errorDetail } = record as {
    error?: unknown
    errorDetail?: { code?: unknown; message?: unknown } | null
  }
  // Some write the fields into every record, empty.
  if (!errorDetail && (typeof error !== 'string' || error === '')) return undefined
  const message = errorDetail?.message ?? error
  const code = errorDetail?.code
  return new EngineError('ERR_ENGINE_STREAM', {
    ...facts,
    reason: typeof message === 'string' ? message : '',
    detailCode: typeof code === 'number' ? code : undefined,
  })
}
