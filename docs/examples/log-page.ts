// A page that shows a container's log as it is written, by server-sent events:
//   node log-page.js [port]       then open the printed address with ?container=web
// GET /logs/web is the stream. Its status is the Engine's before the first byte: 404 for a missing container. A browser that leaves ends
// the reading of the log. Behind a reconnect the browser sends the time of its last line, and the log goes on after that.

import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, EngineError, logs } from 'fairlead'

const page = `<!doctype html>
<meta charset="utf-8">
<title>log</title>
<pre id="log"></pre>
<p id="state">connecting</p>
<script>
  const container = new URLSearchParams(location.search).get('container') ?? ''
  const [log, state] = [document.getElementById('log'), document.getElementById('state')]
  const source = new EventSource('/logs/' + encodeURIComponent(container))
  source.onopen = () => (state.textContent = 'following')
  source.onmessage = ({ data }) => log.append(data + '\\n')
  source.addEventListener('end', () => (source.close(), (state.textContent = 'ended')))
  source.onerror = () => (state.textContent = source.readyState === EventSource.CLOSED ? 'refused' : 'connecting again')
</script>
`

const engine = connect()

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const id = /^\/logs\/([\w.-]+)$/.exec(url.pathname)?.[1]
  if (id === undefined) {
    const isPage = url.pathname === '/'
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(isPage ? page : '')
    return
  }
  const left = new AbortController()
  response.on('close', () => left.abort())
  const last = request.headers['last-event-id']
  const from = typeof last === 'string' && /^[\d:TZ.+-]+$/.test(last) ? { since: last } : { tail: 100 }
  const log = logs(engine, id, { follow: true, timestamps: true, signal: left.signal, ...from })
  try {
    await log.ready()
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
    for await (const { text, timestamp } of log) {
      // `since` includes its own time: that line is there already.
      if (timestamp === last) continue
      // A carriage return would end the field; a terminal ends each line with one.
      const data = text.replace(/\r$/, '').replaceAll('\r', '␍')
      if (!response.write(`id: ${timestamp}\ndata: ${data}\n\n`)) await once(response, 'drain', left)
    }
    response.end('event: end\ndata:\n\n')
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

// Only this machine: a log may hold secrets.
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
