// Request line and fields as strings of latin1 characters (RFC 9112 §3 and §5). The caller joins them into a head.
// A character that could end a line early, or be read differently, is an error and never repaired:
// a value built from user input cannot add a header, a second request or a body.

import { HTAB, hex, SP } from '../bytes.ts'
import { FairleadError } from '../error.ts'
import { FIELD, TCHAR } from './ascii.ts'

/**
 * The request line: `'GET /x HTTP/1.1\r\n'`.
 * @param method a token, sent in the case given
 * @param target visible ASCII, already percent-encoded
 * @throws FairleadError ERR_REQUEST_SYNTAX
 */
export function requestLine(method: string, target: string): string {
  checkToken(method, 'the request method')
  if (target === '') throw syntax('the request target is empty')
  for (let i = 0; i < target.length; i++) {
    const code = target.charCodeAt(i)
    if (code <= SP || code >= 0x7f) throw badCharacter(code, i, 'the request target')
  }
  return `${method} ${target} HTTP/1.1\r\n`
}

/**
 * One field line: `'Name: value\r\n'`.
 * @param name a token, sent in the case given
 * @param value characters up to 0xFF, no control character except HTAB, no white space at either end; may be empty
 * @throws FairleadError ERR_REQUEST_SYNTAX; its message never contains the value
 */
export function field(name: string, value: string): string {
  checkToken(name, 'a header name')
  const last = value.length - 1
  for (let i = 0; i <= last; i++) {
    const code = value.charCodeAt(i)
    if (FIELD[code] !== 1) throw badCharacter(code, i, `the value of the header ${name}`)
    // A recipient strips it (RFC 9112 §5.1), so the value would change on the way.
    if ((i === 0 || i === last) && (code === SP || code === HTAB)) {
      throw syntax(`the value of the header ${name} has white space at index ${i}, where a recipient would strip it`)
    }
  }
  return `${name}: ${value}\r\n`
}

function checkToken(text: string, what: string): void {
  if (text === '') throw syntax(`${what} is empty`)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (TCHAR[code] !== 1) throw badCharacter(code, i, what)
  }
}

function badCharacter(code: number, index: number, what: string): FairleadError {
  return syntax(`${what} has the character ${hex(code)} at index ${index}: it is not allowed there`)
}

function syntax(message: string): FairleadError {
  return new FairleadError('ERR_REQUEST_SYNTAX', message)
}
