// An early response over TLS, from a server in a process of its own, that lies unread while a write finds the peer gone.
// The client's loop is blocked meanwhile, so that the order is certain.

import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { connect } from '../../../src/index.ts'
import { makeCertificates, withoutOpenssl } from '../../support/certificates.ts'

const skip = withoutOpenssl()

test('an unread early response is delivered although a write finds the peer gone, 10 times of 10', {
  skip,
}, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-tls-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const made = makeCertificates(folder)
  const server = fork(fileURLToPath(new URL('early-tls-server.js', import.meta.url)))
  t.after(() => server.kill())
  server.send({ cert: String(made.server.cert), key: String(made.server.key) })
  const [port] = (await once(server, 'message')) as [number]
  const engine = connect({ host: `tcp://127.0.0.1:${port}`, apiVersion: '1.45', tls: { ca: made.ca } })
  t.after(() => engine.close())
  const cell = new Int32Array(new SharedArrayBuffer(4))
  async function* blocked(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(3000)
    yield new Uint8Array(300_000)
    // The client reads nothing while the server responds and closes.
    Atomics.wait(cell, 0, 0, 100)
    for (let i = 0; i < 100; i++) yield new Uint8Array(65_536)
  }
  for (let run = 0; run < 10; run++) {
    const put = engine.untyped.put('/containers/{id}/archive', { path: { id: 'c1' }, body: blocked() })
    await assert.rejects(put, { code: 'ERR_ENGINE', reason: 'early' })
  }
})
