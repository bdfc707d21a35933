// A web endpoint for logs: GET /logs/web follows the log of the container "web" as plain text.
//   node log-endpoint.js [port]
// ready() shows what the Engine says before the first byte is sent, so the endpoint's own status can be right: 404, 409, 502.

import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, EngineError, logs } from 'fairlead'

const engine = connect()

const server = http.createServer(async (request, response) => {
  const id = /^\/logs\/([\w.-]+)$/.exec(request.url ?? '')?.[1]
  if (id === undefined) {
    response.writeHead(404).end('GET /logs/<container>\n')
    return
  }
  // A client that goes away ends the reading of the log.
  const left = new AbortController()
  response.on('close', () => left.abort())
  const log = logs(engine, id, { follow: true, tail: 100, signal: left.signal })
  try {
    await log.ready()
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).flushHeaders()
    for await (const line of log) if (!response.write(`${line.text}\n`)) await once(response, 'drain', left)
    response.end()
  } catch (error) {
    if (response.headersSent) {
      response.destroy()
      return
    }
    const [status, message] =
      error instanceof EngineError ? [error.status, error.reason] : [502, 'the Engine does not respond']
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${message}\n`)
  }
})

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
