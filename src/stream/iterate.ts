// A ByteSource as an async iterable: pieces, frames, lines or records, with back-pressure, cancelled by leaving the loop.
// One consumer each. The source is started by the first next(), paused when 256 KiB wait, resumed below 64 KiB.
// What is given away is the consumer's; it was copied once. Before an error comes everything that was received before it.

import { type Frame, FrameReader } from './frame-reader.ts'
import type { Line, LineOptions } from './lines.ts'
import type { StreamName } from './mux.ts'
import { LineReader, PieceReader, RecordReader } from './readers.ts'
import type { ByteSource } from './source.ts'
import { SourceIterator } from './source-iterator.ts'

export type { Frame, Line, LineOptions, SourceIterator, StreamName }

/** The bytes as they come, in pieces of any size, each with memory of its own (it may be transferred). What waited comes joined. */
export function iterateBytes(source: ByteSource): SourceIterator<Uint8Array> {
  return new SourceIterator(source, new PieceReader(asItself))
}

/**
 * The frames of a multiplexed stream; with `raw` (a TTY's stream, which has none) every piece is a frame of stdout.
 *
 * A frame of at most 64 KiB comes as one, however it was cut; a larger one in pieces. Small frames share memory: a frame that is
 * kept keeps up to 64 KiB, and must be copied (`data.slice()`) before its buffer is transferred.
 *
 * Rejects with ERR_FRAME_TYPE or ERR_TRUNCATED_FRAME (after the part that came), or what the source fails with.
 */
export function iterateFrames(source: ByteSource, raw: boolean): SourceIterator<Frame> {
  return new SourceIterator(source, raw ? new PieceReader(asStdout) : new FrameReader())
}

/**
 * The lines of a multiplexed stream, in the order in which they were completed; or of a TTY's stream (`raw`), where a CR before
 * the LF falls away too and all is stdout. A line that is kept keeps up to 8 KiB of the text around it.
 *
 * Rejects as {@link iterateFrames} does; lines that were cut off come first, as not `complete`.
 */
export function iterateLines(source: ByteSource, raw: boolean, options?: LineOptions): SourceIterator<Line> {
  return new SourceIterator(source, new LineReader(raw, options))
}

/**
 * The JSON records of a body.
 *
 * @param onRecord sees each record before it is given away; what it throws ends the iteration instead of that record
 * @param limit the largest record in bytes, default 64 MiB
 *
 * Rejects with ERR_RECORD_SYNTAX, ERR_RECORD_TOO_LARGE or ERR_TRUNCATED_RECORD, or what the source fails with.
 */
export function iterateRecords<T = unknown>(
  source: ByteSource,
  onRecord?: (value: unknown) => void,
  limit?: number,
): SourceIterator<T> {
  return new SourceIterator(source, new RecordReader<T>(onRecord, limit))
}

function asItself(piece: Uint8Array): Uint8Array {
  return piece
}

function asStdout(data: Uint8Array): Frame {
  return { stream: 'stdout', data }
}
