// Sources as web streams: the bytes as they are, stdout and stderr apart, a tunnel both ways.
// Imports nothing of Node's: it works wherever there are web streams.

import type { FrameOptions } from '../engine/readings.ts'
import { FairleadError } from '../error.ts'
import { type From, type HasFrames, type TwoWay, tapBytes, tapFrames } from './opening.ts'
import type { Tap } from './tap.ts'
import { streamOf, type WebStreamOptions } from './web-read-end.ts'

/** Options of {@link outputs} and {@link stdio}. */
export interface WebOutputsOptions extends WebStreamOptions, FrameOptions {}

/** What {@link outputs} gives. */
export interface WebOutputs {
  stdout: ReadableStream<Uint8Array>
  stderr: ReadableStream<Uint8Array>
}

/** What {@link stdio} gives. */
export interface WebStdio extends WebOutputs {
  stdin: WritableStream<Uint8Array | string>
}

/** What {@link duplex} gives. */
export interface WebDuplex {
  readable: ReadableStream<Uint8Array>
  writable: WritableStream<Uint8Array | string>
}

/**
 * The bytes of a response, a tunnel or any source as a byte stream, as they come: what is multiplexed stays so.
 * An error rejects the read after everything that was received before it, an abort at once. `cancel()` closes the connection.
 */
export function readable(from: From, options: WebStreamOptions = {}): ReadableStream<Uint8Array> {
  return streamOf(tapBytes(from), options)
}

/**
 * Stdout and stderr of a response or a tunnel as two byte streams. A TTY's stream is all stdout.
 *
 * Read both: while `highWaterMark` bytes of one lie unread, neither goes on. An output that you do not want you `cancel()`; when
 * both are cancelled the connection is closed. An error ends both, after what came before it.
 */
export function outputs(from: From | HasFrames, options: WebOutputsOptions = {}): WebOutputs {
  return readBoth(tapFrames(from, options), options)
}

/**
 * A tunnel as a pair of streams, raw: of a container without a TTY frames come (see {@link stdio} for the outputs apart).
 * Closing `writable` is the half-close. Aborting it closes the connection, since an input that was cut off must not look complete,
 * and `readable` rejects with ERR_CLOSED; cancelling `readable` closes it, too.
 */
export function duplex(tunnel: TwoWay, options: WebStreamOptions = {}): WebDuplex {
  const tap = tapBytes(tunnel)
  return { readable: streamOf(tap, options), writable: inputOf(tunnel, tap) }
}

/** A tunnel's stdin, stdout and stderr, as of {@link duplex} and {@link outputs}. */
export function stdio(tunnel: TwoWay, options: WebOutputsOptions = {}): WebStdio {
  const tap = tapFrames(tunnel, options)
  return { stdin: inputOf(tunnel, tap), ...readBoth(tap, options) }
}

function readBoth(tap: Tap, options: WebOutputsOptions): WebOutputs {
  return { stdout: streamOf(tap, options), stderr: streamOf(tap, options) }
}

/** What is written after the other side has gone vanishes, as with the tunnel's own `write`. */
function inputOf(tunnel: TwoWay, tap: Tap): WritableStream<Uint8Array | string> {
  return new WritableStream({
    start(controller) {
      // At once, where `abort` waits for the write under way, which may be for ever.
      const { signal } = controller as WritableStreamDefaultController & { signal: AbortSignal }
      signal.addEventListener('abort', () => {
        const cause: unknown = signal.reason
        tap.abandon(new FairleadError('ERR_CLOSED', 'stdin was aborted before its end', { cause }))
      })
    },
    write: (piece) => tunnel.write(piece),
    close: () => tunnel.end(),
  })
}
