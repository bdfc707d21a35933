// undici: request() with the tar as its body and `for await` over what comes; and dispatch(), its lowest layer, which also
// takes a stream as a body.
import { Client, type Dispatcher } from 'undici'
import { type TransferClient, target, tarOf } from './client.ts'

const ORIGIN = 'http://docker'

async function read(client: Client, bytes: number): Promise<number> {
  const { body } = await client.request({ path: target(bytes), method: 'GET' })
  let read = 0
  for await (const piece of body) read += (piece as Buffer).length
  return read
}

function dispatch(client: Client, options: Dispatcher.DispatchOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    let read = 0
    client.dispatch(options, {
      onRequestStart() {},
      onResponseStart() {},
      onResponseData(_controller, piece) {
        read += piece.length
      },
      onResponseEnd: () => resolve(read),
      onResponseError: (_controller, error) => reject(error),
    })
  })
}

export function openRequest(socketPath: string): TransferClient {
  const client = new Client(ORIGIN, { socketPath })
  return {
    download: (bytes) => read(client, bytes),
    async upload(bytes) {
      const { body } = await client.request({ path: target(bytes), method: 'PUT', body: tarOf(bytes) })
      await body.dump()
    },
    close: () => client.close(),
  }
}

export function openDispatch(socketPath: string): TransferClient {
  const client = new Client(ORIGIN, { socketPath })
  return {
    download: (bytes) => dispatch(client, { path: target(bytes), method: 'GET' }),
    async upload(bytes) {
      await dispatch(client, { path: target(bytes), method: 'PUT', body: tarOf(bytes) })
    },
    close: () => client.close(),
  }
}
