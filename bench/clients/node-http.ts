// node:http and a 'data' listener that counts; frames are not looked at. The floor of whoever builds on node:http.
import http from 'node:http'
import type { Stream } from '../wire/workloads.ts'
import type { Client } from './client.ts'

/** Bytes of a frame's header, inside the body. */
const FRAME_HEADER = 8

export function openNodeHttp(socketPath: string): Client {
  const agent = new http.Agent({ keepAlive: true })
  return { read: (stream) => read(socketPath, agent, stream), close: () => agent.destroy() }
}

function read(socketPath: string, agent: http.Agent, stream: Stream): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get({ socketPath, agent, path: `/containers/${stream.id}/logs?follow=1&stdout=1&stderr=1` })
    request.on('error', reject)
    request.on('response', (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.on('error', reject)
      response.on('end', () => resolve(bytes - stream.frames * FRAME_HEADER))
    })
  })
}
