// node:http with a keep-alive agent, and as little around it as a value needs.
import http from 'node:http'
import { check, type Operation, targets } from './answers.ts'
import { drive, type RequestClient, type Use } from './client.ts'

export function openNodeHttp(socketPath: string, { at, cold }: Use): RequestClient {
  const agent = new http.Agent({ keepAlive: !cold })
  const call = (operation: Operation): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const path = operation === 'ping' ? targets.ping : `/v1.51${targets[operation]}`
      const request = http.get({ socketPath, agent, path }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => {
          text += piece
        })
        response.on('error', reject)
        response.on('end', () => resolve(operation === 'ping' ? text : JSON.parse(text)))
      })
      request.on('error', reject)
    })
  return {
    run: (operation, count) => drive(count, at, async () => check(operation, await call(operation))),
    close: () => agent.destroy(),
  }
}
