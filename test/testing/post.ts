// POSTs bytes to an embedded engine on a unix socket, and reads progress records and error responses.

import { request } from 'node:http'
import type { EmbeddedEngine } from '../../src/testing.ts'
import { ask } from './support.ts'

export interface Sent {
  status: number
  body: Buffer
  records: Record<string, unknown>[]
}

/** POSTs bytes and returns the response's records. */
export function post(engine: EmbeddedEngine, path: string, body?: Uint8Array, headers = {}): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const socketPath = engine.host.slice(7)
    const asked = request({ socketPath, method: 'POST', path, headers, agent: false }, (message) => {
      const parts: Buffer[] = []
      message.on('data', (part: Buffer) => parts.push(part)).on('error', reject)
      message.on('end', () => {
        const all = Buffer.concat(parts)
        const lines = all.toString().split(/\r?\n/).filter(Boolean)
        resolve({ status: message.statusCode!, body: all, records: lines.map((line) => JSON.parse(line)) })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

export async function message(engine: EmbeddedEngine, method: string, path: string): Promise<[number, string]> {
  const { status, text } = await ask(engine.host, method, path)
  return [status, (JSON.parse(text) as { message: string }).message]
}
