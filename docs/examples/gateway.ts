// A gateway for logs and commands of chosen containers, for callers who must not reach the Engine itself:
//   TOKEN=secret node gateway.js gateway=on [port]
//   curl -H 'authorization: Bearer secret' localhost:8080/web/logs
//   echo text | curl -H 'authorization: Bearer secret' --data-binary @- 'localhost:8080/web/exec?cmd=wc&cmd=-c'
// Only containers with the label are there. An exec's output is the body; its exit code is the trailer x-exit-code.

import { timingSafeEqual } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, EngineError } from 'fairlead'
import { exec } from 'fairlead/containers'

const [label = '', port = '0'] = process.argv.slice(2)
const expected = Buffer.from(`Bearer ${process.env.TOKEN ?? ''}`)
if (label === '' || !process.env.TOKEN) {
  console.error('usage: TOKEN=… gateway <label> [port]')
  process.exit(2)
}

const engine = connect()

/** The container of this name, if it has the label. Its id is used from then on: the name may go to another container. */
async function find(name: string, signal: AbortSignal): Promise<{ id: string; tty: boolean } | undefined> {
  const { Id, Config } = await engine.get('/containers/{id}/json', { path: { id: name }, signal })
  const [key = '', value] = label.split('=')
  const has = Config.Labels?.[key]
  return has !== undefined && (value === undefined || has === value) ? { id: Id, tty: Config.Tty === true } : undefined
}

async function serve(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [, name, what] = /^\/([\w.-]+)\/(logs|exec)$/.exec(url.pathname) ?? []
  const isExec = what === 'exec' && request.method === 'POST'
  if (name === undefined || (!isExec && request.method !== 'GET'))
    return end(response, 404, 'GET /<name>/logs, POST /<name>/exec')
  const container = await find(name, signal)
  if (container === undefined) return end(response, 404, `No such container: ${name}`)
  const { id, tty } = container
  const type = { 'content-type': 'application/octet-stream' }
  if (!isExec) {
    const query = { stdout: true, stderr: true, follow: url.searchParams.has('follow') }
    const log = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query, signal })
    response.writeHead(200, type).flushHeaders()
    await log.pipe({ stdout: response, stderr: response }, { tty })
    return
  }
  const command = url.searchParams.getAll('cmd')
  if (command.length === 0) return end(response, 400, 'give the command as ?cmd=…&cmd=…')
  response.writeHead(200, { ...type, trailer: 'x-exit-code' })
  const outputs = { stdout: response, stderr: response, keepOpen: true }
  const { exitCode } = await exec(engine, id, command, { stdin: request, ...outputs, timeout: 60_000, signal })
  response.addTrailers({ 'x-exit-code': String(exitCode) })
  response.end()
}

function end(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${message}\n`)
}

const server = http.createServer(async (request, response) => {
  const given = Buffer.from(request.headers.authorization ?? '')
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return end(response, 401, 'no or another token')
  // A caller that leaves ends the reading, and the command with all that it started.
  const left = new AbortController()
  response.on('close', () => left.abort())
  try {
    await serve(request, response, left.signal)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else if (error instanceof EngineError) end(response, error.status, error.reason)
    else end(response, 502, 'the Engine does not respond')
  }
})

server.listen(Number(port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
