// A response of the Engine with a body to read: whole, as JSON records, or by the readers of every stream (body-readers.ts).
// A whole body is copied once, under a limit.

import { checkOptions, type Kinds, LIMIT } from '../../check.ts'
import type { Endpoint } from '../../endpoint/parse.ts'
import type { Call } from '../../net/call.ts'
import { collect, decodeUtf8 } from '../../stream/read/collect.ts'
import { iterateRecords } from '../../stream/read/iterate.ts'
import type { OwnBytes } from '../../stream/source.ts'
import type { Head } from '../../wire/head.ts'
import { mediaType } from '../../wire/media-type.ts'
import { compareVersions } from '../api-version/api-version.ts'
import { BodyReaders } from './body-readers.ts'
import { errorInRecord } from './error-response.ts'
import { notJson } from './response-kind.ts'
import type { BodyOptions } from './response-types.ts'

/** The most bytes that `json`, `text` and `bytes` collect by default: far above any response of the Engine that is meant to be read whole. */
export const BODY_LIMIT = 67_108_864

const BODY: Kinds<BodyOptions> = { limit: LIMIT }

/** The request of a response, and the API version of the response. */
export interface RequestFacts {
  readonly method: string
  readonly path: string
  readonly version: string
  /** Where the request was sent. */
  readonly endpoint?: Endpoint | undefined
}

/** A response of the Engine. Its body is read once: whole as JSON, text or bytes, as JSON records, as frames or lines, or piped. */
export class EngineResponse extends BodyReaders {
  readonly #facts: RequestFacts

  constructor(head: Head, call: Call, facts: RequestFacts) {
    super(head, call)
    this.#facts = facts
  }

  /** The whole body. @throws FairleadError ERR_BODY_TOO_LARGE beyond `limit` bytes (default {@link BODY_LIMIT}), ERR_TRUNCATED_BODY, and network errors. */
  bytes(options?: BodyOptions): Promise<OwnBytes> {
    return this.reading(this.#collect(options))
  }

  /** The whole body as UTF-8 text. */
  text(options?: BodyOptions): Promise<string> {
    return this.reading(this.#text(options))
  }

  /** The whole body as JSON; its Content-Type is ignored. @throws FairleadError ERR_RECORD_SYNTAX when it is not JSON, with the address and the type. */
  json<T = unknown>(options?: BodyOptions): Promise<T> {
    return this.reading(this.#json<T>(options))
  }

  /** JSON records as they arrive: events, stats, progress. A progress record that is an error rejects with an EngineError (ERR_ENGINE_STREAM), after the records before it. */
  records<T = unknown>(): AsyncIterableIterator<T> {
    const facts = { status: this.status, method: this.#facts.method, path: this.#facts.path }
    return iterateRecords<T>(this.call, (record) => {
      const error = errorInRecord(record, facts)
      if (error !== undefined) throw error
    })
  }

  async #collect(options: BodyOptions = {}): Promise<OwnBytes> {
    checkOptions('the body', options, BODY)
    this.call.readAtOnce()
    return await collect(this.call, options.limit ?? BODY_LIMIT, this.call.announced)
  }

  async #text(options: BodyOptions | undefined): Promise<string> {
    return decodeUtf8(await this.#collect(options))
  }

  async #json<T>(options: BodyOptions | undefined): Promise<T> {
    return parseJson(await this.#text(options), this.#facts, this.headers) as T
  }

  override isRaw(tty: boolean | undefined): boolean {
    if (tty !== undefined) return tty
    // From API 1.42 on, the Content-Type of /logs says what it sends; before, nothing does.
    const { path, version } = this.#facts
    const type = mediaType(this.headers.get('content-type'))
    return type === RAW_STREAM && path.endsWith('/logs') && compareVersions(version, '1.42') >= 0
  }
}

/** The Content-Type of a raw stream. An Engine before API 1.42 sends it with any stream. */
export const RAW_STREAM = 'application/vnd.docker.raw-stream'
/** The Content-Type of a multiplexed stream. */
export const MULTIPLEXED_STREAM = 'application/vnd.docker.multiplexed-stream'

/** @throws FairleadError ERR_RECORD_SYNTAX when `text` is not JSON. */
export function parseJson(text: string, facts: RequestFacts, head: Head): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notJson(facts, head, text === '')
  }
}
