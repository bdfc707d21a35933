// The floors: a bare socket that reads at once, and one that is paced. They know no HTTP and no frames: they count bytes, and where
// records are wanted they know how long each is on the wire.
import { BEFORE, LINE_BYTES, WIRE_BYTES } from '../fan-in/lines.ts'
import { bareSocket, type Pacing } from '../paced-socket.ts'
import type { FollowedClient, OnRecord } from './client.ts'

const LAST_CHUNK_BYTES = 5
const END_OF_HEAD = '\r\n\r\n'

export const openFloor = (path: string): FollowedClient => open(path, 'at once')
export const openPacedFloor = (path: string): FollowedClient => open(path, 'paced')

function open(path: string, pacing: Pacing): FollowedClient {
  return {
    read: (id, onRecord) =>
      new Promise((resolve, reject) => {
        /** Bytes of the body, once the head is there. */
        let body = -1
        const onRead = (count: number, bytes: Uint8Array): true => {
          if (body >= 0) {
            if (onRecord !== undefined) show(body, 0, count, bytes, onRecord)
            body += count
            return true
          }
          // The first record is later than the head, and so is never in one read with it, but on a loaded machine.
          const at = Buffer.from(bytes.buffer, bytes.byteOffset, count).indexOf(END_OF_HEAD) + END_OF_HEAD.length
          if (onRecord !== undefined) show(0, at, count, bytes, onRecord)
          body = count - at
          return true
        }
        const socket = bareSocket(path, pacing, onRead)
        socket.on('error', reject)
        socket.on('close', () => resolve(((body - LAST_CHUNK_BYTES) / WIRE_BYTES) * LINE_BYTES))
        socket.write(`GET /v1.51/containers/${id}/logs HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n`)
      }),
    close() {},
  }
}

/** Shows the records that are whole in bytes `from` to `count`, which come after `before` bytes of the body. One that is cut is left out. */
function show(before: number, from: number, count: number, bytes: Uint8Array, onRecord: OnRecord): void {
  const first = from + ((WIRE_BYTES - (before % WIRE_BYTES)) % WIRE_BYTES)
  for (let at = first; at + WIRE_BYTES <= count; at += WIRE_BYTES) onRecord(bytes, at + BEFORE)
}
