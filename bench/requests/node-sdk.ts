// @docker/node-sdk as its README says. It has no option for connections that are not kept.
import { DockerClient } from '@docker/node-sdk'
import { ID, type Operation } from './answers.ts'
import { drive, type RequestClient, type Use } from './client.ts'

export async function openNodeSdk(socketPath: string, { at, cold }: Use): Promise<RequestClient> {
  if (cold) throw new Error('node-sdk keeps its connections')
  const docker = await DockerClient.fromDockerHost(`unix:${socketPath}`)
  const calls: Record<Operation, () => Promise<unknown>> = {
    // It returns the response's fields, not its body.
    ping: async () => ((await docker.systemPing()) === undefined ? undefined : 'OK'),
    inspect: () => docker.containerInspect(ID),
    list: () => docker.containerList({ all: true }),
  }
  return {
    run: (operation, count) => drive(operation, count, at, calls[operation]),
    close() {},
  }
}
