// A hijacked connection: attach, exec start. After the response's head it is a two-way stream, and it is never pooled again.
// Engine facts: it responds with 101 to an Upgrade, and with 200 without a length if a proxy removed the Upgrade; both are two-way
// streams. A chunked 200 comes from a proxy that buffers, and is read-only. The first bytes may come with the head.

import { FairleadError } from '../../error.ts'
import { setImmediate } from '../../net/base/timers.ts'
import type { Call } from '../../net/call.ts'
import { type Framing, isTwoWay } from '../../wire/framing.ts'
import type { Head } from '../../wire/head.ts'
import { BodyReaders } from './body-readers.ts'

const encoder = new TextEncoder()

/** A hijacked connection of attach or exec: reads the container's output, as any other stream is read; writes to its stdin. */
export class Tunnel extends BodyReaders {
  /** Whether the output comes in frames; false for a TTY. */
  readonly multiplexed: boolean
  /** Whether stdin can be written to. */
  readonly writable: boolean
  #ended = false

  constructor(head: Head, call: Call, framing: Framing, tty: boolean) {
    super(head, call)
    this.multiplexed = !tty
    // A person who types waits for the echo.
    if (tty) call.readAtOnce()
    this.writable = isTwoWay(framing)
  }

  /**
   * Sends bytes, or text as UTF-8, to stdin. Resolves when the buffer has room for more. Data written after the peer has closed
   * is discarded, as with a pipe whose reader has exited: the end of the stream shows it.
   * @throws FairleadError ERR_TUNNEL_READ_ONLY, or ERR_CLOSED after `end()`.
   */
  async write(data: Uint8Array | string): Promise<void> {
    if (!this.writable) throw readOnly()
    if (this.#ended) throw new FairleadError('ERR_CLOSED', 'write() after end(): the stdin of the tunnel is closed')
    const bytes = typeof data === 'string' ? encoder.encode(data) : data
    // Waits one event-loop turn, so that a tight write loop into an ended stream cannot starve the loop.
    if (this.call.done) await new Promise((resolve) => setImmediate(resolve))
    else if (bytes.length > 0 && !this.call.write(bytes)) await this.call.drained()
  }

  /** Ends stdin: a half-close, after everything written. The output continues. Does nothing when called again, or on a read-only tunnel. */
  end(): void {
    if (this.#ended || !this.writable) return
    this.#ended = true
    this.call.endWriting()
  }

  override isRaw(tty: boolean | undefined): boolean {
    return tty ?? !this.multiplexed
  }
}

/** The error for writing to a response that has its own end, and so is read-only. */
export function readOnly(): FairleadError {
  return new FairleadError(
    'ERR_TUNNEL_READ_ONLY',
    'the stream is read-only: the response has a length or is chunked, so the connection was not upgraded; the exec is detached, or a proxy does not pass the upgrade on',
  )
}
