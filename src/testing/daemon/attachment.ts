// A client attached to a process's output (moby daemon/stream/attach.go): it receives what is written from now on, until the
// process ends or the client disconnects. Bytes pending here hold the process back (Stdio.ahead).

import { setImmediate } from '../../net/base/timers.ts'
import { frameKinds } from '../../stream/parse/mux.ts'
import { FrameBatch } from '../http/frame-batch.ts'
import type { Sink } from '../http/sink.ts'

/** Which outputs a client is attached to, and in which form. */
export interface AttachmentOptions {
  readonly stdout: boolean
  readonly stderr: boolean
  /** Whether it receives frames; else raw bytes, as of a TTY. */
  readonly framed: boolean
}

/** The output of a process for one attached client. */
export class Attachment {
  /** Bytes that the client has not received yet. */
  pending = 0
  /** Called when `pending` falls. */
  onProgress: () => void = () => {}
  readonly #options: AttachmentOptions
  readonly #batch = new FrameBatch()
  /** Bytes passed to the sink and not yet written. */
  #inFlight = 0
  #ended = false
  #wake: (() => void) | undefined

  constructor(options: AttachmentOptions) {
    this.#options = options
  }

  /** Adds output of the process, unless the client is not attached to it. */
  push(kind: number, bytes: Uint8Array): void {
    const { stdout, stderr, framed } = this.#options
    if (this.#ended || (kind === frameKinds.stdout ? !stdout : !stderr)) return
    this.#batch.add(kind, bytes, framed)
    this.pending = this.#inFlight + this.#batch.at
    this.#wake?.()
  }

  /** Ends the output. What is pending is still sent. */
  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  /** Writes everything to `sink`, until the end or until `sink` is closed. */
  async pump(sink: Sink): Promise<void> {
    for (;;) {
      // What a program writes in one turn of the event loop is sent in one write.
      await new Promise<void>((resolve) => setImmediate(resolve))
      const bytes = this.#batch.take()
      this.#inFlight = bytes?.length ?? 0
      if (bytes && !sink.closed) await sink.write(bytes)
      this.#inFlight = 0
      this.pending = this.#batch.at
      this.onProgress()
      if (sink.closed) return
      if (this.pending > 0) continue
      if (this.#ended) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
  }
}
