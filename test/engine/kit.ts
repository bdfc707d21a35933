// What the tests of net/ and engine/ share: a scripted peer with an engine on it, both closed after the test, and the
// request and response texts that nearly all of them write.

import type { TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { connect, type Engine } from '../../src/engine/engine.ts'
import type { ConnectOptions } from '../../src/engine/request/options.ts'
import { frameText } from '../support/frames.ts'
import { FIELDS, onPeer } from '../support/peer.ts'
import type { Script, ScriptedPeer } from '../support/scripted-peer.ts'

export { FIELDS, frameText, turn }

/** A request without a body, as the engines of `serve` send it: API version 1.41. */
export function request(method: string, path: string, fields = ''): string {
  return `${method} /v1.41${path} HTTP/1.1\r\n${FIELDS}${fields}\r\n`
}

/** A response with a Content-Length. */
export function answer(status: string, fields: string, body: string): string {
  return `HTTP/1.1 ${status}\r\n${fields}Content-Length: ${body.length}\r\n\r\n${body}`
}

export const JSON_TYPE = 'Content-Type: application/json\r\n'

/** A chunked body, one chunk per piece, of latin1 chars. */
export function chunked(...pieces: string[]): string {
  return `${pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('')}0\r\n\r\n`
}

/** A peer and an engine on it that negotiates no version by default; after the test both are closed, and what the script found wrong fails it. */
export async function serve(
  t: TestContext,
  script: Script,
  options: ConnectOptions & { listen?: 'unix' | 'tcp' } = {},
): Promise<{ engine: Engine; peer: ScriptedPeer }> {
  const { listen, ...rest } = options
  const { client, peer } = await onPeer(t, script, listen, (host) => connect({ host, apiVersion: '1.41', ...rest }))
  return { engine: client, peer }
}

/** What became of a promise so far. */
export interface Watched<T> {
  settled: boolean
  value?: T
  error?: Error & { code?: string }
}

export function watch<T>(promise: Promise<T>): Watched<T> {
  const watched: Watched<T> = { settled: false }
  promise.then(
    (value) => {
      watched.settled = true
      watched.value = value
    },
    (error: Error) => {
      watched.settled = true
      watched.error = error
    },
  )
  return watched
}

/** What a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<Error & { code?: string; blame?: string }> {
  try {
    await promise
  } catch (error) {
    return error as Error & { code?: string }
  }
  throw new Error('it did not fail')
}

/** Everything that an iterable gives. */
export async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of iterable) items.push(item)
  return items
}

/** Waits some turns of the event loop: for what must not happen, or for bytes that another socket of this process was given. */
export async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await turn()
}
