// The measured process: reads a followed log with one client and writes its first line; who started it takes the time.
import net from 'node:net'
import { Writable } from 'node:stream'

type Read = (socketPath: string, id: string) => Promise<void>

const outputs = { follow: true, stdout: true, stderr: true } as const

function done(line: Uint8Array | string): void {
  process.stdout.write(line)
}

class First extends Writable {
  override _write(chunk: Buffer): void {
    done(chunk)
  }
}

const clients: Record<string, Read> = {
  floor: async (path, id) => {
    const socket = net.connect({ path })
    socket.on('data', done)
    socket.write(`GET /containers/${id}/logs?follow=1&stdout=1&stderr=1 HTTP/1.1\r\nHost: docker\r\n\r\n`)
  },
  fairlead: async (socketPath, id) => {
    const { connect, logs } = await import('fairlead')
    for await (const line of logs(connect(`unix://${socketPath}`), id, { follow: true, tty: false })) {
      done(line.text)
      break
    }
  },
  dockerode: async (socketPath, id) => {
    const { default: Docker } = await import('dockerode')
    const docker = new Docker({ socketPath })
    docker.modem.demuxStream(await docker.getContainer(id).logs(outputs), new First(), new First())
  },
  'node-sdk': async (socketPath, id) => {
    const { DockerClient } = await import('@docker/node-sdk')
    const docker = await DockerClient.fromDockerHost(`unix:${socketPath}`)
    await docker.containerLogs(id, new First(), new First(), outputs)
  },
}

const [client = '', socketPath = '', id = ''] = process.argv.slice(2)
await clients[client]!(socketPath, id)
