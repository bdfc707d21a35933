// "fairlead/stream": what the Engine puts inside a body, for other transports, protocols and SDKs.
// Re-exports only.

export { type Blame, type ErrorCode, FairleadError } from './error.ts'
export { Collector, collect, decodeUtf8 } from './stream/collect.ts'
export { Demuxer, type FrameHandler } from './stream/demux.ts'
export {
  type Frame,
  iterateBytes,
  iterateFrames,
  iterateLines,
  iterateRecords,
  type SourceIterator,
} from './stream/iterate.ts'
export { JsonRecords, MAX_RECORD_BYTES } from './stream/json-records.ts'
export { type Line, type LineHandler, type LineOptions, LineSplitter, MAX_LINE_BYTES } from './stream/lines.ts'
export { FRAME_HEADER_BYTES, frame, frameKinds, type StreamName, streamNames, writeFrameHeader } from './stream/mux.ts'
export type { ByteHandler, ByteSource } from './stream/source.ts'
export { toUpload, type Upload, type UploadBody } from './stream/upload.ts'
