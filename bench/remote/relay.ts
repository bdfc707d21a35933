// A relay before a part's server: it listens on a port of 127.0.0.1 and leads to a unix socket or to another relay's port. It takes TLS off,
// or delays as a network would: half a round trip each way, and one more for the handshake of TCP, which the kernel has done at once here.
// What it costs is not measured. Says { port } when it listens.
import { readFileSync } from 'node:fs'
import net from 'node:net'
import tls from 'node:tls'

/** In JSON as the process's argument. */
export interface Relay {
  to: { path: string } | { port: number }
  /** Of a round trip, ms; 0 for none. */
  delay: number
  /** Files. */
  tls?: { cert: string; key: string }
}

const relay = JSON.parse(process.argv[2]!) as Relay

/** Passes bytes on, each no sooner than `delay` ms after it came, and none before `notBefore`. */
function delayed(from: net.Socket, to: net.Socket, delay: number, notBefore: number): void {
  from.on('data', (bytes) => {
    const wait = Math.max(delay, notBefore - performance.now())
    setTimeout(() => to.write(bytes), wait)
  })
  from.on('end', () => setTimeout(() => to.end(), Math.max(delay, notBefore - performance.now()) + 1))
}

function onConnection(client: net.Socket): void {
  const server = net.connect({ allowHalfOpen: true, ...relay.to } as net.NetConnectOpts)
  const close = (): void => {
    client.destroy()
    server.destroy()
  }
  for (const socket of [client, server]) socket.setNoDelay(true).on('error', close)
  if (relay.delay === 0) {
    client.pipe(server)
    server.pipe(client)
    return
  }
  // The client may send what it has once the handshake is over, which is a round trip; that then takes half a one.
  delayed(client, server, relay.delay / 2, performance.now() + relay.delay * 1.5)
  delayed(server, client, relay.delay / 2, 0)
}

const allowHalfOpen = true
const listener =
  relay.tls === undefined
    ? net.createServer({ allowHalfOpen }, onConnection)
    : tls.createServer(
        { allowHalfOpen, cert: readFileSync(relay.tls.cert), key: readFileSync(relay.tls.key) },
        onConnection,
      )
process.on('disconnect', () => process.exit())
listener.listen(0, '127.0.0.1', () => process.send?.({ port: (listener.address() as net.AddressInfo).port }))
