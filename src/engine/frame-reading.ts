// Frames pushed to a callback straight from the read buffer: the reading that copies nothing.
// What the callback throws passes through the demuxer to the connection, which ends the source with it.

import { Demuxer, type FrameHandler } from '../stream/demux.ts'
import { frameKinds } from '../stream/mux.ts'
import type { ByteHandler, ByteSource } from '../stream/source.ts'

/** Resolves at the stream's clean end. Raw streams come as stdout, in whatever pieces were read. */
export function pushFrames(source: ByteSource, onFrame: FrameHandler, raw: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    source.start(raw ? new RawReading(onFrame, resolve, reject) : new FrameReading(onFrame, resolve, reject))
  })
}

class FrameReading implements ByteHandler {
  readonly #demuxer: Demuxer
  readonly #resolve: () => void
  readonly onFail: (error: Error) => void

  constructor(onFrame: FrameHandler, resolve: () => void, reject: (error: Error) => void) {
    this.#demuxer = new Demuxer(onFrame)
    this.#resolve = resolve
    this.onFail = reject
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.#demuxer.push(bytes, start, end)
  }

  onEnd(): void {
    try {
      this.#demuxer.end()
    } catch (error) {
      return this.onFail(error as Error)
    }
    this.#resolve()
  }
}

class RawReading implements ByteHandler {
  readonly #onFrame: FrameHandler
  readonly onEnd: () => void
  readonly onFail: (error: Error) => void

  constructor(onFrame: FrameHandler, resolve: () => void, reject: (error: Error) => void) {
    this.#onFrame = onFrame
    this.onEnd = resolve
    this.onFail = reject
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.#onFrame(frameKinds.stdout, bytes, start, end)
  }
}
