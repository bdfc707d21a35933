// A scripted Engine for the recipes' tests: notes every request with its body, and answers as the test says; what the test
// leaves without an answer stays so, until the client goes.

import type { TestContext } from 'node:test'
import { connect, type Engine } from '../../src/index.ts'
import { ScriptedPeer, type Wire } from '../support/scripted-peer.ts'

/** A request as it came. */
export interface Seen {
  method: string
  /** Without the version's prefix. */
  target: string
  /** The fields as they stand, latin1. */
  fields: string
  body: string
}

/** An answer's bytes; or a function that plays on, with the connection its own until it resolves; undefined: silence. */
export type Reply = string | ((wire: Wire) => Promise<void>) | undefined

/** See the file's head. */
export interface FakeEngine {
  engine: Engine
  /** `METHOD target` of everything asked but pings. */
  asked: string[]
  seen: Seen[]
  /** Sockets open now, and connections accepted in all. */
  open(): number
}

/** Starts one, with a client, for one test. */
export async function fakeEngine(
  t: TestContext,
  reply: (seen: Seen) => Reply,
  apiVersion = '1.41',
): Promise<FakeEngine> {
  const seen: Seen[] = []
  const asked: string[] = []
  const peer = await ScriptedPeer.start(async (wire) => {
    for (;;) {
      const request = await nextRequest(wire)
      if (request === undefined) return wire.end()
      if (request.target !== '/_ping') {
        seen.push(request)
        asked.push(`${request.method} ${request.target}`)
      }
      const answer =
        request.target === '/_ping'
          ? `HTTP/1.1 200 OK\r\nApi-Version: ${apiVersion}\r\nContent-Length: 0\r\n\r\n`
          : reply(request)
      if (answer === undefined) return wire.ended()
      if (typeof answer === 'string') wire.send(answer)
      else return await answer(wire)
    }
  })
  const engine = connect(peer.host)
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  return { engine, asked, seen, open: () => peer.open.size }
}

async function nextRequest(wire: Wire): Promise<Seen | undefined> {
  // An end between requests is no fault of the client.
  let head = await wire.take(1)
  if (head === '') return undefined
  head += await wire.head()
  const [, method = '', target = '', fields = ''] = /^(\S+) (\S+) HTTP\/1.1\r\n(.*)$/s.exec(head) ?? []
  const length = Number(/^content-length: (\d+)\r$/im.exec(fields)?.[1] ?? 0)
  return { method, target: target.replace(/^\/v[\d.]+/, ''), fields, body: await wire.take(length) }
}

/** A JSON answer. */
export function json(value: unknown, status = 200): string {
  const body = `${JSON.stringify(value)}\n`
  return `HTTP/1.1 ${status} Some\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

export const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n'

/** The head of a tunnel. */
export function upgraded(type = 'raw-stream'): string {
  return `HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`
}

/** A frame, as latin1 text. */
export function framed(kind: number, text: string): string {
  const size = Buffer.byteLength(text, 'latin1')
  return `${String.fromCharCode(kind, 0, 0, 0, size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255)}${text}`
}
