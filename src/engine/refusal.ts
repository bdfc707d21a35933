// An answer that is a refusal → EngineError with the daemon's own words.
// Engine fact: the words come as {"message":…} with a length, or as plain text until the connection closes (a refused
// attach, under a misleading Content-Type), or not at all. Keeps a copy of at most MAX_REFUSAL_BYTES.

import { EngineError, type EngineErrorFacts } from '../error.ts'
import { decodeUtf8 } from '../stream/collect.ts'
import type { ByteHandler, ByteSource } from '../stream/source.ts'
import { Store } from '../stream/store.ts'
import { versionOffered } from './version.ts'

/** How much of a refusal's body is read; the rest is not waited for. As Docker's own client. */
export const MAX_REFUSAL_BYTES = 1_048_576

/** Takes the body of a refusal; calls `onRefusal` once, when the words are there or no more of them will come. */
export class RefusalReader implements ByteHandler {
  readonly #facts: Omit<EngineErrorFacts, 'reason'>
  readonly #source: ByteSource
  readonly #onRefusal: (error: Error) => void
  readonly #words = new Store()

  constructor(facts: Omit<EngineErrorFacts, 'reason'>, source: ByteSource, onRefusal: (error: Error) => void) {
    this.#facts = facts
    this.#source = source
    this.#onRefusal = onRefusal
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    const words = this.#words
    const stop = Math.min(end, start + MAX_REFUSAL_BYTES - words.length)
    words.append(bytes, start, stop)
    if (words.length < MAX_REFUSAL_BYTES) return
    this.#source.cancel()
    this.onEnd()
  }

  onEnd(): void {
    this.#tell(undefined)
  }

  onFail(error: Error): void {
    // The refusal stands, whatever happened to its words; but who aborts hears of that.
    if (error.name === 'AbortError') this.#onRefusal(error)
    else this.#tell({ cause: error })
  }

  #tell(options: ErrorOptions | undefined): void {
    const reason = reasonOf(decodeUtf8(this.#words.bytes, 0, this.#words.length))
    const ofVersion = this.#facts.status === 400 && versionOffered(reason) !== undefined
    this.#onRefusal(new EngineError(ofVersion ? 'ERR_API_VERSION' : 'ERR_ENGINE', { ...this.#facts, reason }, options))
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
  const { error, errorDetail } = record as { error?: unknown; errorDetail?: unknown }
  const detail =
    typeof errorDetail === 'object' && errorDetail !== null
      ? (errorDetail as { code?: unknown; message?: unknown })
      : undefined
  // Some write the fields into every record, empty.
  const words = [detail?.message, error].find((text) => typeof text === 'string' && text !== '') as string | undefined
  if (detail === undefined && words === undefined) return undefined
  const code = typeof detail?.code === 'number' ? detail.code : undefined
  return new EngineError('ERR_ENGINE_STREAM', { ...facts, reason: words ?? '', detailCode: code })
}
