// Clients built on fetch, against the embedded engine.

import { EmbeddedEngine } from '../../../src/testing.ts'
import { shell } from '../../contract/behaviours.ts'
import { clientTests } from './clients.ts'

clientTests(
  'the embedded engine',
  async () => {
    const server = await EmbeddedEngine.start()
    server.image('busybox:latest', shell)
    return { host: server.host, labels: {}, dispose: () => server.close() }
  },
  false,
)
