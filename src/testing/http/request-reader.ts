// Parses a request's head as Go's net/http does (RFC 9112 §2 to §6; bare LF and folded fields are accepted), and has the error
// responses that Go sends before any handler runs.

import type { Request } from './request.ts'
import { RequestBody } from './request-body.ts'

/** The largest head: Go's http.DefaultMaxHeaderBytes plus the size of its buffer. */
export const MAX_REQUEST_HEAD_BYTES = 1024 * 1024 + 4096

/** Go's response to a head that it cannot serve: the status line's text and the body. The connection is closed after it. */
export interface BadRequest {
  readonly status: string
  readonly body: string
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

function bad(status: string, body = status): BadRequest {
  return { status, body }
}

const MALFORMED = bad('400 Bad Request')
/** The response to a head of more than {@link MAX_REQUEST_HEAD_BYTES}. */
export const HEAD_TOO_LARGE: BadRequest = bad('431 Request Header Fields Too Large')

/** The length of the head at the start of `bytes`, with its empty line; 0 if it is not complete yet. */
export function headLength(bytes: Buffer): number {
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
    if (at === 0 || (at === 1 && bytes[0] === 13)) return at + 1
    if (bytes[at + 1] === 10) return at + 2
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3
  }
  return 0
}

/** Parses a complete head. Returns the request, or the error response. */
export function readHead(text: string): Request | BadRequest {
  const lines = text.split(/\r?\n/)
  const line = /^(\S+) (\S+) HTTP\/(\d)\.(\d)$/.exec(lines[0]!)
  if (!line) return MALFORMED
  const [, method = '', target = '', major, minorText] = line
  if (!TOKEN.test(method)) return MALFORMED
  if (major !== '1') return bad('505 HTTP Version Not Supported: unsupported protocol version')
  const minor = minorText === '0' ? 0 : 1

  const headers: Record<string, string> = Object.create(null)
  let last = ''
  let hosts = 0
  let badName = false
  for (let i = 1; i < lines.length; i++) {
    const field = lines[i]!
    if (field === '') break
    if (field[0] === ' ' || field[0] === '\t') {
      if (last === '') return MALFORMED
      headers[last] += ` ${field.trim()}`
      continue
    }
    const colon = field.indexOf(':')
    if (colon < 1) return MALFORMED
    const name = field.slice(0, colon).toLowerCase()
    if (!TOKEN.test(name)) badName = true
    if (name === 'host') hosts++
    const value = field.slice(colon + 1).trim()
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value
    last = name
  }
  if (hosts > 1) return MALFORMED
  const host = headers.host
  if (minor === 1 && host === undefined) return bad('400 Bad Request: missing required Host header')
  if (host && !/^[\w\-.:[\]%!$&'()*+,;=~@]*$/.test(host)) return bad('400 Bad Request: malformed Host header')
  if (badName) return bad('400 Bad Request: invalid header name')

  const place = splitTarget(target)
  if (!place) return MALFORMED
  const length = bodyLength(headers)
  if (typeof length !== 'number') return length
  const connection = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/)
  const keepAlive = minor === 0 ? connection.includes('keep-alive') : !connection.includes('close')
  const body = new RequestBody(length, minor === 1 && headers.expect?.toLowerCase() === '100-continue')
  return { method, target, ...place, minor, headers, body, keepAlive }
}

/** RFC 9112 §6.3: the length in bytes; -1 if chunked. Transfer-Encoding overrides Content-Length, as in the Engine. */
function bodyLength(headers: Readonly<Record<string, string>>): number | BadRequest {
  const encoding = headers['transfer-encoding']
  if (encoding !== undefined) {
    return encoding.toLowerCase() === 'chunked' ? -1 : bad('501 Not Implemented', 'Unsupported transfer encoding')
  }
  const length = headers['content-length']
  if (length === undefined) return 0
  return /^\d{1,15}$/.test(length) ? Number(length) : MALFORMED
}

/** Splits a target in origin form or absolute form; undefined if Go cannot parse it as a URL. */
function splitTarget(target: string): { path: string; search: string } | undefined {
  const origin = target.replace(/^https?:\/\/[^/?]*/i, '')
  if (origin[0] !== '/') return undefined
  const mark = origin.indexOf('?')
  try {
    const path = decodeURIComponent(mark === -1 ? origin : origin.slice(0, mark))
    return { path, search: mark === -1 ? '' : origin.slice(mark + 1) }
  } catch {
    return undefined
  }
}
