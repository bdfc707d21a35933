// The floor: a bare net.Socket with `onread` that counts what comes in, and that writes a tar of 64 KiB pieces with a length
// and waits for 'drain' where the socket says so.
import net from 'node:net'
import { firstPiece, PIECE, type TransferClient, target } from './client.ts'

const READ_BYTES = 65_536

function ask(path: string, request: string, send: (socket: net.Socket) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    const callback = (count: number): boolean => {
      bytes += count
      return true
    }
    const socket = net.connect({ path, onread: { buffer: Buffer.alloc(READ_BYTES), callback } })
    socket.on('error', reject)
    socket.on('close', () => resolve(bytes))
    socket.write(`${request}\r\nHost: docker\r\nConnection: close\r\n\r\n`)
    send(socket)
  })
}

function sendTar(socket: net.Socket, bytes: number): void {
  const piece = firstPiece()
  let left = bytes
  const send = (): void => {
    while (left > 0) {
      const now = Math.min(left, PIECE)
      left -= now
      if (!socket.write(now === PIECE ? piece : piece.subarray(0, now))) return void socket.once('drain', send)
    }
  }
  send()
}

export function openFloor(socketPath: string): TransferClient {
  return {
    async download(bytes) {
      const read = await ask(socketPath, `GET ${target(bytes)} HTTP/1.1`, () => {})
      if (read < bytes) throw new Error(`the floor read ${read} bytes`)
      return bytes
    },
    async upload(bytes) {
      const head = `PUT ${target(bytes)} HTTP/1.1\r\nContent-Length: ${bytes}`
      const read = await ask(socketPath, head, (socket) => sendTar(socket, bytes))
      if (read === 0) throw new Error('the floor got no answer')
    },
    close() {},
  }
}
