// The classes of all errors that fairlead raises, and what is added to an error on its way. The lowest floor.
// Their codes, and who is at fault, are in error-codes.ts.
// No message holds a secret: no header value, no body, no environment variable's value.

import { type AreaCallerCode, type Blame, blameOf, type ErrorCode } from './error-codes.ts'

/** How much of a cause's message an error's own message repeats, in characters. */
const CAUSE_CHARS = 500

/** An error that fairlead raises: `code` says what happened, `blame` who is at fault. `method`, `path` and `container` name the request, if there is one. */
export class FairleadError extends Error {
  override name = 'FairleadError'
  readonly code: ErrorCode
  /** Who is at fault: 'caller', 'peer' or 'network'. */
  readonly blame: Blame
  /** The method of the request that failed; absent if no request is concerned. */
  declare readonly method?: string
  /** The path of the request that failed, without API version and query; absent if no request is concerned. */
  declare readonly path?: string
  /** The id or name of the request's container, as the program gave it; absent if there is none. */
  declare readonly container?: string

  /** Appends the message of `options.cause` to `message`, unless `message` contains it. */
  constructor(code: Exclude<ErrorCode, AreaCallerCode>, message: string, options?: ErrorOptions)
  /** A code that only one area of the library knows: its errors say who is at fault. */
  constructor(code: AreaCallerCode, message: string, options: ErrorOptions & { blame: 'caller' })
  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { blame?: Blame }) {
    super(message + causeSuffix(message, options?.cause), options)
    this.code = code
    this.blame = options?.blame ?? blameOf(code)
  }
}

function causeSuffix(message: string, cause: unknown): string {
  const { message: text = cause, name, code } = (cause ?? {}) as NodeJS.ErrnoException
  // The default message of an AbortError adds nothing.
  const isKnown = name === 'AbortError' || (code !== undefined && message.includes(code))
  if (typeof text !== 'string' || isKnown || message.includes(text)) return ''
  // A FairleadError's message begins with its request; this error's message gets the same prefix.
  return `: ${text.replace(/^[A-Z]+ \/\S*: /, '').slice(0, CAUSE_CHARS)}`
}

/** What an {@link EngineError} reports of the request and of its error response. */
export interface EngineErrorFacts {
  /** HTTP status, 100 to 599; an error inside a stream has the status of the response that carried it. */
  status: number
  /** The request's method. */
  method: string
  /** The request target's path, without its query. */
  path: string
  /** The daemon's message; empty if it sent none. */
  reason: string
  /** `errorDetail.code` of an error inside a stream: a failed RUN step's exit status. */
  detailCode?: number | undefined
  /** Replaces `reason` in the message: for an empty response, its reason phrase and Location. */
  note?: string | undefined
}

/**
 * What an {@link EngineError} means, for a program to decide by. The names are those of Docker's own packages. 'invalid' is every
 * other 4xx, 'internal' every other 5xx, 'redirect' a 3xx. 'version': the Engine does not support the API version.
 * 'failed': an error inside a stream, after the response had begun.
 */
export type EngineErrorKind =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'internal'
  | 'not-implemented'
  | 'unavailable'
  | 'redirect'
  | 'version'
  | 'failed'

const KINDS: Readonly<Record<number, EngineErrorKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'rate-limited',
  501: 'not-implemented',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

function kindOf(code: ErrorCode, status: number): EngineErrorKind {
  if (code === 'ERR_API_VERSION') return 'version'
  if (code === 'ERR_ENGINE_STREAM') return 'failed'
  return KINDS[status] ?? (status >= 500 ? 'internal' : status >= 400 ? 'invalid' : 'redirect')
}

/** The Engine reported an error: an error response (`ERR_ENGINE`), one about the API version (`ERR_API_VERSION`), or an error record inside a stream (`ERR_ENGINE_STREAM`). */
export class EngineError extends FairleadError {
  override name = 'EngineError'
  /** HTTP status, 100 to 599; an error inside a stream has the status of the response that carried it. */
  readonly status: number
  /** The error's meaning, for a program to decide by: 'not-found', 'conflict' …, see {@link EngineErrorKind}. */
  readonly kind: EngineErrorKind
  override readonly method: string
  override readonly path: string
  /** The daemon's message; empty if it sent none. */
  readonly reason: string
  /** `errorDetail.code` of an error inside a stream: a failed RUN step's exit status. */
  readonly detailCode: number | undefined
  /** For an error inside a progress stream: the last records before it, oldest first, bounded in number and size. Otherwise empty. */
  records: readonly unknown[] = []

