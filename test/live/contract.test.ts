// The contract, tested with the real Engine of this run over its own socket.

import type { Engine } from '../../src/index.ts'
import { contract } from '../contract/contract.ts'
import { pourArchive, pourArchiveBytes } from '../contract/pour-archive.ts'
import { liveEngine, liveLabels } from '../support/live.ts'

const { host, name, skip } = liveEngine()

/** PUT /containers/{id}/archive (Engine API PutContainerArchive): an upload of megabytes, of a known length. */
async function fill(engine: Engine, id: string): Promise<void> {
  const body = pourArchive()
  await engine.put('/containers/{id}/archive', {
    path: { id },
    query: { path: '/' },
    body,
    bodyLength: pourArchiveBytes(),
  })
}

contract(
  name || 'a real Engine',
  async () => ({ host, labels: liveLabels(), fill, dispose: async () => undefined }),
  skip,
)
