// @docker/node-sdk: containerLogs(id, stdout, stderr, options) or containerAttach, which demultiplex on their own.
import { DockerClient } from '@docker/node-sdk'
import type { Stream } from '../workloads.ts'
import { type Client, Counter, finished } from './client.ts'

export async function openNodeSdk(socketPath: string): Promise<Client> {
  const docker = await DockerClient.fromDockerHost(`unix:${socketPath}`)
  return { read: (stream) => read(docker, stream), close() {} }
}

async function read(docker: DockerClient, stream: Stream): Promise<number> {
  const stdout = new Counter()
  const stderr = new Counter()
  const outputs = { stdout: true, stderr: true }
  if (stream.framing === 'raw') {
    await docker.containerAttach(stream.id, stdout, stderr, { stream: true, ...outputs })
  } else {
    await docker.containerLogs(stream.id, stdout, stderr, { follow: true, ...outputs })
  }
  await Promise.all([finished(stdout), finished(stderr)])
  return stdout.bytes + stderr.bytes
}
