// How long kill() of fairlead/containers may take, on the embedded engine with clocks that the test moves.

import assert from 'node:assert/strict'
import test, { mock } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { KILL_MS } from '../../../src/containers/exec/kill-marked.ts'
import { startExec } from '../../../src/containers.ts'
import { connect } from '../../../src/index.ts'
import { takeTimers } from '../../../src/net/base/timers.ts'
import { EmbeddedEngine } from '../../../src/testing.ts'
import { watch } from '../../engine/kit.ts'

for (const [what, match] of [
  ['the state of the exec', /^GET \/exec\/.*\/json$/],
  ['the look for its processes', /^POST \/containers\/.*\/exec$/],
] as const) {
  test(`kill(): an Engine that does not respond to ${what}: ERR_EXEC_KILL after its limit, and not before`, async (t) => {
    const server = await EmbeddedEngine.start()
    server.image('app', async ({ sleep }) => void (await sleep(60_000)), {
      commands: { job: async ({ sleep }) => void (await sleep(60_000)) },
    })
    const engine = connect(server.host)
    t.after(async () => {
      mock.timers.reset()
      takeTimers()
      await engine.close()
      await server.close()
    })
    const { Id: id } = await engine.post('/containers/create', { body: { Image: 'app' } })
    await engine.post('/containers/{id}/start', { path: { id } })
    const session = await startExec(engine, id, ['job'])
    const asked = new Promise<void>((resolve) => {
      server.faults.add({
        match: (request) => {
          const isMatch = match.test(`${request.method} ${request.path}`)
          if (isMatch) resolve()
          return isMatch
        },
        plan: { silent: true },
      })
    })
    mock.timers.enable({ apis: ['setTimeout'] })
    takeTimers()
    const killed = watch(session.kill())
    await asked
    mock.timers.tick(KILL_MS - 1)
    for (let n = 0; n < 20; n++) await turn()
    assert.ok(!killed.settled)
    mock.timers.tick(1)
    while (!killed.settled) await turn()
    assert.equal(killed.error?.code, 'ERR_EXEC_KILL')
    assert.match(killed.error!.message, /no result within 30000 ms/)
  })
}
