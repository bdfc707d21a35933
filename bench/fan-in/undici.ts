// undici's dispatch over a Pool without a limit: the body as it comes, undemultiplexed; a piece is taken for a whole frame.
import { Pool } from 'undici'
import type { FanInClient } from './client.ts'
import { stampAt } from './lines.ts'

const FRAME_HEADER = 8
const PATH = '/v1.51/containers/x/logs?follow=1&stdout=1&stderr=1'

export function openDispatch(socketPath: string): FanInClient {
  const pool = new Pool('http://docker', { socketPath, connections: null, bodyTimeout: 0, headersTimeout: 0 })
  return {
    follow: (onStamp) =>
      new Promise((resolve, reject) => {
        pool.dispatch(
          { path: PATH, method: 'GET' },
          {
            onRequestStart() {},
            onResponseStart: () => resolve(),
            onResponseData: (_controller, piece) => onStamp(stampAt(piece, FRAME_HEADER)),
            onResponseEnd() {},
            onResponseError: (_controller, error) => reject(error),
          },
        )
      }),
  }
}
