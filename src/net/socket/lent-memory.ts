// Plain sockets whose next read goes into memory that a reader gave (stream/read/read-memory.ts). A socket that falls silent then
// keeps that memory, and it cannot be taken back: so there are few at a time, and all other sockets use the shared buffer.

import type { Socket } from 'node:net'

/** The most sockets that have a reader's memory at a time: at most 2 MiB for all silent streams together. */
export const MAX_LOANS = 16

const loans = new Map<Socket, Uint8Array>()
/** False once a runtime has read into other memory than the one it was given. */
let honoured = true

/** Ends the socket's loan, if it has one: a read has come in `bytes`. Returns whether there was one. */
export function endLoan(socket: Socket, bytes: Uint8Array): boolean {
  const memory = loans.get(socket)
  if (memory === undefined) return false
  loans.delete(socket)
  if (memory !== bytes) honoured = false
  return true
}

/** Whether another socket may have a loan. */
export function mayLend(): boolean {
  return honoured && loans.size < MAX_LOANS
}

/** The socket's next read goes into `memory`. */
export function beginLoan(socket: Socket, memory: Uint8Array): void {
  if (!socket.destroyed) loans.set(socket, memory)
}

/** The socket is closed: it reads no more. */
export function dropLoan(socket: Socket): void {
  if (loans.size > 0) loans.delete(socket)
}
