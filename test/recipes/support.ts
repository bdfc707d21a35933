// What the recipes' tests share: a peer that sends a given response to one request, and parts of responses.

import type { TestContext } from 'node:test'
import { connect, type Engine } from '../../src/index.ts'
import { type Script, ScriptedPeer, type Wire } from '../support/scripted-peer.ts'

/** The head of a JSON stream in chunks. */
export const CHUNKED = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'

/** One chunk, with UTF-8 text or bytes. */
export function chunk(data: string | Uint8Array): Buffer {
  const bytes = Buffer.from(data)
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
}

/** A whole JSON response in chunks, one chunk per piece. */
export function chunkedResponse(...pieces: (string | Uint8Array)[]): Buffer {
  return Buffer.concat([Buffer.from(CHUNKED), ...pieces.map(chunk), Buffer.from('0\r\n\r\n')])
}

/** An engine that speaks API 1.41 to `script`; both are closed after the test. */
export async function scripted(t: TestContext, script: Script): Promise<{ engine: Engine; peer: ScriptedPeer }> {
  const peer = await ScriptedPeer.start(script)
  const engine = connect({ host: peer.host, apiVersion: '1.41' })
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  return { engine, peer }
}

/** Reads one request's head, sends `bytes`, and waits until the client closes the connection. Bodies are ignored. */
export function respondWith(bytes: Uint8Array): Script {
  return async (wire: Wire) => {
    await wire.head()
    wire.send(bytes)
    await wire.ended()
    wire.end()
  }
}

/** All items of an iteration, and the error that ends it, or undefined. */
export async function gather<T>(items: AsyncIterable<T>): Promise<{ items: T[]; error: unknown }> {
  const gathered: T[] = []
  try {
    for await (const item of items) gathered.push(item)
  } catch (error) {
    return { items: gathered, error }
  }
  return { items: gathered, error: undefined }
}