  constructor(
    code: 'ERR_ENGINE' | 'ERR_ENGINE_STREAM' | 'ERR_API_VERSION',
    facts: EngineErrorFacts,
    options?: ErrorOptions,
  ) {
    const text = facts.note ?? facts.reason
    super(code, `${facts.method} ${facts.path}: ${facts.status}${text && ` ${withoutCredentials(text)}`}`, options)
    this.status = facts.status
    this.kind = kindOf(code, facts.status)
    this.method = facts.method
    this.path = facts.path
    addContainer(this, facts.path)
    this.reason = facts.reason
    this.detailCode = facts.detailCode
  }
}

/** The error of an aborted call. Its `name` is 'AbortError', which callers of web and Node interfaces check. */
export function abortError(reason: unknown): FairleadError {
  const error = new FairleadError('ERR_ABORTED', 'the call was aborted by its signal', { cause: reason })
  error.name = 'AbortError'
  return error
}

/** The error of calls that are under way when their engine is closed, and of later ones. */
export function closedError(): FairleadError {
  return new FairleadError('ERR_CLOSED', 'this engine was closed')
}

/** A daemon's message without the user and password of a URL in it. */
function withoutCredentials(message: string): string {
  return message.replace(/:\/\/[^/\s@]+@/g, '://…@')
}

const CONTAINER = /^(?:\/libpod)?\/containers\/(?!(?:json|create|prune)$)([^/{]+)/

function addContainer(error: FairleadError, path: string): void {
  const id = CONTAINER.exec(path)?.[1]
  if (id !== undefined) Object.assign(error, { container: id })
}

/** An error of one request; its message begins with method and path. */
export function callError(
  code: 'ERR_BODY_TAKEN' | 'ERR_CLOSED',
  message: string,
  method: string,
  path: string,
): FairleadError {
  const error = new FairleadError(code, `${method} ${path}: ${message}`)
  Object.assign(error, { method, path })
  addContainer(error, path)
  return error
}

/** Adds the request to an error: its message begins with method and path, and it gets both as properties. Does nothing if the error has a request already, or if `path` is empty. */
export function nameCall(error: unknown, method: string, path: string): void {
  if (!(error instanceof FairleadError) || error.method !== undefined || path === '') return
  const { stack = '', message } = error
  const prefix = `${method} ${path}: `
  const named = message.startsWith(prefix) ? message : prefix + message
  error.message = named
  error.stack = stack.replace(message, () => named)
  Object.assign(error, { method, path })
  addContainer(error, path)
}

/** For use within an async function: as {@link located}; also adds the container, for a call whose path does not name it. */
export function locatedIn<E>(error: E, container: string): E {
  if (error instanceof FairleadError && error.container === undefined) {
    error.message += ` (container ${container})`
    Object.assign(error, { container })
  }
  return located(error, locatedIn)
}

/** A copy of an error, for the next of several callers that wait for one result. */
export function copyOf(error: Error): Error {
  if (!(error instanceof FairleadError) || error instanceof EngineError) return error
  const { code, blame, message, name, cause } = error
  const copy = new FairleadError(code as 'ERR_ENGINE', message, cause === undefined ? {} : { cause })
  return Object.assign(copy, { blame, name })
}

/**
 * Rejects with `error`, after adding the caller's lines to its stack: an error from a socket has none.
 * Pass it to the `resolve` of the promise that the caller awaits. V8 finds the lines itself, from one awaiting function to the
 * next. Doing it here costs only when a call fails, not per call.
 */
export async function thrown(error: unknown): Promise<never> {
  // After two microtasks the caller's promise follows this one.
  await undefined
  await undefined
  throw located(error, thrown)
}

/** For use within an async function: gives the error a stack that leads here. Frames down to the function `above` are omitted. */
export function located<E>(error: E, above: object = located): E {
  const capture = (Error as Partial<Pick<ErrorConstructor, 'captureStackTrace'>>).captureStackTrace
  if (!(error instanceof FairleadError) || capture === undefined) return error
  const { stack } = error
  capture.call(Error, error, above as () => void)
  // No function awaits it: it is passed on by then() or catch().
  if (!error.stack?.includes('\n    at ') && stack !== undefined) error.stack = stack
  return error
}
