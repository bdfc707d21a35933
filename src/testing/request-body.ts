// A request's body as it arrives: by length, chunked (RFC 9112 §7.1) or none. Pieces wait here until the handler reads
// them; they are views of what the socket read and belong to the reader. Lenient where Go's server is lenient.

/** Bytes of unread body above which the connection stops reading its socket. */
export const BODY_WAITING_BYTES = 1024 * 1024
/** Go's server reads at most this much of a body that its handler left (net/http maxPostHandlerReadBytes); then it closes. */
export const BODY_LEFT_BYTES = 256 * 1024
/** The error of a body whose client closed its side in the middle. */
export const UNEXPECTED_EOF = 'unexpected EOF'

const SIZE = 0
const DATA = 1
const DATA_END = 2
const TRAILER = 3
const DONE = 4

export class RequestBody {
  /** Bytes announced, -1 where chunked. */
  readonly length: number
  /** What is wrong with the body, in Go's words. */
  error: string | undefined
  /** Bytes received that nobody has read. */
  waiting = 0
  /** Called when `waiting` falls. */
  onRead: (() => void) | undefined
  /** The client waits to be told to send it (`Expect: 100-continue`): until `onWanted`. */
  withheld: boolean
  /** Called before the first read of a withheld body. */
  onWanted: (() => void) | undefined
  #state: number
  #left: number
  #line = ''
  #discarding = false
  readonly #pieces: Uint8Array[] = []
  #wake: (() => void) | undefined

  constructor(length: number, withheld = false) {
    this.length = length
    this.withheld = withheld && length !== 0
    this.#left = length
    this.#state = length === 0 ? DONE : length > 0 ? DATA : SIZE
  }

  get done(): boolean {
    return this.#state === DONE
  }

  /** Takes `bytes`; returns the index behind the last byte that belongs to the body. */
  push(bytes: Uint8Array): number {
    let at = 0
    while (at < bytes.length && this.#state !== DONE) {
      if (this.#state === DATA) {
        const end = Math.min(bytes.length, at + this.#left)
        if (!this.#discarding) {
          this.#pieces.push(bytes.subarray(at, end))
          this.waiting += end - at
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

  /** The body will not come whole. */
  fail(reason: string): void {
    if (this.#state === DONE) return
    this.error = reason
    this.#state = DONE
    this.#wake?.()
  }

  /** Drops what came and what comes. */
  discard(): void {
    this.#discarding = true
    this.#pieces.length = 0
    this.waiting = 0
    this.onRead?.()
  }

  /** The pieces in order; ends at the body's end or its error. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    if (this.withheld) {
      this.withheld = false
      this.onWanted?.()
    }
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece) {
        this.waiting -= piece.length
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

  /** Reads and drops; true when more than `limit` bytes have come before the end. */
  async exceeds(limit: number): Promise<boolean> {
    let total = 0
    for await (const piece of this) if ((total += piece.length) > limit) return true
    return false
  }

  /** The whole body, at most `limit` bytes; `undefined` above that. */
  async bytes(limit: number): Promise<Buffer | undefined> {
    const pieces: Uint8Array[] = []
    let total = 0
    for await (const piece of this) {
      pieces.push(piece)
      if ((total += piece.length) > limit) return undefined
    }
    return Buffer.concat(pieces, total)
  }
}
