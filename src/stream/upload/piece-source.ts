// The interface of a request body's sources; types only.
// A source yields its pieces one at a time, once.

/** A piece, or the end: an iterator's result. */
export interface Pulled {
  done?: boolean | undefined
  value?: unknown
}

/** A source of a request body's pieces. */
export interface PieceSource {
  /** The next piece, or the end. */
  next(): PromiseLike<Pulled> | Pulled
  /** Frees the source, started or not. */
  release(reason: unknown): unknown
}
