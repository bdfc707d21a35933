// "fairlead/stream": the formats inside an Engine's bodies, for other transports, protocols and SDKs.
// Re-exports only.

export { FairleadError } from './error.ts'
export type { Blame, ErrorCode } from './error-codes.ts'
export { Demuxer, type FrameHandler } from './stream/parse/demux.ts'
export { JsonRecords, MAX_RECORD_BYTES } from './stream/parse/json-records.ts'
export { type Line, type LineHandler, type LineOptions, LineSplitter, MAX_LINE_BYTES } from './stream/parse/lines.ts'
export {
  FRAME_HEADER_BYTES,
  frame,
  frameKinds,
  type StreamName,
  streamNames,
  writeFrameHeader,
} from './stream/parse/mux.ts'
export { Collector, collect, decodeUtf8 } from './stream/read/collect.ts'
export {
  type Frame,
  iterateBytes,
  iterateFrames,
  iterateLines,
  iterateRecords,
  type SourceIterator,
} from './stream/read/iterate.ts'
export type { ByteHandler, ByteSource, OwnBytes } from './stream/source.ts'
export { toUpload, type Upload, type UploadBody } from './stream/upload/upload.ts'
