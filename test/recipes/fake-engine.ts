// A scripted Engine for the recipes' tests: it records every request with its body and sends the test's responses. A request
// without a response stays pending until the client closes the connection.

import type { TestContext } from 'node:test'
import { connect, type Engine } from '../../src/index.ts'
import { ScriptedPeer, type Wire } from '../support/scripted-peer.ts'

/** A received request. */
export interface Seen {
  method: string
  /** Without the version's prefix. */
  target: string
  /** The header fields as received, latin1. */
  fields: string
  body: string
}

/** A response's bytes; or a function that owns the connection until it resolves; undefined: no response. */
export type Reply = string | ((wire: Wire) => Promise<void>) | undefined

/** A scripted Engine and a client that is connected to it. */
export interface FakeEngine {
  engine: Engine
  /** Where it listens. */
  host: string
  /** `METHOD target` of every request but pings. */
  requests: string[]
  seen: Seen[]
  /** How many sockets are open now. */
  open(): number
}

/** Starts a scripted Engine and a client for one test. */
export async function fakeEngine(
  t: TestContext,
  reply: (seen: Seen) => Reply,
  apiVersion = '1.41',
): Promise<FakeEngine> {
  const seen: Seen[] = []
  const requests: string[] = []
  const peer = await ScriptedPeer.start(async (wire) => {
    for (;;) {
      const request = await nextRequest(wire)
      if (request === undefined) return wire.end()
      if (request.target !== '/_ping') {
        seen.push(request)
        requests.push(`${request.method} ${request.target}`)
      }
      const response =
        request.target === '/_ping'
          ? `HTTP/1.1 200 OK\r\nApi-Version: ${apiVersion}\r\nContent-Length: 0\r\n\r\n`
          : reply(request)
      if (response === undefined) return wire.ended()
      if (typeof response === 'string') wire.send(response)
      else return await response(wire)
    }
  })
  const engine = connect(peer.host)
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  return { engine, host: peer.host, requests, seen, open: () => peer.open.size }
}

async function nextRequest(wire: Wire): Promise<Seen | undefined> {
  // The client may close the connection between requests.
  let head = await wire.take(1)
  if (head === '') return undefined
  head += await wire.head()
  const [, method = '', target = '', fields = ''] = /^(\S+) (\S+) HTTP\/1.1\r\n(.*)$/s.exec(head) ?? []
  const length = Number(/^content-length: (\d+)\r$/im.exec(fields)?.[1] ?? 0)
  return { method, target: target.replace(/^\/v[\d.]+/, ''), fields, body: await wire.take(length) }
}

/** A JSON response. */
export function json(value: unknown, status = 200): string {
  const body = `${JSON.stringify(value)}\n`
  return `HTTP/1.1 ${status} Some\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

export const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n'

/** The head of a tunnel. */
export function upgraded(type = 'raw-stream'): string {
  return `HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`
}

export const EXITED = { Running: false, ExitCode: 0, Pid: 42 }

/** The responses of an exec: `stream` after the 101, then the end. */
export function execOf(stream: string, state: object = EXITED): (seen: Seen) => Reply {
  return ({ target }) => {
    if (target.endsWith('/exec')) return json({ Id: 'e1' }, 201)
    if (target === '/exec/e1/json') return json(state)
    if (target.startsWith('/exec/e1/resize')) return json({})
    return async (wire) => {
      wire.send(upgraded() + stream)
      wire.end()
    }
  }
}
