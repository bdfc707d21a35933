// The server process of the fan-in part: every GET …/logs becomes a followed stream that is silent at first.
// On { rate, seconds } it writes so many lines per second into each, spread over the streams and over time, and reports how many.
// It skips a stream whose reader is behind, as the Engine's writer would wait.
import net from 'node:net'
import { wireLine } from './lines.ts'

/** Lines per second into each stream, for so long. */
export interface Order {
  rate: number
  seconds: number
}

/** Its result. */
export interface Report {
  sent: number
  /** Lines that were due but had no room. */
  leftOut: number
}

/** ms between two rounds of writing. */
const TICK_MS = 2
const common = ['Api-Version: 1.51', 'Server: Docker/28.5.2 (linux)', 'Date: Mon, 23 Nov 2026 15:30:54 GMT']
const head = (...fields: string[]) => ['HTTP/1.1 200 OK', ...common, ...fields, '\r\n'].join('\r\n')
const LOGS = head('Content-Type: application/vnd.docker.multiplexed-stream', 'Transfer-Encoding: chunked')

const streams = new Set<net.Socket>()

function onConnection(socket: net.Socket): void {
  let pending = ''
  socket.on('error', () => socket.destroy())
  socket.on('close', () => streams.delete(socket))
  socket.on('data', (bytes: Buffer) => {
    pending += bytes.toString('latin1')
    if (!pending.includes('\r\n\r\n')) return
    const request = pending
    pending = ''
    if (request.includes('/logs')) {
      socket.write(LOGS)
      streams.add(socket)
    } else socket.write(head('Content-Length: 2') + (request.startsWith('HEAD') ? '' : 'OK'))
  })
}

function write({ rate, seconds }: Order): void {
  const all = [...streams]
  const total = Math.round(all.length * rate * seconds)
  const report: Report = { sent: 0, leftOut: 0 }
  const began = performance.now()
  let due = 0
  let next = 0
  const timer = setInterval(() => {
    const until = Math.min(total, Math.floor(((performance.now() - began) / 1000) * rate * all.length))
    for (; due < until; due++) {
      const socket = all[next] as net.Socket
      next = (next + 1) % all.length
      if (socket.writableNeedDrain || socket.destroyed) report.leftOut++
      else {
        socket.write(wireLine(), 'latin1')
        report.sent++
      }
    }
    if (due < total) return
    clearInterval(timer)
    process.send?.(report)
  }, TICK_MS)
}

process.on('message', (order: Order) => write(order))
process.on('disconnect', () => process.exit())
net.createServer(onConnection).listen({ path: process.argv[2], backlog: 4096 }, () => process.send?.('ready'))
