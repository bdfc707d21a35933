// A request's body as it arrives: with a length, chunked (RFC 9112 §7.1) or absent. It is queued in pieces until the handler reads
// it. Large pieces are views of the socket's read and belong to the reader; consecutive small ones are joined. The parser is as
// lenient as Go's server.

import { Store } from '../../stream/parse/store.ts'

/** With more unread bytes of a body than this the connection pauses its socket. */
export const BODY_WAITING_BYTES = 1024 * 1024
/** Go's server reads at most this much of a body that its handler did not read (net/http maxPostHandlerReadBytes); with more it closes the connection. */
export const BODY_LEFT_BYTES = 256 * 1024
/** The error of a body whose client closed its side before the body's end. */
export const UNEXPECTED_EOF = 'unexpected EOF'

/** Pieces smaller than this are joined, because a view costs more memory than they hold. */
const SMALL_BYTES = 1024
/** The size at which a joined piece is complete: one socket read. */
const JOINED_BYTES = 65_536

const SIZE = 0
const DATA = 1
const DATA_END = 2
const TRAILER = 3
const DONE = 4

/** The body of one request, read once by its async iterator. */
export class RequestBody {
  /** The announced length in bytes; -1 if the body is chunked. */
  readonly length: number
  /** The body's error, in Go's words; undefined as long as it is correct. */
  error: string | undefined
  /** Bytes received and not yet read. */
  unread = 0
  /** Called when `unread` falls. */
  onRead: (() => void) | undefined
  /** Whether the client waits for a 100 response before it sends the body (`Expect: 100-continue`). */
  withheld: boolean
  /** Called before the first read of a withheld body. */
  onWanted: (() => void) | undefined
  #state: number
  #left: number
  #line = ''
  #discarding = false
  readonly #pieces: Uint8Array[] = []
  /** The small pieces received after the last one in `#pieces`, joined. */
  readonly #small = new Store()
  #wake: (() => void) | undefined

  constructor(length: number, withheld = false) {
    this.length = length
    this.withheld = withheld && length !== 0
    this.#left = length
    this.#state = length === 0 ? DONE : length > 0 ? DATA : SIZE
  }

  /** Whether the whole body was received, or has failed. */
  get done(): boolean {
    return this.#state === DONE
  }

  /** Parses received bytes. Returns the index after the last byte that belongs to the body. */
  push(bytes: Uint8Array): number {
    let at = 0
    while (at < bytes.length && this.#state !== DONE) {
      if (this.#state === DATA) {
        const end = Math.min(bytes.length, at + this.#left)
        if (!this.#discarding) {
          if (end - at < SMALL_BYTES) {
            this.#small.append(bytes, at, end)
            if (this.#small.length >= JOINED_BYTES) this.#flushSmall()
          } else {
            this.#flushSmall()
            this.#pieces.push(bytes.subarray(at, end))
          }
          this.unread += end - at
        }
        this.#left -= end - at
        at = end
        if (this.#left === 0) this.#state = this.length === -1 ? DATA_END : DONE
      } else {
        const byte = bytes[at++]!
        if (byte === 10) this.#endLine()
        else if (byte !== 13) this.#line += String.fromCharCode(byte)
      }
    }
    this.#wake?.()
    return at
  }

  #endLine(): void {
    const line = this.#line
    this.#line = ''
    if (this.#state === TRAILER) {
      if (line === '') this.#state = DONE
    } else if (this.#state === DATA_END) {
      if (line === '') this.#state = SIZE
      else this.fail('malformed chunked encoding')
    } else {
      const size = line.split(';', 1)[0]!.trim()
      if (!/^[0-9a-fA-F]{1,12}$/.test(size)) {
        this.fail('invalid byte in chunk length')
        return
      }
      this.#left = Number.parseInt(size, 16)
      this.#state = this.#left === 0 ? TRAILER : DATA
    }
  }

  /** Ends the body with an error, unless it is done. */
  fail(reason: string): void {
    if (this.#state === DONE) return
    this.error = reason
    this.#state = DONE
    this.#wake?.()
  }

  /** Discards what was received and what will be. */
  discard(): void {
    this.#discarding = true
    this.#pieces.length = 0
    this.#small.clear()
    this.unread = 0
    this.onRead?.()
  }

  /** Yields the pieces in order. Ends at the body's end or its error. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    if (this.withheld) {
      this.withheld = false
      this.onWanted?.()
    }
    for (;;) {
      if (this.#pieces.length === 0) this.#flushSmall()
      const piece = this.#pieces.shift()
      if (piece) {
        this.unread -= piece.length
        this.onRead?.()
        yield piece
      } else if (this.done) return
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        this.#wake = undefined
      }
    }
  }

  #flushSmall(): void {
    const { bytes, length } = this.#small
    if (length === 0) return
    this.#pieces.push(bytes.slice(0, length))
    this.#small.clear()
  }

  /** Reads and discards the body; true if it has more than `limit` bytes. Stops reading there. */
  async exceeds(limit: number): Promise<boolean> {
    let total = 0
    for await (const piece of this) if ((total += piece.length) > limit) return true
    return false
  }

  /** Reads the whole body; `undefined` if it has more than `limit` bytes. */
  async bytes(limit: number): Promise<Buffer | undefined> {
    const all = new Store(0, limit)
    for await (const piece of this) {
      if (all.length + piece.length > limit) return undefined
      all.append(piece, 0, piece.length)
    }
    return Buffer.from(all.bytes.buffer, all.bytes.byteOffset, all.length)
  }
}
