// dockerode as its README says; cold with an agent that keeps nothing.
import http from 'node:http'
import Docker from 'dockerode'
import { check, ID, type Operation } from './answers.ts'
import { drive, type RequestClient, type Use } from './client.ts'

export function openDockerode(socketPath: string, { at, cold }: Use): RequestClient {
  const docker = new Docker({ socketPath, ...(cold && { agent: new http.Agent({ keepAlive: false }) }) })
  const calls: Record<Operation, () => Promise<unknown>> = {
    ping: async () => String(await docker.ping()),
    inspect: () => docker.getContainer(ID).inspect(),
    list: () => docker.listContainers({ all: true }),
  }
  return {
    run: (operation, count) => drive(count, at, async () => check(operation, await calls[operation]())),
    close() {},
  }
}
