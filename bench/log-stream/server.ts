// The server process: writes ready bytes over a unix socket as fast as the reader takes them, and nothing cleverer.
// Heads are a copy of what Docker 20.10.24 sends. GET …/containers/<workload>_<blocks>/logs sends that many blocks, and
// POST …/attach the same, hijacked: with the media type of API 1.42 and later, since node-sdk demultiplexes no other. What
// the docker CLI asks for around these is answered just so far.
// Run by fork(): says 'ready' when it listens, answers 'status' with what it handed to the kernel so far.
import net from 'node:net'
import { type Block, buildBlock, LAST_CHUNK, TAIL, workloads } from './workloads.ts'

/** How far the newest log stream is. Bytes are of the body on the wire, counted in whole blocks. */
export interface Status {
  /** Bytes that the kernel took. */
  handed: number
  /** Bytes of the whole body. */
  total: number
  /** Milliseconds that the present write has been waiting for the reader; 0 when the stream is over. */
  waiting: number
}

const LOGS_HEAD = head('Transfer-Encoding: chunked')
const TUNNEL_HEAD = [
  'HTTP/1.1 101 UPGRADED',
  'Content-Type: application/vnd.docker.multiplexed-stream',
  'Connection: Upgrade',
  'Upgrade: tcp',
  '\r\n',
].join('\r\n')
/** Milliseconds from a 101 to the first frame: docker-py loses what comes with the head, and needs longer on a busy machine. */
const AFTER_UPGRADE = Number(process.env.BENCH_AFTER_UPGRADE ?? 10)
/** Who waits for a container's end, which is that of the next hijacked stream. */
const waiting: net.Socket[] = []
const hijacked = new WeakSet<net.Socket>()
const blocks = new Map<string, Block>()
const status: Status = { handed: 0, total: 0, waiting: 0 }
let writeBegan = 0

function head(...fields: string[]): string {
  return [
    'HTTP/1.1 200 OK',
    'Api-Version: 1.41',
    'Docker-Experimental: false',
    'Ostype: linux',
    'Server: Docker/20.10.24+dfsg1 (linux)',
    'Date: Mon, 23 Nov 2026 15:30:54 GMT',
    ...fields,
    '\r\n',
  ].join('\r\n')
}

/** Containers whose followed log has just ended: they have stopped, until that was said once. */
const stopped = new Set<string>()

function container(id: string): string {
  const Running = !stopped.delete(id)
  const State = { Status: Running ? 'running' : 'exited', Running }
  const LogConfig = { Type: 'json-file', Config: {} }
  return `${JSON.stringify({ Id: id, Name: `/${id}`, Config: { Tty: false }, State, HostConfig: { LogConfig } })}\n`
}

function answer(method: string, type: string, body: string): string {
  const fields = head(`Content-Length: ${body.length}`, `Content-Type: ${type}`)
  return method === 'HEAD' ? fields : fields + body
}

function tellWaiting(): void {
  for (const socket of waiting.splice(0)) socket.write(`11\r\n{"StatusCode":0}\n\r\n${LAST_CHUNK}`)
}

interface Sent {
  block: Block
  raw: boolean
}

function blockOf(name: string): Sent | undefined {
  const workload = workloads[name]
  if (workload === undefined) return undefined
  let block = blocks.get(name)
  if (block === undefined) blocks.set(name, (block = buildBlock(workload)))
  return { block, raw: workload.framing === 'raw' }
}

function sendLogs(socket: net.Socket, { block, raw }: Sent, count: number, close: boolean): void {
  let left = count
  status.handed = 0
  status.total = count * block.wire.length
  socket.write(raw ? TUNNEL_HEAD : LOGS_HEAD)
  if (raw) hijacked.add(socket.on('close', tellWaiting))
  const next = () => {
    if (left-- === 0) {
      writeBegan = 0
      if (!raw) socket.write(LAST_CHUNK)
      if (close || raw) socket.end()
      return
    }
    writeBegan = performance.now()
    socket.write(block.wire, onTaken)
  }
  const onTaken = (error?: Error | null) => {
    if (error) return
    status.handed += block.wire.length
    next()
  }
  if (raw) setTimeout(next, AFTER_UPGRADE)
  else next()
}

/** A read of the newest records: what follow() looks for its place in. */
function sendTail(socket: net.Socket, { block }: Sent, count: number): void {
  socket.write(LOGS_HEAD)
  socket.write(Buffer.concat(block.tail.slice(-count)))
  socket.write(LAST_CHUNK)
}

function onRequest(socket: net.Socket, request: string): void {
  const [method = '', asked = ''] = request.split(' ', 2)
  // Deno's client asks with the whole URL.
  const target = asked.replace(/^http:\/\/[^/]+/, '')
  const path = target.replace(/^\/v[0-9.]+/, '').replace(/\?.*/, '')
  const close = /\r\nconnection: *close/i.test(request)
  const logs = /^\/containers\/([^/]+)_([0-9]+)\/(?:logs|attach)$/.exec(path)
  const sent = logs && blockOf(logs[1]!)
  const { searchParams } = new URL(target, 'http://docker')
  const tail = Number(searchParams.get('tail') ?? 'all')
  if (logs && sent && tail > 0 && tail <= TAIL) {
    sendTail(socket, sent, tail)
    return
  }
  if (logs && sent) {
    stopped.add(path.split('/')[2]!)
    sendLogs(socket, sent, Number(logs[2]), close)
    return
  }
  if (path === '/_ping') socket.write(answer(method, 'text/plain; charset=utf-8', 'OK'))
  else if (path === '/version')
    socket.write(
      answer(method, 'application/json', '{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12"}\n'),
    )
  else if (path === '/info') socket.write(answer(method, 'application/json', '{}\n'))
  else if (path.endsWith('/json')) socket.write(answer(method, 'application/json', container(path.split('/')[2]!)))
  else if (path.endsWith('/wait')) {
    socket.write(head('Content-Type: application/json', 'Transfer-Encoding: chunked')) // at once, as the Engine does
    waiting.push(socket)
  } else socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
  if (close) socket.end()
}

// Requests here have no body that matters; a client that sends the next before the answer is none of this bench's.
// One that half-closes a hijacked stream, as the docker CLI does without stdin, still wants all of it.
function onConnection(socket: net.Socket): void {
  let pending = ''
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  socket.on('end', () => {
    if (!hijacked.has(socket)) socket.end()
  })
  socket.on('data', (text) => {
    pending += text
    for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
      const request = pending.slice(0, end)
      pending = pending.slice(end + 4)
      onRequest(socket, request)
    }
  })
}

function onMessage(message: unknown): void {
  if (message !== 'status') return
  status.waiting = writeBegan === 0 ? 0 : performance.now() - writeBegan
  process.send?.({ ...status })
}

process.on('message', onMessage)
process.on('disconnect', () => process.exit())
net.createServer({ allowHalfOpen: true }, onConnection).listen(process.argv[2], () => process.send?.('ready'))
