// undici, by its three ways down: request() and its body, stream() into a Writable, dispatch() with a handler. None of
// them looks at frames: what they cost is what anything built on undici pays before it demultiplexes.
import { Client as Undici } from 'undici'
import type { Stream } from '../wire/workloads.ts'
import { type Client, Counter } from './client.ts'

/** Bytes of a frame's header, inside the body. */
const FRAME_HEADER = 8

type Read = (client: Undici, stream: Stream) => Promise<number>

// A followed log may be silent for long: no time limit, as a Docker client on undici must have it.
function open(socketPath: string, read: Read): Client {
  const client = new Undici('http://docker', { socketPath, bodyTimeout: 0, headersTimeout: 0 })
  return {
    read: async (stream) => (await read(client, stream)) - stream.frames * FRAME_HEADER,
    close: () => client.close(),
  }
}

export const openRequest = (socketPath: string): Client => open(socketPath, request)
export const openStream = (socketPath: string): Client => open(socketPath, stream)
export const openDispatch = (socketPath: string): Client => open(socketPath, dispatch)

const pathOf = (stream: Stream) => `/containers/${stream.id}/logs?follow=1&stdout=1&stderr=1`

async function request(client: Undici, stream: Stream): Promise<number> {
  const { body } = await client.request({ method: 'GET', path: pathOf(stream) })
  let bytes = 0
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  await new Promise((resolve, reject) => body.on('end', resolve).on('error', reject))
  return bytes
}

async function stream(client: Undici, stream: Stream): Promise<number> {
  const counter = new Counter()
  await client.stream({ method: 'GET', path: pathOf(stream) }, () => counter)
  return counter.bytes
}

function dispatch(client: Undici, stream: Stream): Promise<number> {
  const raw = stream.framing === 'raw'
  return new Promise((resolve, reject) => {
    let bytes = 0
    const path = raw ? `/containers/${stream.id}/attach?stream=1&stdout=1&stderr=1` : pathOf(stream)
    client.dispatch(
      { method: raw ? 'POST' : 'GET', path, ...(raw && { upgrade: 'tcp' }) },
      {
        onRequestStart() {},
        onRequestUpgrade(_controller, _status, _headers, socket) {
          socket.on('data', (chunk: Buffer) => {
            bytes += chunk.length
          })
          socket.on('error', reject)
          socket.on('end', () => {
            socket.end()
            resolve(bytes)
          })
        },
        onResponseStart() {},
        onResponseData(_controller, chunk) {
          bytes += chunk.length
        },
        onResponseEnd: () => resolve(bytes),
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}
