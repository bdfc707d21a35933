// Errors as dockerode's users know them: an error response with statusCode, reason, json and the message that they match; a
// broken connection with the system's code (ENOENT, ECONNREFUSED, ECONNRESET …). fairlead's own error is the `cause`.

import { FairleadError } from '../../error.ts'

/** The meaning of each status: true for a response that the caller wants, else the reason in the error's message. */
export type StatusCodes = Readonly<Record<number, true | string | undefined>>

/** The error for a response that the caller does not want: an error response, or a status outside of `statusCodes`. */
export interface StatusError extends Error {
  statusCode: number
  /** The text of `statusCodes` for this status. */
  reason: string | undefined
  /** The body: a parsed value if it is JSON, else a Buffer. */
  json: unknown
}

/** Whether the caller wants a response of this status. Without `statusCodes`: every 2xx. */
export function isWanted(statusCodes: StatusCodes | undefined, status: number): boolean {
  return statusCodes === undefined ? status >= 200 && status < 300 : statusCodes[status] === true
}

/** An error whose message is docker-modem's: `(HTTP code 404) no such container - No such container: x `, with the space at its end. */
export function statusError(status: number, statusCodes: StatusCodes | undefined, body: unknown): StatusError {
  const reason = statusCodes?.[status] as string | undefined
  const error = new Error(`(HTTP code ${status}) ${reason || 'unexpected'} - ${messageIn(body)} `)
  return Object.assign(error, { reason, statusCode: status, json: body })
}

function messageIn(body: unknown): string {
  if (ArrayBuffer.isView(body)) return String(body)
  if (typeof body !== 'object' || body === null) return body === undefined ? '' : String(body)
  const { message, error } = body as { message?: unknown; error?: unknown }
  const text = message || error
  return typeof text === 'string' ? text : JSON.stringify(text ?? body)
}

/** The codes of Node's own errors of the same kinds. */
const codes: Readonly<Record<string, string>> = {
  ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  ERR_POOL_TIMEOUT: 'ETIMEDOUT',
  ERR_HEAD_TIMEOUT: 'ETIMEDOUT',
  ERR_IDLE_TIMEOUT: 'ETIMEDOUT',
  ERR_CONNECTION_CLOSED: 'ECONNRESET',
  ERR_CONNECTION_RESET: 'ECONNRESET',
  ERR_TRUNCATED_HEAD: 'ECONNRESET',
  ERR_TRUNCATED_BODY: 'ECONNRESET',
}

/** The error with the code and the properties that Node's http would have set. `isStream`: it ends a response whose body has begun. */
export function toModemError(error: Error, isStream = false): Error {
  if (!(error instanceof FairleadError)) return error
  const cause = error.cause as NodeJS.ErrnoException | undefined
  // A file or stream that could not be sent: the caller gets its own error.
  if (error.code === 'ERR_UPLOAD_SOURCE' && cause instanceof Error) return cause
  if (error.code === 'ERR_CONNECT' && cause instanceof Error) {
    return Object.assign(new Error(cause.message, { cause: error }), propertiesOf(cause))
  }
  if (error.code === 'ERR_ABORTED') return abortError(cause, isStream ? 'aborted' : undefined)
  const code = codes[error.code]
  if (code === undefined) return error
  // Programs look for these prefixes.
  const prefix = code !== 'ECONNRESET' ? '' : isStream ? 'aborted: ' : 'socket hang up: '
  return Object.assign(new Error(`${prefix}${error.message}`, { cause: error }), { code })
}

/** An AbortError like Node's own: code ABORT_ERR, the signal's reason as `cause`. */
export function abortError(reason: unknown, message = 'The operation was aborted'): Error {
  return Object.assign(new Error(message, { cause: reason }), { name: 'AbortError', code: 'ABORT_ERR' })
}

const PROPERTIES = ['code', 'errno', 'syscall', 'address', 'port', 'hostname'] as const

function propertiesOf(error: Error): object {
  const all = error as unknown as Record<string, unknown>
  return Object.fromEntries(PROPERTIES.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]))
}
