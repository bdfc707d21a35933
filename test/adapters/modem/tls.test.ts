// A modem over TLS: certificates of both sides, the caller's own server name and check, an https.Agent, and a hijack whose
// socket half-closes. openssl makes the certificates when the tests run.

import assert from 'node:assert/strict'
import https from 'node:https'
import type net from 'node:net'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import tls, { type PeerCertificate } from 'node:tls'
import { Modem, type ModemOptions } from '../../../src/modem.ts'
import { answer, JSON_TYPE } from '../../engine/kit.ts'
import { type Certificates, makeCertificates, withoutOpenssl } from '../../support/certificates.ts'
import { Wire } from '../../support/scripted-peer.ts'
import { tempDir } from '../../support/temp.ts'
import { attachOf, dial, failure, UPGRADED } from './kit.ts'

const skip = withoutOpenssl()

/** A server that requires a certificate, and a modem's options for it. */
async function secured(
  t: TestContext,
): Promise<{ made: Certificates; port: number; open(options: ModemOptions): Modem }> {
  const made = makeCertificates(tempDir(t))
  const settings = { ...made.server, ca: made.ca, requestCert: true, rejectUnauthorized: true, allowHalfOpen: true }
  const server = tls.createServer(settings, async (socket) => {
    const wire = new Wire(socket)
    for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
      if (head.startsWith('GET')) wire.send(answer('200 OK', JSON_TYPE, '1'))
      else {
        wire.send(UPGRADED)
        await wire.expect('in')
        await wire.ended()
        wire.send('out')
        wire.end()
      }
    }
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const modems: Modem[] = []
  t.after(async () => {
    for (const modem of modems) await modem.close()
    server.close()
  })
  const { port } = server.address() as net.AddressInfo
  const open = (options: ModemOptions): Modem => {
    const modem = new Modem({ host: '127.0.0.1', port, ...options })
    modems.push(modem)
    return modem
  }
  return { made, port, open }
}

test('ca, cert and key make it https', { skip }, async (t) => {
  const { made, open } = await secured(t)
  const modem = open({ ca: [made.ca], ...made.client })
  assert.equal(modem.protocol, 'https')
  assert.equal(await dial(modem, { path: '/x' }), 1)
  const socket = await dial(modem, attachOf({ hijack: true }))
  assert.ok(socket instanceof tls.TLSSocket)
  socket.end('in')
  assert.equal(await text(socket), 'out')
})

test('an unknown authority is rejected with node’s error code', { skip }, async (t) => {
  const { made, open } = await secured(t)
  const error = await failure(dial(open({ ca: made.stranger, ...made.client }), { path: '/x' }))
  assert.match(error.code, /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/)
  assert.equal(error.cause.code, 'ERR_CONNECT')
})

test('serverName, and the caller’s own checkServerIdentity', { skip }, async (t) => {
  const { made, open } = await secured(t)
  const own = { ca: made.ca, ...made.client }
  assert.equal(await dial(open({ ...own, serverName: 'localhost' }), { path: '/x' }), 1)
  const wrong = await failure(dial(open({ ...own, serverName: 'other' }), { path: '/x' }))
  assert.equal(wrong.code, 'ERR_TLS_CERT_ALTNAME_INVALID')
  const seen: string[] = []
  const takes = (host: string, { subject }: PeerCertificate): undefined => {
    seen.push(host, String(subject.CN))
  }
  assert.equal(await dial(open({ ...own, serverName: 'other', checkServerIdentity: takes }), { path: '/x' }), 1)
  assert.deepEqual(seen, ['other', 'server'])
  const refuses = (): Error => new Error('not this one')
  const refused = await failure(dial(open({ ...own, checkServerIdentity: refuses }), { path: '/x' }))
  assert.equal(refused.message, 'not this one')
})

test('an https.Agent brings its own options', { skip }, async (t) => {
  const { made, open } = await secured(t)
  const agent = new https.Agent({ ca: made.ca, ...made.client } as https.AgentOptions)
  assert.equal(await dial(open({ protocol: 'https', agent }), { path: '/x' }), 1)
  const strange = new https.Agent({ ca: made.stranger, ...made.client } as https.AgentOptions)
  await failure(dial(open({ protocol: 'https', agent: strange }), { path: '/x' }))
})
