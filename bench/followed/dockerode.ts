// dockerode as its README says: logs({ follow }) and demuxStream into two Writables.
import { Writable } from 'node:stream'
import Docker from 'dockerode'
import type { FollowedClient } from './client.ts'

export function openDockerode(socketPath: string): FollowedClient {
  const docker = new Docker({ socketPath })
  return {
    async read(id, onRecord) {
      const logs = await docker.getContainer(id).logs({ follow: true, stdout: true, stderr: true })
      let payload = 0
      const take = () =>
        new Writable({
          write(chunk: Buffer, _encoding, done) {
            payload += chunk.length
            onRecord?.(chunk, 0)
            done()
          },
        })
      docker.modem.demuxStream(logs, take(), take())
      await new Promise((resolve, reject) => logs.on('end', resolve).on('error', reject))
      return payload
    },
    close() {},
  }
}
