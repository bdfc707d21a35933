// Turns the pieces of a request body into bytes, and checks them against the declared length.
// Text becomes UTF-8; a character whose surrogates come in two pieces is joined. Pieces of bytes are not copied, except after
// a lone surrogate.

import { FairleadError } from '../../error.ts'
import { bytesOf, kindOf } from './upload-source.ts'

const encoder = new TextEncoder()

/** Checks the pieces of one body, in order. */
export class PieceCheck {
  readonly #length: number | undefined
  #sent = 0
  /** A high surrogate at the end of the last piece of text. */
  #high = ''

  /** @param length the declared length in bytes; undefined if unknown */
  constructor(length: number | undefined) {
    this.#length = length
  }

  /**
   * One piece as bytes; may be empty.
   * @throws FairleadError ERR_UPLOAD_SOURCE (neither bytes nor text), ERR_UPLOAD_LENGTH (more than declared)
   */
  take(value: unknown): Uint8Array {
    const bytes = this.#toBytes(value)
    const sent = this.#sent + bytes.length
    const length = this.#length
    if (length !== undefined && sent > length) throw wrongLength('has more than', length)
    this.#sent = sent
    return bytes
  }

  /** The end: U+FFFD if a lone surrogate is left, else no bytes. @throws FairleadError ERR_UPLOAD_LENGTH */
  end(): Uint8Array {
    const bytes = this.#takeHigh()
    const sent = this.#sent + bytes.length
    const length = this.#length
    if (length !== undefined && sent !== length) {
      throw wrongLength(sent > length ? 'has more than' : `ended after ${sent} of`, length)
    }
    return bytes
  }

  #toBytes(value: unknown): Uint8Array {
    if (typeof value === 'string') {
      const text = this.#high + value
      const last = text.charCodeAt(text.length - 1)
      const cut = last >= 0xd800 && last < 0xdc00 ? text.length - 1 : text.length
      this.#high = text.slice(cut)
      return encoder.encode(text.slice(0, cut))
    }
    const bytes = bytesOf(value)
    if (bytes === undefined) {
      throw new FairleadError(
        'ERR_UPLOAD_SOURCE',
        `a piece of the request body is neither bytes nor text but ${kindOf(value)}`,
      )
    }
    if (this.#high === '') return bytes
    const high = this.#takeHigh()
    const joined = new Uint8Array(high.length + bytes.length)
    joined.set(high)
    joined.set(bytes, high.length)
    return joined
  }

  #takeHigh(): Uint8Array {
    const bytes = encoder.encode(this.#high)
    this.#high = ''
    return bytes
  }
}

function wrongLength(how: string, length: number): FairleadError {
  return new FairleadError('ERR_UPLOAD_LENGTH', `the request body ${how} the ${length} bytes that were declared`)
}
