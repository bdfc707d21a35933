// dockerode as its README says: logs({ follow }) and demuxStream into two Writables.
import { Writable } from 'node:stream'
import Docker from 'dockerode'
import type { FanInClient } from './client.ts'
import { stampAt } from './lines.ts'

export function openDockerode(socketPath: string): FanInClient {
  const docker = new Docker({ socketPath })
  const container = docker.getContainer('x')
  return {
    async follow(onStamp) {
      const logs = await container.logs({ follow: true, stdout: true, stderr: true })
      const take = () =>
        new Writable({
          write(chunk: Buffer, _encoding, done) {
            onStamp(stampAt(chunk, 0))
            done()
          },
        })
      docker.modem.demuxStream(logs, take(), take())
    },
  }
}
