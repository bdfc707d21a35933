// The length of a response's body: RFC 9112 §6.3 in its numbered order, as far as it concerns a client;
// and whether the connection persists after it, §9.3. Pure functions of a head.
// Engine facts: attach and exec respond with 101, or with 200 without a length; a failed attach is a 404 without a length.

import { FairleadError } from '../error.ts'
import { DIGIT, withoutOws } from './ascii.ts'
import type { Head } from './head.ts'

/**
 * How a response's body is framed: its length in bytes, 0 to 2^53-1, or one of `CHUNKED`, `UNTIL_CLOSE` and `TUNNEL`, which are
 * below zero. `NO_BODY` is a length of zero.
 */
export type Framing = number

/** A {@link Framing}: no body, regardless of the head's fields; also a body of length zero. */
export const NO_BODY = 0
/** A {@link Framing}: a chunked body. */
export const CHUNKED = -1
/** A {@link Framing}: a body that ends when the connection does. */
export const UNTIL_CLOSE = -2
/** A {@link Framing}: no body; the connection now carries another protocol. */
export const TUNNEL = -3

/** Whether the body has a known length above zero. */
export function hasLength(framing: Framing): boolean {
  return framing > NO_BODY
}

/** Whether the connection carries bytes in both directions after the response's head: a tunnel, or a body until close. */
export function isTwoWay(framing: Framing): boolean {
  return framing === TUNNEL || framing === UNTIL_CLOSE
}

/**
 * The framing of the response `head` to a request of that method.
 * @returns its length in bytes, 0 to 2^53-1, or CHUNKED, UNTIL_CLOSE or TUNNEL, which are below zero
 * @throws FairleadError ERR_FRAMING if lengths conflict or cannot be read
 */
export function framing(method: string, head: Head): Framing {
  const status = head.status
  // 1. HEAD, 1xx, 204 and 304 have no body. A 101 switches protocols (RFC 9110 §15.2.2); lengths in it mean nothing.
  if (status === 101) return TUNNEL
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return NO_BODY
  // 2. To CONNECT, a 2xx makes a tunnel; lengths in it mean nothing.
  if (method === 'CONNECT' && status < 300) return TUNNEL
  // 3. Transfer-Encoding overrides Content-Length.
  // 4. chunked once and alone. §6.1: in an HTTP/1.0 response it is faulty framing.
  const coding = head.get('transfer-encoding')
  if (coding !== undefined) {
    if (head.minor === 0) throw new FairleadError('ERR_FRAMING', 'Transfer-Encoding in an HTTP/1.0 response')
    if (coding.toLowerCase() !== 'chunked') {
      throw new FairleadError('ERR_FRAMING', 'a Transfer-Encoding other than chunked')
    }
    return CHUNKED
  }
  // 5. Content-Length that is malformed, or differs from another one, cannot be recovered from.
  // 6. If valid, it is the length.
  const length = head.get('content-length')
  if (length !== undefined) return contentLength(length)
  // 7. concerns requests. 8. Otherwise until the connection closes.
  return UNTIL_CLOSE
}

/** Whether the connection persists after this response, according to its head: RFC 9112 §9.3. */
export function keepsAlive(head: Head): boolean {
  const connection = head.get('connection')
  if (connection === undefined) return head.minor === 1
  const options = connection.split(',').map((option) => withoutOws(option, 0, option.length).toLowerCase())
  if (options.includes('close')) return false
  return head.minor === 1 || options.includes('keep-alive')
}

// Content-Length = 1*DIGIT. A list that repeats one number, from repeated fields, counts as that number (RFC 9110 §8.6).
function contentLength(text: string): number {
  const only = decimal(text)
  if (only >= 0) return only
  let length = -1
  for (const item of text.split(',')) {
    const value = decimal(withoutOws(item, 0, item.length))
    if (value < 0) throw new FairleadError('ERR_FRAMING', 'a Content-Length that is not a number from 0 to 2^53-1')
    if (length >= 0 && value !== length) throw new FairleadError('ERR_FRAMING', 'several Content-Lengths that differ')
    length = value
  }
  return length
}

/** The value of 1*DIGIT, or -1 for anything else and for 2^53 or more. */
function decimal(digits: string): number {
  if (digits === '') return -1
  let value = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = DIGIT[digits.charCodeAt(i)]!
    if (digit < 0) return -1
    value = value * 10 + digit
    if (value > Number.MAX_SAFE_INTEGER) return -1
  }
  return value
}
