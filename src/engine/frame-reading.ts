// Frames pushed to a callback straight from the read buffer: the reading that copies nothing.
// What the callback throws passes through the demuxer to the connection, which ends the source with it.

import { Demuxer, type FrameHandler } from '../stream/demux.ts'
import { frameKinds } from '../stream/mux.ts'
import type { ByteHandler, ByteSource } from '../stream/source.ts'

/**
 * Resolves at the stream's clean end. Raw streams come as stdout, in whatever pieces were read.
 * `onReadOver` is called after each read, while all that `onFrame` was told in it is readable still.
 */
export function pushFrames(
  source: ByteSource,
  onFrame: FrameHandler,
  raw: boolean,
  onReadOver?: () => void,
): Promise<void> {
  return new Promise((settle) => {
    const reading = raw ? new RawReading(onFrame, settle) : new FrameReading(onFrame, settle)
    source.start(onReadOver === undefined ? reading : new ReadByRead(reading, onReadOver))
  })
}

/** How a reading ends, well or with a rejected promise: a stream that lasts keeps one function for both. */
type Settle = (end: undefined | Promise<never>) => void

/** Tells when a read is over. What a source brings outside of any is a read by itself. */
class ReadByRead implements ByteHandler {
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

/** One object: a stream that is followed keeps it for long. */
class FrameReading extends Demuxer implements ByteHandler {
  readonly #settle: Settle

  constructor(onFrame: FrameHandler, settle: Settle) {
    super(onFrame)
    this.#settle = settle
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.push(bytes, start, end)
  }

  onEnd(): void {
    try {
      this.end()
    } catch (error) {
      return this.onFail(error as Error)
    }
    this.#settle(undefined)
  }

  onFail(error: Error): void {
    this.#settle(Promise.reject(error))
  }
}

class RawReading implements ByteHandler {
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
    this.#settle(Promise.reject(error))
  }
}
