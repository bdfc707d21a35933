// A source as a Node Readable. Each chunk has memory of its own, copied once from where the read put it; the source
// starts when the stream is first read and is paused while `highWaterMark` bytes lie unread.

import { Readable } from 'node:stream'
import { HIGH_WATER_BYTES, NodeReadEnd } from './node-read-end.ts'
import { type From, tapBytes } from './opening.ts'
import type { Branch, Tap } from './tap.ts'

/** Options of the Node streams. */
export interface NodeStreamOptions {
  /** The bytes that may lie unread before the source is paused; at most one read of 64 KiB more. Default 65,536. */
  highWaterMark?: number | undefined
}

/**
 * The bytes of a response, a tunnel or any source as a Readable, as they come: what is multiplexed stays so.
 * An error (ERR_TRUNCATED_BODY, the network's …) comes as 'error' after everything that was received before it, an abort at
 * once. `destroy()` closes the connection.
 */
export function readable(from: From, options: NodeStreamOptions = {}): Readable {
  return new SourceReadable(tapBytes(from), options)
}

/** A Readable over a tap's next branch. */
export class SourceReadable extends Readable {
  readonly #end: NodeReadEnd
  readonly #branch: Branch

  constructor(tap: Tap, options: NodeStreamOptions) {
    super({ highWaterMark: options.highWaterMark ?? HIGH_WATER_BYTES })
    this.#end = new NodeReadEnd(this)
    this.#branch = tap.branch(this.#end)
  }

  override _read(): void {
    this.#branch.want()
  }

  override read(count?: number): unknown {
    const chunk: unknown = super.read(count)
    this.#end.hasRead(count, chunk)
    return chunk
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#branch.leave(error ?? undefined)
    done(error)
  }
}
