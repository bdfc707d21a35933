// fairlead as the clients here use it: an engine of one socket, and the log or the attach that is to be read.
import { connect } from 'fairlead'
import type { Stream } from '../workloads.ts'
import type { Client } from './client.ts'

export type Engine = ReturnType<typeof connect>

export function open(socketPath: string, read: (engine: Engine, stream: Stream) => Promise<number>): Client {
  const engine = connect({ host: `unix://${socketPath}` })
  return { read: (stream) => read(engine, stream), close: () => engine.close() }
}

export async function logs(engine: Engine, stream: Stream) {
  if (stream.framing === 'raw') {
    const query = { stream: true, stdout: true, stderr: true }
    return engine.tunnel('/containers/{id}/attach', { path: { id: stream.id }, query, tty: false })
  }
  return engine.request('GET', '/containers/{id}/logs', {
    path: { id: stream.id },
    query: { follow: true, stdout: true, stderr: true },
  })
}
