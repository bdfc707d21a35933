// A multiplexed stream as two Node Readables, and with a tunnel's stdin as the three streams of a child process.
// Both outputs come over one connection: while one has enough, the other waits, too. One that is destroyed is dropped.

import { type Readable, Writable } from 'node:stream'
import type { FrameOptions } from '../engine/readings.ts'
import { FairleadError } from '../error.ts'
import { type NodeStreamOptions, SourceReadable } from './node-readable.ts'
import { type Done, joined, writeTo } from './node-write-end.ts'
import { type From, type HasFrames, type TwoWay, tapFrames } from './opening.ts'
import type { Tap } from './tap.ts'

/** Options of {@link outputs} and {@link stdio}. */
export interface NodeOutputsOptions extends NodeStreamOptions, FrameOptions {}

/** What {@link outputs} gives. */
export interface NodeOutputs {
  stdout: Readable
  stderr: Readable
}

/** What {@link stdio} gives. */
export interface NodeStdio extends NodeOutputs {
  stdin: Writable
}

/**
 * Stdout and stderr of a response or a tunnel as two Readables. A TTY's stream is all stdout.
 *
 * Read both: while `highWaterMark` bytes of one lie unread, neither goes on. Of an output that you do not want call `destroy()`
 * (or `resume()`); when both are destroyed the connection is closed. An error ends both, as 'error', after what came before it.
 */
export function outputs(from: From | HasFrames, options: NodeOutputsOptions = {}): NodeOutputs {
  return readBoth(tapFrames(from, options), options)
}

/**
 * The three streams of an attach or exec, as a child process has them. `stdin.end()` is the half-close. A stdin that is
 * destroyed before that closes the connection, since an input that was cut off must not look complete, and the outputs end
 * with ERR_CLOSED. When the stream ends, stdin is closed. For the outputs see {@link outputs}.
 */
export function stdio(tunnel: TwoWay, options: NodeOutputsOptions = {}): NodeStdio {
  const tap = tapFrames(tunnel, options)
  const stdin = new Stdin(tunnel, tap)
  tap.onOver = () => stdin.destroy()
  return { stdin, ...readBoth(tap, options) }
}

function readBoth(tap: Tap, options: NodeOutputsOptions): NodeOutputs {
  return { stdout: new SourceReadable(tap, options), stderr: new SourceReadable(tap, options) }
}

class Stdin extends Writable {
  readonly #tunnel: TwoWay
  readonly #tap: Tap

  constructor(tunnel: TwoWay, tap: Tap) {
    super()
    this.#tunnel = tunnel
    this.#tap = tap
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
    if (!this.writableFinished) {
      this.#tap.abandon(new FairleadError('ERR_CLOSED', 'stdin was destroyed before its end', { cause: error }))
    }
    done(error)
  }
}
