// What the tests of the token flow share: a session with credentials whose bytes are kept, and a check that no password is in them.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { FetchTokenRequest } from '../../src/buildkit/proto/messages.ts'
import { type BuildServices, openBuildSession } from '../../src/buildkit.ts'
import { connect } from '../../src/index.ts'
import { Call, fakeDaemon, http2On } from './fake-daemon.ts'
import { wiretap } from './token-server.ts'

export const PASSWORD = 'pä:ss&word=1'
/** The registry of these tests: on this machine, as its token server is. */
export const HOST = '127.0.0.1:5000'
export const AUTH = { [HOST]: { username: 'me', password: PASSWORD } }

/** A session with a daemon that asks as the test says. */
export async function opened(t: TestContext, services: BuildServices) {
  const daemon = await fakeDaemon(t)
  const tap = await wiretap(t, daemon.host)
  const engine = connect(tap.host)
  t.after(() => engine.close())
  const [socket, session] = await Promise.all([daemon.socket(), openBuildSession(engine, services)])
  const http2 = http2On(socket)
  t.after(() => http2.destroy())
  const call = (method: string) => new Call(http2, `/moby.filesync.v1.Auth/${method}`)
  const fetch = (realm: string, more: object = {}) => {
    const asked = { clientId: 'buildkit-client', host: HOST, realm, service: 'registry', scopes: ['repository:a:pull'] }
    return call('FetchToken')
      .send(FetchTokenRequest, { ...asked, ...more })
      .end()
  }
  return { session, call, fetch, sent: tap.sent }
}

/** The password is in none of these bytes, neither as it is nor in base64. */
export function assertUnsaid(bytes: Buffer | string): void {
  const all = Buffer.from(bytes)
  for (const form of [
    PASSWORD,
    Buffer.from(PASSWORD).toString('base64'),
    Buffer.from(`me:${PASSWORD}`).toString('base64'),
  ]) {
    assert.equal(all.indexOf(form), -1)
  }
}
