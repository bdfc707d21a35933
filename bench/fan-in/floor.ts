// The floor: a bare net.Socket a stream, all with one `onread` buffer. It knows no HTTP and no frames, but where the time
// stands in a line whose length on the wire never changes.
import net from 'node:net'
import type { FanInClient } from './client.ts'
import { BEFORE, stampAt, WIRE_BYTES } from './lines.ts'

const shared = Buffer.alloc(65_536)
const REQUEST = 'GET /v1.51/containers/x/logs?follow=1&stdout=1&stderr=1 HTTP/1.1\r\nHost: docker\r\n\r\n'

export function openFloor(path: string): FanInClient {
  return {
    follow: (onStamp) =>
      new Promise((resolve, reject) => {
        let began = false
        /** Bytes read of a line that is not whole. */
        let over = 0
        const callback = (count: number, bytes: Uint8Array): boolean => {
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
        const socket = net.connect({ path, onread: { buffer: shared, callback } })
        socket.on('error', reject)
        socket.write(REQUEST, 'latin1')
      }),
  }
}
