// Cuts a call's bytes into messages: a flag, four bytes of length, the message. No IO.
// A length is checked before anything is kept. The bytes kept by all calls of a session share one budget.
// A message in one piece is not copied. Pieces of one are: a small one takes far more memory than its bytes.

import { FairleadError } from '../../error.ts'
import { Fifo } from '../../net/base/fifo.ts'

/** The largest message that is taken from the daemon, in bytes: 16 MiB, the limit of newer daemons themselves. */
export const MAX_MESSAGE_BYTES = 16_777_216
/** The most bytes that all calls of a session together keep unread: 64 MiB. */
export const MAX_UNREAD_BYTES = 67_108_864

/** Bytes of a message's header: a flag, and the length. */
export const FRAME_HEADER = 5
/** The first memory of a message in pieces, in bytes, and how it grows. Not by the length at once: its bytes may never come. */
const FIRST_BYTES = 262_144
const GROWTH = 16
const NO_BYTES = Buffer.alloc(0)

/** What all calls of one session keep together. */
export interface Budget {
  unread: number
}

/** The messages of one call. */
export class MessageReader {
  readonly #budget: Budget
  #messages = new Fifo<Uint8Array>()
  readonly #head = Buffer.alloc(FRAME_HEADER)
  /** Bytes of the header. */
  #have = 0
  /** The memory of a message in pieces, and how much of it is filled. */
  #body = NO_BYTES
  #filled = 0
  #kept = 0

  constructor(budget: Budget) {
    this.#budget = budget
  }

  /** The number of whole messages that wait. */
  get waiting(): number {
    return this.#messages.size
  }

  /** Bytes that are kept for this call. */
  get kept(): number {
    return this.#kept
  }

  /** Whether the bytes so far end within a message. */
  get isPartial(): boolean {
    return this.#have > 0
  }

  /** @throws FairleadError ERR_BUILD_SESSION for a message that is compressed or too large, and when too much is unread. */
  push(bytes: Uint8Array): void {
    this.#keep(bytes.length)
    if (this.#budget.unread > MAX_UNREAD_BYTES) {
      throw broken(`more than ${MAX_UNREAD_BYTES} bytes before they were read`)
    }
    for (let at = 0; at < bytes.length; ) {
      while (this.#have < FRAME_HEADER && at < bytes.length) this.#head[this.#have++] = bytes[at++]!
      if (this.#have < FRAME_HEADER) return
      const length = this.#length()
      const piece = bytes.subarray(at, at + length - this.#filled)
      at += piece.length
      const message = piece.length === length ? piece : this.#joined(piece, length)
      if (message === undefined) return
      this.#messages.push(message)
      this.#startNext()
    }
  }

  /** The next whole message. Its bytes are valid for good. */
  shift(): Uint8Array | undefined {
    const message = this.#messages.shift()
    if (message !== undefined) this.#keep(-(message.length + FRAME_HEADER))
    return message
  }

  /** Gives up everything that is kept. */
  clear(): void {
    this.#keep(-this.#kept)
    this.#messages = new Fifo()
    this.#startNext()
  }

  /** The length that a whole header says. */
  #length(): number {
    if (this.#head[0] !== 0) throw broken('a compressed message, although none was asked for')
    const length = this.#head.readUInt32BE(1)
    if (length > MAX_MESSAGE_BYTES) throw broken(`a message of ${length} bytes: at most ${MAX_MESSAGE_BYTES} are taken`)
    return length
  }

  /** Copies a piece of a message of this length. Returns the message when that was the last. */
  #joined(piece: Uint8Array, length: number): Uint8Array | undefined {
    const filled = this.#filled + piece.length
    if (filled > this.#body.length) {
      const grown = Buffer.allocUnsafe(Math.min(length, Math.max(filled, FIRST_BYTES, this.#body.length * GROWTH)))
      grown.set(this.#body)
      this.#body = grown
    }
    this.#body.set(piece, this.#filled)
    this.#filled = filled
    return filled === length ? this.#body : undefined
  }

  #startNext(): void {
    this.#have = 0
    this.#body = NO_BYTES
    this.#filled = 0
  }

  #keep(change: number): void {
    this.#kept += change
    this.#budget.unread += change
  }
}

function broken(what: string): FairleadError {
  return new FairleadError('ERR_BUILD_SESSION', `the daemon sent ${what} in the build session`)
}
