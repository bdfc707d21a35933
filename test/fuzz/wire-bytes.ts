// The bytes that the peer of a case sends: the response as planned, then with its fault, then in pieces.

import { frameText } from '../support/frames.ts'
import type { Ending } from './http-model.ts'
import type { Case, ResponsePlan } from './plan.ts'

/** What a forged second response says: no request may ever get it. */
export const FORGED = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"forged":true}'

/** What a peer does for the request of a case. Chars are bytes. */
export interface Script {
  /** The bytes, in the pieces in which they are sent. */
  pieces: string[]
  /** All that is sent before anything comes behind. */
  text: string
  ending: Ending
  /** Sent when the response was read: on a connection that lies idle. */
  late: string
  /** The response begins before the request is read. */
  early: boolean
}

/** The most turns that a trickle takes: longer bodies come in larger pieces. */
const MAX_PIECES = 400

const letters = 'abcdefghijklmnopqrstuvwxyz '
/** A text of `size` chars that differs from place to place. */
export function textOf(size: number, from = 0): string {
  let text = ''
  for (let i = 0; i < Math.min(size, 27 * 37); i++) text += letters[(i * 7 + from + Math.floor(i / 27)) % 27]
  return text === '' ? '' : text.repeat(Math.ceil(size / text.length)).slice(0, size)
}

function bodyText({ content, sizes }: ResponsePlan): string {
  switch (content) {
    case 'frames':
      return sizes
        .map((size, at) => frameText([1, 2, 1, 3, 1, 2][at % 6]!, at % 2 === 0 ? lined(size, at) : textOf(size, at)))
        .join('')
    case 'tty':
      return sizes.map((size, at) => `${lined(size, at)}\r\n`).join('')
    case 'records':
      return sizes.map((size, at) => `{"n":${at},"text":"${textOf(size, at)}"}${['\n', '\r\n', ''][at % 3]}`).join('')
    case 'json':
      return JSON.stringify({ sizes, text: textOf(sizes[0] ?? 3), nested: { list: [1, null, 'x'] } })
    case 'bytes':
      return sizes.map((size, at) => String.fromCharCode(...byteRange(Math.min(size, 5_000), at))).join('')
  }
}

const byteRange = (size: number, from: number): number[] =>
  Array.from({ length: size }, (_, i) => (i * 31 + from) % 256)

/** A text with line ends, and a character of two bytes. */
function lined(size: number, from: number): string {
  const text = textOf(size, from)
  return size < 4 ? text : `${text.slice(0, size >> 1)}\n\xc3\xa9${text.slice((size >> 1) + 3)}`
}

const TYPES: Record<ResponsePlan['content'], string> = {
  frames: 'application/vnd.docker.multiplexed-stream',
  tty: 'application/vnd.docker.raw-stream',
  records: 'application/json',
  json: 'application/json',
  bytes: 'application/x-tar',
}

/** The response as planned. `extra` is added to its announced lengths. */
export function responseText(plan: ResponsePlan, extra = 0): string {
  const { framing, status } = plan
  const bodiless = status === 204 || status === 304 || framing === 'empty'
  const isError = status >= 300 && status !== 304
  const body = bodiless ? '' : isError ? JSON.stringify({ message: textOf(plan.sizes[0] ?? 5) }) : bodyText(plan)
  const type = isError ? 'application/json' : TYPES[plan.content]
  const fields = `Api-Version: 1.41\r\nContent-Type: ${type}\r\n${plan.coded ? 'Content-Encoding: gzip\r\n' : ''}`
  const interim = 'HTTP/1.1 100 Continue\r\nX: y\r\n\r\n'.repeat(plan.interim)
  const line = (code: number, minor = 1) => `HTTP/1.${minor} ${code} Some Reason\r\n${fields}`
  switch (framing) {
    case 'length':
      return `${interim}${line(status)}Content-Length: ${Math.max(0, body.length + extra)}\r\n\r\n${body}`
    case 'chunked':
    case 'extended':
      return `${interim}${line(status)}Transfer-Encoding: chunked\r\n\r\n${bodiless ? '' : chunked(body, plan, extra)}`
    case 'close':
      return `${interim}${line(status)}\r\n${body}`
    case 'http10':
      return `${interim}${line(status, 0)}Content-Length: ${body.length + extra}\r\nConnection: keep-alive\r\n\r\n${body}`
    case 'switch':
      return `${interim}${line(isError ? status : 101)}Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n${body}`
    case 'empty':
      return `${interim}${line(status)}Content-Length: 0\r\n\r\n`
  }
}

function chunked(body: string, { chunks, framing }: ResponsePlan, extra: number): string {
  const extended = framing === 'extended'
  let text = ''
  let at = 0
  for (let index = 0; at < body.length; index++) {
    const size = chunks.length === 0 ? body.length : chunks[index % chunks.length]!
    const data = body.slice(at, at + size)
    at += data.length
    const announced = Math.max(0, data.length + (at >= body.length ? extra : 0))
    const digits = announced.toString(16)
    text += `${extended ? `00${digits.toUpperCase()}  ;name="a b"` : digits}\r\n${data}\r\n`
  }
  return `${text}${extended ? '000;last\r\nTrailer-A: b\r\nC:\r\n' : '0\r\n'}\r\n`
}

/** What the peer of a case does. */
export function scriptOf({ response, fault, pieces, tail, transport }: Case): Script {
  const { kind, size } = fault
  const extra = kind === 'wrong length' ? (size % 2 === 0 ? size : -size) : 0
  let text = responseText(response, extra)
  const at = fault.at % (text.length + 1)
  let ending: Ending = tail === 'end' ? 'end' : 'open'
  let late = ''
  switch (kind) {
    case 'cut':
    case 'reset':
    case 'stall':
      text = text.slice(0, at)
      // A unix socket has no reset.
      ending = kind === 'stall' ? 'open' : kind === 'reset' && transport !== 'unix' ? 'reset' : 'end'
      break
    case 'flip':
      if (at < text.length) text = replaced(text, at, 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << (size % 8))))
      break
    case 'insert':
      text = replaced(text, at, 0, ['\r', '\n', '\r\n', '\0', 'x', ' ', '0\r\n\r\n', textOf(size, at)][size % 8]!)
      break
    case 'delete':
      text = replaced(text, at, size, '')
      break
    case 'double':
      text = replaced(text, at, 0, text.slice(at, at + size * (size % 3 === 0 ? 50 : 1)))
      break
    case 'desync':
      if (size % 2 === 0) text += FORGED
      else if (ending === 'open') late = FORGED
      break
  }
  return { text, pieces: parts(text, pieces), ending, late, early: kind === 'early' }
}

function replaced(text: string, at: number, count: number, other: string): string {
  return text.slice(0, at) + other + text.slice(at + count)
}

function parts(text: string, how: Case['pieces']): string[] {
  if (how === 'whole' || text === '') return text === '' ? [] : [text]
  const step = Math.ceil(text.length / MAX_PIECES)
  const places =
    how === 'bytewise'
      ? Array.from({ length: Math.ceil(text.length / step) - 1 }, (_, i) => (i + 1) * step)
      : [...new Set(how.map((place) => place % text.length))].filter((place) => place > 0).sort((a, b) => a - b)
  return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length))
}
