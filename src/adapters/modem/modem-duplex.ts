// An attach or exec with stdin, without `hijack`: a Duplex whose end() closes stdin and leaves the output open.
// Writes reach the socket without a copy; their memory belongs to the writer until the write's callback.

import { Duplex } from 'node:stream'
import type { Call } from '../../net/call.ts'
import type { Head } from '../../wire/head.ts'
import { fedByCall } from './feed.ts'

/** An attach or exec as a Duplex: reads are the raw output, writes go to stdin, `end()` closes stdin alone. */
export class ModemDuplex extends fedByCall(Duplex) {
  readonly #call: Call

  constructor(head: Head, call: Call) {
    // When the output ends, the program has ended: no reader of stdin is left.
    super(head, call, { allowHalfOpen: false })
    this.#call = call
    // The stream counts as used from now on, though it may only be written to later. Unread output waits in its buffer.
    this._read(0)
  }

  override _write(chunk: Uint8Array, _encoding: string, callback: () => void): void {
    this.socket.touch()
    if (this.#call.write(chunk)) callback()
    else this.#call.drained().then(callback)
  }

  override _final(callback: () => void): void {
    this.#call.endWriting()
    callback()
  }

  /** As {@link Duplex.destroy}. */
  destroySoon(): void {
    this.destroy()
  }
}
