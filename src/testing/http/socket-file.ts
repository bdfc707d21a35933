// The file of an embedded engine's unix socket. It exists while the engine listens and is removed afterwards, also when the process
// exits or a signal ends it. Another process's socket at the same path is never removed.

import { type BigIntStats, lstatSync, renameSync, rmSync } from 'node:fs'
import { connect, type Server } from 'node:net'
import { setImmediate } from '../../net/base/timers.ts'

/** Signals that end a process without a listener for them. */
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

/** The files of all engines that listen now. */
const files = new Set<SocketFile>()

/** Listens on `path`. Replaces a leftover socket file without a listener. */
export async function listenOnFile(server: Server, path: string): Promise<void> {
  try {
    await listenAt(server, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || !(await removeLeftOver(path))) throw error
    await listenAt(server, path)
  }
}

/** Listens on a path or on an abstract name. Rejects with the system's error. */
export function listenAt(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ path }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Removes a socket file that refuses a connection, which only one without a listener does. True if the path is free afterwards. */
async function removeLeftOver(path: string): Promise<boolean> {
  const before = identify(path)
  if (!before?.isSocket()) return before === undefined
  const refused = await new Promise<boolean>((resolve) => {
    const socket = connect(path, () => resolve(false))
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'))
    socket.once('connect', () => socket.destroy())
  })
  if (refused && same(before, identify(path))) rmSync(path, { force: true })
  return refused
}

function identify(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false })
}

/** Compares more than inode numbers, because the next file may get the same inode number. */
function same(a: BigIntStats | undefined, b: BigIntStats | undefined): boolean {
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev && a.birthtimeNs === b.birthtimeNs
}

/** One engine's socket file. */
export class SocketFile {
  readonly #path: string
  readonly #directory: string | undefined
  readonly #identity: BigIntStats | undefined

  /** The file of a server that listens at `path`. `directory` is removed with it. */
  constructor(path: string, directory: string | undefined) {
    this.#path = path
    this.#directory = directory
    this.#identity = process.platform === 'win32' ? undefined : identify(path)
    if (files.size === 0) watch()
    files.add(this)
  }

  /** Closes `server` and removes the file. */
  close(server: Server): void {
    const there = process.platform === 'win32' ? undefined : identify(this.#path)
    const foreign = there !== undefined && !same(there, this.#identity)
    // A server unlinks its path when it closes, even if another file is there by then: that one is moved aside meanwhile.
    const aside = `${this.#path}.${process.pid}`
    if (foreign) renameSync(this.#path, aside)
    server.close()
    if (foreign) renameSync(aside, this.#path)
    this.remove()
    files.delete(this)
    if (files.size === 0) unwatch()
  }

  /** Removes the directory, or the file if it is still this engine's. */
  remove(): void {
    if (this.#directory !== undefined) rmSync(this.#directory, { recursive: true, force: true })
    else if (this.#identity && same(this.#identity, identify(this.#path))) rmSync(this.#path, { force: true })
  }
}

function watch(): void {
  process.on('exit', removeAll)
  // Prepended, so that a once-listener of the program is still registered, and counted, when this one runs.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal)
}

function unwatch(): void {
  process.off('exit', removeAll)
  for (const signal of SIGNALS) process.off(signal, onSignal)
}

function removeAll(): void {
  for (const file of files) file.remove()
}

/** Ends the process if the program has no listener for the signal, as the signal would without this one. */
function onSignal(signal: NodeJS.Signals): void {
  process.off(signal, onSignal)
  if (process.listenerCount(signal) > 0) {
    setImmediate(() => {
      process.off(signal, onSignal)
      if (files.size > 0) process.prependListener(signal, onSignal)
    })
    return
  }
  removeAll()
  process.kill(process.pid, signal)
}
