// A ByteSource as an async iterable of pieces, frames, lines or records, with back-pressure. Leaving the loop cancels the source.
// One consumer each. The first next() starts the source; it is paused when 256 KiB wait and resumed below 64 KiB.
// Items belong to the consumer; their bytes were copied once. Everything received before an error comes before it.

import type { Line, LineOptions } from '../parse/lines.ts'
import type { StreamName } from '../parse/mux.ts'
import type { ByteSource, OwnBytes } from '../source.ts'
import { type Frame, FrameParser } from './frame-parser.ts'
import { LineParser, PieceParser, RecordParser } from './item-parsers.ts'
import { SourceIterator } from './source-iterator.ts'

export type { Frame, Line, LineOptions, SourceIterator, StreamName }

/** The bytes as they come, in pieces of any size. Each has its own memory, which may be transferred. Queued bytes come joined. */
export function iterateBytes(source: ByteSource): SourceIterator<OwnBytes> {
  return new SourceIterator(source, new PieceParser(asItself))
}

/**
 * The frames of a multiplexed stream. With `raw` (a TTY's stream, which has no frames), every piece is a frame of stdout.
 *
 * A frame of at most 64 KiB comes whole, however it was cut; a larger one in pieces. Small frames share memory: a frame that is
 * kept retains up to 64 KiB, and must be copied (`data.slice()`) before its buffer is transferred.
 *
 * Rejects with ERR_FRAME_TYPE or ERR_TRUNCATED_FRAME (after the part received), or with the source's error.
 */
export function iterateFrames(source: ByteSource, raw: boolean): SourceIterator<Frame> {
  return new SourceIterator(source, raw ? new PieceParser(asStdout) : new FrameParser())
}

/**
 * The lines of a multiplexed stream, in the order in which they were completed. With `raw` (a TTY's stream), all lines are stdout,
 * and a CR before the LF is removed too. A line that is kept retains up to 8 KiB of the text around it.
 *
 * Rejects as {@link iterateFrames} does; unfinished lines come before the error, as not `complete`.
 */
export function iterateLines(source: ByteSource, raw: boolean, options?: LineOptions): SourceIterator<Line> {
  return new SourceIterator(source, new LineParser(raw, options))
}

/**
 * The JSON records of a body.
 *
 * @param onRecord receives each record before the consumer; if it throws, the iteration ends with that error in place of the record
 * @param limit the largest record in bytes, default 64 MiB
 *
 * Rejects with ERR_RECORD_SYNTAX, ERR_RECORD_TOO_LARGE or ERR_TRUNCATED_RECORD, or with the source's error.
 */
export function iterateRecords<T = unknown>(
  source: ByteSource,
  onRecord?: (value: unknown) => void,
  limit?: number,
): SourceIterator<T> {
  return new SourceIterator(source, new RecordParser<T>(onRecord, limit))
}

function asItself(piece: OwnBytes): OwnBytes {
  return piece
}

function asStdout(data: OwnBytes): Frame {
  return { stream: 'stdout', data }
}
