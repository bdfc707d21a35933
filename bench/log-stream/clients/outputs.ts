// fairlead's pipe into what a process writes to: a file, and a socket of another process. The file is /dev/null: the system call, and no
// disk.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import net from 'node:net'
import type { Writable } from 'node:stream'
import type { Stream } from '../workloads.ts'
import { type Client, finished } from './client.ts'
import { type Engine, logs, open } from './logs.ts'

/** A file that keeps nothing. */
const NOWHERE = '/dev/null'

interface Output extends Writable {
  readonly bytesWritten: number
}
type Outputs = readonly [stdout: Output, stderr: Output]

export const openPipeToFile = (socketPath: string): Client =>
  open(socketPath, (engine, stream) => pipe(engine, stream, [createWriteStream(NOWHERE), createWriteStream(NOWHERE)]))

export function openPipeToSocket(socketPath: string, sink = ''): Client {
  return open(socketPath, async (engine, stream) => {
    const outputs: Outputs = [net.connect(sink), net.connect(sink)]
    await Promise.all(outputs.map((output) => once(output, 'connect')))
    return pipe(engine, stream, outputs)
  })
}

async function pipe(engine: Engine, stream: Stream, [stdout, stderr]: Outputs): Promise<number> {
  const response = await logs(engine, stream)
  await response.pipe({ stdout, stderr })
  // pipe() may have ended them.
  await Promise.all([stdout, stderr].map((output) => (output.writableFinished ? undefined : finished(output))))
  const written = stdout.bytesWritten + stderr.bytesWritten
  for (const output of [stdout, stderr]) output.destroy()
  return written
}
