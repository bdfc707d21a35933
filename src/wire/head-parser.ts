// Finds and validates a response head (RFC 9112 §2.2, §4, §5), resumable at any byte and reading each byte once.
// A head that lies in one range is read in place. If it is cut, its bytes so far are kept as a string, at most
// MAX_HEAD_BYTES: no other file of wire/ keeps bytes.
// Strict: bare LF or CR, folded lines, white space before a colon, control characters and leading empty lines are errors.

import { CR, decoders, HTAB, hex, LF, SP } from '../bytes.ts'
import { FairleadError } from '../error.ts'
import { COLON, DIGIT, FIELD, TCHAR } from './ascii.ts'
import { Head } from './head.ts'

/** The most bytes of one head, including its empty line. Node allows 16 KiB, curl 300 KiB, Go's client 10 MiB. */
export const MAX_HEAD_BYTES = 65_536
/** The most fields of one head. hyper allows 100, Node 2000. */
export const MAX_FIELDS = 256

// status-line = "HTTP/1." DIGIT SP 3DIGIT SP [ reason-phrase ]: up to the status every byte has a fixed position.
const VERSION = 'HTTP/1.'
const VERSION_AT = 5
const MINOR_AT = 7
const STATUS_AT = 9
const STATUS_END = 12

// What is expected next.
const FIXED = 0 // a byte of the status line up to the status
const REASON_SP = 1
const TEXT = 2 // a byte of a reason phrase or a field value, or CR
const LINE_LF = 3
const LINE = 4 // a field name's first byte, or the CR of the empty line
const NAME = 5 // a byte of a field name, or ":"
const LAST_LF = 6
const DONE = 7
const FAILED = 8

/** Parses response heads, one at a time. Shares no state. */
export class HeadParser {
  #state = FIXED
  #status = 0
  #minor: 0 | 1 = 1
  #marks: number[] = []
  #size = 0
  #text = ''
  #head: Head | undefined

  /** Prepares for the next head. A Head that was returned stays as it is. */
  reset(): void {
    this.#state = FIXED
    this.#status = 0
    this.#marks = []
    this.#size = 0
    this.#text = ''
    this.#head = undefined
  }

  /** Whether no byte of a head was pushed since `reset`. */
  get empty(): boolean {
    return this.#size === 0
  }

