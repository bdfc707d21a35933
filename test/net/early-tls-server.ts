// A process of its own with a TLS 1.2 server that answers the first bytes of a request with a refusal and closes with the rest
// unread: its kernel resets the connection while the client, blocked meanwhile, has not read the answer.
// Told its certificate over IPC; tells its port.

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'

const BODY = '{"message":"early"}'
const REFUSAL = `HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`

process.once('message', ({ cert, key }: { cert: string; key: string }) => {
  const server = createServer({ cert, key, maxVersion: 'TLSv1.2' }, (socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.pause()
      // Long enough for more of the body to have come, which then lies unread.
      setTimeout(() => socket.write(REFUSAL, () => setTimeout(() => socket.destroy(), 10)), 20)
    })
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
