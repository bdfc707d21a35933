// Decodes the chunked transfer coding (RFC 9112 §7.1), resumable at any byte.
// The Engine writes a chunk per log record. Whole small chunks in one range are therefore the common case and have a fast path;
// everything else goes byte by byte. Extensions and trailers are checked, bounded and dropped.
// Ownership: the sink gets the caller's own ranges; between calls only numbers are kept.

import { CR, HTAB, hex, LF, SP } from '../bytes.ts'
import { FairleadError } from '../error.ts'
import { COLON, FIELD, HEX, SEMICOLON, TCHAR } from './ascii.ts'
import type { BodyDecoder, BodySink } from './body-decoder.ts'

/** The most digits of one chunk size, leading zeros included. Go allows 16 too. */
export const MAX_CHUNK_SIZE_DIGITS = 16
/** The most bytes of chunk extensions in one body, all chunks together. Go and hyper: 16 KiB in total, since CVE-2023-39326. */
export const MAX_CHUNK_EXTENSION_BYTES = 16_384
/** The most bytes of a body's trailer section. Go allows 4 KiB, hyper 16 KiB. */
export const MAX_TRAILER_BYTES = 8_192

// What is expected next.
const SIZE_FIRST = 0 // a chunk size's first digit
const SIZE = 1 // a digit of the size, or what follows it
const SIZE_SP = 2 // white space after the size, ";" or CR
const EXTENSION = 3 // a byte of an extension, or CR
const SIZE_LF = 4
const DATA = 5
const DATA_CR = 6
const DATA_LF = 7
const TRAILER = 8 // a trailer's first byte, or the CR that ends the body
const TRAILER_NAME = 9 // a byte of a trailer's name, or ":"
const TRAILER_VALUE = 10 // a byte of its value, or CR
const TRAILER_LF = 11
const LAST_LF = 12
const DONE = 13
const FAILED = 14

// The shortest chunk of the fast path: "1" CR LF, one byte, CR LF. Finding the size reads no more bytes than this.
const SHORTEST = 6
const FAST_DIGITS = 4

/** Decodes chunked bodies, one at a time. */
export class ChunkedDecoder implements BodyDecoder {
  readonly #sink: BodySink
  #state = SIZE_FIRST
  /** The size as far as it was read; then the bytes of data still to come. */
  #left = 0
  #digits = 0
  #offset = 0
  /** Bytes dropped: of all extensions; after the last chunk's line, of the trailers. */
  #dropped = 0

  constructor(sink: BodySink) {
    this.#sink = sink
  }

  /** Prepares for the next body. */
  reset(): void {
    this.#state = SIZE_FIRST
    this.#offset = 0
    this.#dropped = 0
  }

  get done(): boolean {
    return this.#state === DONE
  }

