// A listener on the loopback that passes bytes and half-closes to a unix socket and back, unread: a private Engine listens on
// a unix socket alone, and tcp://, with TLS and without, must be tried against it too.

import { once } from 'node:events'
import net from 'node:net'

/** A listening bridge. */
export interface Bridge {
  /** `tcp://127.0.0.1:port` */
  readonly host: string
  /** Ends the listener and every connection. */
  close(): Promise<void>
}

/** Listens on a free port; `host` is `unix:///path`. */
export function tcpBridge(host: string): Promise<Bridge> {
  return bridge(net.createServer({ allowHalfOpen: true }), 'connection', host)
}

/**
 * Has `server` pass on what it accepts.
 * @param event which event of it brings a socket
 */
export async function bridge(
  server: net.Server,
  event: 'connection' | 'secureConnection',
  host: string,
): Promise<Bridge> {
  const path = new URL(host).pathname
  const open = new Set<net.Socket>()
  // With allowHalfOpen, Node's TLS forgets to close what failed its handshake.
  server.on('connection', (raw: net.Socket) => open.add(raw.on('close', () => open.delete(raw))))
  server.on(event, (near: net.Socket) => {
    const far = net.connect({ path, allowHalfOpen: true })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        // An orderly end was passed on by pipe(); a socket that vanished takes its partner along.
        if (!one.readableEnded || !one.writableFinished) other.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
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
