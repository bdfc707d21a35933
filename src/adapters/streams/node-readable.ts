// A source as a Node Readable. Each chunk has memory of its own, copied once out of the read buffer. The source starts when
// the stream is first read and is paused while `highWaterMark` bytes are unread.

import { Readable } from 'node:stream'
import { COUNT, checkOptions, type Kinds } from '../../check.ts'
import { HIGH_WATER_BYTES, readsBranch } from './node-read-end.ts'
import { type From, tapBytes } from './stream-input.ts'
import type { Tap } from './tap.ts'

/** Options of the Node streams. */
export interface NodeStreamOptions {
  /** Number of unread bytes at which the source is paused. One read of up to 64 KiB may still follow. Default 65,536. */
  highWaterMark?: number | undefined
}

/** The kinds of {@link NodeStreamOptions}. */
export const STREAM: Kinds<NodeStreamOptions> = { highWaterMark: COUNT }

/**
 * The bytes of a response, a tunnel or any source as a Readable. Multiplexed bytes stay multiplexed.
 * An error (ERR_TRUNCATED_BODY, the network's …) is emitted as 'error' after everything that was received before it; an abort is
 * emitted at once. `destroy()` closes the connection.
 */
export function readable(from: From, options: NodeStreamOptions = {}): Readable {
  checkOptions('readable()', options, STREAM)
  return new SourceReadable(tapBytes(from), options)
}

/** A Readable over a tap's next branch. */
export class SourceReadable extends readsBranch(Readable) {
  constructor(tap: Tap, options: NodeStreamOptions) {
    super(tap, { highWaterMark: options.highWaterMark ?? HIGH_WATER_BYTES })
  }
}
