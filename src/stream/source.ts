// The push contract between whoever reads bytes and whoever wants them; types only.
// Ownership: bytes[start..end) is readable until the call that brought it returns, or, within a read that was announced,
// until that is over. The core never writes to it; whoever keeps it, copies it.

/** Where bytes go. After `onEnd` or `onFail` nothing more is called, and of the two exactly one is. A handler that throws ends its source: the error comes back through `onFail`. */
export interface ByteHandler {
  /**
   * A read begins: what `onData` brings until `onReadEnd` lies in one memory, in its order, and is readable until `onReadEnd`
   * returns, or `onEnd` or `onFail` where one of those comes first. A handler may so note ranges and copy them together.
   * Sources and handlers may both do without: a source that never calls this is readable until `onData` returns.
   */
  onReadStart?(): void
  /** The read that `onReadStart` announced is over. */
  onReadEnd?(): void
  /** Bytes `[start, end)`, at least one, readable until this call returns. */
  onData(bytes: Uint8Array, start: number, end: number): void
  /** The clean end: everything was delivered. May come while paused. */
  onEnd(): void
  /** The end that is not clean; what came before it was delivered. Usually a FairleadError; what the handler itself threw comes back unchanged. */
  onFail(error: Error): void
}

/** Where bytes come from. */
export interface ByteSource {
  /** Begins delivery, perhaps before it returns. Once only: a second call throws ERR_BODY_TAKEN. */
  start(handler: ByteHandler): void
  /** Asks for silence; idempotent. What was already read, at most one read (64 KiB), may still be delivered. */
  pause(): void
  resume(): void
  /** Ends the source and frees what is behind it (closes the connection). The handler hears nothing more; idempotent; harmless after the end. */
  cancel(reason?: unknown): void
}

/** Bytes whose memory is no SharedArrayBuffer: what the platform's own functions want. Older compilers know no such difference. */
export type OwnBytes = ReturnType<Uint8ArrayConstructor['of']>
