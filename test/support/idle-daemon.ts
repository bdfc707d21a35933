// An HTTP server in its own thread that closes idle connections, as daemons and proxies do. It runs while the test's thread is
// blocked, which is how a process misses the end of a connection.

import { once } from 'node:events'
import type { TestContext } from 'node:test'
import { Worker } from 'node:worker_threads'
import { hostOf, localSocket } from './local-socket.ts'
import { tempDir } from './temp.ts'

/** What the thread counts. */
export interface Daemon {
  /** `unix:///…` or `tcp://127.0.0.1:port` */
  host: string
  /** The received requests in order, as `METHOD target`. */
  requests(): Promise<string[]>
  /** How many connections were accepted. */
  accepted(): Promise<number>
  /** Blocks the caller's thread until so many responses have been written. */
  blockUntilAnswered(count: number): void
  /** Blocks the caller's thread until the daemon has ended every connection. */
  blockUntilAllEnded(): void
}

// Indexes in the memory that both threads share.
const ANSWERED = 0
const OPEN = 1
const MOST_MS = 20_000

const SERVER = `
const { parentPort, workerData } = require('node:worker_threads')
const { idleMs, listen, after, shared } = workerData
const count = (at, n) => {
  Atomics.add(shared, at, n)
  Atomics.notify(shared, at)
}
const requests = []
let accepted = 0
const server = require('node:net').createServer({ allowHalfOpen: true }, (socket) => {
  accepted++
  count(1, 1)
  socket.on('finish', () => count(1, -1))
  let text = ''
  let timer
  socket.on('error', () => {})
  socket.on('end', () => socket.end())
  socket.on('data', (bytes) => {
    clearTimeout(timer)
    text += bytes.toString('latin1')
    for (let at = text.indexOf('\\r\\n\\r\\n'); at >= 0; at = text.indexOf('\\r\\n\\r\\n')) {
      const head = text.slice(0, at)
      const length = Number(/content-length: (\\d+)/i.exec(head)?.[1] ?? 0)
      if (text.length < at + 4 + length) return
      text = text.slice(at + 4 + length)
      const line = head.split(' ').slice(0, 2).join(' ')
      requests.push(line)
      const isTunnel = /upgrade: tcp/i.test(head)
      const body = line.endsWith('/exec') ? '{"Id":"e1"}' : /\\/exec\\/[^/]+\\/json/.test(line) ? '{"Running":false,"ExitCode":0,"Pid":1}' : '1'
      const answer = isTunnel
        ? 'HTTP/1.1 101 UPGRADED\\r\\nConnection: Upgrade\\r\\nUpgrade: tcp\\r\\n\\r\\n'
        : 'HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: ' + body.length + '\\r\\n\\r\\n' + (line.startsWith('HEAD') ? '' : body)
      setTimeout(() => {
        socket.write(answer, () => count(0, 1))
        if (isTunnel) socket.end()
        else timer = setTimeout(() => socket.end(), idleMs)
      }, after)
    }
  })
})
server.listen(listen, () => parentPort.postMessage(server.address()))
parentPort.on('message', () => parentPort.postMessage({ requests, accepted }))
`

/** Starts a daemon for a test. `idleMs`: how long a connection may be idle. `after`: how long a response takes. */
export async function idleDaemon(
  t: TestContext,
  idleMs: number,
  { how = 'unix', after = 0 }: { how?: 'unix' | 'tcp'; after?: number } = {},
): Promise<Daemon> {
  const listen = how === 'unix' ? { path: localSocket(tempDir(t), 'd.sock').path } : { port: 0, host: '127.0.0.1' }
  const shared = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(SERVER, { eval: true, workerData: { idleMs, listen, after, shared } })
  t.after(() => worker.terminate())
  const [address] = (await once(worker, 'message')) as [string | { port: number }]
  const counts = async (): Promise<{ requests: string[]; accepted: number }> => {
    const message = once(worker, 'message')
    worker.postMessage('counts')
    return (await message)[0]
  }
  return {
    host: typeof address === 'string' ? hostOf(address) : `tcp://127.0.0.1:${address.port}`,
    requests: async () => (await counts()).requests,
    accepted: async () => (await counts()).accepted,
    blockUntilAnswered: (count) => blockUntil(shared, ANSWERED, (now) => now >= count),
    blockUntilAllEnded: () => blockUntil(shared, OPEN, (now) => now === 0),
  }
}

function blockUntil(shared: Int32Array, at: number, isThere: (now: number) => boolean): void {
  const until = performance.now() + MOST_MS
  for (let now = Atomics.load(shared, at); !isThere(now); now = Atomics.load(shared, at)) {
    if (performance.now() > until) throw new Error(`not there after ${MOST_MS} ms: ${now}`)
    Atomics.wait(shared, at, now, 1_000)
  }
}

/** Blocks this thread: the event loop does not turn. */
export function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
