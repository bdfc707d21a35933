// The push contract between a source of bytes and their consumer: types, and the rule for a source that has a reader.
// Ownership: bytes[start..end) is readable until the call that passes it returns, or, within an announced read,
// until that read ends. The core never writes to it. A handler that keeps bytes copies them.

/** Receives bytes. Exactly one of `onEnd` and `onFail` is called, last. If a handler throws, its source ends and passes the error to `onFail`. */
export interface ByteHandler {
  /**
   * A read begins. The ranges passed to `onData` until `onReadEnd` lie in one memory, in order. They stay readable until `onReadEnd`
   * returns, or `onEnd` or `onFail` if one of them comes first. So a handler can record ranges and copy them together.
   * Optional for sources and handlers. Without it, bytes are readable until `onData` returns.
   */
  onReadStart?(): void
  /** The read that `onReadStart` announced has ended. */
  onReadEnd?(): void
  /** Bytes `[start, end)`, at least one, readable until this call returns. */
  onData(bytes: Uint8Array, start: number, end: number): void
  /** The clean end: everything was delivered. May be called while paused. */
  onEnd(): void
  /** The end by an error; everything received before it was delivered. Usually a FairleadError; an error that the handler threw is passed unchanged. */
  onFail(error: Error): void
}

/** Delivers bytes to one {@link ByteHandler}. */
export interface ByteSource {
  /** Whether the source has a reader. If so, `start` throws, and only that reader may pause or cancel it. Optional: a source without it counts as having no reader. */
  readonly taken?: boolean
  /** Begins delivery, possibly before it returns. A second call throws ERR_BODY_TAKEN. */
  start(handler: ByteHandler): void
  /** Stops delivery; idempotent. Bytes already read, at most one read (64 KiB), may still be delivered. */
  pause(): void
  /** Continues delivery after `pause`; idempotent. */
  resume(): void
  /** Ends the source and frees its resources (closes the connection). The handler is not called again. Idempotent; does nothing after the end. */
  cancel(reason?: unknown): void
}

/** The source, for a reader that has not started yet. If another reader has it: one whose `start` throws and that otherwise does nothing. */
export function unclaimed(source: ByteSource): ByteSource {
  return source.taken === true ? new TakenSource(source) : source
}

class TakenSource implements ByteSource {
  readonly taken = true
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    this.#source = source
  }

  start(handler: ByteHandler): void {
    this.#source.start(handler)
  }

  pause(): void {}
  resume(): void {}
  cancel(): void {}
}

/**
 * A Uint8Array whose memory is an ArrayBuffer, as `Blob`, `fetch` and web streams require: `Uint8Array<ArrayBuffer>`.
 * For compilers before TypeScript 5.7 it is any Uint8Array.
 */
export type OwnBytes = ReturnType<Uint8ArrayConstructor['of']>
