// The readers of a body: what an EngineResponse and a Tunnel have in common. Each reader takes the body, once.
// The body waits on its connection until a reader takes it. Nothing is read ahead, except what came with the head.

import { checkOptions, checkValue, FUNCTION } from '../../check.ts'
import type { Call } from '../../net/call.ts'
import type { FrameHandler } from '../../stream/parse/demux.ts'
import { type Frame, iterateBytes, iterateFrames, iterateLines, type Line } from '../../stream/read/iterate.ts'
import type { ByteSource, OwnBytes } from '../../stream/source.ts'
import type { Head } from '../../wire/head.ts'
import { FRAMES, type FrameOptions } from './frame-options.ts'
import { pushFrames } from './frame-reading.ts'
import { PIPE, type PipeOutputs, pipeFrames } from './pipe.ts'

/** A body and its readers: as frames, as lines, into Writables, to a callback, or as bytes. One reader takes the body, once. */
export abstract class BodyReaders implements AsyncIterable<OwnBytes>, AsyncDisposable {
  /** HTTP status: 101, 200 to 299 or 304. Any other rejects the request with an EngineError. */
  readonly status: number
  readonly headers: Head
  protected readonly call: Call
  #reading: Promise<unknown> | undefined

  constructor(head: Head, call: Call) {
    this.status = head.status
    this.headers = head
    this.call = call
  }

  /** Whether a reader has taken the body: it can be read once. */
  get bodyUsed(): boolean {
    return this.call.taken
  }

  /** The bytes as a push source, see {@link ByteSource}. */
  get source(): ByteSource {
    return this.call
  }

  /** The frames. A frame of up to 64 KiB comes whole, a larger one in pieces. `data` is yours to keep. */
  frames(options?: FrameOptions): AsyncIterableIterator<Frame> {
    return iterateFrames(this.call, this.#isRaw('frames()', options))
  }

  /** The lines of stdout and stderr, in the order in which they are completed. */
  lines(options?: FrameOptions): AsyncIterableIterator<Line> {
    return iterateLines(this.call, this.#isRaw('lines()', options))
  }

  /** Writes the outputs into Node Writables, at the pace of the slower one. Ends them at the end, destroys them on an error, and then settles. */
  pipe(outputs: PipeOutputs, options?: FrameOptions): Promise<void> {
    try {
      checkOptions('pipe()', outputs, PIPE)
      return this.reading(pipeFrames(this.call, outputs, this.#isRaw('pipe()', options)))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** Calls `onFrame(kind, bytes, start, end)` for each frame or piece of a frame. The bytes are in the read buffer, readable until the call returns. Resolves at the end. An error that `onFrame` throws ends the stream and rejects. */
  onFrame(onFrame: FrameHandler<OwnBytes>, options?: FrameOptions): Promise<void> {
    try {
      checkValue('onFrame', onFrame, FUNCTION)
      return this.reading(pushFrames(this.call, onFrame as FrameHandler, this.#isRaw('onFrame()', options)))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** The raw bytes as they arrive, in copies that are yours to keep. */
  [Symbol.asyncIterator](): AsyncIterableIterator<OwnBytes> {
    return iterateBytes(this.call)
  }

  /** Abandons the body: closes the connection unless the body has ended. A reader that is under way rejects with ERR_CLOSED, after what came before. */
  close(): void {
    // A caller that closes need not also await what it started to read.
    this.#reading?.catch(() => undefined)
    this.call.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** Lets the process exit while only this stream is open. */
  unref(): this {
    this.call.unref()
    return this
  }

  ref(): this {
    this.call.ref()
    return this
  }

  /** Keeps the promise of a reader, for {@link close}. */
  protected reading<T>(promise: Promise<T>): Promise<T> {
    this.#reading = promise
    return promise
  }

  #isRaw(where: string, options: FrameOptions | undefined): boolean {
    if (options !== undefined) checkOptions(where, options, FRAMES)
    return this.isRaw(options?.tty)
  }

  /** Whether the stream is read as raw, as a TTY's. @param tty the caller's option */
  abstract isRaw(tty: boolean | undefined): boolean
}
