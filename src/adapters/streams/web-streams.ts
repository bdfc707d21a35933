// Sources as web streams: raw bytes, stdout and stderr separated, a tunnel in both directions.
// Imports nothing of Node: it works wherever web streams exist.

import { checkOptions, type Kinds } from '../../check.ts'
import { FRAMES, type FrameOptions } from '../../engine/response/frame-options.ts'
import { FairleadError } from '../../error.ts'
import type { OwnBytes } from '../../stream/source.ts'
import { type From, type TwoWay, tapBytes, tapFrames } from './stream-input.ts'
import type { Tap } from './tap.ts'
import { STREAM, streamOf, type WebStreamOptions } from './web-read-end.ts'

/** Options of {@link outputs} and {@link stdio}. */
export interface WebOutputsOptions extends WebStreamOptions, FrameOptions {}

const OUTPUTS: Kinds<WebOutputsOptions> = { ...STREAM, ...FRAMES }

/** What {@link outputs} returns. */
export interface WebOutputs {
  stdout: ReadableStream<OwnBytes>
  stderr: ReadableStream<OwnBytes>
}

/** What {@link stdio} returns. */
export interface WebStdio extends WebOutputs {
  stdin: WritableStream<Uint8Array | string>
}

/** What {@link duplex} returns. */
export interface WebDuplex {
  readable: ReadableStream<OwnBytes>
  writable: WritableStream<Uint8Array | string>
}

/**
 * The bytes of a response, a tunnel or any source as a byte stream. Multiplexed bytes stay multiplexed.
 * An error rejects a read after everything that was received before it; an abort rejects at once. `cancel()` closes the connection.
 */
export function readable(from: From, options: WebStreamOptions = {}): ReadableStream<OwnBytes> {
  checkOptions('readable()', options, STREAM)
  return streamOf(tapBytes(from), options)
}

/**
 * Stdout and stderr of a response or a tunnel as two byte streams. A TTY's stream is all stdout.
 *
 * Read both: while `highWaterMark` bytes of one are unread, both stop. Call `cancel()` on an output that you do not want; when both
 * are cancelled the connection is closed. An error ends both, after what came before it.
 */
export function outputs(from: From, options: WebOutputsOptions = {}): WebOutputs {
  checkOptions('outputs()', options, OUTPUTS)
  return readBoth(tapFrames(from, options), options)
}

/**
 * A tunnel as a pair of streams of raw bytes: for a container without a TTY these are frames ({@link stdio} separates the outputs).
 * Closing `writable` is the half-close. Aborting it closes the connection, since an input that was cut off must not look complete,
 * and `readable` rejects with ERR_CLOSED; cancelling `readable` closes it, too.
 */
export function duplex(tunnel: TwoWay, options: WebStreamOptions = {}): WebDuplex {
  checkOptions('duplex()', options, STREAM)
  const tap = tapBytes(tunnel)
  return { readable: streamOf(tap, options), writable: inputOf(tunnel, tap) }
}

/** A tunnel's stdin, stdout and stderr: stdin as in {@link duplex}, the outputs as in {@link outputs}. */
export function stdio(tunnel: TwoWay, options: WebOutputsOptions = {}): WebStdio {
  checkOptions('stdio()', options, OUTPUTS)
  const tap = tapFrames(tunnel, options)
  return { stdin: inputOf(tunnel, tap), ...readBoth(tap, options) }
}

function readBoth(tap: Tap, options: WebOutputsOptions): WebOutputs {
  return { stdout: streamOf(tap, options), stderr: streamOf(tap, options) }
}

/** A tunnel's stdin. Writes after the peer has gone are discarded, as by the tunnel's own `write`. */
function inputOf(tunnel: TwoWay, tap: Tap): WritableStream<Uint8Array | string> {
  return new WritableStream({
    start(controller) {
      // The signal fires at once; the `abort` method would wait for the pending write, which may never end.
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
