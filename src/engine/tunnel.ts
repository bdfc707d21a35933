// A hijacked connection: attach, exec start. After the answer's head it is a stream both ways, and never pooled again.
// Engine facts: 101 where an Upgrade was seen, 200 without a length where a proxy took it away, both streams both ways; a 200
// in chunks comes from a proxy that buffers, and can only be read. The first bytes may come with the head.

import { FairleadError } from '../error.ts'
import type { Call } from '../net/call.ts'
import { TUNNEL, UNTIL_CLOSE } from '../wire/framing.ts'
import type { Head } from '../wire/head.ts'
import { Readings } from './readings.ts'

const encoder = new TextEncoder()

/** See the file's head. Reading is as of any stream; writing is stdin. */
export class Tunnel extends Readings {
  /** Whether what comes is in frames: not so for a TTY. */
  readonly multiplexed: boolean
  /** Whether anything can be written. */
  readonly writable: boolean
  #ended = false

  constructor(head: Head, call: Call, framing: number, tty: boolean) {
    super(head, call)
    this.multiplexed = !tty
    this.writable = isTwoWay(framing)
  }

  /**
   * Sends bytes, or text as UTF-8, to stdin. Resolves when there is room for more. What is written after the other side
   * has gone vanishes, as with a pipe whose reader has had enough: the stream's end tells.
   * @throws FairleadError ERR_TUNNEL_READ_ONLY, or ERR_CLOSED after `end()`.
   */
  async write(data: Uint8Array | string): Promise<void> {
    if (!this.writable) throw readOnly()
    if (this.#ended) throw new FairleadError('ERR_CLOSED', 'the tunnel was written to after its end()')
    const bytes = typeof data === 'string' ? encoder.encode(data) : data
    // A turn of the event loop, so that whoever writes without end into a stream that is over starves nobody.
    if (this.call.done) await new Promise((resolve) => setImmediate(resolve))
    else if (bytes.length > 0 && !this.call.write(bytes)) await this.call.drained()
  }

  /** Ends stdin: a half-close, after what was written. What comes back goes on. Harmless when called again, and on a tunnel that can only be read. */
  end(): void {
    if (this.#ended || !this.writable) return
    this.#ended = true
    this.call.endWriting()
  }

  protected override isRaw(told: boolean | undefined): boolean {
    return told ?? !this.multiplexed
  }
}

/** Whether the connection after an answer's head is a stream both ways. */
export function isTwoWay(framing: number): boolean {
  return framing === TUNNEL || framing === UNTIL_CLOSE
}

/** The answer is one that ends by itself, and so goes one way. */
export function readOnly(): FairleadError {
  return new FairleadError(
    'ERR_TUNNEL_READ_ONLY',
    'nothing can be written here: the answer has a length or comes in chunks, so it is no upgraded connection: a detached exec, or a proxy between that does not pass an upgrade on',
  )
}
