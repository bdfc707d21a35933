// What the tests of fairlead/modem share: a scripted peer with a modem on it, both gone after the test, the exact request
// texts, and dial() as a promise.

import type { TestContext } from 'node:test'
import { VERSION } from '../../src/engine/request-head.ts'
import { type DialOptions, Modem } from '../../src/modem.ts'
import { type Script, ScriptedPeer } from '../support/scripted-peer.ts'

/** The fields of every request over a unix socket. */
export const FIELDS = `Host: docker\r\nUser-Agent: fairlead/${VERSION}\r\n`

/** The options that say where a scripted peer listens. */
export function placeOf(host: string): { socketPath: string } | { host: string; port: string } {
  const url = new URL(host)
  return url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: url.port }
}

/** A peer and a modem on it; after the test both are closed, and what the script found wrong fails it. */
export async function serve(
  t: TestContext,
  script: Script,
  options: Record<string, unknown> & { listen?: 'unix' | 'tcp' } = {},
): Promise<{ modem: Modem; peer: ScriptedPeer }> {
  const { listen, ...rest } = options
  const peer = await ScriptedPeer.start(script, listen)
  const modem = new Modem({ ...placeOf(peer.host), ...rest })
  t.after(async () => {
    await modem.close()
    await peer.close()
  })
  return { modem, peer }
}

const OK = { 200: true, 201: true, 204: true, 101: true, 404: 'no such container', 500: 'server error' } as const

/** dial(), with the status codes that most of dockerode's calls have. */
// biome-ignore lint/suspicious/noExplicitAny: as dial() itself
export function dial(modem: Modem, options: DialOptions): Promise<any> {
  return new Promise((resolve, reject) => {
    modem.dial({ statusCodes: OK, ...options }, (error, data) => (error === null ? resolve(data) : reject(error)))
  })
}

/** An attach as dockerode asks for one. */
export const attachOf = (more: Record<string, unknown>): DialOptions => ({
  path: '/containers/c1/attach?',
  method: 'POST',
  isStream: true,
  options: { stream: true, stdin: true, stdout: true, stderr: true, ...more },
  ...(more.hijack === true ? { hijack: true } : {}),
  openStdin: more.stdin !== false,
})

/** Sends what the request begins with, and then whatever comes is put by. */
export const UPGRADED =
  'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'

/** What a promise is rejected with. */
// biome-ignore lint/suspicious/noExplicitAny: whatever it is
export async function failure(promise: Promise<unknown>): Promise<any> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}