  /**
   * The head, after `push` returned an index.
   * @throws FairleadError ERR_CLOSED before that
   */
  get head(): Head {
    if (this.#head === undefined) throw new FairleadError('ERR_CLOSED', 'the head was read before it was complete')
    return this.#head
  }

  /**
   * The peer will send no more.
   * @throws FairleadError ERR_TRUNCATED_HEAD in the middle of a head
   */
  end(): void {
    if (this.#size === 0 || this.#state === DONE) return
    throw new FairleadError('ERR_TRUNCATED_HEAD', `the connection ended after ${this.#size} bytes of a response head`)
  }

  /**
   * Takes the bytes `[start, end)`. Copies them only if the head goes on after `end`.
   * @returns the index after the head's last byte, or -1 if all bytes were consumed and more are needed
   * @throws FairleadError ERR_HEAD_SYNTAX, ERR_HTTP_VERSION, ERR_HEAD_TOO_LARGE; ERR_CLOSED after any of them
   */
  push(bytes: Uint8Array, start: number, end: number): number {
    let state = this.#state
    if (state === DONE) return start
    if (state === FAILED)
      throw new FairleadError('ERR_CLOSED', 'bytes were pushed into a head parser after an error: call reset() first')
    const size = this.#size
    const base = size - start // an index plus this is an offset in the head
    const room = MAX_HEAD_BYTES - size
    const stop = end - start > room ? start + room : end
    const marks = this.#marks
    let at = start
    while (at < stop) {
      switch (state) {
        case FIXED:
          while (at < stop && at + base < STATUS_END) {
            this.#fixed(bytes[at]!, at + base)
            at++
          }
          if (at === stop) break
          state = REASON_SP
        // falls through
        case REASON_SP:
          // RFC 9112 §4 requires the SP even before an absent reason. Many servers omit both, which is not ambiguous.
          if (bytes[at] === SP) at++
          else if (bytes[at] !== CR) throw this.#syntax(bytes[at]!, at + base, 'SP after the status')
          state = TEXT
          if (at === stop) break
        // falls through
        case TEXT:
          while (at < stop && FIELD[bytes[at]!] === 1) at++
          if (at === stop) break
          if (bytes[at] !== CR) throw this.#syntax(bytes[at]!, at + base, 'visible text or CR LF')
          marks.push(at + base)
          at++
          state = LINE_LF
          if (at === stop) break
        // falls through
        case LINE_LF:
          if (bytes[at] !== LF) throw this.#syntax(bytes[at]!, at + base, 'LF after CR')
          at++
          state = LINE
          if (at === stop) break
        // falls through
        case LINE:
          if (bytes[at] === CR) {
            at++
            state = LAST_LF
            break
          }
          if (TCHAR[bytes[at]!] !== 1) throw this.#badLine(bytes[at]!, at + base)
          if (marks.length > 2 * MAX_FIELDS) throw this.#tooLarge(`more than ${MAX_FIELDS} fields`)
          state = NAME
        // falls through
        case NAME:
          while (at < stop && TCHAR[bytes[at]!] === 1) at++
          if (at === stop) break
          if (bytes[at] !== COLON) throw this.#syntax(bytes[at]!, at + base, 'a colon directly after the field name')
          marks.push(at + base)
          at++
          state = TEXT
          break
        case LAST_LF:
          if (bytes[at] !== LF) throw this.#syntax(bytes[at]!, at + base, 'LF after CR')
          at++
          this.#size = at + base
          this.#state = DONE
          this.#head = new Head(this.#status, this.#minor, this.#text + decoders.latin1(bytes, start, at), marks)
          return at
      }
    }
    if (end - start >= room) throw this.#tooLarge(`more than ${MAX_HEAD_BYTES} bytes`)
    if (start < end) this.#text += decoders.latin1(bytes, start, end)
    this.#size = size + (end - start)
    this.#state = state
    return -1
  }

  #fixed(byte: number, offset: number): void {
    if (offset < MINOR_AT) {
      if (byte === VERSION.charCodeAt(offset)) return
      if (offset < VERSION_AT)
        throw this.#syntax(byte, offset, `the beginning of an HTTP response${tlsHint(byte, offset)}`)
      throw this.#version(byte, offset)
    }
    const digit = DIGIT[byte]!
    if (offset === MINOR_AT) {
      if (digit !== 0 && digit !== 1) throw this.#version(byte, offset)
      this.#minor = digit
    } else if (offset < STATUS_AT) {
      if (byte !== SP) throw this.#syntax(byte, offset, 'SP after the version')
    } else {
      // The class of a status is its first digit, 1 to 5 (RFC 9110 §15).
      if (digit < 0 || (offset === STATUS_AT && (digit < 1 || digit > 5))) {
        throw this.#syntax(byte, offset, 'a status of three digits, 100 to 599')
      }
      this.#status = this.#status * 10 + digit
    }
  }

  #badLine(byte: number, offset: number): FairleadError {
    const folded = byte === SP || byte === HTAB
    return this.#syntax(
      byte,
      offset,
      folded ? 'a field name (folded lines are not supported)' : 'a field name or CR LF',
    )
  }

  #syntax(byte: number, offset: number, wanted: string): FairleadError {
    return this.#fail('ERR_HEAD_SYNTAX', `byte ${hex(byte)} at offset ${offset} of the head: expected ${wanted}`)
  }

  #version(byte: number, offset: number): FairleadError {
    return this.#fail('ERR_HTTP_VERSION', `byte ${hex(byte)} at offset ${offset} of the head: not HTTP/1.0 or HTTP/1.1`)
  }

  #tooLarge(what: string): FairleadError {
    return this.#fail('ERR_HEAD_TOO_LARGE', `a response head of ${what}`)
  }

  #fail(code: 'ERR_HEAD_SYNTAX' | 'ERR_HTTP_VERSION' | 'ERR_HEAD_TOO_LARGE', message: string): FairleadError {
    this.#state = FAILED
    return new FairleadError(code, message)
  }
}

// A TLS alert record begins 0x15 0x03: a TLS server sends one in response to plain HTTP.
function tlsHint(byte: number, offset: number): string {
  return offset === 0 && byte === 0x15 ? ' (a TLS alert: the endpoint seems to expect TLS)' : ''
}
