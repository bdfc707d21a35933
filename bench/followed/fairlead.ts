// fairlead: the callback on the bytes in place, with paced reads and without, and the iterator of lines.
import { connect } from 'fairlead'
import { unpaced } from '../pacing.ts'
import type { FollowedClient, OnRecord } from './client.ts'

type Engine = ReturnType<typeof connect>

const logs = (engine: Engine, id: string) =>
  engine.request('GET', '/containers/{id}/logs', {
    path: { id },
    query: { follow: true, stdout: true, stderr: true },
  })

async function readOnFrame(engine: Engine, id: string, onRecord?: OnRecord): Promise<number> {
  const response = await logs(engine, id)
  let payload = 0
  await response.onFrame((_kind, bytes, start, end) => {
    payload += end - start
    onRecord?.(bytes, start)
  })
  return payload
}

async function readLines(engine: Engine, id: string, onRecord?: OnRecord): Promise<number> {
  const response = await logs(engine, id)
  let payload = 0
  for await (const { text } of response.lines()) {
    payload += text.length + 1
    onRecord?.(Buffer.from(text, 'latin1'), 0)
  }
  return payload
}

function open(socketPath: string, read: typeof readOnFrame, options = {}): FollowedClient {
  const engine = connect({ host: `unix://${socketPath}`, ...options })
  return { read: (id, onRecord) => read(engine, id, onRecord), close: () => engine.close() }
}

export const openOnFrame = (socketPath: string): FollowedClient => open(socketPath, readOnFrame)
export const openUnpaced = (socketPath: string): FollowedClient => open(socketPath, readOnFrame, unpaced)
export const openLines = (socketPath: string): FollowedClient => open(socketPath, readLines)
