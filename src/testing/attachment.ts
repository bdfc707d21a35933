// One client's share of a process's output (moby daemon/stream/attach.go): what is written from now on, until the
// process ends or the client goes. What waits here counts against the process: see Stdio.ahead.

import { frameKinds } from '../stream/mux.ts'
import { FrameBatch } from './frame-batch.ts'

export interface AttachmentOptions {
  readonly stdout: boolean
  readonly stderr: boolean
  /** In frames, or bare as of a TTY. */
  readonly framed: boolean
}

/** Where the bytes go, which are given away; the promise is back-pressure. */
export interface Sink {
  readonly closed: boolean
  write(bytes: Uint8Array): Promise<void> | undefined
}

export class Attachment {
  /** Bytes that the client has not taken. */
  pending = 0
  /** Called when `pending` falls. */
  onTaken: () => void = () => {}
  readonly #options: AttachmentOptions
  readonly #batch = new FrameBatch()
  #flying = 0
  #ended = false
  #wake: (() => void) | undefined

  constructor(options: AttachmentOptions) {
    this.#options = options
  }

  push(kind: number, bytes: Uint8Array): void {
    const { stdout, stderr, framed } = this.#options
    if (this.#ended || (kind === frameKinds.stdout ? !stdout : !stderr)) return
    this.#batch.add(kind, bytes, framed)
    this.pending = this.#flying + this.#batch.at
    this.#wake?.()
  }

  /** Nothing more is taken in; what waits still goes out. */
  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  /** Passes everything on to `sink` until the end, or until it is closed. */
  async pump(sink: Sink): Promise<void> {
    for (;;) {
      // What a program writes in one turn goes out in one write.
      await new Promise<void>((resolve) => setImmediate(resolve))
      const bytes = this.#batch.take()
      this.#flying = bytes?.length ?? 0
      if (bytes && !sink.closed) await sink.write(bytes)
      this.#flying = 0
      this.pending = this.#batch.at
      this.onTaken()
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
