// Pushes frames to a callback straight from the read buffer: the reader that copies nothing.
// An error that the callback throws passes through the demuxer to the connection, which ends the source with it.

import { thrown } from '../../error.ts'
import { Demuxer, type FrameHandler } from '../../stream/parse/demux.ts'
import { frameKinds } from '../../stream/parse/mux.ts'
import type { ByteHandler, ByteSource } from '../../stream/source.ts'

/**
 * Calls `onFrame` for each frame, and resolves at the stream's clean end. A raw stream comes as stdout, in the pieces that were read.
 * @param onReadOver called after each read, while the bytes of that read are still readable
 */
export function pushFrames(
  source: ByteSource,
  onFrame: FrameHandler,
  raw: boolean,
  onReadOver?: () => void,
): Promise<void> {
  return new Promise((settle) => {
    const handler = raw ? new RawHandler(onFrame, settle) : new DemuxHandler(source, onFrame, settle)
    source.start(onReadOver === undefined ? handler : new ReadNotifier(handler, onReadOver))
  })
}

/** Settles the promise, with undefined or a rejected promise: a long stream keeps one function for both. */
type Settle = (end: undefined | Promise<never>) => void

/** Notifies after each read. Bytes that a source delivers outside of a read count as a read. */
class ReadNotifier implements ByteHandler {
  readonly #inner: ByteHandler
  readonly #onReadOver: () => void
  #reading = false

  constructor(inner: ByteHandler, onReadOver: () => void) {
    this.#inner = inner
    this.#onReadOver = onReadOver
  }

  onReadStart(): void {
    this.#reading = true
  }

  onReadEnd(): void {
    this.#reading = false
    this.#onReadOver()
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.#inner.onData(bytes, start, end)
    if (!this.#reading) this.#onReadOver()
  }

  onEnd(): void {
    this.#onReadOver()
    this.#inner.onEnd()
  }

  onFail(error: Error): void {
    this.#onReadOver()
    this.#inner.onFail(error)
  }
}

/** Demuxer and handler in one object, to save memory: a followed stream keeps it for long. */
class DemuxHandler extends Demuxer implements ByteHandler {
  readonly #source: ByteSource
  readonly #settle: Settle

  constructor(source: ByteSource, onFrame: FrameHandler, settle: Settle) {
    super(onFrame)
    this.#source = source
    this.#settle = settle
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.push(bytes, start, end)
  }

  onEnd(): void {
    try {
      this.end()
    } catch (error) {
      // The stream has ended; the source adds its request to the error.
      this.#source.cancel(error)
      return this.onFail(error as Error)
    }
    this.#settle(undefined)
  }

  onFail(error: Error): void {
    this.#settle(thrown(error))
  }
}

class RawHandler implements ByteHandler {
  readonly #onFrame: FrameHandler
  readonly #settle: Settle

  constructor(onFrame: FrameHandler, settle: Settle) {
    this.#onFrame = onFrame
    this.#settle = settle
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.#onFrame(frameKinds.stdout, bytes, start, end)
  }

  onEnd(): void {
    this.#settle(undefined)
  }

  onFail(error: Error): void {
    this.#settle(thrown(error))
  }
}
