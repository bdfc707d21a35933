// A listener on the loopback that passes bytes and half-closes to a unix socket and back, without reading them. A private Engine
// listens on a unix socket only, and tcp://, with TLS and without, has to be tested with it too.

import { once } from 'node:events'
import net from 'node:net'

/** A listening bridge. */
export interface Bridge {
  /** `tcp://127.0.0.1:port` */
  readonly host: string
  /** Resets every connection. New ones are accepted unless it {@link refuses}. */
  cut(): void
  /** New connections are reset. */
  refuses: boolean
  /** Ends the listener and every connection. */
  close(): Promise<void>
}

/** Listens on a free port; `host` is `unix:///path`. */
export function tcpBridge(host: string): Promise<Bridge> {
  return bridge(net.createServer({ allowHalfOpen: true }), 'connection', host)
}

/**
 * Passes on what `server` accepts.
 * @param event the event with which it emits a socket
 */
export async function bridge(
  server: net.Server,
  event: 'connection' | 'secureConnection',
  host: string,
): Promise<Bridge> {
  const path = new URL(host).pathname
  const open = new Set<net.Socket>()
  const self = { refuses: false }
  // With allowHalfOpen, Node's TLS does not close a socket whose handshake failed.
  server.on('connection', (raw: net.Socket) => open.add(raw.on('close', () => open.delete(raw))))
  server.on(event, (near: net.Socket) => {
    if (self.refuses) {
      near.destroy()
      return
    }
    const far = net.connect({ path, allowHalfOpen: true })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        // pipe() has passed on an orderly end. A destroyed socket destroys its partner.
        if (!one.readableEnded || !one.writableFinished) other.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  return Object.assign(self, {
    host: `tcp://127.0.0.1:${port}`,
    cut() {
      for (const socket of open) socket.destroy()
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  })
}
