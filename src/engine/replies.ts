// What a request answers with, by kind: an interface each, so that a reading which makes no sense of an answer is not
// offered, and a hover says a name. At run time all of them are Response. Types only.

import type { FrameHandler } from '../stream/demux.ts'
import type { Frame, Line } from '../stream/iterate.ts'
import type { ByteSource } from '../stream/source.ts'
import type { Head } from '../wire/head.ts'
import type { PipeOutputs } from './pipe.ts'
import type { FrameOptions } from './readings.ts'

/** How to gather a body. */
export interface BodyOptions {
  /** The most bytes to gather. Default 64 MiB. */
  limit?: number | undefined
}

/** An answer without a body: its head says it all. */
export interface EmptyResponse extends AsyncDisposable {
  /** HTTP status: 200 to 299 or 304; everything else rejects the request with an EngineError. */
  readonly status: number
  readonly headers: Head
  /** Gives up the body: closes the connection unless the answer has ended. */
  close(): void
  /** This answer alone keeps the process alive no more. */
  unref(): this
  ref(): this
}

/** An answer with a body: its raw bytes. Whatever reads the body takes it, once. */
export interface ByteResponse extends EmptyResponse, AsyncIterable<Uint8Array> {
  /** The bytes as a push source. */
  readonly source: ByteSource
  /** The whole body. @throws FairleadError ERR_BODY_TOO_LARGE beyond the limit, ERR_TRUNCATED_BODY and the network's. */
  bytes(options?: BodyOptions): Promise<Uint8Array>
  /** The raw bytes as they come, in copies that are yours. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array>
}

/** An answer that is text. */
export interface TextResponse extends ByteResponse {
  /** The whole body as UTF-8 text. @throws FairleadError as {@link ByteResponse.bytes}. */
  text(options?: BodyOptions): Promise<string>
}

/** An answer that is one JSON value. */
export interface JsonResponse<T> extends TextResponse {
  /** The value. @throws FairleadError ERR_RECORD_SYNTAX when the body is no JSON, and as {@link ByteResponse.bytes}. */
  json(options?: BodyOptions): Promise<T>
}

/** An answer that is a stream of JSON records: events, stats, progress. */
export interface RecordResponse<T> extends ByteResponse {
  /** The records as they come. A progress record that is an error rejects with an EngineError (ERR_ENGINE_STREAM), after the records before it. */
  records(): AsyncIterableIterator<T>
}

/** An answer that is a stream of frames, or a TTY's raw one: logs. Its bytes have the frames' headers. */
export interface FrameResponse extends TextResponse {
  /** The frames. A small frame comes whole, one above 64 KiB in pieces. `data` is yours. */
  frames(options?: FrameOptions): AsyncIterableIterator<Frame>
  /** The lines, in the order in which they were completed. */
  lines(options?: FrameOptions): AsyncIterableIterator<Line>
  /** Writes the outputs into Node Writables, at the pace of the slower; ends them at the end and destroys them on an error. Settles then. */
  pipe(outputs: PipeOutputs, options?: FrameOptions): Promise<void>
  /** Calls `onFrame(kind, bytes, start, end)` for every frame, or piece of one, straight from the read buffer: readable until the call returns. Resolves at the end. What `onFrame` throws ends the stream and rejects. */
  onFrame(onFrame: FrameHandler, options?: FrameOptions): Promise<void>
}
