// A socket of the Engine that was upgraded to HTTP/2. Engine fact: from 18.09 on POST /session does that, from 19.03 on POST /grpc too.
// Both are marked deprecated from API 1.53 on.

import type { Socket } from 'node:net'
import type { Engine } from '../../engine/engine.ts'
import { abortError, EngineError, FairleadError } from '../../error.ts'

/** Header fields, a line for each value. */
export type Fields = Readonly<Record<string, string | readonly string[]>>

/** Asks for an upgrade to h2c. Rejects with ERR_NO_BUILDKIT when the Engine refuses, with ERR_ABORTED and with the network's errors. */
export async function upgradedSocket(
  engine: Engine,
  path: '/session' | '/grpc',
  headers: Fields,
  signal: AbortSignal,
): Promise<Socket> {
  try {
    const { status, socket } = await engine.upgrade(path, { protocol: 'h2c', headers, signal })
    if (status === 101) return socket
    socket.destroy()
    throw noBuildKit(`POST ${path}: the response was ${status}, not 101: a proxy may be in between`)
  } catch (error) {
    if (signal.aborted) throw abortError(signal.reason)
    if (!(error instanceof EngineError) || error.status < 400 || error.status >= 500) throw error
    throw noBuildKit(`POST ${path}: the Engine has no build sessions, so it has no BuildKit`, error)
  }
}

/** The error of an Engine that has no BuildKit, or does not offer it this way. */
export function noBuildKit(message: string, cause?: unknown): FairleadError {
  return new FairleadError('ERR_NO_BUILDKIT', message, { cause })
}
