// A TLS listener on the loopback that passes bytes and half-closes to a unix socket and back, unread: dockerd behind
// `--tlsverify`, as a private Engine that listens on a unix socket alone can be had. Asks for a client's certificate.

import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import type { Bridge } from './bridge.ts'
import type { Certificates } from './certificates.ts'

/** Listens on a free port; `host` is `unix:///path`. `version` pins one, such as 'TLSv1.2'. */
export async function tlsBridge(host: string, made: Certificates, version?: tls.SecureVersion): Promise<Bridge> {
  const path = new URL(host).pathname
  const open = new Set<net.Socket>()
  const pinned = version === undefined ? {} : { minVersion: version, maxVersion: version }
  const options = { ...made.server, ca: made.ca, requestCert: true, rejectUnauthorized: true, ...pinned }
  // TLS options are handed to net.Server, too, which knows this one.
  const server = tls.createServer({ ...options, allowHalfOpen: true } as tls.TlsOptions, (near) => {
    const far = net.connect({ path, allowHalfOpen: true })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        if (!one.readableEnded || !one.writableFinished) other.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  server.on('tlsClientError', () => {})
  // With allowHalfOpen, Node forgets to close what failed its handshake.
  server.on('connection', (raw: net.Socket) => open.add(raw.on('close', () => open.delete(raw))))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  return {
    host: `tcp://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
