// node:http: the tar piped into the request, and a 'data' listener that counts.
import http from 'node:http'
import { type TransferClient, target, tarOf } from './client.ts'

export function openNodeHttp(socketPath: string): TransferClient {
  const agent = new http.Agent({ keepAlive: true })
  const ask = (method: string, bytes: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const request = http.request({ socketPath, agent, method, path: target(bytes) }, (response) => {
        let read = 0
        response.on('data', (piece: Buffer) => {
          read += piece.length
        })
        response.on('error', reject)
        response.on('end', () => resolve(read))
      })
      request.on('error', reject)
      if (method === 'PUT') tarOf(bytes).pipe(request)
      else request.end()
    })
  return {
    download: (bytes) => ask('GET', bytes),
    async upload(bytes) {
      await ask('PUT', bytes)
    },
    close: () => agent.destroy(),
  }
}
