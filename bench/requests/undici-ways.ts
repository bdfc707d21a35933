// undici over a Pool with as many connections as requests at a time: request(), and dispatch(), its lowest layer. Each version of undici
// has a module that loads it.
import type { Pool } from 'undici'
import { type Operation, targets } from './answers.ts'
import { drive, type OpenRequests, type RequestClient, type Use } from './client.ts'

const ORIGIN = 'http://docker'

function open(
  Undici: typeof Pool,
  socketPath: string,
  { at, cold }: Use,
  call: (pool: Pool, operation: Operation, cold: boolean) => Promise<unknown>,
): RequestClient {
  const pool = new Undici(ORIGIN, { socketPath, connections: at })
  return {
    run: (operation, count) => drive(operation, count, at, (asked) => call(pool, asked, cold)),
    close: () => pool.close(),
  }
}

function target(operation: Operation): string {
  return operation === 'ping' ? targets.ping : `/v1.51${targets[operation]}`
}

async function request(pool: Pool, operation: Operation, reset: boolean): Promise<unknown> {
  const { body } = await pool.request({ path: target(operation), method: 'GET', reset })
  return operation === 'ping' ? body.text() : body.json()
}

function dispatch(pool: Pool, operation: Operation, reset: boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    pool.dispatch(
      { path: target(operation), method: 'GET', reset },
      {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData(_controller, piece) {
          pieces.push(piece)
        },
        onResponseEnd() {
          const text = (pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)).toString()
          resolve(operation === 'ping' ? text : JSON.parse(text))
        },
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}

/** The ways, with the class of a version. */
export function waysOf(Undici: typeof Pool): Record<'request' | 'dispatch', OpenRequests> {
  return {
    request: (socketPath, use) => open(Undici, socketPath, use, request),
    dispatch: (socketPath, use) => open(Undici, socketPath, use, dispatch),
  }
}
