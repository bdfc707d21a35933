// A process of its own with a TLS 1.2 server that sends an error response to the first bytes of a request and closes with the rest
// unread: its kernel resets the connection while the client, blocked meanwhile, has not read the response.
// Receives its certificate over IPC, and sends its port.

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'

const BODY = '{"message":"early"}'
const ERROR_RESPONSE = `HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`

process.once('message', ({ cert, key }: { cert: string; key: string }) => {
  const server = createServer({ cert, key, maxVersion: 'TLSv1.2' }, (socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.pause()
      // Long enough for more of the body to arrive, which then stays unread.
      setTimeout(() => socket.write(ERROR_RESPONSE, () => setTimeout(() => socket.destroy(), 10)), 20)
    })
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
