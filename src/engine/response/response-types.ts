// The kinds of response, one interface each: a reader that makes no sense for a body is not offered, and a hover shows a name.
// At run time all of them are EngineResponse. Types only.

import type { FrameHandler } from '../../stream/parse/demux.ts'
import type { Frame, Line } from '../../stream/read/iterate.ts'
import type { ByteSource, OwnBytes } from '../../stream/source.ts'
import type { Head } from '../../wire/head.ts'
import type { FrameOptions } from './frame-options.ts'
import type { PipeOutputs } from './pipe.ts'

/** How to collect a whole body. */
export interface BodyOptions {
  /** The most bytes to collect. Default 64 MiB. */
  limit?: number | undefined
}

/** The beginning of a response. */
export interface ResponseHead {
  /** HTTP status: 200 to 299 or 304. Any other rejects the request with an EngineError. */
  readonly status: number
  readonly headers: Head
}

/** A response without a body. */
export interface EmptyResponse extends ResponseHead, AsyncDisposable {
  /** Abandons the body: closes the connection unless the response has ended. */
  close(): void
  /** Lets the process exit while only this response is open. */
  unref(): this
  ref(): this
}

/** A response with a body of raw bytes. One reader takes the body, once. */
export interface ByteResponse extends EmptyResponse, AsyncIterable<OwnBytes> {
  /** Whether a reader has taken the body: it can be read once. */
  readonly bodyUsed: boolean
  /** The bytes as a push source. */
  readonly source: ByteSource
  /** The whole body. @throws FairleadError ERR_BODY_TOO_LARGE beyond the limit, ERR_TRUNCATED_BODY and the network's. */
  bytes(options?: BodyOptions): Promise<OwnBytes>
  /** The raw bytes as they arrive, in copies that are yours to keep. */
  [Symbol.asyncIterator](): AsyncIterableIterator<OwnBytes>
}

/** A response whose body is text. */
export interface TextResponse extends ByteResponse {
  /** The whole body as UTF-8 text. @throws FairleadError as {@link ByteResponse.bytes}. */
  text(options?: BodyOptions): Promise<string>
}

/** A response whose body is one JSON value. */
export interface JsonResponse<T> extends TextResponse {
  /** The value. @throws FairleadError ERR_RECORD_SYNTAX when the body is not JSON, and as {@link ByteResponse.bytes}. */
  json(options?: BodyOptions): Promise<T>
}

/** A response whose body is a stream of JSON records: events, stats, progress. */
export interface RecordResponse<T> extends ByteResponse {
  /** The records as they arrive. A progress record that is an error rejects with an EngineError (ERR_ENGINE_STREAM), after the records before it. */
  records(): AsyncIterableIterator<T>
}

/** A response whose body is a stream of frames, or raw for a TTY: logs. Its bytes include the frames' headers. */
export interface FrameResponse extends TextResponse {
  /** The frames. A frame of up to 64 KiB comes whole, a larger one in pieces. `data` is yours to keep. */
  frames(options?: FrameOptions): AsyncIterableIterator<Frame>
  /** The lines of stdout and stderr, in the order in which they are completed. */
  lines(options?: FrameOptions): AsyncIterableIterator<Line>
  /** Writes the outputs into Node Writables, at the pace of the slower one. Ends them at the end, destroys them on an error, and then settles. */
  pipe(outputs: PipeOutputs, options?: FrameOptions): Promise<void>
  /** Calls `onFrame(kind, bytes, start, end)` for each frame or piece of a frame. The bytes are in the read buffer, readable until the call returns. Resolves at the end. An error that `onFrame` throws ends the stream and rejects. */
  onFrame(onFrame: FrameHandler<OwnBytes>, options?: FrameOptions): Promise<void>
}
