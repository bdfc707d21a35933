// The server process of the requests part: prepared bytes for every path, one write per request, so that
// it costs less than any client. Run by fork(): says 'ready' when it listens.
import net from 'node:net'
import { answers } from './answers.ts'

const { ping, inspect, list } = answers()
const head = ping.bytes.subarray(0, ping.body[0])

function answerTo(request: string): Buffer {
  if (request.includes('/_ping')) return request.startsWith('HEAD') ? head : ping.bytes
  return request.includes('/containers/json') ? list.bytes : inspect.bytes
}

// Requests here have no body and come one after the other on a connection.
function onConnection(socket: net.Socket): void {
  let pending = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (bytes) => {
    pending += bytes.toString('latin1')
    for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
      const request = pending.slice(0, end)
      pending = pending.slice(end + 4)
      socket.write(answerTo(request))
      if (/\r\nconnection: *close/i.test(request)) socket.end()
    }
  })
}

process.on('disconnect', () => process.exit())
net.createServer(onConnection).listen({ path: process.argv[2], backlog: 1024 }, () => process.send?.('ready'))
