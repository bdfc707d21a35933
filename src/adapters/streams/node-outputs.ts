// A multiplexed stream as two Node Readables, and together with a tunnel's stdin as the three streams of a child process.
// Both outputs share one connection: while one is full, the other waits, too. A destroyed output's bytes are dropped.

import { type Readable, Writable } from 'node:stream'
import { checkOptions, type Kinds } from '../../check.ts'
import { FRAMES, type FrameOptions } from '../../engine/response/frame-options.ts'
import { FairleadError } from '../../error.ts'
import { writesToTunnel } from './node-duplex.ts'
import { type NodeStreamOptions, SourceReadable, STREAM } from './node-readable.ts'
import { type From, type TwoWay, tapFrames } from './stream-input.ts'
import type { Tap } from './tap.ts'

/** Options of {@link outputs} and {@link stdio}. */
export interface NodeOutputsOptions extends NodeStreamOptions, FrameOptions {}

const OUTPUTS: Kinds<NodeOutputsOptions> = { ...STREAM, ...FRAMES }

/** What {@link outputs} returns. */
export interface NodeOutputs {
  stdout: Readable
  stderr: Readable
}

/** What {@link stdio} returns. */
export interface NodeStdio extends NodeOutputs {
  stdin: Writable
}

/**
 * Stdout and stderr of a response or a tunnel as two Readables. A TTY's stream is all stdout.
 *
 * Read both: while `highWaterMark` bytes of one are unread, both stop. Call `destroy()` (or `resume()`) on an output that you do
 * not want; when both are destroyed the connection is closed. An error ends both, as 'error', after what came before it.
 */
export function outputs(from: From, options: NodeOutputsOptions = {}): NodeOutputs {
  checkOptions('outputs()', options, OUTPUTS)
  return readBoth(tapFrames(from, options), options)
}

/**
 * The three streams of an attach or exec, as a child process has them. `stdin.end()` is the half-close. Destroying stdin before
 * its end closes the connection, since an input that was cut off must not look complete; the outputs then end with ERR_CLOSED.
 * When the stream ends, stdin is closed. For the outputs see {@link outputs}.
 */
export function stdio(tunnel: TwoWay, options: NodeOutputsOptions = {}): NodeStdio {
  checkOptions('stdio()', options, OUTPUTS)
  const tap = tapFrames(tunnel, options)
  const stdin = new Stdin(tunnel, tap)
  tap.onEnded = () => stdin.destroy()
  return { stdin, ...readBoth(tap, options) }
}

function readBoth(tap: Tap, options: NodeOutputsOptions): NodeOutputs {
  return { stdout: new SourceReadable(tap, options), stderr: new SourceReadable(tap, options) }
}

class Stdin extends writesToTunnel(Writable) {
  readonly #tap: Tap

  constructor(tunnel: TwoWay, tap: Tap) {
    super(tunnel)
    this.#tap = tap
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.writableFinished) {
      this.#tap.abandon(new FairleadError('ERR_CLOSED', 'stdin was destroyed before its end', { cause: error }))
    }
    done(error)
  }
}
