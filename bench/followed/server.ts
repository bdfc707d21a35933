// The server process of the followed part: writes records into a followed log, each with a write of its own, at the rate that the
// container's id names. It never sleeps while it writes, so that records are evenly apart even at 50,000 a second; it fills a core.
// A reader that is behind lets it wait, as a daemon waits.
import net from 'node:net'
import { now, wireLine } from '../fan-in/lines.ts'
import { BURST_MS, type Order, orderIn, SILENCE_MS } from './records.ts'

const common = ['Api-Version: 1.51', 'Server: Docker/28.5.2 (linux)', 'Date: Mon, 23 Nov 2026 15:30:54 GMT']
const head = (...fields: string[]) => ['HTTP/1.1 200 OK', ...common, ...fields, '\r\n'].join('\r\n')
const LOGS = head('Content-Type: application/vnd.docker.multiplexed-stream', 'Transfer-Encoding: chunked')
const LAST_CHUNK = '0\r\n\r\n'
/** µs from the head to the first record: the reader has handled the head by then. */
const HEAD_START = 20_000
/** Without a rate, so many are written between two looks at other events. */
const AT_A_TIME = 16

/** How many records are due `passed` µs after the first. */
function due({ rhythm, rate, records }: Order, passed: number, sent: number): number {
  if (passed < 0) return 0
  if (rate === 0) return Math.min(records, sent + AT_A_TIME)
  if (rhythm === 'even') return Math.min(records, Math.floor((passed * rate) / 1e6) + 1)
  const period = (BURST_MS + SILENCE_MS) * 1000
  const perBurst = Math.round((rate * BURST_MS) / 1000)
  const within = Math.min(perBurst, Math.floor(((passed % period) * rate) / 1e6) + 1)
  return Math.min(records, Math.floor(passed / period) * perBurst + within)
}

function send(socket: net.Socket, order: Order, close: boolean): void {
  const perBurst = Math.round((order.rate * BURST_MS) / 1000)
  const began = now() + HEAD_START
  let sent = 0
  socket.write(LOGS)
  const step = (): void => {
    if (socket.destroyed) return
    const until = due(order, now() - began, sent)
    while (sent < until) {
      if (socket.writableNeedDrain) return void socket.once('drain', step)
      const isFirst = order.rhythm === 'bursts' && sent % perBurst === 0
      socket.write(wireLine(isFirst), 'latin1')
      sent++
    }
    if (sent < order.records) return void setImmediate(step)
    socket.write(LAST_CHUNK)
    if (close) socket.end()
  }
  step()
}

function onConnection(socket: net.Socket): void {
  let pending = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (bytes: Buffer) => {
    pending += bytes.toString('latin1')
    if (!pending.includes('\r\n\r\n')) return
    const request = pending
    pending = ''
    const order = orderIn(request)
    if (order !== undefined) send(socket, order, /\r\nconnection: *close/i.test(request))
    else socket.write(head('Content-Length: 2') + (request.startsWith('HEAD') ? '' : 'OK'))
  })
}

process.on('disconnect', () => process.exit())
net.createServer(onConnection).listen(process.argv[2], () => process.send?.('ready'))
