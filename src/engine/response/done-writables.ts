// Writables that are done with a chunk's memory when its write's callback is called without an error: files, sockets, terminals.
// Only Node's own classes count, with their own methods: `_write` of a subclass, of an instance or of a file system that the
// caller gave may keep the chunk for longer, as a Transform does. What is not recognised only costs a copy.

import type { Writable } from 'node:stream'
import { isOwnStream } from '../../stream/upload/own-stream.ts'

/** The methods that see chunks. */
interface Methods {
  write?: unknown
  _write?: unknown
  _writev?: unknown
}

/** The classes of a socket's handle that write to the kernel. */
const HANDLES: readonly unknown[] = ['Pipe', 'TCP', 'TTY', 'TLSWrap']

/** The `write` of every Writable of Node's. */
let nodeWrite: unknown

/** Whether the memory of a chunk can be used again once its write has called back. It can change: see {@link isUntouched}. */
export function isDoneAtCallback(writable: Writable): boolean {
  const prototype = Object.getPrototypeOf(writable)
  const { encrypted, isTTY, _handle } = writable as { encrypted?: unknown; isTTY?: unknown; _handle?: object | null }
  const fs = load('node:fs')
  if (fs === undefined || !isUntouched(writable)) return false
  if (isFile(writable)) return usesNodeFs(writable, fs)
  // A standard output that is a file: Node writes it synchronously, by a class that it does not export.
  if (isOwnStream(writable) && prototype.constructor.name === 'SyncWriteStream') return true
  // A socket that says what it is has loaded that module already.
  const isNodes =
    prototype === load('node:net')?.Socket.prototype ||
    (encrypted === true && prototype === load('node:tls')?.TLSSocket.prototype) ||
    (isTTY === true && prototype === load('node:tty')?.WriteStream.prototype)
  return isNodes && HANDLES.includes(_handle?.constructor?.name)
}

/** Whether it is a file of Node's own class. */
export function isFile(writable: Writable): boolean {
  return Object.getPrototypeOf(writable) === load('node:fs')?.WriteStream.prototype
}

/** Whether its methods that see chunks are those of its class, and `write` is every Writable's: a program may replace them at any time. */
export function isUntouched(writable: Methods): boolean {
  const prototype: Methods = Object.getPrototypeOf(writable)
  nodeWrite ??= load('node:stream')?.Writable.prototype.write
  return writable.write === nodeWrite && writable._write === prototype._write && writable._writev === prototype._writev
}

/** A WriteStream may write by functions of the caller's: `createWriteStream(path, { fs })`, or a FileHandle's. */
function usesNodeFs(writable: object, fs: object): boolean {
  return Object.getOwnPropertySymbols(writable).some(
    (symbol) => symbol.description === 'kFs' && (writable as Record<symbol, unknown>)[symbol] === fs,
  )
}

function load<Name extends 'node:fs' | 'node:net' | 'node:tls' | 'node:tty' | 'node:stream'>(name: Name) {
  return process.getBuiltinModule?.(name)
}
