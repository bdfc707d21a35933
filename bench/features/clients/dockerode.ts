// dockerode, as its README says: streams through modem.demuxStream, pulls through modem.followProgress, hijack where stdin is.
import type { Readable } from 'node:stream'
import Docker from 'dockerode'
import type { Ask, Jobs, Saw } from '../scenario.ts'
import { auth, config, outputs } from './shared.ts'

const open = ({ socketPath }: Ask) => new Docker({ socketPath })
const both = { stdout: true, stderr: true }

/** Its end, or its error. */
const over = (stream: Readable) =>
  new Promise<void>((resolve, reject) => {
    stream.on('error', reject)
    stream.on('end', resolve)
    stream.on('close', resolve)
  })

async function demuxed(docker: Docker, stream: Readable, saw: Saw, onFirst?: () => void): Promise<void> {
  const { stdout, stderr } = outputs(saw, onFirst)
  const end = over(stream)
  docker.modem.demuxStream(stream, stdout, stderr)
  await end
}

export const jobs: Jobs = {
  log: async (ask, saw) => {
    const docker = open(ask)
    await demuxed(docker, await docker.getContainer(ask.id).logs({ follow: true, ...both }), saw)
  },
  lines: 'demuxStream gives bytes',
  attach: async (ask, saw) => {
    const docker = open(ask)
    await demuxed(docker, await docker.getContainer(ask.id).attach({ stream: true, hijack: true, ...both }), saw)
  },
  talk: async (ask, saw) => {
    const docker = open(ask)
    const options = { stream: true, hijack: true, stdin: true, ...both } as const
    const stream = await docker.getContainer(ask.id).attach(options)
    const end = demuxed(docker, stream, saw)
    stream.write(ask.stdin)
    await end
  },
  exec: async (ask, saw) => {
    const docker = open(ask)
    const attach = { AttachStdin: true, AttachStdout: true, AttachStderr: true }
    const exec = await docker.getContainer(ask.id).exec({ Cmd: ['sort'], ...attach })
    const stream = await exec.start({ hijack: true, stdin: true })
    const end = demuxed(docker, stream, saw)
    stream.end(ask.stdin)
    await end
  },
  pull: async (ask) => {
    const docker = open(ask)
    const stream = await docker.pull(ask.id, { authconfig: auth })
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()))
    })
  },
  events: 'getEvents gives bytes',
  start: async (ask) => {
    await open(ask).getContainer(ask.id).start()
  },
  inspect: async (ask, saw) => {
    saw.values.push(await open(ask).getContainer(ask.id).inspect())
  },
  'list twice': async (ask, saw) => {
    const docker = open(ask)
    for (let i = 0; i < 2; i++) saw.values.push(await docker.listContainers({ all: false }))
  },
  create: async (ask) => {
    await open(ask).createContainer({ name: 'job', ...config })
  },
  'abort log': async (ask, saw) => {
    const docker = open(ask)
    const leave = new AbortController()
    const stream = await docker.getContainer(ask.id).logs({ follow: true, ...both, abortSignal: leave.signal })
    await demuxed(docker, stream, saw, () => leave.abort())
  },
  'abort attach': async (ask, saw) => {
    const docker = open(ask)
    const leave = new AbortController()
    const options = { stream: true, hijack: true, ...both, abortSignal: leave.signal } as const
    await demuxed(docker, await docker.getContainer(ask.id).attach(options), saw, () => leave.abort())
  },
}
