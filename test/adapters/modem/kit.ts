// Helpers of the fairlead/modem tests: a scripted peer with a modem on it, both closed after the test; exact request texts;
// dial() as a promise.

import type { TestContext } from 'node:test'
import { type DialOptions, Modem } from '../../../src/modem.ts'
import { FIELDS, onPeer } from '../../support/peer.ts'
import type { Script, ScriptedPeer } from '../../support/scripted-peer.ts'

export { FIELDS }

/** The options for the address where a scripted peer listens. */
export function placeOf(host: string): { socketPath: string } | { host: string; port: string } {
  const url = new URL(host)
  return url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: url.port }
}

/** A peer and a modem on it. Both are closed after the test; an error of the script fails the test. */
export async function serve(
  t: TestContext,
  script: Script,
  options: Record<string, unknown> & { listen?: 'unix' | 'tcp' } = {},
): Promise<{ modem: Modem; peer: ScriptedPeer }> {
  const { listen, ...rest } = options
  const { client, peer } = await onPeer(t, script, listen, (host) => new Modem({ ...placeOf(host), ...rest }))
  return { modem: client, peer }
}

const OK = { 200: true, 201: true, 204: true, 101: true, 404: 'no such container', 500: 'server error' } as const

/** dial(), with the status codes that most of dockerode's calls have. */
// biome-ignore lint/suspicious/noExplicitAny: as dial() itself
export function dial(modem: Modem, options: DialOptions): Promise<any> {
  return new Promise((resolve, reject) => {
    modem.dial({ statusCodes: OK, ...options }, (error, data) => (error === null ? resolve(data) : reject(error)))
  })
}

/** An attach as dockerode sends it. */
export const attachOf = (more: Record<string, unknown>): DialOptions => ({
  path: '/containers/c1/attach?',
  method: 'POST',
  isStream: true,
  options: { stream: true, stdin: true, stdout: true, stderr: true, ...more },
  ...(more.hijack === true ? { hijack: true } : {}),
  openStdin: more.stdin !== false,
})

/** Sends the first response and collects the bytes that follow. */
export const UPGRADED =
  'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'

/** The error that a promise rejects with. */
// biome-ignore lint/suspicious/noExplicitAny: whatever it is
export async function failure(promise: Promise<unknown>): Promise<any> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}
