// dockerode as its README says: container.logs({ follow }), or attach({ hijack }), and modem.demuxStream into two Writables.
import Docker from 'dockerode'
import type { Stream } from '../workloads.ts'
import { type Client, Counter, finished } from './client.ts'

export const openOwn = (socketPath: string): Client => openDockerode(socketPath)

/** Over its own docker-modem, or the modem that is given. */
export function openDockerode(socketPath: string, modem?: object): Client {
  const docker = new Docker({ socketPath, ...(modem && { modem }) })
  return { read: (stream) => read(docker, stream), close() {} }
}

async function read(docker: Docker, stream: Stream): Promise<number> {
  const container = docker.getContainer(stream.id)
  const logs =
    stream.framing === 'raw'
      ? await container.attach({ stream: true, hijack: true, stdout: true, stderr: true })
      : await container.logs({ follow: true, stdout: true, stderr: true, ...(stream.stamped && { timestamps: true }) })
  const stdout = new Counter()
  const stderr = new Counter()
  docker.modem.demuxStream(logs, stdout, stderr)
  await new Promise((resolve, reject) => {
    logs.on('end', resolve)
    logs.on('error', reject)
  })
  await Promise.all([finished(stdout), finished(stderr)])
  return stdout.bytes + stderr.bytes
}
