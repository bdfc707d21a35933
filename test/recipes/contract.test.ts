// The recipes' contract against the real Engine and Podman of this run, and against the embedded one over a unix socket and TCP.

import { after, before, describe } from 'node:test'
import { EmbeddedEngine, type EmbeddedEngineOptions } from '../../src/testing.ts'
import { liveEngine, liveLabels, livePodman } from '../support/live.ts'
import { LOCAL } from '../support/local-socket.ts'
import { variant } from '../support/soak.ts'
import { exchange } from '../testing/support.ts'
import { shell } from './behaviours.ts'
import { recipeContract } from './contract.ts'
import { Lab, overTransports } from './lab.ts'

overTransports('all', { ...liveEngine(), labels: liveLabels() }, 'the recipes on a real Engine', (lab) =>
  recipeContract(lab),
)
const podman = { ...livePodman(), labels: liveLabels() }
overTransports('own', { ...podman, skip: podman.skip || variant }, 'the recipes on Podman', (lab) =>
  recipeContract(lab, true),
)

/** The image has only this command: any other is not found. */
const commands: object = { commands: { sh: shell } }

/** Why the embedded engine cannot pass this contract, or false: it needs execs. */
const lacking = await (async () => {
  const engine = await EmbeddedEngine.start({ listen: 'tcp' })
  const response = await exchange(engine.host, 'GET /exec/x/json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  await engine.close()
  return response.includes('page not found') && 'the embedded engine has no execs yet'
})()

// Half-close does not pass through a pipe of Node: test/windows has the execs behind a pipe that carries it.
const unix = process.platform === 'win32' ? 'no half-close' : lacking
embedded('over a unix socket', { listen: LOCAL }, unix)
embedded(
  'over TCP, API 1.45',
  { listen: 'tcp', version: '26.1.5', apiVersion: '1.45', minApiVersion: '1.24' },
  lacking || variant,
)

function embedded(transport: string, options: EmbeddedEngineOptions, skip: string | false): void {
  describe(`the recipes on the embedded engine ${transport}`, { skip }, () => {
    let engine: EmbeddedEngine
    let lab: Lab
    before(async () => {
      engine = await EmbeddedEngine.start(options)
      engine.image('busybox:latest', shell, commands)
      lab = new Lab({ host: engine.host }, { 'fairlead.test': 'embedded' })
    })
    after(async () => {
      await lab.close()
      await engine.close()
    })
    recipeContract(() => lab)
  })
}
