// A tunnel as a Node Duplex: what comes is as it is on the wire, what is written is stdin, end() is the half-close.
// Reading as in node-readable.ts.

import { Duplex } from 'node:stream'
import { HIGH_WATER_BYTES, NodeReadEnd } from './node-read-end.ts'
import type { NodeStreamOptions } from './node-readable.ts'
import { type Done, joined, writeTo } from './node-write-end.ts'
import { type TwoWay, tapBytes } from './opening.ts'
import type { Branch } from './tap.ts'

/** Options of {@link duplex}. */
export interface DuplexOptions extends NodeStreamOptions {
  /** False, the default, as of net.Socket: when what comes has ended, the writing side ends by itself. */
  allowHalfOpen?: boolean | undefined
}

/**
 * A tunnel as a Duplex, raw: of a container without a TTY frames come (see `stdio` for the outputs apart).
 * `end()` ends stdin alone, what comes goes on; `destroy()` closes the connection.
 * An error comes as 'error' after everything that was received before it, an abort at once.
 */
export function duplex(tunnel: TwoWay, options: DuplexOptions = {}): Duplex {
  return new TunnelDuplex(tunnel, options)
}

class TunnelDuplex extends Duplex {
  readonly #tunnel: TwoWay
  readonly #end: NodeReadEnd
  readonly #branch: Branch

  constructor(tunnel: TwoWay, options: DuplexOptions) {
    super({
      allowHalfOpen: options.allowHalfOpen ?? false,
      readableHighWaterMark: options.highWaterMark ?? HIGH_WATER_BYTES,
    })
    this.#tunnel = tunnel
    this.#end = new NodeReadEnd(this)
    this.#branch = tapBytes(tunnel).branch(this.#end)
  }

  override _read(): void {
    this.#branch.want()
  }

  override read(count?: number): unknown {
    const chunk: unknown = super.read(count)
    this.#end.hasRead(count, chunk)
    return chunk
  }

  override _write(chunk: Buffer, _: string, done: Done): void {
    writeTo(this.#tunnel, chunk, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    writeTo(this.#tunnel, joined(chunks), done)
  }

  override _final(done: Done): void {
    this.#tunnel.end()
    done()
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#branch.leave(error ?? undefined)
    done(error)
  }
}
