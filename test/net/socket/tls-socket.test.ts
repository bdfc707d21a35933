// What a TLS socket to an Engine is set to: no delay, and a probe after a silence, so that a vanished peer is noticed.

import assert from 'node:assert/strict'
import test from 'node:test'
import tls from 'node:tls'
import { connectTls } from '../../../src/net/socket/tls-socket.ts'

test('a TLS socket has keep-alive and no delay', (t) => {
  const set: unknown[] = []
  const socket = {
    setNoDelay: (...values: unknown[]) => set.push(['noDelay', ...values]),
    setKeepAlive: (...values: unknown[]) => set.push(['keepAlive', ...values]),
  }
  t.mock.method(tls, 'connect', () => socket)
  assert.equal(connectTls({ host: 'h', port: 1 }, {}, undefined, 12_345), socket)
  assert.deepEqual(set, [
    ['noDelay', true],
    ['keepAlive', true, 12_345],
  ])
})
