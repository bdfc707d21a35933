// Errors as dockerode's users know them: a refusal with statusCode, reason, json and the message that they match, and a
// broken connection with the system's code (ENOENT, ECONNREFUSED, ECONNRESET …). What fairlead says is the `cause`.

import { FairleadError } from '../error.ts'

/** What a status means: true for an answer that is wanted, else the reason in the error's message. */
export type StatusCodes = Readonly<Record<number, true | string | undefined>>

/** An answer that was not wanted. */
export interface StatusError extends Error {
  statusCode: number
  /** What `statusCodes` says of it. */
  reason: string | undefined
  /** The body: parsed where it is JSON, else as it came. */
  json: unknown
}

/** Whether that answer is wanted: every 2xx where nothing is said. */
export function isWanted(statusCodes: StatusCodes | undefined, status: number): boolean {
  return statusCodes === undefined ? status >= 200 && status < 300 : statusCodes[status] === true
}

/** `(HTTP code 404) no such container - No such container: x `, the space at the end included. */
export function statusError(status: number, statusCodes: StatusCodes | undefined, body: unknown): StatusError {
  const reason = statusCodes?.[status] as string | undefined
  const error = new Error(`(HTTP code ${status}) ${reason || 'unexpected'} - ${wordsOf(body)} `)
  return Object.assign(error, { reason, statusCode: status, json: body })
}

function wordsOf(body: unknown): string {
  if (ArrayBuffer.isView(body)) return String(body)
  if (typeof body !== 'object' || body === null) return body === undefined ? '' : String(body)
  const { message, error } = body as { message?: unknown; error?: unknown }
  const words = message || error
  return typeof words === 'string' ? words : JSON.stringify(words ?? body)
}

/** The codes by which Node's own errors of these kinds are known. */
const codes: Readonly<Record<string, string>> = {
  ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  ERR_HEAD_TIMEOUT: 'ETIMEDOUT',
  ERR_IDLE_TIMEOUT: 'ETIMEDOUT',
  ERR_CONNECTION_CLOSED: 'ECONNRESET',
  ERR_CONNECTION_RESET: 'ECONNRESET',
  ERR_TRUNCATED_HEAD: 'ECONNRESET',
  ERR_TRUNCATED_BODY: 'ECONNRESET',
}

/** The error under the code and with the facts that Node's http would have given it; `isStream`: to an answer under way. */
export function familiar(error: Error, isStream = false): Error {
  if (!(error instanceof FairleadError)) return error
  const cause = error.cause as NodeJS.ErrnoException | undefined
  // A file or stream that could not be sent: its own error.
  if (error.code === 'ERR_UPLOAD_SOURCE' && cause instanceof Error) return cause
  if (error.code === 'ERR_CONNECT' && cause instanceof Error) {
    return Object.assign(new Error(cause.message, { cause: error }), factsOf(cause))
  }
  if (error.code === 'ERR_ABORTED') return abortError(cause, isStream ? 'aborted' : undefined)
  const code = codes[error.code]
  if (code === undefined) return error
  // Programs look for these words.
  const words = code !== 'ECONNRESET' ? '' : isStream ? 'aborted: ' : 'socket hang up: '
  return Object.assign(new Error(`${words}${error.message}`, { cause: error }), { code })
}

/** As Node's own. */
export function abortError(reason: unknown, message = 'The operation was aborted'): Error {
  return Object.assign(new Error(message, { cause: reason }), { name: 'AbortError', code: 'ABORT_ERR' })
}

const FACTS = ['code', 'errno', 'syscall', 'address', 'port', 'hostname'] as const

function factsOf(error: Error): object {
  const all = error as unknown as Record<string, unknown>
  return Object.fromEntries(FACTS.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]))
}
