// undici, by its three ways down: request() and its body, stream() into a Writable, dispatch() with a handler. None of them looks at
// frames: what they cost is what anything built on undici pays before it demultiplexes. Each version of undici has a module that loads it.
import type { Client } from 'undici'
import type { Stream } from '../workloads.ts'
import { Counter, type Open } from './client.ts'

/** Bytes of a frame's header, inside the body. */
const FRAME_HEADER = 8

type Read = (client: Client, stream: Stream) => Promise<number>

/** The ways, with the class of a version. */
export function waysOf(Undici: typeof Client): Record<'request' | 'stream' | 'dispatch', Open> {
  // A followed log may be silent for long: no time limit, as a Docker client on undici must have it.
  const open =
    (read: Read): Open =>
    (socketPath) => {
      const client = new Undici('http://docker', { socketPath, bodyTimeout: 0, headersTimeout: 0 })
      return {
        read: async (stream) => (await read(client, stream)) - stream.frames * FRAME_HEADER,
        close: () => client.close(),
      }
    }
  return { request: open(request), stream: open(stream), dispatch: open(dispatch) }
}

const pathOf = (stream: Stream) => `/containers/${stream.id}/logs?follow=1&stdout=1&stderr=1`

async function request(client: Client, stream: Stream): Promise<number> {
  const { body } = await client.request({ method: 'GET', path: pathOf(stream) })
  let bytes = 0
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  await new Promise((resolve, reject) => body.on('end', resolve).on('error', reject))
  return bytes
}

async function stream(client: Client, stream: Stream): Promise<number> {
  const counter = new Counter()
  await client.stream({ method: 'GET', path: pathOf(stream) }, () => counter)
  return counter.bytes
}

function dispatch(client: Client, stream: Stream): Promise<number> {
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
