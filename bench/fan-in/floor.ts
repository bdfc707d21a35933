// The floors: one bare net.Socket per stream, all with one `onread` buffer, that read at once or are paced. They know no HTTP and no
// frames, but where the time stands in a line whose length on the wire never changes.
import { bareSocket, type Pacing } from '../paced-socket.ts'
import type { FanInClient } from './client.ts'
import { BEFORE, stampAt, WIRE_BYTES } from './lines.ts'

const shared = Buffer.alloc(65_536)
const REQUEST = 'GET /v1.51/containers/x/logs?follow=1&stdout=1&stderr=1 HTTP/1.1\r\nHost: docker\r\n\r\n'

export const openFloor = (path: string): FanInClient => open(path, 'at once')
export const openPacedFloor = (path: string): FanInClient => open(path, 'paced')

function open(path: string, pacing: Pacing): FanInClient {
  return {
    follow: (onStamp) =>
      new Promise((resolve, reject) => {
        let began = false
        /** Bytes read of a line that is not whole. */
        let over = 0
        const onRead = (count: number, bytes: Uint8Array): true => {
          if (!began) {
            began = true
            resolve()
            return true
          }
          // The time of a line that is cut is passed by; reads here are lines.
          for (let at = (WIRE_BYTES - over) % WIRE_BYTES; at + WIRE_BYTES <= count; at += WIRE_BYTES) {
            onStamp(stampAt(bytes, at + BEFORE))
          }
          over = (over + count) % WIRE_BYTES
          return true
        }
        const socket = bareSocket(path, pacing, onRead, shared)
        socket.on('error', reject)
        socket.write(REQUEST, 'latin1')
      }),
  }
}
