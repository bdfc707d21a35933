// The types of a program, the function that runs in an embedded container. It has a process's standard streams, arguments,
// environment, terminal, files, ports and signals. It owns the bytes that it reads; the bytes that it writes are copied.

import type { Socket } from 'node:net'

/** One of a program's outputs: stdout or stderr. */
export interface Output {
  /**
   * Writes text (as UTF-8) or bytes; the bytes are copied. Fulfills at once, or, if an attached client or one that follows the
   * log is more than 1 MiB behind, when it has caught up. Rejects when the program has ended or was killed.
   */
  write(data: string | Uint8Array): Promise<void>
}

/** A terminal's size in characters; 0 if no client has set it. */
export interface TerminalSize {
  readonly rows: number
  readonly columns: number
}

/** A container's file tree, as its program sees it. Paths are absolute; symlinks are followed. */
export interface ProgramFiles {
  /** A file's content, which must not be changed; undefined if no file is at `path`. */
  read(path: string): Uint8Array | undefined
  /** Writes a file from text (as UTF-8) or bytes, which are copied. Creates missing parent directories. `mode`: permissions, default 0o644. */
  write(path: string, data: string | Uint8Array, mode?: number): void
  /** Creates a directory and its missing parents. `mode`: permissions, default 0o755. */
  makeDirectory(path: string, mode?: number): void
  /** Creates a symlink at `path` to `target`. */
  link(path: string, target: string): void
  /** Removes a file, a symlink, or a directory with its content. */
  remove(path: string): void
  /** The names in a directory, sorted. */
  list(path: string): string[]
}

/** What a program receives: its streams, arguments, environment, terminal, files, ports and signals. */
export interface ProgramIo {
  /**
   * What attached clients send, as it arrives. A TTY has no line discipline and no echo either. Empty unless the container was
   * created with `OpenStdin` (an exec: with `AttachStdin`). Ends when the program ends, and with `StdinOnce` or in an exec also
   * when the client closes its side; never before with a TTY.
   */
  readonly stdin: AsyncIterable<Uint8Array>
  /** Standard output. */
  readonly stdout: Output
  /** Standard error; the same as stdout if the container has a TTY. */
  readonly stderr: Output
  /** The container's Entrypoint and Cmd; empty if neither it nor its image has one. For an exec, its Cmd. */
  readonly args: readonly string[]
  /** The environment: the image's, overridden by the container's, overridden by the exec's. */
  readonly env: Readonly<Record<string, string>>
  /** Whether the container or exec has a terminal. */
  readonly tty: boolean
  /** The terminal's size: the one of the last resize, or else of the start. */
  readonly size: TerminalSize
  /** Calls `listener` after each resize, as SIGWINCH would. */
  onResize(listener: () => void): void
  /** The container's file tree. The archive endpoints read and write the same tree. */
  readonly files: ProgramFiles
  /**
   * Listens on a TCP port of the container, until the run ends or the returned function is called: `onConnection` receives each
   * connection to the address that the port is published on. For a server of Node's: `(socket) => server.emit('connection', socket)`.
   * Throws EADDRINUSE if the container listens there already.
   */
  listen(port: number, onConnection: (socket: Socket) => void): () => void
  /** Aborted by stop and kill; the reason is a {@link ProgramSignal}. After SIGKILL the container has already ended. */
  readonly signal: AbortSignal
  /** Waits for `milliseconds`. Rejects with the signal's reason if it is aborted. */
  sleep(milliseconds: number): Promise<void>
}

/**
 * The function that runs in an embedded container. The number that it returns is the exit code; the default is 0. If it throws,
 * the error's message is written to stderr and the exit code is 1. If it throws because of a signal (the abort's reason, or an
 * `AbortError`), the exit code is 128 plus the signal's number, as in a shell.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is a program too
export type Program = (io: ProgramIo) => number | undefined | void | Promise<number | undefined | void>
