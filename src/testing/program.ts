// What runs in an embedded container: a function with a process's standard streams.
// Its end is the container's: a number is the exit code, nothing is 0, a throw is 1.

/** One of a program's outputs. */
export interface Output {
  /**
   * Writes text (UTF-8) or bytes, which may be changed afterwards. Fulfilled at once, or when a client that follows the
   * container's log has caught up to within 1 MiB. Rejects when the program has ended or was killed.
   */
  write(data: string | Uint8Array): Promise<void>
}

/** A program's whole world. */
export interface ProgramIo {
  /** At its end at once, unless the container was created with `OpenStdin`: then at the container's end. */
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: Output
  /** The same as stdout where the container has a TTY. */
  readonly stderr: Output
  /** The container's Entrypoint and Cmd; empty where neither it nor its image has any. */
  readonly args: readonly string[]
  /** The image's and the container's environment. */
  readonly env: Readonly<Record<string, string>>
  readonly tty: boolean
  /** Aborted by stop and kill; the reason is a {@link ProgramSignal}. With SIGKILL the container has ended already. */
  readonly signal: AbortSignal
  /** Waits; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number): Promise<void>
}

/**
 * A program. Its number, or 0, is the exit code. What it throws goes to stderr and makes the exit code 1; but if a
 * signal made it throw (the abort's reason, an `AbortError`), the code is 128 and the signal's number, as in a shell.
 */
export type Program = (io: ProgramIo) => number | undefined | undefined | Promise<number | undefined | undefined>
