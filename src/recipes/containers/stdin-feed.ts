// Writes a body of any shape to a process's stdin, at the tunnel's pace. A process that stops reading early is no error: the end
// of the stream stops the feed and releases the source at any point.

import type { Tunnel } from '../../engine/response/tunnel.ts'
import { toUpload, type Upload, type UploadBody } from '../../stream/upload/upload.ts'

/** Writes a body of any shape into a tunnel. */
export class StdinFeed {
  readonly #upload: Upload
  #pieces: AsyncIterator<Uint8Array> | undefined
  #stopped = false

  /** @throws FairleadError ERR_OPTION when `source` cannot be sent, ERR_BODY_TAKEN when it was read before. */
  constructor(source: UploadBody) {
    this.#upload = toUpload(source)
  }

  /** Call this before anything is sent. Rejects with ERR_BODY_TAKEN when the source is an iterator that has ended already. */
  async begin(): Promise<void> {
    await this.#upload.begin?.()
  }

  /**
   * Resolves when everything is written, or the feed is stopped. Ends this side of the tunnel after everything, unless `keepOpen`.
   * @throws FairleadError ERR_UPLOAD_SOURCE, ERR_TUNNEL_READ_ONLY.
   */
  async into(tunnel: Tunnel, keepOpen: boolean): Promise<void> {
    // An empty write rejects on a read-only tunnel, where not even the end would arrive.
    await tunnel.write('')
    const pieces = this.#take()
    for (;;) {
      const { done, value } = await pieces.next()
      if (this.#stopped) return
      if (done) break
      await tunnel.write(value)
      if (this.#stopped) return
    }
    if (!keepOpen) tunnel.end()
  }

  /** Stops writing and releases the source, without waiting for it: its iterator may never settle. */
  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#take().return?.().catch(ignore)
  }

  #take(): AsyncIterator<Uint8Array> {
    this.#pieces ??= this.#upload.pieces()
    return this.#pieces
  }
}

function ignore(): void {}
