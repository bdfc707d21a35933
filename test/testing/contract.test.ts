// The contract, held against the embedded engine over a unix socket and over TCP, and as it speaks of newer versions.

import { EmbeddedEngine, type EmbeddedEngineOptions } from '../../src/testing.ts'
import { shell } from '../contract/behaviours.ts'
import { contract } from '../contract/contract.ts'
import type { Target } from '../contract/lab.ts'

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

contract(
  'the embedded engine over a unix socket',
  () => embedded({ listen: 'unix' }),
  process.platform === 'win32' && 'no unix sockets',
)
contract(
  'the embedded engine over TCP, API 1.45',
  () => embedded({ listen: 'tcp', version: '26.1.5', apiVersion: '1.45', minApiVersion: '1.24' }),
  false,
)
