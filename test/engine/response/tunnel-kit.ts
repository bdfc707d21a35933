// What the tests of tunnels share: a scripted peer with an engine on it, the exact requests, frames and the heads of responses.

import type { TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { connect, type Engine } from '../../../src/engine/engine.ts'
import type { ConnectOptions } from '../../../src/engine/request/options.ts'
import type { Tunnel } from '../../../src/engine/response/tunnel.ts'
import type { TunnelOptions } from '../../../src/engine/untyped.ts'
import { frame } from '../../support/frames.ts'
import { FIELDS, onPeer } from '../../support/peer.ts'
import type { Script, ScriptedPeer, Wire } from '../../support/scripted-peer.ts'

export { frame }

export const ATTACH = '/containers/{id}/attach'
export const EXEC = '/exec/{id}/start'

/** The Engine's response from API 1.42 on for a container without a TTY. */
export const MULTIPLEXED = 'Content-Type: application/vnd.docker.multiplexed-stream\r\n'
/** What it says below 1.42, and of every TTY. */
export const RAW = 'Content-Type: application/vnd.docker.raw-stream\r\n'

/** The head of a 101 as moby writes it. */
export const upgraded = (fields = MULTIPLEXED): string =>
  `HTTP/1.1 101 UPGRADED\r\n${fields}Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n`

/** The head that {@link attach} sends. */
export const ATTACH_HEAD =
  'POST /v1.45/containers/c1/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\n' +
  FIELDS +
  'Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n'

/** Attaches to container c1. */
export function attach(engine: Engine, options: Partial<TunnelOptions> = {}): Promise<Tunnel> {
  const query = { stream: true, stdin: true, stdout: true, stderr: true }
  return engine.untyped.tunnel(ATTACH, { path: { id: 'c1' }, query, ...options })
}

/** A peer and an engine on it that uses 1.45 by default; both are closed after the test, and what the script found wrong fails it. */
export async function serve(
  t: Pick<TestContext, 'after'>,
  script: Script,
  options: ConnectOptions & { listen?: 'unix' | 'tcp' } = {},
): Promise<{ engine: Engine; peer: ScriptedPeer }> {
  const { listen, ...rest } = options
  const { client, peer } = await onPeer(t, script, listen, (host) => connect({ host, apiVersion: '1.45', ...rest }))
  return { engine: client, peer }
}

/** A response with a length, whose connection stays. */
export function answer(status: string, body: string, type = 'application/json'): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** A script that takes the request's head, sends `bytes` and then a FIN. */
export function says(...bytes: (string | Uint8Array)[]): Script {
  return async (wire: Wire) => {
    await wire.head()
    for (const piece of bytes) wire.send(piece)
    wire.end()
  }
}

/** What came of a stream: its frames, and the code of the error that ended it. */
export interface Outcome {
  frames: string[]
  code: string | undefined
}

/** Reads frames to the end; neighbours of one stream are joined, as their cutting is the network's. */
export async function outcome(tunnel: Tunnel): Promise<Outcome> {
  const frames: string[] = []
  try {
    for await (const { stream, data } of tunnel.frames()) {
      const text = Buffer.from(data).toString('latin1')
      if (frames.at(-1)?.startsWith(stream)) frames.push(`${frames.pop()}${text}`)
      else frames.push(`${stream} ${text}`)
    }
  } catch (error) {
    return { frames, code: (error as { code?: string }).code }
  }
  return { frames, code: undefined }
}

/** Everything that an iterable gives. */
export async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of iterable) items.push(item)
  return items
}

/** Every byte to the end, as they came. */
export async function bytesOf(tunnel: Tunnel): Promise<Buffer> {
  return Buffer.concat(await all(tunnel))
}

/** What a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<Error & { code?: string; blame?: string }> {
  return promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error as Error & { code?: string },
  )
}

/** Some turns of the event loop: for what must not happen. */
export async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await turn()
}
