// The ways of reading behind a slow consumer. Each module of a library is loaded by the reader that needs it.
import { setTimeout as sleep } from 'node:timers/promises'
import { finished } from '../log-stream/clients/client.ts'
import { SlowWritable, type Throttle } from './throttle.ts'

/** Reads the logs of container `id` to their end through the throttle. */
export type Reader = (socketPath: string, id: string, throttle: Throttle) => Promise<void>

const query = { follow: true, stdout: true, stderr: true } as const

async function fairleadFrames(socketPath: string, id: string, throttle: Throttle): Promise<void> {
  const { connect } = await import('fairlead')
  const engine = connect({ host: `unix://${socketPath}` })
  const response = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query })
  for await (const { stream, data } of response.frames()) {
    const wait = throttle.take(stream === 'stderr' ? 'stderr' : 'stdout', data)
    if (wait > 0) await sleep(wait)
  }
  await engine.close()
}

async function fairleadPipe(socketPath: string, id: string, throttle: Throttle): Promise<void> {
  const { connect } = await import('fairlead')
  const engine = connect({ host: `unix://${socketPath}` })
  const response = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query })
  await response.pipe({ stdout: new SlowWritable(throttle, 'stdout'), stderr: new SlowWritable(throttle, 'stderr') })
  await engine.close()
}

async function dockerode(socketPath: string, id: string, throttle: Throttle): Promise<void> {
  const { default: Docker } = await import('dockerode')
  const docker = new Docker({ socketPath })
  const logs = await docker.getContainer(id).logs(query)
  const stdout = new SlowWritable(throttle, 'stdout')
  const stderr = new SlowWritable(throttle, 'stderr')
  docker.modem.demuxStream(logs, stdout, stderr)
  await new Promise((resolve, reject) => {
    logs.on('end', resolve)
    logs.on('error', reject)
  })
  await Promise.all([finished(stdout), finished(stderr)])
}

export const readers: Record<string, Reader> = {
  'fairlead frames': fairleadFrames,
  'fairlead pipe': fairleadPipe,
  'dockerode demuxStream': dockerode,
}
