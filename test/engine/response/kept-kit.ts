// A log of large and small frames, served over a unix socket, and Writables that look at their chunks' memory later.

import { once } from 'node:events'
import { createServer } from 'node:net'
import { Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import { connect } from '../../../src/engine/engine.ts'
import { frame } from '../../../src/stream/parse/mux.ts'
import { tempDir } from '../../support/temp.ts'

/** What a log holds: its body as sent, and the bytes of each output. */
export interface Log {
  wire: Buffer
  stdout: Buffer
  stderr: Buffer
}

const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

/** Frames of these sizes in turn, every fifth of stderr, until there are `bytes` of them; all bytes differ from frame to frame. */
export function logOf(sizes: readonly number[], bytes: number): Log {
  const parts: Uint8Array[] = [Buffer.from(HEAD)]
  const outputs: Uint8Array[][] = [[], []]
  let seed = 1
  for (let at = 0, sent = 0; sent < bytes; at++) {
    const payload = Buffer.alloc(sizes[at % sizes.length]!)
    for (let i = 0; i + 4 <= payload.length; i += 4) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      payload.writeUInt32LE(seed, i)
    }
    const isError = at % 5 === 4
    outputs[isError ? 1 : 0]!.push(payload)
    const bytesOf = frame(isError ? 2 : 1, payload)
    parts.push(Buffer.from(`${bytesOf.length.toString(16)}\r\n`), bytesOf, Buffer.from('\r\n'))
    sent += payload.length
  }
  parts.push(Buffer.from('0\r\n\r\n'))
  return { wire: Buffer.concat(parts), stdout: Buffer.concat(outputs[0]!), stderr: Buffer.concat(outputs[1]!) }
}

/** Serves the log to each request; returns a function that asks for it. */
export async function serveLog(t: TestContext, { wire }: Log) {
  const folder = tempDir(t)
  const path = `${folder}/log.sock`
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', () => socket.write(wire))
  }).listen(path)
  await once(server, 'listening')
  const engine = connect({ host: `unix://${path}`, apiVersion: '1.41' })
  t.after(async () => {
    await engine.close()
    server.close()
  })
  return { folder, path, request: () => engine.untyped.request('GET', '/containers/x/logs') }
}

/** Keeps the very chunks that it is given. */
export class Keeper extends Writable {
  readonly chunks: Buffer[] = []

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.chunks.push(chunk)
    done()
  }
}

/** How many chunks begin where another one began. */
export function timesAgain(chunks: readonly Uint8Array[]): number {
  const places = new Map<ArrayBufferLike, Set<number>>()
  let count = 0
  for (const { buffer, byteOffset } of chunks) {
    const known = places.get(buffer) ?? new Set()
    places.set(buffer, known)
    if (known.has(byteOffset)) count++
    known.add(byteOffset)
  }
  return count
}
