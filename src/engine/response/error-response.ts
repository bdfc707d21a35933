// Turns an error response into an EngineError with the daemon's own message.
// Engine fact: the message comes as {"message":…} with a length, or as plain text until the connection closes (a rejected
// attach, under a misleading Content-Type), or not at all. At most MAX_ERROR_BODY_BYTES are copied.

import { EngineError, type EngineErrorFacts, FairleadError } from '../../error.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { afterTurn } from '../../net/base/turn.ts'
import { Store } from '../../stream/parse/store.ts'
import { decodeUtf8 } from '../../stream/read/collect.ts'
import type { ByteHandler, ByteSource, OwnBytes } from '../../stream/source.ts'
import type { Head } from '../../wire/head.ts'
import { versionOffered } from '../api-version/api-version.ts'
import { type AnsweredRequest, addressOf, isForeign } from './response-kind.ts'

/** The most bytes of an error response's body that are read; the rest is not waited for. As in Docker's own client. */
export const MAX_ERROR_BODY_BYTES = 1_048_576
/** How long an error response's body may take, in ms. The Engine writes its one message at once; a peer that trickles would hold the caller for ever. */
export const ERROR_BODY_MS = 10_000

/** The request and the status of an error response. */
type FailedRequest = Omit<EngineErrorFacts, 'reason' | 'note'> & Pick<AnsweredRequest, 'endpoint'>

/**
 * Reads the body of an error response, at most {@link MAX_ERROR_BODY_BYTES} of it, for {@link ERROR_BODY_MS} or another limit. Calls `onBody`
 * once, with what has arrived and, if the body broke off, the reason: the error response counts all the same. But a caller that
 * aborts gets the AbortError, by `onAbort`.
 */
export class ErrorBodyReader implements ByteHandler {
  readonly #source: ByteSource
  readonly #onBody: (body: OwnBytes, failure: Error | undefined) => void
  readonly #onAbort: (error: Error) => void
  readonly #body = new Store()
  readonly #limit: number
  #timer: NodeJS.Timeout | undefined

  /** @param limit how long the body may take, in ms; 0 for any time */
  constructor(
    source: ByteSource,
    onBody: (body: OwnBytes, failure: Error | undefined) => void,
    onAbort: (error: Error) => void,
    limit: number = ERROR_BODY_MS,
  ) {
    this.#source = source
    this.#onBody = onBody
    this.#onAbort = onAbort
    this.#limit = limit
    if (limit > 0) this.#timer = setTimeout(afterTurn, limit, () => this.#expire()).unref()
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    const body = this.#body
    const stop = Math.min(end, start + MAX_ERROR_BODY_BYTES - body.length)
    body.append(bytes, start, stop)
    if (body.length < MAX_ERROR_BODY_BYTES) return
    this.#source.cancel()
    this.onEnd()
  }

  onEnd(): void {
    this.#report(undefined)
  }

  onFail(error: Error): void {
    if (error.name !== 'AbortError') return this.#report(error)
    this.#stop()
    this.#onAbort(error)
  }

  /** The body is late, unless it has ended in the meantime. */
  #expire(): void {
    if (this.#timer === undefined) return
    this.#source.cancel()
    this.#report(new FairleadError('ERR_TRUNCATED_BODY', `the error was not received whole within ${this.#limit} ms`))
  }

  #stop(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #report(failure: Error | undefined): void {
    this.#stop()
    this.#onBody(this.#body.bytes.subarray(0, this.#body.length), failure)
  }
}

/** Reads the body of an error response; calls `onError` once, when the message is complete or cannot be completed. */
export class ErrorResponseReader extends ErrorBodyReader {
  readonly #facts: FailedRequest
  readonly #head: Head | undefined
  readonly #onError: (error: Error) => void

  /** @param head decides what the body is, and supplies the message when the body is empty */
  constructor(facts: FailedRequest, source: ByteSource, onError: (error: Error) => void, head?: Head, limit?: number) {
    super(source, (body, failure) => this.#toError(body, failure), onError, limit)
    this.#facts = facts
    this.#head = head
    this.#onError = onError
  }

  #toError(body: Uint8Array, failure: Error | undefined): void {
    const { status, method, path } = this.#facts
    const head = this.#head
    const reason = reasonOf(decodeUtf8(body, 0, body.length))
    const isOfVersion = status === 400 && versionOffered(reason) !== undefined
    const facts = { status, method, path, reason, note: head && this.#note(head, reason) }
    const options = failure && { cause: failure }
    this.#onError(new EngineError(isOfVersion ? 'ERR_API_VERSION' : 'ERR_ENGINE', facts, options))
  }

  /** The text in place of the reason, when the head says more; undefined otherwise. */
  #note(head: Head, reason: string): string | undefined {
    const where = addressOf(this.#facts)
    if (head.has('docker-distribution-api-version'))
      return `${reason || head.reason} (${where} is a registry, not a Docker Engine)`
    if (reason !== '') {
      // With these statuses, the page may be from a proxy in front of an Engine.
      if (!isForeign(head) || head.status >= 500 || PROXY_STATUSES.has(head.status)) return undefined
      return `${titleOf(reason)} (a web page: ${where} speaks HTTP, but is not a Docker Engine: check the host)`
    }
    const location = head.get('location')
    const to = location === undefined ? '' : `Location: ${withoutSecrets(location)}`
    return [head.reason, to].filter((part) => part !== '').join(', ')
  }
}

/** Statuses that a proxy sends with a page of its own, although an Engine is behind it. */
const PROXY_STATUSES = new Set([401, 403, 407, 413, 429])

/** A Location without its user and its query, which may be secret. */
function withoutSecrets(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/^(\w+:)?\/\/[^/]*@/, '$1//')
}

/** The title of a web page, or else the beginning of its text. */
function titleOf(page: string): string {
  const [, title] = /<title[^>]*>([^<]{1,200})/i.exec(page) ?? []
  const text = title ?? page.slice(0, 2_000).replace(/<[^>]*>/g, ' ')
  return text.replace(/\s+/g, ' ').trim().slice(0, 200)
}

/** The daemon's message in an error response's body: the `message` of a JSON object, or else the text as it is. */
export function reasonOf(text: string): string {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) {
    try {
      const { message } = JSON.parse(trimmed) as { message?: unknown }
      if (typeof message === 'string') return message
    } catch {
      // Not JSON after all: use the text.
    }
  }
  return trimmed
}

/** The error in a progress record: its `errorDetail`, or the older `error` (Engine API, ImageCreate, ImageBuild); undefined when it has none. */
export function errorInRecord(record: unknown, facts: Omit<EngineErrorFacts, 'reason'>): EngineError | undefined {
  if (typeof record !== 'object' || record === null) return undefined
  const { error, errorDetail } = record as { error?: unknown; errorDetail?: unknown }
  // Some servers write the fields into every record, empty.
  if (!errorDetail && !error) return undefined
  const { code } = (errorDetail || {}) as { code?: unknown }
  const detailCode = typeof code === 'number' ? code : undefined
  return new EngineError('ERR_ENGINE_STREAM', { ...facts, reason: errorWords(errorDetail, error), detailCode })
}

/** The message of an error in a progress record: text, or an object's `message`; empty without one. */
export function errorWords(errorDetail: unknown, error: unknown): string {
  for (const value of [errorDetail, error]) {
    const text = typeof value === 'object' && value !== null ? (value as { message?: unknown }).message : value
    if (typeof text === 'string' && text !== '') return text
  }
  return ''
}
