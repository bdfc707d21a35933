// A bridge with TLS: what dockerd with `--tlsverify` is like, for a private Engine that listens on a unix socket only. It requests a
// client certificate.

import tls from 'node:tls'
import { type Bridge, bridge } from './bridge.ts'
import type { Certificates } from './certificates.ts'

/** Listens on a free port; `host` is `unix:///path`. `version` pins one, such as 'TLSv1.2'; `protocols` are what it agrees to (ALPN). */
export function tlsBridge(
  host: string,
  made: Certificates,
  version?: tls.SecureVersion,
  protocols?: string[],
): Promise<Bridge> {
  const pinned = version === undefined ? {} : { minVersion: version, maxVersion: version }
  const agreed = protocols === undefined ? {} : { ALPNProtocols: protocols }
  const options = { ...made.server, ca: made.ca, requestCert: true, rejectUnauthorized: true, ...pinned, ...agreed }
  // TLS options are passed to net.Server too, which supports this one.
  const server = tls.createServer({ ...options, allowHalfOpen: true } as tls.TlsOptions)
  server.on('tlsClientError', () => {})
  return bridge(server, 'secureConnection', host)
}
