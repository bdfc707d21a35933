// "fairlead/wire": HTTP/1.1 without IO (RFC 9112), for callers with their own transport.
// Re-exports only.

export type { BodyDecoder, BodySink } from './wire/body-decoder.ts'
export { CHUNK_END, chunkHeader, LAST_CHUNK } from './wire/chunk-writer.ts'
export {
  ChunkedDecoder,
  MAX_CHUNK_EXTENSION_BYTES,
  MAX_CHUNK_SIZE_DIGITS,
  MAX_TRAILER_BYTES,
} from './wire/chunked-decoder.ts'
export { Exchange, type ExchangeHandler, MAX_INTERIM } from './wire/exchange.ts'
export {
  CHUNKED,
  type Framing,
  framing,
  hasLength,
  isTwoWay,
  keepsAlive,
  NO_BODY,
  TUNNEL,
  UNTIL_CLOSE,
} from './wire/framing.ts'
export type { Head } from './wire/head.ts'
export { HeadParser, MAX_FIELDS, MAX_HEAD_BYTES } from './wire/head-parser.ts'
export { LengthDecoder } from './wire/length-decoder.ts'
export { RecentHeads } from './wire/recent-heads.ts'
export { field, requestLine } from './wire/request.ts'
