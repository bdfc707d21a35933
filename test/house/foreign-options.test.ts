// Options of connect() by docker-modem's names: the error has advice, and no value.

import assert from 'node:assert/strict'
import test from 'node:test'
import { connect, type FairleadError } from '../../src/index.ts'

const foreign: [option: string, hint: RegExp][] = [
  ['socketPath', /host: 'unix:/],
  ['protocol', /host: 'https:/],
  ['port', /host: 'tcp:/],
  ['ca', /tls/],
  ['cert', /tls/],
  ['key', /tls/],
  ['version', /apiVersion/],
  ['sshOptions', /ssh: \{ identity, options \}/],
  ['username', /ssh:\/\/user/],
  ['timeout', /timeouts/],
  ['connectionTimeout', /connect/],
  ['agent', /pool/],
  ['checkServerIdentity', /tls/],
]
for (const [option, hint] of foreign) {
  test(`connect({ ${option} }): docker-modem's name is known`, () => {
    const isKnown = (error: FairleadError) =>
      error.code === 'ERR_OPTION' && hint.test(error.message) && !error.message.includes('hunter2')
    assert.throws(() => connect({ [option]: 'hunter2' } as never), isKnown)
  })
}
