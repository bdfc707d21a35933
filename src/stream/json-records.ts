// JSON records out of a body: progress of pull, push, build and load (CRLF), events and stats (LF), json-seq (RS before, LF after).
// LF, CR and RS each end a record and none can stand inside one: RFC 8259 section 7 has them escaped in strings.
// A record cut by a push is copied; nothing else is kept. Text is UTF-8, decoded only once the record is whole.

import { FairleadError } from '../error.ts'
import { findByte, stretch } from './scan.ts'
import { Store } from './store.ts'
import { decodeUtf8 } from './utf8.ts'

/** The largest record, 64 MiB: a 10 MiB build message passes, a body without any line end does not fill the memory. */
export const MAX_RECORD_BYTES = 67_108_864

const LF = 0x0a
const CR = 0x0d
const RS = 0x1e

/** Parses records as they come. After an error, or after `onRecord` threw, the machine only throws ERR_CLOSED. */
export class JsonRecords {
  #onRecord: (value: unknown) => void
  #limit: number
  #rest = new Store()
  #index = 0
  #offset = 0
  #dead = false

  /** `limit`: the largest record in bytes. */
  constructor(onRecord: (value: unknown) => void, limit: number = MAX_RECORD_BYTES) {
    this.#onRecord = onRecord
    this.#limit = limit
  }

  /**
   * Reads `bytes[start..end)`.
   * @throws FairleadError ERR_RECORD_SYNTAX, ERR_RECORD_TOO_LARGE; the records before were passed on
   */
  push(bytes: Uint8Array, start: number, end: number): void {
    this.#enter()
    const rest = this.#rest
    const piece = stretch(bytes, start, end)
    const { length } = piece
    // Where the next of each kind is: most bodies have one kind or two, so most are looked for once.
    let lf = -1
    let cr = -1
    let rs = -1
    let from = 0
    while (from < length) {
      if (lf < from) lf = findByte(piece, LF, from)
      if (cr < from) cr = findByte(piece, CR, from)
      if (rs < from) rs = findByte(piece, RS, from)
      const at = Math.min(lf, cr, rs)
      if (at === length) break
      const offset = this.#offset + at
      if (rest.length > 0) {
        this.#keep(piece, from, at, offset)
        this.#record(rest.bytes, 0, rest.length, offset, 'ERR_RECORD_SYNTAX')
        rest.clear()
      } else if (at > from) {
        this.#record(piece, from, at, offset, 'ERR_RECORD_SYNTAX')
      }
      from = at + 1
    }
    this.#offset += length
    this.#keep(piece, from, length, this.#offset)
    this.#dead = false
  }

  /** The clean end of the body: a last record without a line end counts. @throws FairleadError ERR_TRUNCATED_RECORD when it is not whole */
  end(): void {
    this.#enter()
    const rest = this.#rest
    if (rest.length > 0) this.#record(rest.bytes, 0, rest.length, this.#offset, 'ERR_TRUNCATED_RECORD')
    rest.clear()
    this.#dead = false
  }

  /** Whatever is thrown after this leaves the machine dead. */
  #enter(): void {
    if (this.#dead) throw new FairleadError('ERR_CLOSED', 'the record parser was used after an error')
    this.#dead = true
  }

  /** Copies a part of a record; `offset` is where the part ends in the body. */
  #keep(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const length = this.#rest.length + end - start
    if (length > this.#limit) throw this.#tooLarge(offset - length)
    this.#rest.append(bytes, start, end)
  }

  /** One record, blank or not; `offset` is where it ends in the body. */
  #record(
    bytes: Uint8Array,
    start: number,
    end: number,
    offset: number,
    code: 'ERR_RECORD_SYNTAX' | 'ERR_TRUNCATED_RECORD',
  ): void {
    const begin = offset - (end - start)
    if (end - start > this.#limit) throw this.#tooLarge(begin)
    const text = decodeUtf8(bytes, start, end)
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      // The parser's own message quotes the record: it stays here.
      if (text.trim() === '') return
      throw new FairleadError(
        code,
        code === 'ERR_RECORD_SYNTAX'
          ? `record ${this.#index} at offset ${begin} of the body is not JSON: it begins with the byte 0x${bytes[start]!.toString(16).padStart(2, '0')}`
          : `the body ended inside record ${this.#index}, which begins at offset ${begin}`,
      )
    }
    this.#index++
    this.#onRecord(value)
  }

  #tooLarge(begin: number): FairleadError {
    return new FairleadError(
      'ERR_RECORD_TOO_LARGE',
      `record ${this.#index} at offset ${begin} of the body is longer than ${this.#limit} bytes`,
    )
  }
}
