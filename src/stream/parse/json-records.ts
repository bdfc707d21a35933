// JSON records of a body: progress of pull, push, build and load (CRLF), events and stats (LF), json-seq (RS before, LF after).
// Nearly every line is one record and is parsed as it is. JSON's grammar finds all others, as in Go's json.Decoder: records
// without a line end between them, with line ends inside, or cut by a push. Each is passed on as soon as it is whole.
// A record cut by a push is copied; nothing else is kept. Text is UTF-8, decoded when the record is whole.

import { CR, HTAB, hex, LF, SP } from '../../bytes.ts'
import { checkLimit } from '../../check.ts'
import { FairleadError } from '../../error.ts'
import { JsonScanner } from './json-scanner.ts'
import { findByte, viewOf } from './scan.ts'
import { Store } from './store.ts'
import { decodeUtf8 } from './utf8.ts'

/** The largest record, 64 MiB: enough for a 10 MiB build message; a body without line ends cannot fill the memory. */
export const MAX_RECORD_BYTES = 67_108_864

const RS = 0x1e

/** Parses JSON records as they come and passes each to `onRecord`. After an error, or after `onRecord` threw, every call throws ERR_CLOSED. */
export class JsonRecords {
  #onRecord: (value: unknown, text: string) => void
  #limit: number
  /** The part of the current record from earlier pushes. */
  #rest = new Store()
  #scanner = new JsonScanner()
  /** The current record's offset in the body, and its first byte. */
  #begin = 0
  #first = 0
  #index = 0
  #offset = 0
  #failed = false

  /**
   * @param onRecord receives each record's value, and its text: a number of more than 53 bits is exact only there
   * @param limit the largest record in bytes, default 64 MiB
   */
  constructor(onRecord: (value: unknown, text: string) => void, limit: number = MAX_RECORD_BYTES) {
    this.#onRecord = onRecord
    checkLimit('limit', limit)
    this.#limit = limit
  }

  /**
   * Reads `bytes[start..end)`.
   * @throws FairleadError ERR_RECORD_SYNTAX, ERR_RECORD_TOO_LARGE; the records before it were passed on
   */
  push(bytes: Uint8Array, start: number, end: number): void {
    this.#enter()
    const piece = viewOf(bytes, start, end)
    const { length } = piece
    // The next separator of each kind. Most bodies have one kind or two, so a missing kind is searched for once.
    let lf = -1
    let cr = -1
    let rs = -1
    // The end of a line that is not one record: the scanner finds its records one by one.
    let tried = -1
    let from = 0
    while (from < length) {
      if (!this.#scanner.open) {
        if (lf < from) lf = findByte(piece, LF, from)
        if (cr < from) cr = findByte(piece, CR, from)
        if (rs < from) rs = findByte(piece, RS, from)
        const at = Math.min(lf, cr, rs)
        if (at === from || (at < length && at !== tried && this.#line(piece, from, at))) {
          from = at + 1
          continue
        }
        tried = at
      }
      from = this.#value(piece, from, length)
    }
    this.#offset += length
    this.#failed = false
  }

  /** Ends the body. The last record needs no line end. @throws FairleadError ERR_TRUNCATED_RECORD if it is not whole */
  end(): void {
    this.#enter()
    if (this.#scanner.open) {
      if (!this.#scanner.endsHere) {
        throw new FairleadError(
          'ERR_TRUNCATED_RECORD',
          `the body ended inside record ${this.#index}, which begins at offset ${this.#begin}`,
        )
      }
      this.#record(this.#rest.bytes, 0, this.#rest.length)
    }
    this.#failed = false
  }

  /** An exception after this leaves the parser unusable. */
  #enter(): void {
    if (this.#failed) throw new FairleadError('ERR_CLOSED', 'the record parser was used after an error')
    this.#failed = true
  }

  /** Parses a line as one record; false if it is not one, or is longer than the limit. */
  #line(piece: Uint8Array, start: number, end: number): boolean {
    if (end - start > this.#limit) return false
    let value: unknown
    const text = decodeUtf8(piece, start, end)
    try {
      value = JSON.parse(text)
    } catch {
      return false
    }
    this.#index++
    this.#onRecord(value, text)
    return true
  }

  /** Reads on in the current value, or begins the next one; returns where it ends in the piece. */
  #value(piece: Uint8Array, start: number, end: number): number {
    let from = start
    const scanner = this.#scanner
    const rest = this.#rest
    if (!scanner.open) {
      while (from < end && isBetween(piece[from]!)) from++
      if (from === end) return end
      this.#begin = this.#offset + from
      this.#first = piece[from]!
    }
    const at = scanner.scan(piece, from, end)
    if (at < 0) throw this.#syntax()
    if (rest.length + at - from > this.#limit) throw this.#tooLarge(this.#begin)
    if (scanner.open) rest.append(piece, from, at)
    else if (rest.length === 0) this.#record(piece, from, at)
    else {
      rest.append(piece, from, at)
      this.#record(rest.bytes, 0, rest.length)
      rest.clear()
    }
    return at
  }

  #record(bytes: Uint8Array, start: number, end: number): void {
    const text = decodeUtf8(bytes, start, end)
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      // JSON.parse's message quotes the record, so it is not passed on.
      throw this.#syntax()
    }
    this.#index++
    this.#onRecord(value, text)
  }

  #syntax(): FairleadError {
    return new FairleadError(
      'ERR_RECORD_SYNTAX',
      `record ${this.#index} at offset ${this.#begin} of the body is not JSON: it begins with the byte ${hex(this.#first)}`,
    )
  }

  #tooLarge(begin: number): FairleadError {
    return new FairleadError(
      'ERR_RECORD_TOO_LARGE',
      `record ${this.#index} at offset ${begin} of the body is longer than ${this.#limit} bytes`,
    )
  }
}

/** Whether a byte may come between records: JSON white space, or RS. */
function isBetween(byte: number): boolean {
  return byte === SP || byte === LF || byte === CR || byte === HTAB || byte === RS
}
