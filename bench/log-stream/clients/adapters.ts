// fairlead's streams for others: stdout and stderr as two Node Readables, as two web streams, and a fetch whose body is read
// undivided, as a web stream.
import { createFetch } from 'fairlead/fetch'
import { outputs as nodeOutputs } from 'fairlead/node'
import { outputs as webOutputs } from 'fairlead/web'
import type { Stream } from '../workloads.ts'
import type { Client } from './client.ts'
import { type Engine, logs, open } from './logs.ts'

const FRAME_HEADER = 8

/** Two Node Readables, each by 'data'. */
export const openNodeOutputs = (socketPath: string): Client => open(socketPath, readNodeOutputs)
/** Two web streams, each by its reader. */
export const openWebOutputs = (socketPath: string): Client => open(socketPath, readWebOutputs)
/** fetch: no frames, so the payload is what came less their headers. */
export const openFetch = (socketPath: string): Client => open(socketPath, readFetch)

async function readNodeOutputs(engine: Engine, stream: Stream): Promise<number> {
  const { stdout, stderr } = nodeOutputs(await logs(engine, stream))
  const counts = [stdout, stderr].map((output) => {
    let bytes = 0
    output.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    return new Promise<number>((resolve, reject) => {
      output.on('error', reject)
      output.on('end', () => resolve(bytes))
    })
  })
  const [out, err] = await Promise.all(counts)
  return out! + err!
}

async function readWebOutputs(engine: Engine, stream: Stream): Promise<number> {
  const { stdout, stderr } = webOutputs(await logs(engine, stream))
  const [out, err] = await Promise.all([count(stdout), count(stderr)])
  return out! + err!
}

async function readFetch(engine: Engine, stream: Stream): Promise<number> {
  const fetch = createFetch(engine)
  const { body } = await fetch(`http://docker/containers/${stream.id}/logs?follow=1&stdout=1&stderr=1`)
  return (await count(body!)) - stream.frames * FRAME_HEADER
}

async function count(output: ReadableStream<Uint8Array>): Promise<number> {
  const reader = output.getReader()
  let bytes = 0
  for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) bytes += value.length
  return bytes
}
