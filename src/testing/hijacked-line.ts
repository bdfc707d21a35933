// A connection that an answer takes over, and the one who takes it: the seam between connection.ts, which owns the
// socket, and hijack.ts. The receiver owns the bytes it is given.

/** Who hears of a connection that was taken over. */
export interface LineUser {
  onData(bytes: Buffer): void
  /** The client has closed its side. */
  onEnd(): void
  /** The connection is gone both ways. */
  onClose(): void
}

/** The connection, as a hijacked answer needs it. */
export interface HijackedLine {
  /** Drops what came before; from now on what comes goes to `user`. True where the client has closed its side already. */
  takeOver(user: LineUser): boolean
  pause(): void
  resume(): void
  /** FIN. */
  finish(): void
}
