// A registry's token server on the loopback: it notes each request and answers as the test says. And a wiretap: what a client sends.

import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { tempDir } from '../support/temp.ts'

/** A request that came. */
export interface Asked {
  method: string
  url: URL
  authorization: string | undefined
  /** The form of a POST. */
  form: Record<string, string>
}

export interface TokenServer {
  /** Where tokens are. */
  readonly realm: string
  readonly asked: Asked[]
  /** Connections that are open. */
  connections(): Promise<number>
}

/** Starts one. `respond` answers; with `tls` it speaks https. */
export async function tokenServer(
  t: TestContext,
  respond: (asked: Asked, response: ServerResponse) => void,
  tls?: { cert: Buffer; key: Buffer },
): Promise<TokenServer> {
  const asked: Asked[] = []
  const listener: RequestListener = async (request: IncomingMessage, response) => {
    const form = Object.fromEntries(new URLSearchParams(await text(request)))
    const { method = '', url = '' } = request
    const one = { method, url: new URL(url, 'http://x'), authorization: request.headers.authorization, form }
    asked.push(one)
    respond(one, response)
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    realm: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/token`,
    asked,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
      }),
  }
}

/** Answers with JSON. */
export function json(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(value))
}

/** The user and password of a Basic field. */
export function basic(authorization: string | undefined): string {
  return Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64').toString()
}

/** A unix socket that passes bytes on to another, and keeps what goes to that. */
export async function wiretap(t: TestContext, host: string): Promise<{ host: string; sent(): Buffer }> {
  const path = join(tempDir(t), 'tap.sock')
  const pieces: Buffer[] = []
  const open = new Set<Socket>()
  const server = createNetServer((near) => {
    const far = connect({ path: new URL(host).pathname })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy()).on('close', () => other.destroy() && open.delete(one))
    }
    near.on('data', (bytes) => pieces.push(bytes))
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  t.after(() => {
    for (const one of open) one.destroy()
    server.close()
  })
  return { host: `unix://${path}`, sent: () => Buffer.concat(pieces) }
}
