// What the body decoders have in common; types only.
// Ownership: bytes[start..end) is readable until the call that brought it returns; a decoder passes on narrower ranges
// of the same memory and keeps none of it.

/** Where a decoder puts the body's bytes. */
export interface BodySink {
  /** The body's next bytes `[start, end)`, at least one, readable until this call returns. */
  onData(bytes: Uint8Array, start: number, end: number): void
}

/** Takes the framing off one body, range by range. Any error, the sink's own included, is thrown from `push` and ends the decoder's use until its `reset`. */
export interface BodyDecoder {
  /**
   * Takes the bytes `[start, end)` and returns the index after the last one consumed: `end`, unless the body is done before it.
   * Not to be called from within the sink.
   * @throws FairleadError ERR_CLOSED after an error
   */
  push(bytes: Uint8Array, start: number, end: number): number
  /**
   * The peer will send no more.
   * @throws FairleadError ERR_TRUNCATED_BODY unless the body is done
   */
  end(): void
  /** The whole body was delivered. */
  readonly done: boolean
}
