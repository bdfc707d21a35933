// A TLS socket to an Engine. node:tls is loaded when the first one is wanted: most programs never need it.
// Each has a read buffer of its own: TLS decrypts into it outside of the kernel's read, so it cannot be shared.

import type { OnReadOpts, Socket } from 'node:net'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { LEAST_TLS_VERSION, type TlsOptions } from '../endpoint/tls.ts'

/** Begins connecting; 'secureConnect' tells that it is verified and ready. @param over a stream that leads there already. */
export function connectTls(
  where: { host: string; port: number },
  tls: TlsOptions,
  onread: OnReadOpts | undefined,
  keepAliveMs: number,
  over?: Socket,
): TLSSocket {
  const { ca, ...rest } = tls
  const options: ConnectionOptions & { onread?: OnReadOpts; allowHalfOpen: boolean } = {
    ...(rest as ConnectionOptions),
    ...(ca === undefined ? {} : { ca: (Array.isArray(ca) ? ca : [ca]) as Buffer[] }),
    ...(onread === undefined ? {} : { onread }),
    ...(over === undefined ? {} : { socket: over }),
    host: where.host,
    port: where.port,
    minVersion: LEAST_TLS_VERSION,
    allowHalfOpen: true,
  }
  const socket = process.getBuiltinModule('node:tls').connect(options)
  socket.setNoDelay(true)
  socket.setKeepAlive(true, keepAliveMs)
  return socket
}
