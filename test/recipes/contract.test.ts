// The recipes' contract against the real Engine and Podman of this run, and against the embedded one over a unix socket and TCP.

import { after, before, describe } from 'node:test'
import { EmbeddedEngine, type EmbeddedEngineOptions } from '../../src/testing.ts'
import { liveEngine, liveLabels, livePodman } from '../support/live.ts'
import { exchange } from '../testing/support.ts'
import { shell } from './behaviours.ts'
import { recipeContract } from './contract.ts'
import { Lab, overEveryWay } from './lab.ts'

overEveryWay({ ...liveEngine(), labels: liveLabels() }, 'the recipes on a real Engine', (lab) => recipeContract(lab))
const podman = { ...livePodman(), labels: liveLabels() }
overEveryWay(podman, 'the recipes on Podman', (lab) => recipeContract(lab, true), true)

/** The image has this one command, so that any other is not found. */
const commands: object = { commands: { sh: shell } }

/** Why the embedded engine cannot be held to this contract: it has to have execs. */
const lacking = await (async () => {
  const engine = await EmbeddedEngine.start({ listen: 'tcp' })
  const answer = await exchange(engine.host, 'GET /exec/x/json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  await engine.close()
  return answer.includes('page not found') && 'the embedded engine has no execs yet'
})()

const unix = process.platform === 'win32' ? 'no unix sockets' : lacking
embedded('over a unix socket', { listen: 'unix' }, unix)
embedded('over TCP, API 1.45', { listen: 'tcp', version: '26.1.5', apiVersion: '1.45', minApiVersion: '1.24' }, lacking)

function embedded(how: string, options: EmbeddedEngineOptions, skip: string | false): void {
  describe(`the recipes on the embedded engine ${how}`, { skip }, () => {
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
