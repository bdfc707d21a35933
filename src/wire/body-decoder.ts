// The interface of the body decoders; types only.
// Ownership: bytes[start..end) is readable until the call that passes it returns. A decoder passes on narrower ranges
// of the same memory and keeps none of it.

/** Receives a body's bytes from a decoder. */
export interface BodySink {
  /** The body's next bytes `[start, end)`, at least one, readable until this call returns. */
  onData(bytes: Uint8Array, start: number, end: number): void
}

/** Removes the framing from one body, range by range. `push` throws every error, also the sink's. After an error the decoder needs a `reset`. */
export interface BodyDecoder {
  /**
   * Takes the bytes `[start, end)`. Must not be called from within the sink.
   * @returns the index after the last byte consumed: `end`, unless the body is done before it
   * @throws FairleadError ERR_CLOSED after an error
   */
  push(bytes: Uint8Array, start: number, end: number): number
  /**
   * The peer will send no more.
   * @throws FairleadError ERR_TRUNCATED_BODY unless the body is done
   */
  end(): void
  /** Whether the whole body was delivered. */
  readonly done: boolean
}
