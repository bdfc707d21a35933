// The ways to read a stream of the Engine: what a Response and a Tunnel have in common. Each takes the stream, once.
// The stream waits on its connection until a reading takes it: nothing is read ahead but what came with the head.

import type { Call } from '../net/call.ts'
import type { FrameHandler } from '../stream/demux.ts'
import { type Frame, iterateBytes, iterateFrames, iterateLines, type Line } from '../stream/iterate.ts'
import type { ByteSource } from '../stream/source.ts'
import type { Head } from '../wire/head.ts'
import { pushFrames } from './frame-reading.ts'
import { type PipeOutputs, pipeFrames } from './pipe.ts'

/** How to read a stream that may be multiplexed. */
export interface FrameOptions {
  /** True: the stream is a TTY's, raw, all of it stdout. False: it is multiplexed. Default: as told before, else by Content-Type where that is certain, else multiplexed. */
  tty?: boolean | undefined
}

/** See the file's head. */
export abstract class Readings implements AsyncIterable<Uint8Array>, AsyncDisposable {
  /** HTTP status: 101, 200 to 299 or 304; everything else rejects the request with an EngineError. */
  readonly status: number
  readonly headers: Head
  protected readonly call: Call

  constructor(head: Head, call: Call) {
    this.status = head.status
    this.headers = head
    this.call = call
  }

  /** The bytes as a push source: see ByteSource. */
  get source(): ByteSource {
    return this.call
  }

  /** The frames. A small frame comes whole, one above 64 KiB in pieces. `data` is yours. */
  frames(options?: FrameOptions): AsyncIterableIterator<Frame> {
    return iterateFrames(this.call, this.isRaw(options?.tty))
  }

  /** The lines, in the order in which they were completed. */
  lines(options?: FrameOptions): AsyncIterableIterator<Line> {
    return iterateLines(this.call, this.isRaw(options?.tty))
  }

  /** Writes the outputs into Node Writables, at the pace of the slower; ends them at the end and destroys them on an error. Settles then. */
  pipe(outputs: PipeOutputs, options?: FrameOptions): Promise<void> {
    return pipeFrames(this.call, outputs, this.isRaw(options?.tty))
  }

  /** Calls `onFrame(kind, bytes, start, end)` for every frame, or piece of one, straight from the read buffer: readable until the call returns. Resolves at the end. What `onFrame` throws ends the stream and rejects. */
  onFrame(onFrame: FrameHandler, options?: FrameOptions): Promise<void> {
    return pushFrames(this.call, onFrame, this.isRaw(options?.tty))
  }

  /** The raw bytes as they come, in copies that are yours. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    return iterateBytes(this.call)
  }

  /** Gives up the stream: closes the connection unless the stream has ended. */
  close(): void {
    this.call.cancel()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** This stream alone keeps the process alive no more. */
  unref(): this {
    this.call.unref()
    return this
  }

  ref(): this {
    this.call.ref()
    return this
  }

  /** Whether the stream is read as raw, a TTY's; `told` is what the caller says of it. */
  abstract isRaw(told: boolean | undefined): boolean
}
