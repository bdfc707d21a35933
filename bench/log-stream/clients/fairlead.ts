// fairlead, by each of its readings: the callback on the bytes in place, the two iterators, the pipe into Writables.
import type { Stream } from '../workloads.ts'
import { type Client, Counter } from './client.ts'
import { type Engine, logs, open } from './logs.ts'

export const openOnFrame = (socketPath: string): Client => open(socketPath, readOnFrame)
export const openFrames = (socketPath: string): Client => open(socketPath, readFrames)
export const openLines = (socketPath: string): Client => open(socketPath, readLines)
export const openPipe = (socketPath: string): Client => open(socketPath, readPipe)

async function readOnFrame(engine: Engine, stream: Stream): Promise<number> {
  const response = await logs(engine, stream)
  let bytes = 0
  await response.onFrame((_kind, _bytes, start, end) => {
    bytes += end - start
  })
  return bytes
}

async function readFrames(engine: Engine, stream: Stream): Promise<number> {
  const response = await logs(engine, stream)
  let bytes = 0
  for await (const frame of response.frames()) bytes += frame.data.length
  return bytes
}

// Each line has the line feed that a Line's text leaves out. What is counted is UTF-16, which costs nothing; the bytes follow from it.
async function readLines(engine: Engine, stream: Stream): Promise<number> {
  const response = await logs(engine, stream)
  let units = 0
  for await (const line of response.lines()) units += line.text.length + 1
  if (units !== stream.units) throw new Error(`read ${units} UTF-16 units of text, ${stream.units} were sent`)
  return stream.payload
}

async function readPipe(engine: Engine, stream: Stream): Promise<number> {
  const response = await logs(engine, stream)
  const stdout = new Counter()
  const stderr = new Counter()
  await response.pipe({ stdout, stderr })
  return stdout.bytes + stderr.bytes
}
