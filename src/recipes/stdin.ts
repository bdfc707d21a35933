// What goes to a process's stdin: a body of any shape, written into a tunnel at the tunnel's pace. A process that stops
// reading early is no error; the stream's end stops the feeding and lets the source go, however far it has come.

import type { Tunnel } from '../engine/tunnel.ts'
import { toUpload, type UploadBody } from '../stream/upload.ts'

/** See the file's head. */
export class StdinFeed {
  readonly #pieces: AsyncIterator<Uint8Array>
  #stopped = false

  /** @throws FairleadError ERR_OPTION when `source` is nothing that can be sent. */
  constructor(source: UploadBody) {
    this.#pieces = toUpload(source).pieces()
  }

  /**
   * Resolves when everything was written, or when stopped. Then this side of the tunnel is ended, unless `keepOpen`.
   * @throws FairleadError ERR_UPLOAD_SOURCE, ERR_TUNNEL_READ_ONLY.
   */
  async into(tunnel: Tunnel, keepOpen: boolean): Promise<void> {
    // Nothing at all: tells a tunnel that can only be read, on which not even the end would arrive.
    await tunnel.write('')
    for (;;) {
      const { done, value } = await this.#pieces.next()
      if (this.#stopped) return
      if (done) break
      await tunnel.write(value)
      if (this.#stopped) return
    }
    if (!keepOpen) tunnel.end()
  }

  /** Nothing more is written; the source is let go. Nobody waits for it: it may be one that never answers again. */
  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#pieces.return?.().catch(ignore)
  }
}

function ignore(): void {}
