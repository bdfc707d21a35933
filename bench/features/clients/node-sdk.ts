// @docker/node-sdk, by the methods that its README lists; lines by its Logger.
import { DockerClient, Logger } from '@docker/node-sdk'
import type { Ask, Jobs } from '../scenario.ts'
import { auth, config, outputs } from './shared.ts'

const open = ({ socketPath }: Ask) => DockerClient.fromDockerHost(`unix:${socketPath}`)
const both = { stdout: true, stderr: true }
const NO_SIGNAL = 'no call takes a signal'
const NO_STDIN = 'nothing writes stdin'

export const jobs: Jobs = {
  log: async (ask, saw) => {
    const { stdout, stderr } = outputs(saw)
    await (await open(ask)).containerLogs(ask.id, stdout, stderr, { follow: true, ...both })
  },
  lines: async (ask, saw) => {
    const docker = await open(ask)
    const [stdout, stderr] = [new Logger((line) => saw.lines.push(line)), new Logger((line) => saw.lines.push(line))]
    await docker.containerLogs(ask.id, stdout, stderr, { follow: true, ...both })
  },
  attach: async (ask, saw) => {
    const { stdout, stderr } = outputs(saw)
    await (await open(ask)).containerAttach(ask.id, stdout, stderr, { stream: true, ...both })
  },
  talk: NO_STDIN,
  exec: async (ask, saw) => {
    if (ask.stdin !== '') {
      saw.end = 'none'
      saw.words = NO_STDIN
      return
    }
    const docker = await open(ask)
    const { stdout, stderr } = outputs(saw)
    const { Id } = await docker.containerExec(ask.id, { Cmd: ['sort'], AttachStdout: true, AttachStderr: true })
    await docker.execStart(Id, stdout, stderr, {})
  },
  pull: async (ask) => {
    await (await open(ask)).imageCreate({ fromImage: ask.id, credentials: auth }).wait()
  },
  events: async (ask, saw) => {
    for await (const event of (await open(ask)).systemEvents()) saw.values.push(event.Actor?.Attributes?.name)
  },
  start: async (ask) => {
    await (await open(ask)).containerStart(ask.id)
  },
  inspect: async (ask, saw) => {
    saw.values.push(await (await open(ask)).containerInspect(ask.id))
  },
  'list twice': async (ask, saw) => {
    const docker = await open(ask)
    for (let i = 0; i < 2; i++) saw.values.push(await docker.containerList())
  },
  create: async (ask) => {
    await (await open(ask)).containerCreate(config, { name: 'job' })
  },
  'abort log': NO_SIGNAL,
  'abort attach': NO_SIGNAL,
}
