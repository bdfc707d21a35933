// A TLS socket to an Engine. node:tls is loaded with the first one: most programs never need it.
// Each socket has its own read buffer: TLS decrypts into it outside the kernel's read, so it cannot be shared.

import type { LookupFunction, OnReadOpts, Socket } from 'node:net'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { LEAST_TLS_VERSION, type TlsOptions } from '../../endpoint/tls.ts'
import type { Address } from './dial-address.ts'

/**
 * Begins connecting. 'secureConnect' means that the peer is verified and the socket is ready.
 * @param by `over`: a stream that is connected to the host already. `address`: the address of the host to use; the certificate
 * must still be for the host's name.
 */
export function connectTls(
  where: { host: string; port: number },
  tls: TlsOptions,
  onread: OnReadOpts | undefined,
  keepAliveMs: number,
  by: { over?: Socket; address?: Address | undefined } = {},
): TLSSocket {
  const { ca, ...rest } = tls
  const { over, address } = by
  const options: ConnectionOptions & { onread?: OnReadOpts; allowHalfOpen: boolean } = {
    ...(rest as ConnectionOptions),
    ...(ca === undefined ? {} : { ca: (Array.isArray(ca) ? ca : [ca]) as Buffer[] }),
    ...(onread === undefined ? {} : { onread }),
    ...(over === undefined ? {} : { socket: over }),
    ...(address === undefined ? {} : { lookup: lookupOf(address), autoSelectFamily: false }),
    host: where.host,
    port: where.port,
    minVersion: LEAST_TLS_VERSION,
    allowHalfOpen: true,
  }
  // tls.connect calls a checkServerIdentity that is present but undefined.
  if (options.checkServerIdentity === undefined) delete options.checkServerIdentity
  const socket = process.getBuiltinModule('node:tls').connect(options)
  socket.setNoDelay(true)
  socket.setKeepAlive(true, keepAliveMs)
  return socket
}

/** A lookup function that returns a known address. */
function lookupOf({ address, family }: Address): LookupFunction {
  return (_, { all }, done) => {
    if (all) done(null, [{ address, family }])
    else done(null, address, family)
  }
}
