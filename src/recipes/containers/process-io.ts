// A process's stdin and outputs over one tunnel, both directions at the same time: what exec and run share.
// Engine fact: half-closing a TTY's tunnel ends its output. A terminal's only end of input is ^D (0x04), which the caller sends
// to programs that take it. So a TTY's tunnel is left open.

import type { Tunnel } from '../../engine/response/tunnel.ts'
import { EndableSource } from '../shared/endable-source.ts'
import { type OutputOptions, type Outputs, type OwnBuffer, readOutputs } from './output-collector.ts'
import type { StdinFeed } from './stdin-feed.ts'

/** Reads a process's outputs from a tunnel and writes its stdin, both at the same time. */
export class ProcessIo {
  /** Resolves at the end of the outputs; rejects as readOutputs() does. */
  readonly outputs: Promise<Outputs<string | OwnBuffer>>
  readonly source: EndableSource
  readonly #tunnel: Tunnel
  readonly #feed: StdinFeed | undefined

  /** Begins to read at once; stdin waits for {@link feed}. The end of the stream stops the feed. */
  constructor(tunnel: Tunnel, feed: StdinFeed | undefined, options: OutputOptions) {
    this.#tunnel = tunnel
    this.#feed = feed
    this.source = new EndableSource(tunnel.source, () => feed?.stop())
    this.outputs = readOutputs(this.source, !tunnel.multiplexed, options)
    this.outputs.catch(ignore)
  }

  /** Begins to write stdin. An error of its source ends the stream with that error. */
  feed(): void {
    this.#feed?.into(this.#tunnel, !this.#tunnel.multiplexed).catch((error: Error) => this.source.fail(error))
  }
}

function ignore(): void {}