  /**
   * @throws FairleadError ERR_CHUNK_SYNTAX, ERR_CHUNK_TOO_LARGE, ERR_TRAILERS_TOO_LARGE; ERR_CLOSED after an error;
   * and what the sink throws
   */
  push(bytes: Uint8Array, start: number, end: number): number {
    let state = this.#state
    if (state === DONE) return start
    if (state === FAILED)
      throw new FairleadError('ERR_CLOSED', 'bytes were pushed into a body decoder after an error: call reset() first')
    this.#state = FAILED // stays so if anything throws
    const sink = this.#sink
    const base = this.#offset - start // an index plus this is an offset in the body
    let left = this.#left
    let at = start
    while (at < end && state !== DONE) {
      switch (state) {
        case SIZE_FIRST:
          at = wholeChunks(sink, bytes, at, end)
          if (at === end) break
          left = HEX[bytes[at]!]!
          if (left < 0) throw syntax(bytes[at]!, at + base, 'the first digit of a chunk size')
          at++
          this.#digits = 1
          state = SIZE
          if (at === end) break
        // falls through
        case SIZE: {
          const digit = HEX[bytes[at]!]!
          if (digit >= 0) {
            left = grow(left, digit, ++this.#digits, at + base)
            at++
            break
          }
          state = SIZE_SP
        }
        // falls through
        case SIZE_SP: {
          // By the grammar, white space here must precede ";". Old servers pad sizes with it; Go, hyper and curl accept that.
          const byte = bytes[at]!
          at++
          if (byte === CR) state = SIZE_LF
          else if (byte === SEMICOLON) state = EXTENSION
          else if (byte !== SP && byte !== HTAB)
            throw syntax(byte, at - 1 + base, 'a digit of a chunk size, ";" or CR LF')
          if (byte !== CR) this.#dropped = extended(this.#dropped + 1, at + base)
          break
        }
        case EXTENSION: {
          const from = at
          while (at < end && FIELD[bytes[at]!] === 1) at++
          this.#dropped = extended(this.#dropped + at - from, at + base)
          if (at === end) break
          if (bytes[at] !== CR) throw syntax(bytes[at]!, at + base, 'a chunk extension or CR LF')
          at++
          state = SIZE_LF
          if (at === end) break
        }
        // falls through
        case SIZE_LF:
          if (bytes[at] !== LF) throw syntax(bytes[at]!, at + base, 'LF after CR')
          at++
          state = left === 0 ? TRAILER : DATA
          if (left === 0) this.#dropped = 0
          break
        case DATA: {
          const stop = end - at > left ? at + left : end
          sink.onData(bytes, at, stop)
          left -= stop - at
          at = stop
          if (left > 0) break
          state = DATA_CR
          if (at === end) break
        }
        // falls through
        case DATA_CR:
          if (bytes[at] !== CR) throw syntax(bytes[at]!, at + base, 'CR LF after a chunk')
          at++
          state = DATA_LF
          if (at === end) break
        // falls through
        case DATA_LF:
          if (bytes[at] !== LF) throw syntax(bytes[at]!, at + base, 'LF after CR')
          at++
          state = SIZE_FIRST
          break
        case TRAILER:
          if (bytes[at] === CR) {
            at++
            state = LAST_LF
            break
          }
          if (TCHAR[bytes[at]!] !== 1) throw syntax(bytes[at]!, at + base, "a trailer's name or CR LF")
          state = TRAILER_NAME
        // falls through
        case TRAILER_NAME: {
          const from = at
          while (at < end && TCHAR[bytes[at]!] === 1) at++
          this.#dropped = trailed(this.#dropped + at - from, at + base)
          if (at === end) break
          if (bytes[at] !== COLON) throw syntax(bytes[at]!, at + base, "a colon directly after the trailer's name")
          state = TRAILER_VALUE
          at++
          if (at === end) break
        }
        // falls through
        case TRAILER_VALUE: {
          const from = at
          while (at < end && FIELD[bytes[at]!] === 1) at++
          this.#dropped = trailed(this.#dropped + at - from, at + base)
          if (at === end) break
          if (bytes[at] !== CR) throw syntax(bytes[at]!, at + base, 'visible text or CR LF')
          at++
          state = TRAILER_LF
          if (at === end) break
        }
        // falls through
        case TRAILER_LF:
          if (bytes[at] !== LF) throw syntax(bytes[at]!, at + base, 'LF after CR')
          at++
          this.#dropped = trailed(this.#dropped + 3, at + base) // colon, CR, LF
          state = TRAILER
          break
        default: // LAST_LF
          if (bytes[at] !== LF) throw syntax(bytes[at]!, at + base, 'LF after CR')
          at++
          state = DONE
      }
    }
    this.#offset = at + base
    this.#left = left
    this.#state = state
    return at
  }

  end(): void {
    if (this.#state === DONE) return
    throw new FairleadError(
      'ERR_TRUNCATED_BODY',
      `the connection ended inside a chunked body, after ${this.#offset} bytes of it`,
    )
  }
}

// Functions, not methods: private methods would add a field to every decoder.

/**
 * Passes on chunks of 1*4HEXDIG CR LF data CR LF while they lie whole in the range.
 * Stops before anything else, malformed or cut, and consumes nothing of it.
 * @returns the index of the first byte not consumed
 */
function wholeChunks(sink: BodySink, bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (end - at >= SHORTEST) {
    let size = HEX[bytes[at]!]!
    if (size <= 0) break // not a digit, or the last chunk, or leading zeros
    let cr = at + 1
    let digit = HEX[bytes[cr]!]!
    while (digit >= 0 && cr < at + FAST_DIGITS) {
      size = size * 16 + digit
      cr++
      digit = HEX[bytes[cr]!]!
    }
    const data = cr + 2
    const next = data + size
    if (bytes[cr] !== CR || bytes[cr + 1] !== LF) break
    if (next + 2 > end || bytes[next] !== CR || bytes[next + 1] !== LF) break
    sink.onData(bytes, data, next)
    at = next + 2
  }
  return at
}

/** The size with one more digit, the `digits`th. */
function grow(size: number, digit: number, digits: number, offset: number): number {
  const grown = size * 16 + digit
  // Beyond 2^53 the product may be rounded, but not to below 2^53.
  if (grown > Number.MAX_SAFE_INTEGER) {
    throw new FairleadError('ERR_CHUNK_TOO_LARGE', `a chunk of 2^53 bytes or more, at offset ${offset} of the body`)
  }
  if (digits > MAX_CHUNK_SIZE_DIGITS) {
    throw chunkError(`a chunk size of more than ${MAX_CHUNK_SIZE_DIGITS} digits`, offset)
  }
  return grown
}

/** `total`, the bytes of extensions so far; throws if they exceed the limit. */
function extended(total: number, offset: number): number {
  if (total > MAX_CHUNK_EXTENSION_BYTES) {
    throw chunkError(`chunk extensions of more than ${MAX_CHUNK_EXTENSION_BYTES} bytes in total`, offset)
  }
  return total
}

/** `total`, the bytes of trailers so far; throws if they exceed the limit. */
function trailed(total: number, offset: number): number {
  if (total > MAX_TRAILER_BYTES) {
    throw new FairleadError(
      'ERR_TRAILERS_TOO_LARGE',
      `trailers of more than ${MAX_TRAILER_BYTES} bytes, at offset ${offset} of the body`,
    )
  }
  return total
}

function syntax(byte: number, offset: number, wanted: string): FairleadError {
  return chunkError(`byte ${hex(byte)}: expected ${wanted}`, offset)
}

function chunkError(what: string, offset: number): FairleadError {
  return new FairleadError('ERR_CHUNK_SYNTAX', `${what}, at offset ${offset} of the body`)
}
