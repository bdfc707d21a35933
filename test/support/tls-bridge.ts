// A bridge that speaks TLS: dockerd behind `--tlsverify`, as a private Engine that listens on a unix socket alone can be had.
// Asks for a client's certificate.

import tls from 'node:tls'
import { type Bridge, bridge } from './bridge.ts'
import type { Certificates } from './certificates.ts'

/** Listens on a free port; `host` is `unix:///path`. `version` pins one, such as 'TLSv1.2'. */
export function tlsBridge(host: string, made: Certificates, version?: tls.SecureVersion): Promise<Bridge> {
  const pinned = version === undefined ? {} : { minVersion: version, maxVersion: version }
  const options = { ...made.server, ca: made.ca, requestCert: true, rejectUnauthorized: true, ...pinned }
  // TLS options are handed to net.Server, too, which knows this one.
  const server = tls.createServer({ ...options, allowHalfOpen: true } as tls.TlsOptions)
  server.on('tlsClientError', () => {})
  return bridge(server, 'secureConnection', host)
}
