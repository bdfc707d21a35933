// A process's stdin and outputs over one tunnel, both ways at the same time: what exec and run share.
// Engine fact: half-closing a TTY's tunnel ends its output, for a terminal has no end of input but ^D (0x04), which the
// caller sends where the program takes it; so a TTY's tunnel is left open.

import type { Tunnel } from '../engine/tunnel.ts'
import { type OutputOptions, type Outputs, readOutputs } from './capture.ts'
import { EndableSource } from './endable.ts'
import type { StdinFeed } from './stdin.ts'

/** See the file's head. */
export class Conversation {
  /** Resolves at the end of the outputs. */
  readonly outputs: Promise<Outputs<string | Buffer>>
  readonly source: EndableSource
  readonly #tunnel: Tunnel
  readonly #feed: StdinFeed | undefined

  /** Begins to read at once; stdin waits for {@link feed}. The feed is stopped with the stream. */
  constructor(tunnel: Tunnel, feed: StdinFeed | undefined, options: OutputOptions) {
    this.#tunnel = tunnel
    this.#feed = feed
    this.source = new EndableSource(tunnel.source, () => feed?.stop())
    this.outputs = readOutputs(this.source, !tunnel.multiplexed, options)
    this.outputs.catch(ignore)
  }

  /** Begins to write; a source that fails ends the conversation with its error. */
  feed(): void {
    this.#feed?.into(this.#tunnel, !this.#tunnel.multiplexed).catch((error: Error) => this.source.fail(error))
  }
}

function ignore(): void {}
