// Neither a key nor a certificate shows itself: not in the error of a handshake that failed, printed whole with its
// causes, nor in a printed engine.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import type net from 'node:net'
import test from 'node:test'
import tls from 'node:tls'
import { inspect } from 'node:util'
import { connect, type TlsOptions } from '../../src/index.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { tempDir } from '../support/temp.ts'

const skip = withoutOpenssl()
const all = { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null } as const

test('errors of a handshake and a printed engine', { skip }, async (t) => {
  const made = makeCertificates(tempDir(t))
  const server = tls.createServer({ ...made.server, ca: made.ca, requestCert: true })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as net.AddressInfo
  const key = String(made.client.key)
  const cases: [tls: TlsOptions, words: RegExp][] = [
    [{ ca: made.ca, ...made.client, servername: 'elsewhere' }, /another name/],
    [{ ca: made.stranger, ...made.client }, /from an unknown authority/],
    [{ ...made.client }, /from an unknown authority/],
    [{ ca: made.ca, cert: made.client.cert, key: made.server.key }, /ERR_/],
    [{ ca: made.ca, cert: made.client.cert, key: key.slice(0, key.length / 2) }, /ERR_/],
  ]
  const secrets = [made.ca, made.stranger, made.server.cert, made.client.cert, made.server.key, made.client.key]
    .map((pem) => String(pem).split('\n')[1]!)
    .flatMap((line) => [
      line,
      Buffer.from(line, 'base64')
        .subarray(0, 12)
        .toString('hex')
        .replace(/..(?=.)/g, '$& '),
    ])
  for (const [options, words] of cases) {
    const engine = connect({ host: `tcp://127.0.0.1:${port}`, tls: options })
    const error = await engine.get('/info').then(
      () => assert.fail('it did connect'),
      (error: Error) => error,
    )
    assert.match(error.message, words)
    const shown = `${inspect(error, all)} ${inspect(engine, all)}`
    for (const secret of secrets) assert.ok(!shown.includes(secret), `${error.message} shows ${secret.slice(0, 12)}…`)
    assert.ok(!/CN=|subjectaltname|'?raw'?:/.test(shown), error.message)
    await engine.close()
  }
})
