// An answer of the Engine with a body to read: whole, as JSON records, or in the ways of every stream (readings.ts).
// What is gathered whole is copied once, under a limit.

import { FairleadError } from '../error.ts'
import type { Call } from '../net/call.ts'
import { collect, decodeUtf8 } from '../stream/collect.ts'
import { iterateRecords } from '../stream/iterate.ts'
import type { Head } from '../wire/head.ts'
import { Readings } from './readings.ts'
import { errorInRecord } from './refusal.ts'
import { compareVersions } from './version.ts'

/** The most bytes that `json`, `text` and `bytes` gather unless told otherwise: far above any answer of the Engine that is meant to be read whole. */
export const BODY_LIMIT = 67_108_864

/** What a response knows of its request. */
export interface RequestFacts {
  readonly method: string
  readonly path: string
  readonly version: string
}

/** See the file's head. */
export class Response extends Readings {
  readonly #facts: RequestFacts

  constructor(head: Head, call: Call, facts: RequestFacts) {
    super(head, call)
    this.#facts = facts
  }

  /** The whole body. @throws FairleadError ERR_BODY_TOO_LARGE beyond `limit` bytes (default {@link BODY_LIMIT}), ERR_TRUNCATED_BODY and the network's. */
  bytes(options: { limit?: number | undefined } = {}): Promise<Uint8Array> {
    return collect(this.call, options.limit ?? BODY_LIMIT, this.call.announced)
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
    return iterateRecords<T>(this.call, (record) => {
      const error = errorInRecord(record, facts)
      if (error !== undefined) throw error
    })
  }

  protected override isRaw(told: boolean | undefined): boolean {
    if (told !== undefined) return told
    // From API 1.42 on /logs says what it sends; before, nothing does.
    const { path, version } = this.#facts
    const type = this.headers.get('content-type')
    return type === RAW_STREAM && path.endsWith('/logs') && compareVersions(version, '1.42') >= 0
  }
}

/** The Content-Type that says a stream is raw, or of an Engine before API 1.42, nothing. */
export const RAW_STREAM = 'application/vnd.docker.raw-stream'
/** The Content-Type that says a stream is multiplexed. */
export const MULTIPLEXED_STREAM = 'application/vnd.docker.multiplexed-stream'

/** @throws FairleadError ERR_RECORD_SYNTAX when `text` is not JSON. */
export function parseJson(text: string, facts: RequestFacts): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // JSON.parse's own error quotes the text, which may hold what no message should.
    throw new FairleadError('ERR_RECORD_SYNTAX', `${facts.method} ${facts.path}: the answer's body is not JSON`)
  }
}
