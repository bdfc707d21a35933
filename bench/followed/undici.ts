// undici's dispatch: the body as it comes, undemultiplexed. A piece is taken for one frame or for several whole ones.
import { Client } from 'undici'
import { LINE_BYTES } from '../fan-in/lines.ts'
import type { FollowedClient } from './client.ts'

const FRAME_HEADER = 8
const FRAME_BYTES = FRAME_HEADER + LINE_BYTES

export function openDispatch(socketPath: string): FollowedClient {
  const client = new Client('http://docker', { socketPath, bodyTimeout: 0, headersTimeout: 0 })
  return {
    read: (id, onRecord) =>
      new Promise((resolve, reject) => {
        let bytes = 0
        client.dispatch(
          { path: `/v1.51/containers/${id}/logs?follow=1&stdout=1&stderr=1`, method: 'GET' },
          {
            onRequestStart() {},
            onResponseStart() {},
            onResponseData(_controller, piece) {
              const first = (FRAME_BYTES - (bytes % FRAME_BYTES)) % FRAME_BYTES
              bytes += piece.length
              if (onRecord === undefined) return
              // A record that is cut is left out.
              for (let at = first; at + FRAME_BYTES <= piece.length; at += FRAME_BYTES)
                onRecord(piece, at + FRAME_HEADER)
            },
            onResponseEnd: () => resolve((bytes / FRAME_BYTES) * LINE_BYTES),
            onResponseError: (_controller, error) => reject(error),
          },
        )
      }),
    close: () => client.close(),
  }
}
