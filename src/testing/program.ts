// What runs in an embedded container: a function with a process's standard streams, arguments, environment, terminal,
// files and signals. Bytes that it reads are its own; bytes that it writes are copied.

/** One of a program's outputs. */
export interface Output {
  /**
   * Writes text (UTF-8) or bytes, which may be changed afterwards. Fulfilled at once, or when a client that follows the
   * container's log or is attached has caught up to within 1 MiB. Rejects when the program has ended or was killed.
   */
  write(data: string | Uint8Array): Promise<void>
}

/** A terminal's size, in characters; 0 where nobody has said it. */
export interface TerminalSize {
  readonly rows: number
  readonly columns: number
}

/** A container's file tree. Paths are absolute; symlinks are followed. */
export interface ProgramFiles {
  /** A file's content, not to be changed; undefined where there is no file. */
  read(path: string): Uint8Array | undefined
  /** Writes a file of text (UTF-8) or bytes, which are copied; directories on the way are made. `mode`: permissions, 0o644. */
  write(path: string, data: string | Uint8Array, mode?: number): void
  /** Makes a directory, and those on the way to it. `mode`: permissions, 0o755. */
  makeDirectory(path: string, mode?: number): void
  /** Makes a symlink at `path`. */
  link(path: string, target: string): void
  /** Removes what is there, and what is below it. */
  remove(path: string): void
  /** The names in a directory, in order. */
  list(path: string): string[]
}

/** A program's whole world. */
export interface ProgramIo {
  /**
   * What attached clients send, as it comes: no line discipline and no echo, of a TTY neither. At its end at once,
   * unless the container was created with `OpenStdin` (an exec with `AttachStdin`); else when a client closes its side
   * and the Engine passes that on (`StdinOnce`, exec; never with a TTY), or at the program's end.
   */
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: Output
  /** The same as stdout where the container has a TTY. */
  readonly stderr: Output
  /** The container's Entrypoint and Cmd; empty where neither it nor its image has any. For an exec: its Cmd. */
  readonly args: readonly string[]
  /** The image's and the container's environment, and the exec's. */
  readonly env: Readonly<Record<string, string>>
  readonly tty: boolean
  /** As the last resize said, or the start. */
  readonly size: TerminalSize
  /** Calls `listener` after each resize: SIGWINCH. */
  onResize(listener: () => void): void
  /** The container's file tree, which the archive endpoints read and write. */
  readonly files: ProgramFiles
  /** Aborted by stop and kill; the reason is a {@link ProgramSignal}. With SIGKILL the container has ended already. */
  readonly signal: AbortSignal
  /** Waits; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number): Promise<void>
}

/**
 * A program. Its number, or 0, is the exit code. What it throws goes to stderr and makes the exit code 1; but if a
 * signal made it throw (the abort's reason, an `AbortError`), the code is 128 and the signal's number, as in a shell.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is a program too
export type Program = (io: ProgramIo) => number | undefined | void | Promise<number | undefined | void>
