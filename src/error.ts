// Every error that fairlead raises, and whose fault each one is. The lowest floor: imports nothing.
// docs/errors.md has a heading for each code; a test holds the two together.
// No message carries a secret: no header value, no body, no environment.

/** Whose fault an error is: the calling program, the peer (Engine, proxy) that broke the protocol or refused, or the way between. */
export type Blame = 'caller' | 'peer' | 'network'

/** Every code with its blame. */
export const errorCodes = {
  // wire: the peer's bytes are not the HTTP/1.1 that RFC 9112 allows
  ERR_HEAD_SYNTAX: 'peer',
  ERR_HEAD_TOO_LARGE: 'peer',
  ERR_HTTP_VERSION: 'peer',
  ERR_FRAMING: 'peer',
  ERR_CHUNK_SYNTAX: 'peer',
  ERR_CHUNK_TOO_LARGE: 'peer',
  ERR_TRAILERS_TOO_LARGE: 'peer',
  ERR_UNASKED_UPGRADE: 'peer',
  ERR_TRUNCATED_HEAD: 'peer',
  ERR_TRUNCATED_BODY: 'peer',
  // wire: what the caller wants sent cannot be sent safely
  ERR_REQUEST_SYNTAX: 'caller',
  // stream: the bytes inside a body
  ERR_FRAME_TYPE: 'peer',
  ERR_TRUNCATED_FRAME: 'peer',
  ERR_RECORD_SYNTAX: 'peer',
  ERR_RECORD_TOO_LARGE: 'peer',
  ERR_TRUNCATED_RECORD: 'peer',
  ERR_BODY_TOO_LARGE: 'caller',
  ERR_UPLOAD_LENGTH: 'caller',
  ERR_UPLOAD_SOURCE: 'caller',
  ERR_OUTPUT: 'caller',
  // net: on the way
  ERR_CONNECT: 'network',
  ERR_CONNECT_TIMEOUT: 'network',
  ERR_HEAD_TIMEOUT: 'peer',
  ERR_IDLE_TIMEOUT: 'peer',
  ERR_CONNECTION_CLOSED: 'network',
  ERR_CONNECTION_RESET: 'network',
  ERR_ABORTED: 'caller',
  ERR_CLOSED: 'caller',
  // engine: the request API
  ERR_ENGINE: 'peer',
  ERR_ENGINE_STREAM: 'peer',
  ERR_BODY_TAKEN: 'caller',
  ERR_BODY_UNTAKEN: 'caller',
  ERR_TUNNEL_READ_ONLY: 'peer',
  ERR_EXEC_NOT_STARTED: 'peer',
  ERR_EXEC_RUNNING: 'peer',
  ERR_OPTION: 'caller',
  ERR_PATH: 'caller',
  ERR_CREDENTIALS: 'caller',
  ERR_ENDPOINT: 'caller',
  ERR_CONTEXT: 'caller',
  ERR_API_VERSION: 'peer',
  // adapters
  ERR_FETCH_TUNNEL: 'caller',
  ERR_FETCH_REDIRECT: 'peer',
} as const satisfies Record<string, Blame>

// The table once more, as patterns; a test holds the two together. The table itself would be a third of a bundle that has
// nothing but the demuxer, and stays out of it so.
const NETWORK = /CONNECT/
const CALLER = /ABORTED|BODY_|CLOSED|CONTEXT|CREDENTIALS|ENDPOINT|OPTION|OUTPUT|PATH|REQUEST|UPLOAD/

/** The `code` of a {@link FairleadError}. */
export type ErrorCode = keyof typeof errorCodes

/** What went wrong, where, and whose fault it is. Every error that fairlead raises is one of these. */
export class FairleadError extends Error {
  override name = 'FairleadError'
  readonly code: ErrorCode
  /** Whose fault it is: see {@link Blame}. */
  readonly blame: Blame

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.blame = NETWORK.test(code) ? 'network' : CALLER.test(code) ? 'caller' : 'peer'
  }
}

/** What an {@link EngineError} knows of the request that was refused. */
export interface EngineErrorFacts {
  /** HTTP status, 100 to 599; an error inside a stream has the status of the answer that carried it. */
  status: number
  method: string
  /** The request target's path, without its query. */
  path: string
  /** The daemon's own words; empty where it said none. */
  reason: string
  /** The number that an error inside a stream carries (`errorDetail.code`): a failed RUN step's exit status. */
  detailCode?: number | undefined
}

/** The Engine answered, and the answer is a refusal: a status of 400 or more (`ERR_ENGINE`), of the API version spoken (`ERR_API_VERSION`), or an error record inside a stream (`ERR_ENGINE_STREAM`). */
export class EngineError extends FairleadError {
  override name = 'EngineError'
  readonly status: number
  readonly method: string
  readonly path: string
  readonly reason: string
  readonly detailCode: number | undefined
  /** Of an error inside a progress: the last records before it, oldest first, bounded in number and size. Empty elsewhere. */
  records: readonly unknown[] = []

  constructor(
    code: 'ERR_ENGINE' | 'ERR_ENGINE_STREAM' | 'ERR_API_VERSION',
    facts: EngineErrorFacts,
    options?: ErrorOptions,
  ) {
    super(code, `${facts.method} ${facts.path}: ${facts.status}${facts.reason && ` ${facts.reason}`}`, options)
    this.status = facts.status
    this.method = facts.method
    this.path = facts.path
    this.reason = facts.reason
    this.detailCode = facts.detailCode
  }
}

/** The error of an aborted call: `name` is 'AbortError', as callers of the web's and Node's own interfaces look for. */
export function abortError(reason: unknown): FairleadError {
  const error = new FairleadError('ERR_ABORTED', 'the call was aborted by its signal', { cause: reason })
  error.name = 'AbortError'
  return error
}
