// Cuts a call's bytes into messages: a flag, four bytes of length, the message. No IO.
// A length is checked before anything is kept. The bytes kept by all calls of a session share one budget.

import { FairleadError } from '../../error.ts'
import { Fifo } from '../../net/base/fifo.ts'

/** The largest message that is taken from the daemon, in bytes: 16 MiB, the limit of newer daemons themselves. */
export const MAX_MESSAGE_BYTES = 16_777_216
/** The most bytes that all calls of a session together keep unread: 64 MiB. */
export const MAX_UNREAD_BYTES = 67_108_864

/** What all calls of one session keep together. */
export interface Budget {
  unread: number
}

/** The messages of one call. */
export class MessageReader {
  readonly #budget: Budget
  #messages = new Fifo<Uint8Array>()
  #pieces: Uint8Array[] = []
  #have = 0
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
    this.#pieces.push(bytes)
    this.#have += bytes.length
    while (this.#have >= 5) {
      const head = this.#joined(5)
      if (head[0] !== 0) throw broken('a compressed message, although none was asked for')
      const length = head.readUInt32BE(1)
      if (length > MAX_MESSAGE_BYTES)
        throw broken(`a message of ${length} bytes: at most ${MAX_MESSAGE_BYTES} are taken`)
      if (this.#have < 5 + length) return
      const whole = this.#joined(5 + length)
      this.#messages.push(whole.subarray(5, 5 + length))
      const rest = whole.subarray(5 + length)
      if (rest.length > 0) this.#pieces[0] = rest
      else this.#pieces.shift()
      this.#have -= 5 + length
    }
  }

  /** The next whole message. Its bytes are valid for good. */
  shift(): Uint8Array | undefined {
    const message = this.#messages.shift()
    if (message !== undefined) this.#keep(-(message.length + 5))
    return message
  }

  /** Gives up everything that is kept. */
  clear(): void {
    this.#keep(-this.#kept)
    this.#messages = new Fifo()
    this.#pieces = []
    this.#have = 0
  }

  /** The first piece, made at least `length` bytes long. */
  #joined(length: number): Buffer {
    let first = this.#pieces[0]!
    if (first.length < length) {
      first = Buffer.concat(this.#pieces)
      this.#pieces = [first]
    }
    return Buffer.from(first.buffer, first.byteOffset, first.length)
  }

  #keep(change: number): void {
    this.#kept += change
    this.#budget.unread += change
  }
}

function broken(what: string): FairleadError {
  return new FairleadError('ERR_BUILD_SESSION', `the daemon sent ${what} in the build session`)
}
