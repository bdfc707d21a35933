// "fairlead/wire": HTTP/1.1 without IO, for people with a transport of their own (RFC 9112).
// Re-exports only.

export type { BodyDecoder, BodySink } from './wire/body.ts'
export { CHUNK_END, chunkHead, LAST_CHUNK } from './wire/chunk-head.ts'
export { ChunkedBody, MAX_CHUNK_EXTENSION_BYTES, MAX_CHUNK_SIZE_DIGITS, MAX_TRAILER_BYTES } from './wire/chunked.ts'
export { Exchange, type ExchangeHandler, MAX_INTERIM } from './wire/exchange.ts'
export { CHUNKED, framing, keepsAlive, NO_BODY, TUNNEL, UNTIL_CLOSE } from './wire/framing.ts'
export type { Head } from './wire/head.ts'
export { HeadParser, MAX_FIELDS, MAX_HEAD_BYTES } from './wire/head-parser.ts'
export { LengthBody } from './wire/length.ts'
export { field, requestLine } from './wire/request.ts'
