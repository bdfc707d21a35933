// The contract, tested with the embedded engine over a unix socket and over TCP, and with newer API versions.

import assert from 'node:assert/strict'
import test from 'node:test'
import { EmbeddedEngine, type EmbeddedEngineOptions } from '../../src/testing.ts'
import { shell } from '../contract/behaviours.ts'
import { contract } from '../contract/contract.ts'
import { Lab, type Target } from '../contract/lab.ts'
import { LOCAL } from '../support/local-socket.ts'
import { variant } from '../support/soak.ts'

async function embedded(options: EmbeddedEngineOptions): Promise<Target> {
  const engine = await EmbeddedEngine.start(options)
  engine.image('busybox:latest', shell)
  return {
    host: engine.host,
    labels: {},
    sockets: () => engine.connections,
    dispose: () => engine.close(),
  }
}

contract('the embedded engine over a unix socket, or a named pipe on Windows', () => embedded({ listen: LOCAL }), false)
contract(
  'the embedded engine over TCP, API 1.45',
  () => embedded({ listen: 'tcp', version: '26.1.5', apiVersion: '1.45', minApiVersion: '1.24' }),
  variant,
)

// json-file, the real Engine's usual log driver, replaces such a character with U+FFFD; other drivers keep its bytes.
test('a character that two records split is complete in lines()', async (t) => {
  const lab = new Lab(t, await embedded({}))
  t.after(() => lab.target.dispose())
  for (const shift of [1, 2, 3]) {
    const text = `${'x'.repeat(16_384 - shift)}😀${'y'.repeat(16_384)}€`
    const id = await lab.finish('say', { env: { OUT: `${text}\n` } })
    const { value } = await (await lab.logs(id)).lines().next()
    assert.equal(value?.text, text)
  }
})
