// node:http and a 'data' listener that counts; frames are not parsed. The floor of any client built on node:http.
import http from 'node:http'
import type { Stream } from '../workloads.ts'
import type { Client } from './client.ts'

/** Bytes of a frame's header, inside the body. */
const FRAME_HEADER = 8

export function openNodeHttp(socketPath: string): Client {
  const agent = new http.Agent({ keepAlive: true })
  return { read: (stream) => read(socketPath, agent, stream), close: () => agent.destroy() }
}

// A hijacked stream comes as the 'upgrade' event's socket and what was read with the head.
function readRaw(socketPath: string, stream: Stream): Promise<number> {
  return new Promise((resolve, reject) => {
    const path = `/containers/${stream.id}/attach?stream=1&stdout=1&stderr=1`
    const headers = { connection: 'Upgrade', upgrade: 'tcp' }
    const request = http.request({ socketPath, method: 'POST', path, headers })
    request.on('error', reject)
    request.on('upgrade', (_response, socket, head) => {
      let bytes = head.length
      socket.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      socket.on('error', reject)
      socket.on('end', () => resolve(bytes - stream.frames * FRAME_HEADER))
    })
    request.end()
  })
}

function read(socketPath: string, agent: http.Agent, stream: Stream): Promise<number> {
  if (stream.framing === 'raw') return readRaw(socketPath, stream)
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
