// The floor: a bare net.Socket with `onread` into one buffer that discards what it reads. No HTTP, no frames:
// what the kernel, libuv and one call per read cost anybody on this machine.
import net from 'node:net'
import type { Stream } from '../workloads.ts'
import type { Client } from './client.ts'

/** As fairlead's own buffer and Node's own reads: 64 KiB. */
const READ_BYTES = 65_536
/** No response head of the server is longer. */
const HEAD_BYTES = 512

export function openFloor(socketPath: string): Client {
  return { read: (stream) => read(socketPath, stream), close() {} }
}

function read(path: string, stream: Stream): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    const onRead = (length: number) => {
      bytes += length
      return true
    }
    const socket = net.connect({ path, onread: { buffer: Buffer.alloc(READ_BYTES), callback: onRead } })
    socket.on('error', reject)
    socket.on('close', () => {
      const head = bytes - stream.wire
      if (head > 0 && head <= HEAD_BYTES) resolve(stream.payload)
      else reject(new Error(`the floor read ${bytes} bytes of a body of ${stream.wire}`))
    })
    socket.write(requestOf(stream))
  })
}

function requestOf({ id, framing }: Stream): string {
  return framing === 'raw'
    ? `POST /containers/${id}/attach HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`
    : `GET /containers/${id}/logs HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n`
}
